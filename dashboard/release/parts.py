"""A table of counts in its files, and which row groups of them may hold a key.

Rows lie sorted by key (data/README.md), and each row group states its lowest and highest key. So the rows of one site,
or of the cells of one view, are a few row groups; these alone are read. What was read last is kept: the same rows are
asked for with every radius and stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from threading import RLock
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from cachetools import LRUCache
from cachetools.keys import hashkey
from polars.io.plugins import register_io_source

from dashboard.errors import Fault, ReleaseError
from dashboard.language import mark
from dashboard.release.tables import CONDITION
from dashboard.release.where import Where

READERS = 16
# More rows than this are read a batch at a time instead: slower, in bounded memory.
ROWS_AT_ONCE = 20_000_000
GROUPS_AT_ONCE = 64
# Of each table, in each process.
KEPT_BYTES = 64_000_000
# What is taken for the lowest and the highest key of a row group that does not state them.
_ANY: dict[str, tuple[Any, Any]] = {"site_id": ("", chr(0x10FFFF)), "cell": (0, 2**64 - 1)}
_DTYPES: dict[str, Any] = {"site_id": object, "cell": np.uint64}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file of a table, and the date of its folder if it lies in one."""

    where: Where
    file: str
    day: date | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Parts:
    """The files of a table and the row groups in them: `part`, `group`, `rows`, `low`, `high` element by element.

    Where they are `split` by conditions, the rows are those of one alone (None: of anyone), without that column.
    """

    key: str
    parts: tuple[Part, ...]
    part: npt.NDArray[np.intp]
    group: npt.NDArray[np.intp]
    rows: npt.NDArray[np.intp]
    low: npt.NDArray[Any]
    high: npt.NDArray[Any]
    split: bool = False
    condition: str | None = None
    _kept: LRUCache[tuple[Any, ...], pl.DataFrame] = field(
        init=False, repr=False, default_factory=lambda: LRUCache(KEPT_BYTES, pl.DataFrame.estimated_size)
    )
    _alone: RLock = field(init=False, repr=False, default_factory=RLock)

    def scan(self) -> pl.LazyFrame:
        """Return all rows, not yet read; those of files in folders of dates with their date.

        Polars reads them by their paths: whoever collects them asks the pinned release afterwards whether it changed.
        """
        dated = any(part.day is not None for part in self.parts)
        paths = [part.where.at(part.file) for part in self.parts]
        return self._of_condition(pl.scan_parquet(paths, hive_partitioning=dated, glob=False))

    def holding(
        self, keys: npt.NDArray[Any] | None, days: tuple[date, date] | None = None, columns: Sequence[str] | None = None
    ) -> pl.LazyFrame:
        """Return the row groups that may hold one of `keys` (rising; None: any) on `days`, both included.

        The rows of other keys are among them. `columns` are those to read, None for all.
        """
        wanted = np.full(self.low.shape, fill_value=True)
        if days is not None:
            inside = [part.day is not None and days[0] <= part.day <= days[1] for part in self.parts]
            wanted &= np.array(inside, dtype=bool)[self.part]
        if keys is not None:
            at = np.searchsorted(keys, self.low[wanted])
            wanted[wanted] = at < np.searchsorted(keys, self.high[wanted], side="right")
        numbers, begins = np.unique(self.part[wanted], return_index=True)
        groups = np.split(self.group[wanted], begins[1:])
        some = [(self.parts[number], of.tolist()) for number, of in zip(numbers, groups, strict=False)]
        if self.rows[wanted].sum() > ROWS_AT_ONCE:
            return self._of_condition(self._a_batch_at_a_time(some, columns))
        read = [self._kept_or_read(part, of, columns) for part, of in some]
        return self._of_condition(pl.concat(read).lazy() if read else _read(self.parts[0], [], columns).lazy())

    def under(self, condition: str | None) -> Parts:
        """Return the rows of one condition of a table that is split by them, of anyone for None."""
        return replace(self, split=True, condition=condition)

    def _of_condition(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        return rows.filter(pl.col(CONDITION).eq_missing(self.condition)).drop(CONDITION) if self.split else rows

    def _kept_or_read(self, part: Part, groups: list[int], columns: Sequence[str] | None) -> pl.DataFrame:
        stamp = None
        with suppress(OSError):  # the reading says it
            stamp = part.where.stamp(part.file)
        key = hashkey(part.where, part.file, stamp, tuple(groups), columns and tuple(columns))
        with self._alone:
            rows = self._kept.get(key)
        if rows is None:
            rows = _read(part, groups, columns)
            with self._alone, suppress(ValueError):  # larger than all that is kept
                self._kept[key] = rows
        return rows

    def _a_batch_at_a_time(self, some: list[tuple[Part, list[int]]], columns: Sequence[str] | None) -> pl.LazyFrame:
        def batches(
            with_columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, _batch_size: int | None
        ) -> Iterator[pl.DataFrame]:
            left = n_rows
            for part, groups in some:
                for first in range(0, len(groups), GROUPS_AT_ONCE):
                    rows = _read(part, groups[first : first + GROUPS_AT_ONCE], with_columns or columns)
                    rows = rows if left is None else rows.head(left)
                    left = left if left is None else left - rows.height
                    yield rows if predicate is None else rows.filter(predicate)

        return register_io_source(batches, schema=_read(self.parts[0], [], columns).schema)


def opened(parts: Sequence[Part], key: str) -> Parts:
    """Return the files of a table with what the footer of each says of `key` in its row groups."""
    with ThreadPoolExecutor(READERS) as readers:
        ranges = list(readers.map(lambda part: _ranges(part, key), parts))
    found = [(number, group, *about) for number, groups in enumerate(ranges) for group, about in enumerate(groups)]
    part, group, rows, low, high = zip(*found, strict=True) if found else ((), (), (), (), ())
    dtype = _DTYPES[key]
    return Parts(
        key=key,
        parts=tuple(parts),
        part=np.array(part, dtype=np.intp),
        group=np.array(group, dtype=np.intp),
        rows=np.array(rows, dtype=np.intp),
        low=np.array(low, dtype=dtype),
        high=np.array(high, dtype=dtype),
    )


def stacked(tables: Iterable[Parts]) -> Parts:
    """Return tables of the same columns as one."""
    first, *others = tables
    for other in others:
        first = replace(
            first,
            parts=(*first.parts, *other.parts),
            part=np.concatenate([first.part, other.part + len(first.parts)]),
            group=np.concatenate([first.group, other.group]),
            rows=np.concatenate([first.rows, other.rows]),
            low=np.concatenate([first.low, other.low]),
            high=np.concatenate([first.high, other.high]),
        )
    return first


def _ranges(part: Part, key: str) -> list[tuple[int, Any, Any]]:
    """Return the rows and the lowest and highest key of each row group of a file."""
    with reading(part) as file:
        about = pq.read_metadata(file)
    column = next(number for number in range(about.num_columns) if about.schema.column(number).path == key)
    groups = [about.row_group(number) for number in range(about.num_row_groups)]
    stated = [(group.num_rows, group.column(column).statistics) for group in groups]
    return [(rows, *((one.min, one.max) if one and one.has_min_max else _ANY[key])) for rows, one in stated]


@contextmanager
def reading(part: Part) -> Iterator[IO[bytes]]:
    """Open a file; one that is damaged although its hash is the one listed is said to be so."""
    try:
        with part.where.open(part.file) as file:
            yield file
    except (OSError, pa.ArrowException) as error:
        problem = mark("cannot be read ({error})", error=next(iter(str(error).splitlines()), ""))
        remedy = mark("Have the release built again, or copied again")
        raise ReleaseError([Fault(file=part.file, problem=problem, remedy=remedy)]) from error


def _read(part: Part, groups: list[int], columns: Sequence[str] | None) -> pl.DataFrame:
    with reading(part) as file:
        table = pq.ParquetFile(file).read_row_groups(groups, columns=columns and list(columns))
    return pl.DataFrame(table)
