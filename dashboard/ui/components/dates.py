"""The control of a window of dates, as the language that is spoken writes them."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.language import _, day, window
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.ui import ids
from dashboard.ui.components.aria import data


def dates(control: str | dict[str, Any], release: Release, rule: Rule) -> html.Div:
    """Return the control of the dates of a rule, within the period of a release.

    The months and the days of its calendar are named by assets/page/language.mjs, its buttons by
    assets/page/mended.mjs, what is typed is judged by assets/rule/dates.mjs.
    """
    period = release.manifest.period
    picker = dcc.DatePickerRange(
        id=control,
        start_date=rule.start.isoformat(),
        end_date=rule.end.isoformat(),
        start_date_placeholder_text=_("Start date"),
        end_date_placeholder_text=_("End date"),
        min_date_allowed=period.start.isoformat(),
        max_date_allowed=period.end.isoformat(),
        initial_visible_month=rule.start.isoformat(),
        # Moment.js tokens: D the day, M the month, Y the year.
        display_format=_("D MMM YYYY"),
        month_format=_("MMMM YYYY"),
        minimum_nights=0,
        clearable=False,
        first_day_of_week=1,
    )
    words = {
        "previous-month": _("Previous month"),
        "next-month": _("Next month"),
        "previous-year": _("Previous year"),
        "next-year": _("Next year"),
    }
    return html.Div(picker, className="dates", **data(**words, **_said_of_typed(release)))


def dates_note() -> html.P:
    """Return where it is said what is wrong with a date that was typed; assets/rule/dates.mjs."""
    return html.P(id=ids.DATES_NOTE, className="note dates-note", role="status")


def _said_of_typed(release: Release) -> dict[str, str]:
    period = release.manifest.period
    said = {
        "outside": _("{typed} lies outside the period of this release, {period}. The dates stay as they were."),
        "unread": _("{typed} is no date that can be read: type one such as {example}. The dates stay as they were."),
        "order": _("{typed}: the first date may not lie after the last one. The dates stay as they were."),
    }
    shown = {"typed": "{typed}", "period": window(period.start, period.end), "example": day(period.start)}
    filled = {name: template.format(**shown) for name, template in said.items()}
    return {**filled, "first": period.start.isoformat(), "last": period.end.isoformat()}
