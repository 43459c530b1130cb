"""Dates as the language that is spoken writes them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date, format_interval, format_skeleton, get_timezone, get_timezone_location

from dashboard.language.chosen import ENGLISH, LOCALES, current


def zone(name: str) -> str:
    """Return the city whose clock an IANA time zone keeps: Shanghai, 上海."""
    return get_timezone_location(get_timezone(name), locale=LOCALES[current()], return_city=True)


def day(value: date) -> str:
    """Return a date in words: 30 May 2020, 2020年5月30日."""
    return format_date(value, "long", locale=LOCALES[current()])


def day_short(value: date) -> str:
    """Return a date for an axis: 30 May, 5月30日."""
    return format_skeleton("MMMd", value, locale=LOCALES[current()])


def day_axis(value: date) -> str:
    """Return a date for an axis of many: 30 May, 5/30."""
    return day_short(value) if current() == ENGLISH else format_skeleton("Md", value, locale=LOCALES[current()])


def window(start: date, end: date) -> str:
    """Return a window of dates in words, the month and the year once where they are the same."""
    if start == end:
        return day(start)
    if current() == ENGLISH:  # with months in full, which the intervals of CLDR cut short
        return f"{_english_start(start, end)} to {day(end)}"
    return format_interval(start, end, "yMMMd", locale=LOCALES[current()])


def _english_start(start: date, end: date) -> str:
    if start.year != end.year:
        return day(start)
    return f"{start.day}" if start.month == end.month else format_date(start, "d MMMM", locale=LOCALES[ENGLISH])
