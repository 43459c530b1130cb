"""Engines that plan queries (DuckDB, Spark): distinct times and positions are read by polars, once, and joined back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from copy import copy
from functools import partial
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from dashboard.builder import devices, positions, times
from dashboard.builder.devices import Coder
from dashboard.builder.engines.engine import Sightings
from dashboard.builder.engines.memory import find_fault
from dashboard.builder.neighbours import numbered, to_polars, with_neighbours
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
    def scan(self, data: Path | str) -> Rows:
        """Return the rows of CSV or Parquet files that may lie within the span, from CSV as text."""

    @abstractmethod
    def table(self, rows: pl.DataFrame) -> Rows:
        """Hand the engine a small table."""

    @abstractmethod
    def keep(self, frame: Rows) -> Rows:
        """Compute a query that is used several times, once."""

    def read(
        self,
        data: Path | str | pl.DataFrame,
        *,
        time_zone: str | None,
        cell_resolution: int,
        report: Report,  # noqa: ARG002 a query does not say how far it has come
    ) -> Sightings[Rows]:
        """Read sightings; rows have no numbers here, so that polars finds the row of a value that cannot be used."""
        name = _NAME if isinstance(data, pl.DataFrame) else str(data)
        try:
            rows = self.table(data) if isinstance(data, pl.DataFrame) else self.scan(data)
            return self._sightings(rows, name, time_zone, cell_resolution)
        except InputError as fault:
            raise _with_row(fault, data, time_zone) from None
        except self.failures:
            # The engine's own message may quote a row, and with it a device.
            msg = f"{name}: cannot be read, expected whole Parquet files, or UTF-8 text with one header row"
            raise InputError(msg) from None

    def _sightings(self, rows: Rows, name: str, time_zone: str | None, cell_resolution: int) -> Sightings[Rows]:
        columns = Source(name=name, rows=pl.LazyFrame(), schema=to_polars(rows.head(0)).schema)
        columns.require(devices.COLUMN, times.COLUMN)
        devices.check_type(columns)
        position = list(positions.columns(columns))
        named = _with_device(rows.select(devices.COLUMN, times.COLUMN, *position), name)
        timed = self._with_read(named, [times.COLUMN], name, partial(_read_times, time_zone=time_zone))
        placed = self._with_read(timed, position, name, partial(_read_positions, cell_resolution=cell_resolution))
        read = placed.select("device", "t", cell=nw.col("found"))
        return self._in_sequence(read if self.span is None else read.filter(nw.col("t").is_between(*self.span)))

    def _with_read(self, rows: Rows, columns: list[str], name: str, read: Callable[[Source], pl.DataFrame]) -> Rows:
        values = to_polars(rows.select(*columns).unique())
        source = Source(name=name, rows=values.lazy(), schema=values.schema, has_row_numbers=False)
        return rows.join(self.table(read(source)), on=columns, how="inner")

    def _in_sequence(self, read: Rows) -> Sightings[Rows]:
        t, t_before = nw.col("t"), nw.col("t_before")
        linked = with_neighbours(read, ["device"], ["t", "cell"], before={"t_before": "t"})
        once = linked.filter(t_before.is_null() | (t != t_before)).select("device", "t", "cell")
        ordered = self.keep(numbered(once, "device", "t"))
        facts = ordered.select(rows=nw.len(), devices=nw.col("device").n_unique(), first=t.min(), last=t.max())
        counted, distinct, first, last = to_polars(facts).row(0)
        rows = int(to_polars(read.select(rows=nw.len())).item())
        return Sightings(
            engine=self,
            parts=(lambda: ordered,),
            cells=to_polars(ordered.select("cell").unique())["cell"].cast(pl.UInt64).sort(),
            coder=Coder(known=None, as_text=True),
            rows=rows,
            repeated=rows - counted,
            devices=distinct,
            first=first or 0,
            last=last or 0,
        )


def _with_row(fault: InputError, data: Path | str | pl.DataFrame, time_zone: str | None) -> InputError:
    """Return the fault as polars finds it, row by row, or as it is where polars cannot open the data or finds none."""
    try:
        return find_fault(data, time_zone) or fault
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


def _read_times(values: Source, *, time_zone: str | None) -> pl.DataFrame:
    reading = times.times(values, time_zone=time_zone)
    _refuse_nulls(values, {times.COLUMN: reading.epoch_s}, {times.COLUMN: reading.expected})
    return collect(values, values.rows.select(times.COLUMN, t=reading.epoch_s))


def _read_positions(values: Source, *, cell_resolution: int) -> pl.DataFrame:
    wanted = positions.expressions(values)
    _refuse_nulls(values, wanted, positions.EXPECTED)
    written = {f"{name} as written": pl.col(name) for name in wanted}
    read = collect(values, values.rows.select(**written, **wanted))
    placed = read if positions.CELL in wanted else positions.place(read, cell_resolution)
    positions.check(values, placed[positions.CELL])
    as_written = [pl.col(f"{name} as written").alias(name) for name in wanted]
    return placed.select(*as_written, found=pl.col(positions.CELL).cast(pl.Int64))


def _refuse_nulls(values: Source, wanted: dict[str, pl.Expr], expected: dict[str, str]) -> None:
    for name, expression in wanted.items():
        if collect(values, values.rows.select(expression.is_null().any())).item():
            raise values.fault(name, expression.is_null(), expected=expected[name])
