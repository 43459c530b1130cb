"""The time of a sighting, in any of the forms that operators write, as whole epoch seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from dashboard.builder.plan import SightingsPlan
from dashboard.builder.source import Source, collect
from dashboard.errors import InputError
from dashboard.release.check.findings import ROW
from dashboard.release.ingest.clock_texts import Reading, reading_of
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.table import PART

COLUMN = "time"
LATEST_S = (1 << 32) - 1

_FIRST_EXACT_S = 631_152_000  # 1990: a smaller number of milliseconds is one of seconds
_UNITS = (("seconds", 1), ("milliseconds", 1_000), ("microseconds", 1_000_000), ("nanoseconds", 1_000_000_000))
_WITH_OFFSET = ("%+", "%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M:%S%.f%#z")
_LOCAL = tuple(
    f"{date}{between}{clock}"
    for date in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d")
    for between in ("T", " ")
    for clock in ("%H:%M:%S%.f", "%H:%M")
)
_DIGITS = {14: "%Y%m%d%H%M%S", 12: "%Y%m%d%H%M"}
_EXPECTED = (
    "a time such as 2020-06-15T08:00:00+08:00, or whole epoch seconds; state --time-format if it is written in another "
    "way"
)


@dataclass(frozen=True, kw_only=True)
class Times:
    """How a time column is read: `epoch_s` is Int64, null where a value does not fit; `expected` says what fits."""

    epoch_s: pl.Expr
    expected: str


def times(source: Source, name: str = COLUMN, *, plan: SightingsPlan, time_zone: str | None) -> Times:
    """Return how to read a column of times of a source.

    ISO text with an offset, a Datetime with a zone, or whole epoch seconds, milli-, micro- or nanoseconds, or as a plan
    says; every row in the form of the first. Text and Datetimes without a zone are of the plan's zone, else local in
    `time_zone`, and refused if that is None; so is a local time that the clock shows twice or never. Parts of a second
    are cut off.
    """
    column = source.text(name)
    dtype = source.schema[name]
    zone = plan.times_in or time_zone
    if dtype == pl.String:
        return _from_text(source, name, plan, zone)
    if dtype.is_integer():
        first = source.first(name)
        form = _of_digits(first)
        if form is not None:
            return _in_form(source, name, form, zone)
        return _epoch(column.cast(pl.Int64, strict=False), first, "")
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone is None:
            return _local(source, name, column, zone)
        return _bounded(_seconds(column), "a time from 1970 to 2106")
    msg = f"{source.name}, column {name}: the type is {dtype}, expected text, a Datetime or whole numbers"
    raise InputError(msg)


def _from_text(source: Source, name: str, plan: SightingsPlan, time_zone: str | None) -> Times:
    column, first = source.text(name), source.first(name)
    if plan.time_format is not None:
        _check_form(plan.time_format)
        return _in_form(source, name, plan.time_format, time_zone)
    digits = _of_digits(first)
    if digits is not None:
        return _in_form(source, name, digits, time_zone)
    if first is None or first.removeprefix("-").isdecimal():
        return _epoch(column.cast(pl.Int64, strict=False), first, ", as in the rows before")
    for form in (*_WITH_OFFSET, *_LOCAL):
        if _fits(first, form):
            return _in_form(source, name, form, time_zone)
    return _by_value(source, name, time_zone)


def _of_digits(first: str | None) -> str | None:
    """Return the form of a time of digits alone, such as 20200613080000; None if it is none."""
    form = _DIGITS.get(len(first or ""))
    return form if form and first and _fits(first, form) else None


def _by_value(source: Source, name: str, time_zone: str | None) -> Times:
    """Return how times are read that import understands, each distinct one by itself: 13/06/2020 8:00 PM."""
    distinct = collect(source, source.rows.select(name).with_row_index(ROW, offset=1).unique(name, keep="first"))
    numbered = distinct.drop_nulls(name).with_columns(pl.lit(source.name).alias(PART)).sort(ROW)
    reading = reading_of(numbered, Plan(time=name))
    found = {text: _moment(reading, text) for text in numbered[name].to_list()}
    moments = [moment for moment in found.values() if moment is not None]
    if _moment(reading, source.first(name) or "") is None:
        raise source.fault(name, pl.col(name).is_not_null(), expected=_EXPECTED)
    aware = all(moment.tzinfo is not None for moment in moments)
    kept = {
        text: moment for text, moment in found.items() if moment is not None and (moment.tzinfo is not None) == aware
    }
    dtype = pl.Datetime("us", "UTC") if aware else pl.Datetime("us")
    values = pl.Series(list(kept.values()), dtype=dtype)
    read = pl.col(name).replace_strict(list(kept), values, default=None, return_dtype=dtype)
    return _bounded(_seconds(read), _EXPECTED) if aware else _local(source, name, read, time_zone)


def _moment(reading: Reading, text: str) -> datetime | None:
    try:
        return reading.moment(text)
    except (ValueError, OverflowError):
        return None


def _epoch(number: pl.Expr, first: str | None, as_before: str) -> Times:
    """Return how epoch times are read, of the unit that the size of the first one tells."""
    size = abs(int(first)) if first and first.removeprefix("-").isdecimal() else 0
    unit, per_second = next(
        ((unit, each) for unit, each in _UNITS[1:] if _FIRST_EXACT_S <= size // each <= LATEST_S), _UNITS[0]
    )
    expected = f"whole epoch {unit} from 1970 to 2106{as_before}"
    if per_second == 1:
        return _bounded(number, expected)
    whole = number // per_second
    return _bounded(pl.when(whole >= _FIRST_EXACT_S).then(whole), expected.replace("1970", "1990"))


def _fits(first: str, form: str) -> bool:
    return pl.Series([first]).str.to_datetime(form, strict=False).null_count() == 0


def _in_form(source: Source, name: str, form: str, time_zone: str | None) -> Times:
    zone = _zone_of(form)
    moment = source.text(name).cast(pl.String).str.to_datetime(form, strict=False, time_unit="us", time_zone=zone)
    if zone is None:
        return _local(source, name, moment, time_zone)
    return _bounded(_seconds(moment), "a time with an offset such as 2020-06-15T08:00:00+08:00, as in the first row")


def _zone_of(form: str) -> str | None:
    return "UTC" if form == "%+" or "z" in form else None


def _check_form(form: str) -> None:
    """Raise InputError unless a form writes a time so that it can be read again."""
    zone = _zone_of(form)
    example = pl.Series([datetime(2020, 6, 13, 20, tzinfo=UTC)]).dt.replace_time_zone(zone)
    try:
        again = example.dt.strftime(form.replace("%#z", "%z")).str.to_datetime(form, time_zone=zone, time_unit="us")
    except pl.exceptions.PolarsError:
        again = example.clear()
    if not again.equals(example):
        msg = f"--time-format is {form!r}, expected codes of strptime with a date and a time, such as %d/%m/%Y %H:%M"
        raise InputError(msg)


def _local(source: Source, name: str, moment: pl.Expr, time_zone: str | None) -> Times:
    if time_zone is None:
        msg = (
            f"{source.name}, column {name}: the times have no offset and no time zone is given; "
            f"expected {_EXPECTED}, or time_zone in the manifest file, or --times-in"
        )
        raise InputError(msg)
    zoned = moment.dt.replace_time_zone(time_zone, ambiguous="null", non_existent="null")
    expected = f"a time that the clock of {time_zone} shows exactly once, or write the offset of every row"
    return _bounded(_seconds(zoned), expected)


def _seconds(moment: pl.Expr) -> pl.Expr:
    return moment.dt.epoch("us") // 1_000_000


def _bounded(epoch_s: pl.Expr, expected: str) -> Times:
    return Times(epoch_s=pl.when(epoch_s.is_between(0, LATEST_S)).then(epoch_s), expected=expected)
