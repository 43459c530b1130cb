"""Times as other people write them, into hours of the city's clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import gcd
from zoneinfo import ZoneInfo

import polars as pl

from dashboard.errors import InputError
from dashboard.language import _, mark
from dashboard.release.check.findings import ROW
from dashboard.release.ingest.clock_texts import DAY, Reading, of_hour, reading_of
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.read import Problem, refuse

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PER_SECOND = {"ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_FORM = mark(
    "a time such as 2020-06-12T08:00:00+08:00, with its offset or Z, or local time without one; state --time-format "
    "if "
    "it is written in another way"
)
_UNREADABLE, _AMBIGUOUS, _SKIPPED = "unreadable", "ambiguous", "skipped"
_HOUR_MS = 3_600_000
_LEAST_SLOT_MS = 300_000
_KEY, _PROBLEM, _START = "time key", "time problem", "hour"


@dataclass(frozen=True, kw_only=True)
class Timed:
    """The hour of each row as Datetime("ms", time_zone), the time itself, and what was decided about them."""

    hours: pl.Series
    times: pl.Series
    notes: tuple[str, ...]


def hours_of(rows: pl.DataFrame, plan: Plan, time_zone: str, reading: Reading) -> pl.Series:
    """Return the start of each row's hour in epoch milliseconds, null where its time cannot be read; see parse_hours.

    Of a local time that the clock passes twice it is the first.
    """
    zone = ZoneInfo(plan.times_in or time_zone)
    keys = _keys(rows, plan)
    found: dict[object, object] = {}
    for key in keys.drop_nulls().unique().to_list():
        instant = _instant(_moment(key, rows.schema[plan.time or ""], reading, plan), zone, _shift(plan), fold=0)
        if isinstance(instant, int):
            found[key] = instant
    milliseconds = _mapped(keys, found, pl.Int64)
    return milliseconds - _past_ms(milliseconds, time_zone)


def parse_hours(
    rows: pl.DataFrame, plan: Plan, time_zone: str, *, same: Iterable[str] = (), reading: Reading | None = None
) -> Timed:
    """Return the start of the hour that each row's time stands for.

    Times are text, numbers or Parquet's own. One with an offset is taken as it is, one without is of the zone that the
    plan states, else the city's. Of two rows alike in the columns `same` at a local time that the clock passes twice,
    the first comes first. Times of slots of 5 minutes or more lie in their hour. InputError with the rows if a time
    does not parse, may be read in two ways, is neither on the hour nor of slots, or is a local time that the clock
    passes twice or never.
    """
    column = plan.time or ""
    if not _may_be_time(rows.schema[column]):
        msg = _("{column}: its type is {type}, expected {form}").format(
            column=column, type=rows.schema[column], form=_(_FORM)
        )
        raise InputError(msg)
    reading = reading or reading_of(rows, plan)
    zone = ZoneInfo(plan.times_in or time_zone)
    keys = _keys(rows, plan)
    distinct = keys.drop_nulls().unique()
    moments = {key: _moment(key, rows.schema[column], reading, plan) for key in distinct.to_list()}
    _check_ends(rows, plan)
    shift = _shift(plan)
    met: dict[object, int | str] = {key: _instant(moment, zone, shift) for key, moment in moments.items()}
    keyed = rows.with_columns(keys.alias(_KEY))
    twice = [key for key, found in met.items() if found == _AMBIGUOUS]
    second, notes = _second_of_two(keyed, twice, same)
    both = {key: _instant(moments[key], zone, shift, fold=0) for key in twice} if second is not None else {}
    problem = _mapped(keys, {key: found for key, found in (met | both).items() if isinstance(found, str)}, pl.String)
    problem = problem.set(keys.is_null(), _UNREADABLE)
    refuse(keyed.with_columns(problem.alias(_PROBLEM)), _problems(column, plan.times_in or time_zone))
    milliseconds = _mapped(
        keys, {key: found for key, found in (met | both).items() if isinstance(found, int)}, pl.Int64
    )
    if second is not None:
        milliseconds = milliseconds + second.cast(pl.Int64) * _HOUR_MS
    past_ms = _past_ms(milliseconds, time_zone)
    slots = _slots(keyed, column, past_ms, time_zone)
    start = _local(milliseconds - past_ms, time_zone)
    return Timed(hours=start.alias(_START), times=milliseconds, notes=(*reading.notes, *notes, *slots))


def _shift(plan: Plan) -> timedelta:
    return timedelta(hours=1) if plan.hour_is == "end" else timedelta()


def _local(milliseconds: pl.Series, time_zone: str) -> pl.Series:
    return milliseconds.cast(pl.Datetime("ms")).dt.replace_time_zone("UTC").dt.convert_time_zone(time_zone)


def _past_ms(milliseconds: pl.Series, time_zone: str) -> pl.Series:
    """Return the milliseconds that have passed of the hour of the city's clock."""
    times = _local(milliseconds, time_zone)
    return times.dt.minute().cast(pl.Int64) * 60_000 + times.dt.second().cast(pl.Int64) * 1000 + times.dt.millisecond()


def _check_ends(rows: pl.DataFrame, plan: Plan) -> None:
    """Raise InputError where hours run from 1 to 24 and it is not stated which end of an hour they name."""
    if plan.hour is None or plan.hour_is is not None:
        return
    hours = {of_hour(text.strip()) for text in rows[plan.hour].cast(pl.String).drop_nulls().unique().to_list()}
    if timedelta(hours=24) in hours:
        msg = _(
            "column {column}: hours run up to 24, expected which end of an hour they name: state --hour-is end (24 "
            "is the last hour of the day) or start (24 is the first of the next)"
        ).format(column=plan.hour)
        raise InputError(msg)


