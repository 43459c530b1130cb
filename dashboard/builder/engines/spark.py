"""Spark: on this machine or a cluster, through a session that is there or begins here."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
from polars import selectors

from dashboard.builder.engines.query import Query, Rows
from dashboard.builder.files import find, is_url
from dashboard.builder.plan import SightingsPlan
from dashboard.builder.texts import Text, text_of
from dashboard.errors import InputError

try:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession
except ImportError:
    msg = 'the engine spark needs pyspark, expected it to be installed: pip install "screening-scope[spark]"'
    raise InputError(msg) from None

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
_ON_THIS_MACHINE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


class Spark(Query):
    """An engine over a Spark session."""

    failures = (PySparkException, Py4JError)

    def __init__(self, session: SparkSession) -> None:
        """Take a session."""
        self._session = session

    @classmethod
    def start(cls, master: str | None) -> Spark:
        """Return the engine of the session of a master such as local[2]; None for spark-submit's or the present one."""
        if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
            msg = (
                "the engine spark needs Java 17 or newer, expected it to be installed (Debian: openjdk-17-jre-headless)"
            )
            raise InputError(msg)
        builder = SparkSession.builder.appName("screening-scope")
        settings = _SETTINGS
        if master is not None:
            builder = builder.master(master)
            settings = settings | (_ON_THIS_MACHINE if master.startswith("local") else {})
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        # What Spark logs of a failure may quote a row, and with it a device.
        session.sparkContext.setLogLevel("OFF")
        return cls(session)

    def scan(self, data: Path | str, plan: SightingsPlan) -> Rows:
        """Return the rows of files."""
        found = find(data, self.span)
        # Spark looks through the folders of an object store itself.
        paths = [str(data)] if is_url(data) else list(found.paths)
        reader: Any = self._session.read.option("recursiveFileLookup", value=True)
        read = _text(reader, paths, text_of(found.paths[0], plan)) if found.is_csv else reader.parquet(*paths)
        # Unsigned 64-bit numbers are decimals to Spark: as text they are whole numbers again.
        as_text = [name for name, dtype in read.dtypes if dtype == "decimal(20,0)"]
        rows: Rows = nw.from_native(read.withColumns({name: read[name].cast("string") for name in as_text}))
        return rows

    def table(self, rows: pl.DataFrame) -> Rows:
        """Return a table as Spark sees it, which knows no unsigned numbers."""
        signed = rows.with_columns(selectors.unsigned_integer().cast(pl.Int64))
        return nw.from_native(self._session.createDataFrame(signed.to_arrow(compat_level=pl.CompatLevel.oldest())))

    def keep(self, frame: Rows) -> Rows:
        """Let Spark hold what it computes when it is first asked for."""
        kept: Rows = nw.from_native(frame.to_native().persist())
        return kept


def _text(reader: Any, paths: list[str], text: Text) -> Any:  # noqa: ANN401 Spark's own are not typed
    if text.skipped:
        msg = f"{paths[0]}: {text.skipped} lines come before the table, expected none, or the engine polars or duckdb"
        raise InputError(msg)
    read = reader.csv(paths, header=text.has_header, sep=text.delimiter, mode="FAILFAST")
    return read.toDF(*text.names) if text.names else read
