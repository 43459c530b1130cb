"""The answer: the server sends the matrix of a place and window once, the browser looks every rule up in it."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State

from dashboard.release.shelf import Shelf
from dashboard.rule import Rule
from dashboard.ui import ask, ids
from dashboard.ui.callbacks.clientside import clientside


def register(app: Dash, shelf: Shelf) -> None:
    """Register the callbacks of the number, its sentence, the stay bar and the ring."""

    @app.callback(Output(ids.ANSWER, "data"), Input(ids.WINDOW, "data"), prevent_initial_call=True)
    def _answer(window: dict[str, Any]) -> dict[str, Any]:
        return ask.answer_of(shelf.releases[window["release"]], Rule.from_query(window))

    app.clientside_callback(
        clientside("headline"),
        Output(ids.HEADLINE, "className"),
        Output(ids.UNIT, "children"),
        Output(ids.METHOD, "children"),
        Output(ids.METHOD, "className"),
        Output(ids.NUMBER, "children"),
        Output(ids.INTERVAL, "children"),
        Output(ids.SENTENCE, "children"),
        Output(ids.DEVICES_LINE, "children"),
        Output(ids.STAY_BAR, "children"),
        Output(ids.STAY_SENTENCE, "children"),
        Output(ids.RING, "children"),
        Input(ids.RULE, "data"),
        Input(ids.ANSWER, "data"),
        Input(ids.LOOK, "data"),
        State(ids.WORDS, "data"),
    )
