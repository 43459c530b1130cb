"""Check how a table lies in its files: row groups that state their keys truly, and files whose keys do not overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.language import mark
from dashboard.release.check.findings import Finding, Located, one

_STATE = mark("Write the file again with the lowest and highest value of each row group, as the Parquet format has it")


@dataclass(frozen=True, kw_only=True)
class Span:
    """The lowest and the highest key of a file that was read."""

    at: Located
    low: Any
    high: Any


def span(rows: pl.DataFrame, key: str, at: Located) -> Span | None:
    """Return the span of rows, None where they have no key."""
    low, high = (rows[key].min(), rows[key].max()) if key in rows.columns else (None, None)
    return None if low is None else Span(at=at, low=low, high=high)


def overlapping(spans: Sequence[Span]) -> list[tuple[Span, Span]]:
    """Return neighbours, by their lowest keys, that overlap."""
    ordered = sorted(spans, key=lambda one: one.low)
    return [(before, after) for before, after in pairwise(ordered) if after.low <= before.high]


def check_statements(file: Path, rows: pl.DataFrame, key: str, at: Located) -> Iterator[Finding]:
    """Yield a finding if a row group states a lowest or highest key that its rows do not keep to.

    Whoever asks for a key reads only the row groups that may hold it: a false statement would hide rows.
    """
    if key not in rows.columns:
        return
    try:
        about = pq.read_metadata(file)
        column = next(i for i in range(about.num_columns) if about.schema.column(i).path == key)
        groups = [about.row_group(number) for number in range(about.num_row_groups)]
        stated = [(group.num_rows, group.column(column).statistics) for group in groups]
        ranges = [(count, (one.min, one.max) if one and one.has_min_max else None) for count, one in stated]
    except (OSError, ValueError, StopIteration, pa.ArrowException):
        yield one(at.file, mark("its row groups cannot be read"), _STATE, column=key, where=at.where)
        return
    if sum(count for count, _ in ranges) != rows.height:
        yield one(at.file, mark("its row groups do not add up to its rows"), _STATE, column=key, where=at.where)
        return
    first = 0
    for number, (count, ends) in enumerate(ranges, start=1):
        values = rows[key][first : first + count].drop_nulls()
        first += count
        if ends is not None and len(values) and not (ends[0] <= values.min() and values.max() <= ends[1]):
            problem = mark(
                "row group {number} holds values outside the lowest and highest that it states", number=f"{number:,}"
            )
            yield one(at.file, problem, _STATE, column=key, where=at.where)
            return
