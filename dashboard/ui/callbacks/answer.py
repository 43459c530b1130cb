"""The answer: the server sends the matrix of a place and window once, the browser looks every rule up in it."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State

from dashboard.answers import charts
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule
from dashboard.ui import ids
from dashboard.ui.callbacks.clientside import clientside
from dashboard.views.theme import Figure, theme_of

Data = dict[str, Any]


def register(app: Dash, shelf: Shelf) -> None:
    """Register the callbacks of the number, its sentence, the stay bar and the ring."""

    @app.callback(
        Output(ids.ANSWER, "data"),
        Output(ids.MATRIX_BASE, "data"),
        Input(ids.WINDOW, "data"),
        Input(ids.LOOK, "data"),
        prevent_initial_call=True,
    )
    def _answer(window: Data, selection: Data) -> tuple[Data, Figure]:
        release = shelf.releases[window["release"]]
        answer = charts.answer_of(release, Rule.from_query(window))
        return answer, charts.matrix_figure_of(release, answer, theme_of(selection["theme"]))

    # It puts the headline on the page itself, as the rule's callback does, so that the number moves with the control.
    app.clientside_callback(
        clientside("answer"),
        Output(ids.RING, "children"),
        Input(ids.ANSWER, "data"),
        Input(ids.LOOK, "data"),
        State(ids.RULE, "data"),
        State(ids.WORDS, "data"),
        State(ids.RELEASE, "data"),
    )
