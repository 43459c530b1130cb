"""Times as other people write them, into hours of the city's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from dashboard.errors import InputError
from dashboard.release.ingest.read import Problem, refuse

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PER_SECOND = {"ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_FORM = "a time such as 2020-06-12T08:00:00+08:00, with its offset or Z, or local time without one"
_UNREADABLE, _AMBIGUOUS, _SKIPPED, _RAGGED = "unreadable", "ambiguous", "skipped", "ragged"


def parse_hours(file: Path, rows: pl.DataFrame, column: str, time_zone: str) -> pl.Series:
    """Return a column's times as Datetime("ms", time_zone), each the start of an hour.

    Times are text in ISO 8601 or Parquet's own. One with an offset or in UTC is taken as it is, one without is local
    time of `time_zone`. InputError with the rows if a time does not parse, is not on the hour, or is a local time
    that the clock passes twice or never when it is put back or forward.
    """
    values = rows[column]
    if not (values.dtype == pl.String or isinstance(values.dtype, pl.Datetime)):
        msg = f"{file}, column {column}: its type is {values.dtype}, expected {_FORM}"
        raise InputError(msg)
    keys = values.to_physical() if values.dtype.is_temporal() else values
    zone = ZoneInfo(time_zone)
    met = {key: _hour(_moment(key, values.dtype), zone) for key in keys.drop_nulls().unique().to_list()}
    met[None] = _UNREADABLE
    problem = keys.replace_strict(
        list(met), [found if isinstance(found, str) else None for found in met.values()], return_dtype=pl.String
    )
    refuse(file, rows.with_columns(problem.alias("time problem")), _problems(column, time_zone))
    hours = {key: found for key, found in met.items() if isinstance(found, int)}
    milliseconds = keys.replace_strict(list(hours), list(hours.values()), return_dtype=pl.Int64)
    return (
        milliseconds.cast(pl.Datetime("ms")).dt.replace_time_zone("UTC").dt.convert_time_zone(time_zone).alias("hour")
    )


def _problems(column: str, time_zone: str) -> list[Problem]:
    expected = {
        _UNREADABLE: _FORM,
        _AMBIGUOUS: f"an offset: in {time_zone} the clock passes this local time twice",
        _SKIPPED: f"a local time that exists: in {time_zone} the clock skips this one",
        _RAGGED: "the start of an hour; devices of parts of an hour cannot be summed, since one device may be in "
        f"several, so count by whole hours of {time_zone}",
    }
    return [
        Problem(column=column, bad=pl.col("time problem") == problem, expected=words)
        for problem, words in expected.items()
    ]


def _moment(key: str | int, dtype: pl.DataType) -> datetime | None:
    """Return the time that a text or a Parquet value stands for, with or without a zone; None if it stands for none."""
    try:
        if not isinstance(dtype, pl.Datetime) or isinstance(key, str):
            text = str(key).strip()
            return datetime.fromisoformat(text) if len(text) > len("2020-06-12") else None
        per_second = _PER_SECOND[dtype.time_unit]
        utc = _EPOCH + timedelta(seconds=key // per_second, microseconds=(key % per_second) * 1_000_000 // per_second)
        return utc if dtype.time_zone else utc.replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _hour(moment: datetime | None, zone: ZoneInfo) -> int | str:
    """Return the epoch milliseconds of a time that starts an hour on a zone's clock, or which problem it has."""
    if moment is None:
        return _UNREADABLE
    try:
        local = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
        utc = local.astimezone(UTC)
    except OverflowError:
        return _UNREADABLE
    if moment.tzinfo is None and utc.astimezone(zone).replace(tzinfo=None) != moment:
        return _SKIPPED
    if moment.tzinfo is None and local.utcoffset() != local.replace(fold=1).utcoffset():
        return _AMBIGUOUS
    if local.minute or local.second or local.microsecond:
        return _RAGGED
    return (utc - _EPOCH) // timedelta(milliseconds=1)
