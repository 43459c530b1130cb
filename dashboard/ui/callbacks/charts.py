"""The charts: one small callback each."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, NoUpdate, Output, State, ctx, no_update
from dash.development.base_component import Component

from dashboard.answers import charts
from dashboard.answers.map import home_colours_of
from dashboard.answers.selection import Selection
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule
from dashboard.ui import ids
from dashboard.ui.callbacks.clientside import clientside
from dashboard.ui.components.district_panel import district_panel
from dashboard.views.theme import Figure, theme_of

Data = dict[str, Any]
LOOK_AND_RULE = (Input(ids.SETTLED, "data"), Input(ids.LOOK, "data"))


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

    @app.callback(Output(ids.DAYS, "figure"), *LOOK_AND_RULE, prevent_initial_call=True)
    def _days(rule: Data, selection: Data) -> Figure:
        return charts.days_of(shelf.releases[rule["release"]], Rule.from_query(rule), theme_of(selection["theme"]))

    @app.callback(
        Output(ids.HOURS_TITLE, "children"),
        Output(ids.HOURS_CHART, "figure"),
        *LOOK_AND_RULE,
        prevent_initial_call=True,
    )
    def _hours(rule: Data, selection: Data) -> tuple[str, Figure]:
        release = shelf.releases[rule["release"]]
        return charts.hours_of(
            release, Rule.from_query(rule), Selection.from_store(selection), theme_of(selection["theme"])
        )

    @app.callback(
        Output(ids.HOMES_CHART, "figure"),
        Output(ids.HOMES, "data"),
        Output(ids.DISTRICT_PANEL, "children"),
        *LOOK_AND_RULE,
        prevent_initial_call=True,
    )
    def _homes(settled: Data, selection: Data) -> tuple[Figure, Data | NoUpdate | None, Component | NoUpdate | None]:
        release, rule, seen = (
            shelf.releases[settled["release"]],
            Rule.from_query(settled),
            Selection.from_store(selection),
        )
        theme = theme_of(selection["theme"])
        # What is not on the page stays so: each part that is told of costs time there.
        gone = None if ids.LOOK in {part.split(".")[0] for part in ctx.triggered_prop_ids} else no_update
        colours = home_colours_of(release, rule, seen, theme)
        residents = charts.residents_of(release, rule, seen)
        return (
            charts.homes_figure_of(release, rule, theme),
            gone if colours is None else colours,
            gone if residents is None else district_panel(residents),
        )
