"""Engines that plan queries (DuckDB, Spark): distinct times and positions are read by polars, once, and joined back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from dashboard.builder import activity, devices, positions, stays, times
from dashboard.builder.devices import Coder
from dashboard.builder.engines.engine import Sightings
from dashboard.builder.engines.memory import find_fault
from dashboard.builder.layout import known_columns, laid
from dashboard.builder.neighbours import numbered, to_polars, with_neighbours
from dashboard.builder.plan import SightingsPlan
from dashboard.builder.progress import Report
from dashboard.builder.source import Source, collect
from dashboard.errors import Fault, InputError
from dashboard.language import mark

Rows = nw.LazyFrame[Any]

_NAME = "sightings"


class Query(ABC):
    """An engine of queries: what its rows are and how they are kept is its own, all else is alike."""

    failures: tuple[type[Exception], ...]
    span: tuple[int, int] | None = None

    def within(self, span: tuple[int, int]) -> Query:
        """Return the same engine, which reads only sightings between two epoch seconds, both included."""
        narrowed = copy(self)
        narrowed.span = span
        return narrowed

    @abstractmethod
    def scan(self, data: Path | str, plan: SightingsPlan) -> Rows:
        """Return the rows of text or Parquet files that may lie within the span, from text as text."""

    @abstractmethod
    def table(self, rows: pl.DataFrame) -> Rows:
        """Hand the engine a small table."""

    @abstractmethod
    def keep(self, frame: Rows) -> Rows:
        """Compute a query that is used several times, once."""

    def read(  # noqa: PLR0913 what is read, and how
        self,
        data: Path | str | pl.DataFrame,
        *,
        plan: SightingsPlan,
        time_zone: str | None,
        cell_resolution: int,
        report: Report,
        activities: Sequence[str] = (),
    ) -> Sightings[Rows]:
        """Read sightings; rows have no numbers here, so that polars finds the row of a value that cannot be used."""
        name = _NAME if isinstance(data, pl.DataFrame) else str(data)
        try:
            rows = self.table(data) if isinstance(data, pl.DataFrame) else self.scan(data, plan)
            return self._sightings(rows, name, plan, time_zone, cell_resolution, report, activities)
        except InputError as fault:
            raise _with_row(fault, data, plan, time_zone) from None
        except self.failures:
            # The engine's own message may quote a row, and with it a device.
            msg = f"{name}: cannot be read, expected whole Parquet files, or UTF-8 text with one header row"
            raise InputError(msg) from None

    def _sightings(  # noqa: PLR0913, PLR0917 what is read, and how
        self,
        rows: Rows,
        name: str,
        plan: SightingsPlan,
        time_zone: str | None,
        cell_resolution: int,
        report: Report,
        activities: Sequence[str],
    ) -> Sightings[Rows]:
        names = rows.collect_schema().names()
        found, towers = known_columns(names, plan, name, report, activity=bool(activities))
        known = laid(rows, found, None if towers is None else self.table(towers.rows))
        if activities:
            known = known.with_columns(**activity.expressions(activities)).drop(activity.COLUMN)
        of_activity = activity.columns(activities)
        if plan.end:  # a join finds no row where nothing stands
            known = known.with_columns(end=nw.coalesce("end", "time"))
        columns = Source(name=name, rows=pl.LazyFrame(), schema=to_polars(known.head(0)).schema)
        devices.check_type(columns)
        position = list(positions.columns(columns))
        moment = [times.COLUMN, *filter(None, [plan.lasts])]
        named = _with_device(known.select(devices.COLUMN, *moment, *position, *of_activity), name)
        where = partial(_read_positions, plan=plan, cell_resolution=cell_resolution)
        placed = self._with_read(named, position, name, where)
        handed_in, kept = (
            (int(to_polars(frame.select(rows=nw.len())).item()) for frame in (named, placed))
            if plan.leave_out_unplaced
            else (0, 0)
        )
        timed = self._with_read(placed, moment, name, partial(_read_times, plan=plan, time_zone=time_zone))
        read = timed.select("device", "t", *of_activity, cell=nw.col("found"))
        within = read if self.span is None else read.filter(nw.col("t").is_between(*self.span))
        return replace(self._in_sequence(within, of_activity), handed_in=handed_in, unplaced=handed_in - kept)

    def _with_read(self, rows: Rows, columns: list[str], name: str, read: Callable[[Source], pl.DataFrame]) -> Rows:
        values = to_polars(rows.select(*columns).unique())
        source = Source(name=name, rows=values.lazy(), schema=values.schema, has_row_numbers=False)
        return rows.join(self.table(read(source)), on=columns, how="inner")

    def _in_sequence(self, read: Rows, of_activity: Sequence[str]) -> Sightings[Rows]:
        t, t_before = nw.col("t"), nw.col("t_before")
        # Of any activity of those in the same second and cell.
        alike = (
            read.group_by("device", "t", "cell").agg(nw.col(name).max() for name in of_activity)
            if of_activity
            else read
        )
        linked = with_neighbours(alike, ["device"], ["t", "cell"], before={"t_before": "t"})
        once = linked.filter(t_before.is_null() | (t != t_before)).select("device", "t", "cell", *of_activity)
        ordered = self.keep(numbered(once, "device", "t"))
        facts = ordered.select(rows=nw.len(), devices=nw.col("device").n_unique(), first=t.min(), last=t.max())
        counted, distinct, first, last = to_polars(facts).row(0)
        sums = [nw.col(name).cast(nw.Int64).sum() for name in of_activity]
        sighted = to_polars(ordered.select(*sums)).row(0) if sums else ()
        rows = int(to_polars(read.select(rows=nw.len())).item())
        return Sightings(
            engine=self,
            parts=(lambda: ordered,),
            cells=to_polars(ordered.select("cell").unique())["cell"].cast(pl.UInt64).sort(),
            coder=Coder(known=None, as_text=True),
            rows=rows,
            handed_in=rows,
            unplaced=0,
            repeated=rows - counted,
            devices=distinct,
            first=first or 0,
            last=last or 0,
            sighted=tuple(int(value or 0) for value in sighted),
        )


def _with_row(
    fault: InputError, data: Path | str | pl.DataFrame, plan: SightingsPlan, time_zone: str | None
) -> InputError:
    """Return the fault as polars finds it, row by row, or as it is where polars cannot open the data or finds none."""
    try:
        return find_fault(data, plan, time_zone) or fault
    except InputError:
        return fault


def _with_device(rows: Rows, name: str) -> Rows:
    device = nw.col(devices.COLUMN)
    named = rows.with_columns(device.cast(nw.String))
    if to_polars(named.filter(device.is_null() | (device == "")).select(rows=nw.len())).item():
        fault = Fault(
            file=name,
            column=devices.COLUMN,
            problem=mark("there is no value"),
            remedy=mark("Expected an identifier in every row"),
        )
        raise InputError(str(fault))
    return named


def _read_times(values: Source, *, plan: SightingsPlan, time_zone: str | None) -> pl.DataFrame:
    """Return the times of rows as they are written with `t`, and as many rows for a stay as sightings stand for it."""
    start = times.times(values, plan=plan, time_zone=time_zone)
    _refuse_nulls(values, {times.COLUMN: start.epoch_s}, {times.COLUMN: start.expected})
    until = stays.until(values, plan, start, time_zone)
    if until is None or plan.lasts is None:
        return collect(values, values.rows.select(times.COLUMN, t=start.epoch_s))
    _refuse_nulls(values, {plan.lasts: until.epoch_s}, {plan.lasts: until.expected})
    return stays.spread(
        collect(values, values.rows.select(times.COLUMN, plan.lasts, t=start.epoch_s, until=until.epoch_s))
    )


def _read_positions(values: Source, *, plan: SightingsPlan, cell_resolution: int) -> pl.DataFrame:
    absent = positions.absent(values)
    if not plan.leave_out_unplaced and collect(values, values.rows.select(absent.any())).item():
        raise positions.unplaced(values, None)
    there = replace(values, rows=values.rows.filter(~absent))
    wanted = positions.expressions(there)
    _refuse_nulls(there, wanted, positions.EXPECTED)
    written = {f"{name} as written": pl.col(name) for name in wanted}
    read = collect(there, there.rows.select(**written, **wanted))
    placed = read if positions.CELL in wanted else positions.place(read, cell_resolution)
    positions.check(values, placed[positions.CELL])
    as_written = [pl.col(f"{name} as written").alias(name) for name in wanted]
    return placed.select(*as_written, found=pl.col(positions.CELL).cast(pl.Int64))


def _refuse_nulls(values: Source, wanted: dict[str, pl.Expr], expected: dict[str, str]) -> None:
    for name, expression in wanted.items():
        if collect(values, values.rows.select(expression.is_null().any())).item():
            raise values.fault(name, expression.is_null(), expected=expected[name])
