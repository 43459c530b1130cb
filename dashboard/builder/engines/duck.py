"""DuckDB: in one process, on disk where memory does not suffice."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import duckdb
import narwhals as nw
import polars as pl

from dashboard.builder.engines.query import Query, Rows
from dashboard.builder.files import find, is_url
from dashboard.builder.plan import SightingsPlan
from dashboard.builder.texts import text_of
from dashboard.errors import InputError
from dashboard.scratch import Scratch


class Duck(Query):
    """An engine with a database of its own, gone with it."""

    failures = (duckdb.Error,)

    def __init__(self) -> None:
        """Open an empty database."""
        self._spill = Scratch()
        self._database = duckdb.connect(config={"temp_directory": str(self._spill.path)})
        self._names = (f"kept_{number}" for number in count())

    def scan(self, data: Path | str, plan: SightingsPlan) -> Rows:
        """Return the rows of files."""
        if is_url(data):
            self._load_httpfs(data)
        found = find(data, self.span)
        if found.is_csv:
            text = text_of(found.paths[0], plan)
            return nw.from_native(
                self._database.read_csv(
                    list(found.paths),
                    header=text.has_header,
                    names=list(text.names) or None,
                    delimiter=text.delimiter,
                    skiprows=text.skipped,
                    all_varchar=True,
                )
            )
        return nw.from_native(self._database.read_parquet(list(found.paths), hive_partitioning=False))

    def table(self, rows: pl.DataFrame) -> Rows:
        """Return a table as DuckDB sees it."""
        return nw.from_native(self._database.from_arrow(rows.to_arrow()))

    def keep(self, frame: Rows) -> Rows:
        """Compute a query into a table."""
        name = next(self._names)
        frame.to_native().create(name)
        return nw.from_native(self._database.table(name))

    def _load_httpfs(self, data: Path | str) -> None:
        try:
            self._database.load_extension("httpfs")
        except duckdb.Error:
            msg = (
                f"{data}: DuckDB reads an object store through its extension httpfs, which is not installed; "
                "expected it to be (INSTALL httpfs), or the engine polars"
            )
            raise InputError(msg) from None
