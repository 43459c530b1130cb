"""Short cuts to dates: the whole period of a release, its first week, its last three days."""

from __future__ import annotations

from datetime import date, timedelta

from dash import html

from dashboard.language import _
from dashboard.release.load import Release
from dashboard.ui.components.aria import data

WEEK, THREE = timedelta(days=6), timedelta(days=2)


def short_cuts(release: Release) -> html.Div:
    """Return a button for each window that is another; assets/rule/put.mjs hears it."""
    start, end = release.manifest.period.start, release.manifest.period.end
    windows = {
        (start, end): _("Whole period"),
        (start, start + WEEK): _("First week"),
        (end - THREE, end): _("Last three days"),
    }
    buttons = [
        _button(window, words)
        for window, words in windows.items()
        if window == (start, end) or _within(window, (start, end))
    ]
    return html.Div(buttons, className="short-cuts")


def _within(window: tuple[date, date], period: tuple[date, date]) -> bool:
    return period[0] <= window[0] and window[1] <= period[1]


def _button(window: tuple[date, date], words: str) -> html.Button:
    start, end = (day.isoformat() for day in window)
    return html.Button(words, className="short-cut", type="button", **data(start=start, end=end))
