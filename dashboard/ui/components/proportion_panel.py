"""In proportion: those flagged per 1,000 residents, and beside published totals."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.answers.cost import Proportion
from dashboard.language import _
from dashboard.ui import ids
from dashboard.views.effort import NOT_KNOWN


def proportion_panel(noise: Sequence[str]) -> html.Section:
    """Return the place of the figures in proportion, and what is said of their noise."""
    said = [html.P(words, className="note") for words in noise]
    return html.Section([html.H3(_("In proportion")), *said, html.Div(id=ids.PROPORTION)], className="chart")


def proportion_lines(found: Proportion | None) -> list[Component]:
    """Return the flagged per 1,000 residents and beside each published total, or why nothing is shown."""
    if found is None:
        return [html.P(_(NOT_KNOWN), className="note")]
    city = _("{rate} of every 1,000 residents are flagged.").format(rate=found.city)
    return [
        *([] if found.city is None else [html.P(city)]),
        *_districts(found),
        html.P(_("Beside published totals of Beijing and Wuhan, 2020:"), className="note"),
        html.Ul(
            [
                html.Li([html.Strong(one.share), one.total, html.Span(one.caveat, className="note")])
                for one in found.totals
            ],
            className="totals",
        ),
    ]


def _districts(found: Proportion) -> list[Component]:
    if not found.districts:
        return []
    return [
        html.P(_("Flagged of every 1,000 residents, by home district, most first:"), className="note"),
        html.Dl([part for name, rate in found.districts for part in (html.Dt(name), html.Dd(rate))]),
    ]
