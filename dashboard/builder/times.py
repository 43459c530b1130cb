"""The time of a sighting, in any of the forms that operators write, as whole epoch seconds."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.builder.source import Source
from dashboard.errors import InputError

COLUMN = "time"
LATEST_S = (1 << 32) - 1

_WITH_OFFSET = "%+"
_LOCAL = ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")
_EXPECTED = "a time such as 2020-06-15T08:00:00+08:00, or whole epoch seconds"


@dataclass(frozen=True, kw_only=True)
class Times:
    """How a time column is read: `epoch_s` is Int64, null where a value does not fit; `expected` says what fits."""

    epoch_s: pl.Expr
    expected: str


def times(source: Source, *, time_zone: str | None) -> Times:
    """Return how to read the column `time` of a source.

    ISO text with an offset, a Datetime with a zone, or whole epoch seconds; every row in the form of the first.
    Text and Datetimes without a zone are local in `time_zone` and refused if that is None; so is a local time
    that the clock shows twice or never. Parts of a second are cut off.
    """
    column = pl.col(COLUMN)
    dtype = source.schema[COLUMN]
    if dtype == pl.String:
        return _from_text(source, column, time_zone)
    if dtype.is_integer():
        return _bounded(column.cast(pl.Int64, strict=False), "whole epoch seconds from 1970 to 2106")
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone is None:
            return _local(source, column, time_zone)
        return _bounded(_seconds(column), "a time from 1970 to 2106")
    msg = f"{source.name}, column {COLUMN}: the type is {dtype}, expected text, a Datetime or whole numbers"
    raise InputError(msg)


def _from_text(source: Source, column: pl.Expr, time_zone: str | None) -> Times:
    first = source.first(COLUMN)
    if first is None or first.removeprefix("-").isdecimal():
        expected = "whole epoch seconds from 1970 to 2106, as in the rows before"
        return _bounded(column.cast(pl.Int64, strict=False), expected)
    sample = pl.Series([first])
    if _fits(sample, _WITH_OFFSET):
        moment = column.str.to_datetime(_WITH_OFFSET, strict=False, time_unit="us", time_zone="UTC")
        return _bounded(_seconds(moment), "a time with an offset such as 2020-06-15T08:00:00+08:00")
    for form in _LOCAL:
        if _fits(sample, form):
            return _local(source, column.str.to_datetime(form, strict=False, time_unit="us"), time_zone)
    raise source.fault(COLUMN, pl.col(COLUMN).is_not_null(), expected=_EXPECTED)


def _fits(sample: pl.Series, form: str) -> bool:
    return sample.str.to_datetime(form, strict=False).null_count() == 0


def _local(source: Source, moment: pl.Expr, time_zone: str | None) -> Times:
    if time_zone is None:
        msg = (
            f"{source.name}, column {COLUMN}: the times have no offset and no time zone is given; "
            f"expected {_EXPECTED}, or time_zone in the manifest file"
        )
        raise InputError(msg)
    zoned = moment.dt.replace_time_zone(time_zone, ambiguous="null", non_existent="null")
    expected = f"a time that the clock of {time_zone} shows exactly once, or write the offset of every row"
    return _bounded(_seconds(zoned), expected)


def _seconds(moment: pl.Expr) -> pl.Expr:
    return moment.dt.epoch("us") // 1_000_000


def _bounded(epoch_s: pl.Expr, expected: str) -> Times:
    return Times(epoch_s=pl.when(epoch_s.is_between(0, LATEST_S)).then(epoch_s), expected=expected)
