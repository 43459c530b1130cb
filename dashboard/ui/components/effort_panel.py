"""What it takes to test and quarantine those flagged, under assumptions that can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.answers.assumed import INPUTS, Assumed, Input
from dashboard.answers.cost import Taken
from dashboard.language import _, mark
from dashboard.ui import ids
from dashboard.ui.components.chart import chart
from dashboard.views import text
from dashboard.views.effort import NOT_KNOWN
from dashboard.views.figures.backlog import HEIGHT_PX
from dashboard.views.method import tests_a_day

ASSUMED = mark("All of this is assumed, none of it is in the release. It begins with Beijing's published figures.")


def effort_panel(assumed: Assumed, noise: Sequence[str]) -> html.Section:
    """Return the inputs, the place of the figures and the backlog, and what is said of the noise of those flagged."""
    return html.Section(
        [
            html.H3(_("What it takes")),
            html.Div(
                [
                    html.P(text.joined([_(ASSUMED), *noise]), className="note"),
                    html.Div([_input(one, assumed.values[one.name]) for one in INPUTS], className="choices"),
                    html.P(tests_a_day(), className="note"),
                    html.Div(id=ids.EFFORT, className="effort"),
                ]
            ),
            chart(ids.BACKLOG, _("Tests left by day"), height_px=HEIGHT_PX, table="backlog"),
        ],
        className="chart takes",
    )


def effort_lines(taken: Taken) -> list[Component]:
    """Return what it takes, a line each, or why nothing is shown."""
    if not taken.figures:
        return [html.P(_(NOT_KNOWN), className="note")]
    return [
        html.Dl([part for name, words in taken.figures for part in (html.Dt(name), html.Dd(words))]),
        html.P(taken.best_pool, className="note"),
    ]


def _input(one: Input, value: float) -> html.Div:
    return html.Div(
        [
            html.Label(_(one.label), htmlFor=ids.MEANS[one.name]),
            dcc.Input(
                id=ids.MEANS[one.name],
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
