"""What it takes to test and quarantine those flagged, under assumptions that can be changed."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.counting.effort import Effort, Means, best_pool
from dashboard.counting.interval import Estimate
from dashboard.counting.published import CAPACITIES
from dashboard.ui import ids
from dashboard.ui.assumed import INPUTS, Assumed, Input
from dashboard.ui.components.chart import chart
from dashboard.views import text
from dashboard.views.figures.backlog import HEIGHT_PX

NOT_KNOWN = "The number of people is not known here, so there is nothing to work out."
ASSUMED = "All of this is assumed, none of it is in the release. It begins with Beijing's published figures."


def effort_panel(assumed: Assumed) -> html.Section:
    """Return the inputs, the place of the figures and the backlog."""
    return html.Section(
        [
            html.H3("What it takes"),
            html.P(ASSUMED, className="note"),
            html.Div([_input(one, assumed.values[one.name]) for one in INPUTS], className="choices"),
            html.P(_published(), className="note"),
            html.Div(id=ids.EFFORT, className="effort"),
            chart(ids.BACKLOG, "Tests left by day", height_px=HEIGHT_PX, table="backlog"),
        ],
        className="chart",
    )


def effort_lines(found: Effort | None, means: Means) -> list[Component]:
    """Return what it takes, a line each, or why nothing is shown."""
    if found is None:
        return [html.P(NOT_KNOWN, className="note")]
    best = best_pool(means.prevalence)
    return [
        html.Dl([part for name, words in effort_rows(found) for part in (html.Dt(name), html.Dd(words))]),
        html.P(
            f"At {1000 * means.prevalence:g} infected of 1,000, pools of {best} samples take the fewest tests "
            "(Dorfman 1943: a positive pool is taken apart).",
            className="note",
        ),
    ]


def effort_rows(found: Effort) -> list[tuple[str, str]]:
    """Return what it takes: each figure's name and its words."""
    return [
        ("Tests", _of(found.tests, "tests")),
        ("Days of testing", _of(found.testing_days, "days")),
        ("Places in home quarantine", _of(found.places, text.PEOPLE)),
        ("Person-days at home", _of(found.person_days, "person-days")),
        ("Days of calls", _of(found.calling_days, "days")),
    ]


def _of(estimate: Estimate, unit: str) -> str:
    low, high = (text.whole(end) for end in (text.rounded(estimate).low, text.rounded(estimate).high))
    if estimate.mid is None:
        return f"{low} to {high} {unit}"
    mid = text.whole(text.rounded(estimate).mid or 0)
    return mid if low == high else f"{mid} ({low} to {high})"


def _published() -> str:
    days = "; ".join(f"{one.tests_a_day:,} ({one.when})" for one in CAPACITIES)
    return f"Published tests a day: {days}; {CAPACITIES[0].source}. Calls a day are a guess."


def _input(one: Input, value: float) -> html.Div:
    return html.Div(
        [
            html.Label(one.label, htmlFor=one.control),
            dcc.Input(
                id=one.control,
                type="number",
                value=value,
                min=one.allowed.least,
                max=one.allowed.most,
                step=one.allowed.step or "any",
                debounce=0.4,
            ),
        ],
        className="choice",
    )
