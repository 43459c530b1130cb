"""Polars, in memory: sightings dealt out by device into parts that are small enough to be put in order quickly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
from polars import selectors

from dashboard.builder import activity, devices, positions, stays, times
from dashboard.builder.devices import Coder
from dashboard.builder.engines.engine import Sightings
from dashboard.builder.layout import as_known
from dashboard.builder.neighbours import numbered
from dashboard.builder.plan import SightingsPlan
from dashboard.builder.progress import Report, Step
from dashboard.builder.source import Source, batches, collect, open_source
from dashboard.builder.towers import Towers
from dashboard.errors import InputError

ROWS_AT_ONCE = 2_000_000

_NAME = "sightings"
_BUCKETS = 64
_SECONDS = 1 << 32  # times and codes of devices have 32 bits each
DEVICE, T = pl.col("moment") // _SECONDS, pl.col("moment") % _SECONDS


class Memory:
    """The engine that needs nothing else, and the quickest where memory holds 16 bytes a sighting.

    With a `span` it reads only sightings between two epoch seconds, both included.
    """

    def __init__(self, span: tuple[int, int] | None = None) -> None:
        """Keep the span."""
        self._span = span

    def read(  # noqa: PLR0913 what is read, and how
        self,
        data: Path | str | pl.DataFrame,
        *,
        plan: SightingsPlan,
        time_zone: str | None,
        cell_resolution: int,
        report: Report,
        activities: Sequence[str] = (),
    ) -> Sightings[nw.DataFrame[Any]]:
        """Read sightings; a value that cannot be used is named with its row."""
        handed_in = _Rows.of(open_source(data, _NAME, plan, self._span), plan, time_zone, report, activities)
        handed_in.span = self._span
        source = handed_in.source
        coder = devices.coder(source)
        columns = handed_in.columns(coder)
        unordered, unique_cells = _dealt(_told(columns, self._height(source), report), cell_resolution)
        positions.check(source, unique_cells)
        ends = [part.select(first=T.min(), last=T.max()).row(0) for part in unordered]
        of_activity = activity.columns(activities)
        choice, total = self._choice(unique_cells), sum(part.height for part in unordered)
        rows, ordered = 0, []
        while unordered:  # each part is let go as soon as it is ordered
            left = sum(part.height for part in unordered)
            report(Step(name="Ordering", done=total - left, total=total))
            chosen = choice(unordered.pop())
            rows += chosen.height
            ordered.append(_ordered(chosen))
        return Sightings(
            engine=self,
            parts=tuple(partial(_frame, part) for part in ordered),
            cells=unique_cells,
            coder=coder,
            rows=rows,
            handed_in=handed_in.met,
            unplaced=handed_in.unplaced,
            repeated=rows - sum(part.height for part in ordered),
            devices=sum(part.select(DEVICE.n_unique()).item() for part in ordered),
            first=min((first for first, _ in ends), default=0),
            last=max((last for _, last in ends), default=0),
            sighted=tuple(sum(int(part[name].cast(pl.Int64).sum()) for part in ordered) for name in of_activity),
        )

    def _height(self, source: Source) -> int | None:
        # CSV, all of whose columns are text, would have to be read to be counted.
        if self._span is not None or set(source.schema.dtypes()) == {pl.String()}:
            return None
        return int(collect(source, source.rows.select(pl.len())).item())

    def _choice(self, unique_cells: pl.Series) -> Callable[[pl.DataFrame], pl.DataFrame]:  # noqa: ARG002 for Recent
        """Return what chooses the rows of a part that matter: here all."""
        return lambda part: part

    def table(self, rows: pl.DataFrame) -> nw.DataFrame[Any]:
        """Return a table as it is."""
        return nw.from_native(rows, eager_only=True)

    def keep(self, frame: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        """Return a frame as it is: it was computed when it was made."""
        return frame


def find_fault(data: Path | str | pl.DataFrame, plan: SightingsPlan, time_zone: str | None) -> InputError | None:
    """Return what is wrong with the first value of sightings that cannot be used, with its row; None if all can be.

    Raises InputError where they cannot be opened.
    """
    source = open_source(data, _NAME, plan)
    try:
        rows = _Rows.of(source, plan, time_zone, lambda _: None)
        devices.check_type(rows.source)
        for batch in rows.columns(Coder(known=None, as_text=True)):
            if positions.CELL in batch.columns:
                positions.check(rows.source, batch[positions.CELL].unique())
    except InputError as fault:
        return fault
    return None


@dataclass(kw_only=True)
class _Rows:
    """Rows of sightings to read within a span; once read, how many there were and how many were left out, unplaced."""

    source: Source
    towers: Towers | None
    plan: SightingsPlan
    time_zone: str | None
    activities: Sequence[str] = ()
    span: tuple[int, int] | None = None
    met: int = 0
    unplaced: int = 0

    @classmethod
    def of(
        cls,
        opened: Source,
        plan: SightingsPlan,
        time_zone: str | None,
        report: Report,
        activities: Sequence[str] = (),
    ) -> _Rows:
        """Return the rows of a source; InputError where a column is missing."""
        source, towers = as_known(opened, plan, report, activities)
        return cls(source=source, towers=towers, plan=plan, time_zone=time_zone, activities=activities)

    def columns(self, coder: Coder) -> Iterator[pl.DataFrame]:
        """Yield device, t and position of all sightings in the span, batch by batch."""
        source = self.source
        start = times.times(source, plan=self.plan, time_zone=self.time_zone)
        until = stays.until(source, self.plan, start, self.time_zone)
        absent = positions.absent(source)
        stay = {} if until is None else {"until": until.epoch_s}
        # The codes come last: they alone pass through a dictionary.
        device = {"device": coder.code(pl.col(devices.COLUMN))}
        wanted = {"t": start.epoch_s, **stay, **positions.expressions(source), **device}
        wanted |= {name: pl.col(name) for name in activity.columns(self.activities)}
        expected = {"t": start.expected, "device": "an identifier in every row", **positions.EXPECTED}
        expected |= {} if until is None else {"until": until.expected}
        # A time that cannot be read is not outside: it is told. Who came before the span may have stayed into it.
        span = self.span
        is_moment = until is None
        within = start.epoch_s.is_between(*span).fill_null(value=True) if span and is_moment else pl.lit(value=True)
        for batch in batches(source, source.rows.filter(within).select(**wanted, absent=absent)):
            placed = self._placed(batch)
            for name, expression in wanted.items():
                if placed[name].null_count():
                    raise self._fault(name, expression.is_null() & ~absent, expected[name])
            if is_moment:
                yield placed
            else:
                seen = stays.spread(placed)
                yield seen if span is None else seen.filter(pl.col("t").is_between(*span))

    def _placed(self, batch: pl.DataFrame) -> pl.DataFrame:
        unplaced = int(batch["absent"].sum())
        if unplaced and not self.plan.leave_out_unplaced:
            raise positions.unplaced(self.source, self.towers)
        self.met += batch.height
        self.unplaced += unplaced
        return (batch.filter(~pl.col("absent")) if unplaced else batch).drop("absent")

    def _fault(self, name: str, bad: pl.Expr, expected: str) -> InputError:
        column = {"t": times.COLUMN, "until": self.plan.lasts or ""}.get(name, name)
        return self.source.fault(column, bad, expected=expected, secret=name == devices.COLUMN)


def _told(columns: Iterator[pl.DataFrame], total: int | None, report: Report) -> Iterator[pl.DataFrame]:
    done = 0
    report(Step(name="Reading", done=done, total=total))
    for batch in columns:
        yield batch
        done += batch.height
        report(Step(name="Reading", done=done, total=total))


def _dealt(columns: Iterator[pl.DataFrame], cell_resolution: int) -> tuple[list[pl.DataFrame], pl.Series]:
    """Return all sightings in parts, and their cells.

    A part holds `moment` (device and time in one number, which sorts three times as fast as two) and `cell`.
    """
    buckets: list[list[pl.DataFrame]] = [[] for _ in range(_BUCKETS)]
    unique_cells = [pl.Series("cell", dtype=pl.UInt64)]
    for batch in columns:
        placed = batch if positions.CELL in batch.columns else positions.place(batch, cell_resolution)
        unique_cells = _united([*unique_cells, placed["cell"].unique()])
        moment = pl.col("device").cast(pl.UInt64) * _SECONDS + pl.col("t").cast(pl.UInt64)
        packed = placed.select(
            "cell", selectors.starts_with(activity.COLUMN), moment=moment, bucket=pl.col("device").hash() % _BUCKETS
        )
        for (bucket,), rows in packed.partition_by("bucket", as_dict=True, include_key=False).items():
            buckets[bucket].append(rows)
    return list(_merged(buckets)), pl.concat(unique_cells).unique().sort()


def _united(values: list[pl.Series]) -> list[pl.Series]:
    """Return the same values, without repetition where they have become three times as many as the first series."""
    several = sum(map(len, values)) > max(3 * len(values[0]), ROWS_AT_ONCE)
    return [pl.concat(values).unique()] if several else values


def _merged(buckets: list[list[pl.DataFrame]]) -> Iterator[pl.DataFrame]:
    gathered: list[pl.DataFrame] = []
    for _ in range(len(buckets)):
        gathered += buckets.pop()
        if sum(rows.height for rows in gathered) >= ROWS_AT_ONCE or (gathered and not buckets):
            yield pl.concat(gathered)
            gathered = []


def _ordered(part: pl.DataFrame) -> pl.DataFrame:
    """Return a part by device and time, of each second the sighting with the smallest cell, of any activity there."""
    moment = pl.col("moment")
    ordered = part.sort(moment).with_columns(again=moment == moment.shift(1))
    if not ordered["again"].any():
        return ordered.drop("again")
    of_activity = selectors.starts_with(activity.COLUMN)
    several = pl.col("again") | pl.col("again").shift(-1)
    single = ordered.filter(~several.fill_null(value=False)).select("moment", "cell", of_activity)
    cell = pl.col("cell")
    of_smallest = of_activity.filter(cell == cell.min()).max()
    smallest = ordered.filter(several).group_by("moment").agg(cell.min(), of_smallest)
    return single.merge_sorted(smallest.sort("moment"), key="moment")


def _frame(part: pl.DataFrame) -> nw.DataFrame[Any]:
    of_activity = selectors.starts_with(activity.COLUMN)
    columns = part.select(
        of_activity, device=DEVICE.cast(pl.UInt32), t=T.cast(pl.Int64), cell=pl.col("cell").cast(pl.Int64)
    )
    return numbered(nw.from_native(columns, eager_only=True), "device", "t")
