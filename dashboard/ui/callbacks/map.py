"""The map: cells of the view, their heat, the frames of the playback, districts by home."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import Dash, Input, NoUpdate, Output, State, no_update

from dashboard.answers.map import frames_of, heat_of, layer_of, sites_of
from dashboard.answers.selection import Selection
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule
from dashboard.ui import ids
from dashboard.ui.callbacks.clientside import clientside
from dashboard.views.theme import theme_of

Data = dict[str, Any]


def register(app: Dash, shelf: Shelf) -> None:
    """Register the layers of the map and the playback."""
    app.clientside_callback(
        clientside("view"),
        Output(ids.VIEW, "data"),
        Output(ids.MAP, "viewport"),
        Input(ids.MAP, "bounds"),
        Input(ids.MAP, "zoom"),
        Input(ids.RULE, "data"),
        Input(ids.LOOK, "data"),
        State(ids.VIEW, "data"),
        State(ids.RELEASE, "data"),
    )

    @app.callback(
        Output(ids.CELLS, "data"), Output(ids.SITES, "data"), Input(ids.VIEW, "data"), prevent_initial_call=True
    )
    def _cells(view: Data) -> tuple[Data | None, Data | NoUpdate]:
        release = shelf.releases[view["release"]]
        return layer_of(release, view), sites_of(release, view) or no_update

    @app.callback(
        Output(ids.HEAT, "data"),
        Input(ids.VIEW, "data"),
        Input(ids.SETTLED, "data"),
        Input(ids.LOOK, "data"),
        prevent_initial_call=True,
    )
    def _heat(view: Data, rule: Data, selection: Data) -> Data | None:
        release = shelf.releases[rule["release"]]
        return heat_of(
            release, Rule.from_query(rule), Selection.from_store(selection), view, theme_of(selection["theme"])
        )

    @app.callback(
        Output(ids.FRAMES, "data"),
        Input(ids.FRAMES_OF, "data"),
        State(ids.VIEW, "data"),
        State(ids.SETTLED, "data"),
        State(ids.LOOK, "data"),
        prevent_initial_call=True,
    )
    def _frames(wanted: Data, view: Data, rule: Data, selection: Data) -> Data:
        release, day = shelf.releases[rule["release"]], date.fromisoformat(wanted["day"])
        return frames_of(release, Rule.from_query(rule), view, day, theme_of(selection["theme"]))

    _register_playback(app)


def _register_playback(app: Dash) -> None:
    app.clientside_callback(
        clientside("paint"),
        Output(ids.CELLS, "hideout"),
        Output(ids.TIME, "max"),
        Input(ids.HEAT, "data"),
        Input(ids.CELLS, "data"),
        Input(ids.HOMES, "data", allow_optional=True),
        Input(ids.LOOK, "data"),
        State(ids.WORDS, "data"),
    )
    app.clientside_callback(clientside("keepFrames"), Input(ids.FRAMES, "data"), prevent_initial_call=True)
    app.clientside_callback(
        clientside("districts"),
        Output(ids.DISTRICTS, "hideout"),
        Output(ids.SITES, "hideout"),
        Input(ids.HOMES, "data", allow_optional=True),
        Input(ids.LOOK, "data"),
    )
    app.clientside_callback(clientside("play"), Input(ids.PLAY, "n_clicks"), prevent_initial_call=True)
    app.clientside_callback(clientside("speed"), Input(ids.SPEED, "value"))
    app.clientside_callback(
        clientside("seek"),
        Input(ids.TIME, "drag_value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(clientside("allHours"), Input(ids.ALL_HOURS, "n_clicks"), prevent_initial_call=True)
