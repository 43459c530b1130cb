"""The charts: one small callback each."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State

from dashboard.answers import charts
from dashboard.answers.map import home_colours_of
from dashboard.answers.selection import Selection
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule
from dashboard.ui import ids
from dashboard.ui.callbacks.clientside import clientside
from dashboard.ui.components.district_panel import district_panel
from dashboard.views.theme import theme_of

Data = dict[str, Any]


def register(app: Dash, shelf: Shelf) -> None:
    """Register the charts of the answer."""
    app.clientside_callback(
        clientside("outlineRule"),
        Output(ids.MATRIX, "figure"),
        Input(ids.MATRIX_BASE, "data"),
        Input(ids.RULE, "data"),
        State(ids.WORDS, "data"),
        prevent_initial_call=True,
    )

    # All in one reply: a request costs the server and the page more than what is in it.
    @app.callback(
        Output(ids.CHARTED, "data"),
        Input(ids.SETTLED, "data"),
        Input(ids.LOOK, "data"),
        prevent_initial_call=True,
    )
    def _charts(settled: Data, look: Data) -> Data:
        release, rule = shelf.releases[settled["release"]], Rule.from_query(settled)
        selection, theme = Selection.from_store(look), theme_of(look["theme"])
        shown: Data = {}
        if release.reach is not None:
            shown |= {ids.DAYS: {"figure": charts.days_of(release, rule, theme)}}
        if release.presence is not None:
            title, hours = charts.hours_of(release, rule, selection, theme)
            shown |= {ids.HOURS_TITLE: {"children": title}, ids.HOURS_CHART: {"figure": hours}}
        if release.reach_by_home is not None:
            residents = charts.residents_of(release, rule, selection)
            shown |= {
                ids.HOMES_CHART: {"figure": charts.homes_figure_of(release, rule, theme)},
                ids.HOMES: {"data": home_colours_of(release, rule, selection, theme)},
                ids.DISTRICT_PANEL: {"children": None if residents is None else district_panel(residents)},
            }
        return shown

    app.clientside_callback(clientside("charts"), Input(ids.CHARTED, "data"), prevent_initial_call=True)
