"""The page that compares rules: its controls meet in one store in the browser, everything else follows from that."""

from __future__ import annotations

from typing import Any

from dash import ALL, MATCH, Dash, Input, Output, State, ctx, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard.answers.compare import columns_of, day_figures_of, frame_of
from dashboard.answers.map import heat_of, layer_of
from dashboard.answers.map_view import MapView
from dashboard.answers.selection import Selection
from dashboard.answers.side_by_side import LEAST, MOST, narrower
from dashboard.place import parse_place
from dashboard.release.load import Release
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule
from dashboard.settings import Settings
from dashboard.ui import ids
from dashboard.ui.callbacks.clientside import clientside
from dashboard.ui.components import compare_answer
from dashboard.ui.components.compare_column import site_options
from dashboard.ui.components.compare_map import ring
from dashboard.ui.components.parts import parts_of
from dashboard.ui.pages.compare import compare_columns
from dashboard.views.theme import theme_of

Data = dict[str, Any]


def register(app: Dash, shelf: Shelf, settings: Settings) -> None:
    """Register the callbacks of the columns, their answers and their maps."""
    _register_rules(app)
    _register_maps(app, shelf)

    @app.callback(
        Output(ids.COMPARED_COLUMNS, "children"),
        Input(ids.ADD_RULE, "n_clicks"),
        Input(ids.in_column("remove", ALL), "n_clicks"),
        State(ids.COMPARED, "data"),
        State(ids.COMPARED_AT, "data"),
        prevent_initial_call=True,
    )
    def _columns(_add: int | None, removed: list[int | None], compared: Data, at: str) -> list[Component]:
        release, rules = _asked(shelf, compared)
        map_view, _wrong = MapView.settle({"at": at})
        if ctx.triggered_id == ids.ADD_RULE and len(rules) < MOST:
            return compare_columns(release, [*rules, narrower(release, rules[-1])], settings, map_view)
        # A column that has just come tells of its button, too, which nobody has pressed.
        if not any(removed) or len(rules) <= LEAST:
            raise PreventUpdate
        gone = ctx.triggered_id["column"]
        return compare_columns(release, [*rules[:gone], *rules[gone + 1 :]], settings, map_view)

    @app.callback(
        Output(ids.COMPARED_ANSWER, "data"),
        Input(ids.COMPARED, "data"),
        Input(ids.COMPARED_THEME, "data"),
        prevent_initial_call=True,
    )
    def _answer(compared: Data, theme: str) -> Data:
        release, rules = _asked(shelf, compared)
        columns, colours = columns_of(release, rules), theme_of(theme)
        return {
            "answers": [parts_of(compare_answer.answer(release, column)) for column in columns],
            "tables": parts_of(compare_answer.tables(release, columns)),
            "said": compare_answer.said(columns),
            "saved": compare_answer.saved(release, columns),
            "days": day_figures_of(release, rules, colours),
            "rings": [ring(release, rule, colours) for rule in rules],
            "frame": {"sites": [str(rule.place) for rule in rules], "box": frame_of(release, rules)},
            "full": len(rules) >= MOST,
        }

    @app.callback(
        Output(ids.in_column("site", MATCH), "options"),
        Input(ids.in_column("site", MATCH), "search_value"),
        State(ids.in_column("site", MATCH), "value"),
        State(ids.RELEASE, "data"),
        prevent_initial_call=True,
    )
    def _places(search: str | None, site: str, release: Data) -> Any:  # noqa: ANN401 options or nothing new
        return no_update if search is None else site_options(shelf.releases[release["key"]], search, parse_place(site))


def _register_rules(app: Dash) -> None:
    app.clientside_callback(
        clientside("compared"),
        Output(ids.COMPARED, "data"),
        Output(ids.in_column("heated", ALL), "data"),
        Input(ids.in_column("site", ALL), "value"),
        Input(ids.in_column("radius", ALL), "value"),
        Input(ids.in_column("stay", ALL), "value"),
        Input(ids.in_column("dates", ALL), "start_date"),
        Input(ids.in_column("dates", ALL), "end_date"),
        State(ids.COMPARED, "data"),
        State(ids.in_column("heated", ALL), "data"),
        State(ids.RELEASE, "data"),
        State(ids.WORDS, "data"),
    )
    app.clientside_callback(
        clientside("comparedAnswer"),
        Output(ids.in_column("days", ALL), "figure"),
        Output(ids.in_column("ring", ALL), "children"),
        Output(ids.in_column("map", ALL), "viewport"),
        Input(ids.COMPARED_ANSWER, "data"),
        State(ids.in_column("answer", ALL), "id"),
        prevent_initial_call=True,
    )
    app.clientside_callback(clientside("comparedAddress"), Input(ids.COMPARED, "data"), Input(ids.COMPARED_AT, "data"))
    app.clientside_callback(
        clientside("comparedTheme"), Output(ids.COMPARED_THEME, "data"), Input(ids.COMPARED_COLUMNS, "id")
    )


def _register_maps(app: Dash, shelf: Shelf) -> None:
    app.clientside_callback(
        clientside("comparedView"),
        Output(ids.COMPARED_VIEW, "data"),
        Input(ids.in_column("map", ALL), "bounds"),
        Input(ids.in_column("map", ALL), "zoom"),
        State(ids.COMPARED_VIEW, "data"),
        State(ids.RELEASE, "data"),
    )
    app.clientside_callback(
        clientside("comparedCells"),
        Output(ids.in_column("cells", ALL), "data"),
        Input(ids.COMPARED_CELLS, "data"),
        Input(ids.in_column("heated", ALL), "data"),
        State(ids.in_column("cells", ALL), "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        clientside("comparedLegend"),
        Input(ids.in_column("cells", ALL), "hideout"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        clientside("comparedDistricts"),
        Output(ids.in_column("districts", ALL), "hideout"),
        Output(ids.in_column("sites", ALL), "hideout"),
        Input(ids.COMPARED_THEME, "data"),
        State(ids.in_column("map", ALL), "id"),
        prevent_initial_call=True,
    )

    @app.callback(Output(ids.COMPARED_CELLS, "data"), Input(ids.COMPARED_VIEW, "data"), prevent_initial_call=True)
    def _cells(view: Data | None) -> Data | None:
        if view is None:
            raise PreventUpdate
        return layer_of(shelf.releases[view["release"]], view)

    @app.callback(
        Output(ids.in_column("cells", MATCH), "hideout"),
        Input(ids.in_column("heated", MATCH), "data"),
        Input(ids.COMPARED_VIEW, "data"),
        Input(ids.COMPARED_THEME, "data"),
        prevent_initial_call=True,
    )
    def _heat(rule: Data | None, view: Data | None, theme: str) -> Data:
        if rule is None or view is None:
            raise PreventUpdate
        release = shelf.releases[view["release"]]
        return heat_of(release, Rule.from_query(rule), Selection(), view, theme_of(theme)) or {}


def _asked(shelf: Shelf, compared: Data) -> tuple[Release, list[Rule]]:
    return shelf.releases[compared["release"]], [Rule.from_query(rule) for rule in compared["rules"]]