def _may_be_time(dtype: pl.DataType) -> bool:
    return (
        dtype in (pl.String, pl.Categorical, pl.Enum, pl.Date) or dtype.is_integer() or isinstance(dtype, pl.Datetime)
    )


def _keys(rows: pl.DataFrame, plan: Plan) -> pl.Series:
    """Return what tells times apart: the values of the column, with those of the hour where it is of its own."""
    values = rows[plan.time or ""]
    values = values.cast(pl.String) if values.dtype in (pl.Categorical, pl.Enum) else values
    values = values.dt.to_string("iso") if values.dtype == pl.Date else values
    values = values.to_physical() if values.dtype.is_temporal() else values
    values = values.str.strip_chars() if values.dtype == pl.String else values
    if plan.hour is None:
        return values
    return pl.select(pl.concat_str(values.cast(pl.String), rows[plan.hour].cast(pl.String), separator=DAY)).to_series()


def _mapped(keys: pl.Series, found: dict[object, object], dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
    return keys.replace_strict(list(found), list(found.values()), return_dtype=dtype, default=None)


def _moment(key: str | int, dtype: pl.DataType, reading: Reading, plan: Plan) -> datetime | None:
    """Return the time that a value stands for, with or without a zone; None if it stands for none."""
    try:
        if isinstance(dtype, pl.Datetime) and isinstance(key, int):
            per_second = _PER_SECOND[dtype.time_unit]
            utc = _EPOCH + timedelta(
                seconds=key // per_second, microseconds=(key % per_second) * 1_000_000 // per_second
            )
            return utc if dtype.time_zone else utc.replace(tzinfo=None)
        if plan.hour is None:
            return reading.moment(str(key))
        day, _, hour = str(key).partition(DAY)
        midnight, hours = reading.date(day.strip()), of_hour(hour.strip())
        if midnight is None or hours is None:
            return None
        return datetime.combine(midnight, time()) + hours
    except (ValueError, OverflowError):
        return None


def _instant(moment: datetime | None, zone: ZoneInfo, shift: timedelta, *, fold: int | None = None) -> int | str:
    """Return the epoch milliseconds of the start of what a time names, or which problem it has."""
    if moment is None:
        return _UNREADABLE
    try:
        if moment.tzinfo is not None:
            return (moment.astimezone(UTC) - shift - _EPOCH) // timedelta(milliseconds=1)
        local = (moment - shift).replace(tzinfo=zone, fold=fold or 0)
        utc = local.astimezone(UTC)
        if utc.astimezone(zone).replace(tzinfo=None) != moment - shift:
            return _SKIPPED
        if fold is None and local.utcoffset() != local.replace(fold=1).utcoffset():
            return _AMBIGUOUS
    except OverflowError:
        return _UNREADABLE
    return (utc - _EPOCH) // timedelta(milliseconds=1)


def _slots(rows: pl.DataFrame, column: str, past_ms: pl.Series, time_zone: str) -> tuple[str, ...]:
    """Return what is told of times that are slots of an hour; InputError for others that start no hour."""
    distinct = past_ms.unique().to_list()
    if distinct == [0]:
        return ()
    length_ms = gcd(*distinct, _HOUR_MS)
    if len(distinct) > 1 and length_ms >= _LEAST_SLOT_MS:
        told = _(
            "column {column}: slots of {minutes} minutes are put into hours: an hour holds at least the devices of "
            "its greatest slot and at most their sum"
        ).format(column=column, minutes=length_ms // 60000)
        return (told,)
    expected = _(
        "the start of an hour; devices of parts of an hour cannot be summed, since one device may be in several, so "
        "count by whole hours of {zone}"
    ).format(zone=time_zone)
    refuse(
        rows.with_columns((past_ms > 0).alias(_PROBLEM)),
        [Problem(column=column, bad=pl.col(_PROBLEM), expected=expected)],
    )
    return ()


def _second_of_two(
    rows: pl.DataFrame, twice: list[object], same: Iterable[str]
) -> tuple[pl.Series | None, tuple[str, ...]]:
    """Return where a row is the second of two at a time that the clock passes twice, None unless all such are pairs."""
    at = rows[_KEY].is_in(twice) if twice else None
    if at is None or not at.any():
        return None, ()
    group = [_KEY, *same]
    place = pl.int_range(pl.len()).over(group)
    size = pl.len().over(group)
    told = rows.select(ROW, pl.col(_KEY), place.alias("place"), size.alias("size"))
    if not (told.filter(at)["size"] == 2).all():
        return None, ()
    second = (told["place"] == 1) & at
    note = _(
        "{times:,} times that the clock passes twice are there twice: of each two rows the first is taken for the first"
    ).format(times=int(second.sum()))
    return second, (note,)


def _problems(column: str, time_zone: str) -> list[Problem]:
    expected = {
        _UNREADABLE: _FORM,
        _AMBIGUOUS: _("an offset: in {zone} the clock passes this local time twice").format(zone=time_zone),
        _SKIPPED: _("a local time that exists: in {zone} the clock skips this one").format(zone=time_zone),
    }
    return [
        Problem(column=column, bad=pl.col(_PROBLEM) == problem, expected=words) for problem, words in expected.items()
    ]
