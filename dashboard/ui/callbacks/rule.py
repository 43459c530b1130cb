"""From the controls to the rule, all in the browser: the one store that reads them, and what derives from it."""

from __future__ import annotations

from dash import Dash, Input, Output, State

from dashboard.answers.assumed import INPUTS
from dashboard.ui import ids
from dashboard.ui.callbacks.clientside import clientside


def register(app: Dash) -> None:
    """Register the callbacks of the rule, the selection and the URL."""
    app.clientside_callback(
        clientside("rule"),
        Output(ids.RULE, "data"),
        Output(ids.WINDOW, "data"),
        Output(ids.SETTLED, "data"),
        Input(ids.SITE, "value"),
        Input(ids.RADIUS, "drag_value"),
        Input(ids.RADIUS, "value"),
        Input(ids.STAY, "drag_value"),
        Input(ids.STAY, "value"),
        Input(ids.DATES, "start_date"),
        Input(ids.DATES, "end_date"),
        Input(ids.MORE, "value"),
        State(ids.WORDS, "data"),
        State(ids.RELEASE, "data"),
        State(ids.RULE, "data"),
    )
    app.clientside_callback(
        clientside("later"),
        Output(ids.LATER, "data"),
        Output(ids.LATER_WINDOW, "data"),
        Input(ids.SETTLED, "data"),
        Input(ids.ANSWER, "data"),
        Input(ids.HEAT, "data"),
        State(ids.VIEW, "data"),
        State(ids.RELEASE, "data"),
        State(ids.LATER, "data"),
    )
    app.clientside_callback(
        clientside("look"),
        Output(ids.LOOK, "data"),
        Input(ids.FOCUS, "value"),
        Input(ids.HOURS, "value"),
        Input(ids.LAYER, "value"),
        Input(ids.THEME, "n_clicks"),
        State(ids.RELEASE, "data"),
        State(ids.WORDS, "data"),
    )
    _register_link(app)
    _register_clicks(app)


def _register_clicks(app: Dash) -> None:
    """Register what a click on a chart or on the map, a search or a step back sets in the controls."""
    app.clientside_callback(
        clientside("takeMatrixField"),
        Output(ids.RADIUS, "value"),
        Output(ids.STAY, "value"),
        Input(ids.MATRIX, "clickData"),
        State(ids.WORDS, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        clientside("takeSite"),
        Output(ids.SITE, "value"),
        Output(ids.SOUGHT, "data"),
        Input(ids.SITES, "clickData"),
        Input(ids.SITE, "search_value"),
        Input(ids.MORE, "search_value"),
        State(ids.WINDOW, "data"),
        State(ids.RELEASE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        clientside("takeDistrict"),
        Output(ids.FOCUS, "value"),
        Input(ids.DISTRICTS, "clickData"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        clientside("putRule"),
        Output(ids.SITE, "options", allow_duplicate=True),
        Output(ids.SITE, "value", allow_duplicate=True),
        Output(ids.MORE, "options", allow_duplicate=True),
        Output(ids.MORE, "value", allow_duplicate=True),
        Output(ids.RADIUS, "value", allow_duplicate=True),
        Output(ids.STAY, "value", allow_duplicate=True),
        Output(ids.DATES, "start_date", allow_duplicate=True),
        Output(ids.DATES, "end_date", allow_duplicate=True),
        Input(ids.PUT_RULE, "data"),
        State(ids.WORDS, "data"),
        State(ids.SITE, "options"),
        State(ids.MORE, "options"),
        prevent_initial_call=True,
    )
    app.clientside_callback(clientside("switchRelease"), Input(ids.RELEASE_SWITCH, "value"), prevent_initial_call=True)


def _register_link(app: Dash) -> None:
    """Register what is in the link beside the rule and the selection, and the address of the page."""
    app.clientside_callback(
        clientside("sight"),
        Output(ids.SIGHT, "data"),
        Input(ids.BORDERS, "value"),
        Input(ids.BASEMAP, "value"),
        Input(ids.OPACITY, "value"),
        Input(ids.MAP, "bounds"),
        Input(ids.MAP, "zoom"),
        State(ids.SIGHT, "data"),
        State(ids.WORDS, "data"),
    )
    app.clientside_callback(
        clientside("assumed"),
        Output(ids.ASSUMED, "data"),
        *(Input(ids.MEANS[one.name], "value") for one in INPUTS),
        *(Input(control, "value", allow_optional=True) for control in ids.TRUE_VISIT.values()),
        State(ids.RELEASE, "data"),
    )
    app.clientside_callback(
        clientside("address"),
        Input(ids.RULE, "data"),
        Input(ids.LOOK, "data"),
        Input(ids.SIGHT, "data"),
        Input(ids.ASSUMED, "data"),
        State(ids.RELEASE, "data"),
    )
