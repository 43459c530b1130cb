"""What a text or a number says of a date and a time, as far as all values of its column allow one reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import polars as pl

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.read import Problem, refuse

DAY = "\x1f"  # between a date and its hour, in one key
_SLASHED = re.compile(r"(?P<a>\d{1,2})(?P<sign>[/.-])(?P<b>\d{1,2})(?P=sign)(?P<year>\d{4})(?:[ T,]+(?P<clock>.+))?")
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})[/.年](?P<month>\d{1,2})[/.月](?P<day>\d{1,2})日?(?:[ T,]*(?P<clock>.+))?", re.DOTALL
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:(?:[:h.时点](?P<minute>\d{1,2})?分?)(?:[:.](?P<second>\d{1,2})(?:\.0+)?)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"(?:\s*[-\u2013]\s*\d{1,2}(?:[:h.]\d{2})?)?"
)
_DIGITS = re.compile(r"\d{8}|\d{10}|\d{12}|\d{14}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Seconds, milliseconds, microseconds and nanoseconds of the years 1990 to 2060.
_EPOCH_UNITS = ((631_152_000, 1), (631_152_000_000, 1_000), (631_152_000_000_000, 10**6), (631_152_000 * 10**9, 10**9))
_EPOCH_SPAN = 4.5


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How the times of a column are read: the moment of a value, with its zone if it states one, or None."""

    moment: Callable[[str], datetime | None]
    notes: tuple[str, ...] = ()

    def date(self, text: str) -> date | None:
        """Return the date that a text states; None if it is none."""
        found = self.moment(text)
        return None if found is None else found.date()


def reading_of(rows: pl.DataFrame, plan: Plan) -> Reading:
    """Return how a plan's column of times is read; InputError with rows where day and month cannot be told apart."""
    column = plan.time or ""
    dates_alone = plan.hour is not None
    if plan.time_format is not None:
        stated = plan.time_format
        return Reading(moment=lambda text: datetime.strptime(text, stated))  # noqa: DTZ007 the plan says which zone
    values = rows[column]
    if values.dtype != pl.String:
        return Reading(moment=lambda text: _moment(text, day_first=None, dates_alone=dates_alone))
    distinct = values.drop_nulls().unique().to_list()
    slashed = [found for found in map(_SLASHED.fullmatch, distinct) if found]
    if not slashed:
        return Reading(moment=lambda text: _moment(text, day_first=None, dates_alone=dates_alone))
    day_first = _day_first(rows, column, slashed)
    words = _("day, then month") if day_first else _("month, then day")
    return Reading(
        moment=lambda text: _moment(text, day_first=day_first, dates_alone=dates_alone),
        notes=(_("column {column}: dates are read as {words}").format(column=column, words=words),),
    )


def of_hour(text: str) -> timedelta | None:
    """Return the time of day that a column of hours states: 8, 08, 0800, 8:00, 8 PM, 24; None if it states none."""
    if re.fullmatch(r"\d{3,4}", text):
        text = f"{text[:-2]}:{text[-2:]}"
    if re.fullmatch(r"\d{1,2}\.0+", text):
        text = text.partition(".")[0]
    return _time_of_day(text)


def _moment(text: str, *, day_first: bool | None, dates_alone: bool) -> datetime | None:
    text = text.strip()
    digits = text.removesuffix(".0")
    if digits.isdecimal():
        return _of_digits(digits, dates_alone=dates_alone)
    try:
        if dates_alone or len(text) > len("2020-06-12"):
            return _iso(text)
    except ValueError:
        pass
    found = _YEAR_FIRST.fullmatch(text) or _SLASHED.fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    day, month = (parts["a"], parts["b"]) if day_first else (parts.get("b"), parts.get("a"))
    at = datetime(int(parts["year"]), int(parts.get("month") or month or 0), int(parts.get("day") or day or 0))  # noqa: DTZ001
    if not parts["clock"]:
        return at if dates_alone else None
    clock = _time_of_day(parts["clock"].strip())
    return None if clock is None else at + clock


def _iso(text: str) -> datetime:
    """Return the time of ISO 8601, where the last hour of a day may be written 24:00."""
    if re.search(r"[T ]24:00", text):
        return datetime.fromisoformat(re.sub(r"([T ])24:00", r"\g<1>00:00", text)) + timedelta(days=1)
    return datetime.fromisoformat(text)


def _of_digits(text: str, *, dates_alone: bool) -> datetime | None:
    """Return the time of digits alone: 20200613, 2020061308, with minutes and seconds, or an epoch time."""
    if _DIGITS.fullmatch(text) and "1990" <= text[:4] <= "2060":
        padded = text.ljust(14, "0")
        if len(text) == len("20200613") and not dates_alone:
            return None
        try:
            return datetime.strptime(padded, "%Y%m%d%H%M%S")  # noqa: DTZ007 digits state no zone
        except ValueError:
            pass
    number = int(text)
    for first, per_second in _EPOCH_UNITS:
        if first <= number < first * _EPOCH_SPAN:
            return _EPOCH + timedelta(
                seconds=number // per_second, microseconds=number % per_second * 10**6 // per_second
            )
    return None


def _time_of_day(text: str) -> timedelta | None:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (found["half"][0] in "Pp")
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _day_first(rows: pl.DataFrame, column: str, slashed: list[re.Match[str]]) -> bool:
    """Return whether the day comes before the month, by what a month cannot be; with points, it does."""
    if all(found["sign"] == "." for found in slashed):
        return True
    day_first = any(int(found["a"]) > 12 for found in slashed)
    month_first = any(int(found["b"]) > 12 for found in slashed)
    if day_first != month_first:
        return day_first
    words = (
        _("one order of day and month in all rows")
        if day_first
        else _("dates that can be read in one way alone: state --time-format, such as %d/%m/%Y %H:%M or %m/%d/%Y %H:%M")
    )
    refuse(
        rows, [Problem(column=column, bad=pl.col(column).is_in([found.group() for found in slashed]), expected=words)]
    )
    raise InputError(words)
