"""What it takes to test and quarantine those flagged, under assumptions that can be changed."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.answers.assumed import INPUTS, Assumed, Input
from dashboard.counting.effort import Effort, Means, best_pool
from dashboard.counting.interval import Estimate
from dashboard.language import _, mark, whole
from dashboard.ui import ids
from dashboard.ui.components.chart import chart
from dashboard.views import text
from dashboard.views.figures.backlog import HEIGHT_PX
from dashboard.views.method import tests_a_day

NOT_KNOWN = mark("The number of people is not known here, so there is nothing to work out.")
ASSUMED = mark("All of this is assumed, none of it is in the release. It begins with Beijing's published figures.")


def effort_panel(assumed: Assumed) -> html.Section:
    """Return the inputs, the place of the figures and the backlog."""
    return html.Section(
        [
            html.H3(_("What it takes")),
            html.P(_(ASSUMED), className="note"),
            html.Div([_input(one, assumed.values[one.name]) for one in INPUTS], className="choices"),
            html.P(tests_a_day(), className="note"),
            html.Div(id=ids.EFFORT, className="effort"),
            chart(ids.BACKLOG, _("Tests left by day"), height_px=HEIGHT_PX, table="backlog"),
        ],
        className="chart",
    )


def effort_lines(found: Effort | None, means: Means) -> list[Component]:
    """Return what it takes, a line each, or why nothing is shown."""
    if found is None:
        return [html.P(_(NOT_KNOWN), className="note")]
    best = best_pool(means.prevalence)
    return [
        html.Dl([part for name, words in effort_rows(found) for part in (html.Dt(name), html.Dd(words))]),
        html.P(
            _(
                "At {infected} infected of 1,000, pools of {best} samples take the fewest tests "
                "(Dorfman 1943: a positive pool is taken apart)."
            ).format(infected=f"{1000 * means.prevalence:g}", best=best),
            className="note",
        ),
    ]


def effort_rows(found: Effort) -> list[tuple[str, str]]:
    """Return what it takes: each figure's name and its words."""
    return [
        (_("Tests"), _of(found.tests, _("tests"))),
        (_("Days of testing"), _of(found.testing_days, _("days"))),
        (_("Places in home quarantine"), _of(found.places, _("people"))),
        (_("Person-days at home"), _of(found.person_days, _("person-days"))),
        (_("Days of calls"), _of(found.calling_days, _("days"))),
    ]


def _of(estimate: Estimate, unit: str) -> str:
    low, high = (whole(end) for end in (text.rounded(estimate).low, text.rounded(estimate).high))
    if estimate.mid is None and low != high:
        return _("{low} to {high} {unit}").format(low=low, high=high, unit=unit)
    mid = low if estimate.mid is None else whole(text.rounded(estimate).mid or 0)
    return text.with_ends(mid, low, high)


def _input(one: Input, value: float) -> html.Div:
    return html.Div(
        [
            html.Label(_(one.label), htmlFor=one.control),
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
