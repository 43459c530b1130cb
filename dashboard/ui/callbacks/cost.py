"""What a rule is expected to catch and what it takes: certainty, frontier, effort, proportion."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State
from dash.development.base_component import Component

from dashboard.answers import cost
from dashboard.answers.assumed import INPUTS, means_of, true_visit_of
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule
from dashboard.ui import ids
from dashboard.ui.callbacks.clientside import clientside
from dashboard.ui.components.effort_panel import effort_lines
from dashboard.ui.components.proportion_panel import proportion_lines
from dashboard.views.theme import Figure, theme_of

Data = dict[str, Any]


def register(app: Dash, shelf: Shelf) -> None:
    """Register the panels of certainty, effort and proportion."""
    _register_expected(app, shelf)

    @app.callback(
        Output(ids.EFFORT, "children"),
        Output(ids.BACKLOG, "figure"),
        Input(ids.LATER, "data"),
        Input(ids.LOOK, "data"),
        *(Input(ids.MEANS[one.name], "value") for one in INPUTS),
        prevent_initial_call=True,
    )
    def _effort(rule: Data, selection: Data, *means: float | None) -> tuple[list[Component], Figure]:
        release = shelf.releases[rule["release"]]
        taken = cost.taken_of(release, Rule.from_query(rule), means_of(means), theme_of(selection["theme"]))
        return effort_lines(taken), taken.backlog

    @app.callback(Output(ids.PROPORTION, "children"), Input(ids.LATER, "data"), prevent_initial_call=True)
    def _proportion(rule: Data) -> list[Component]:
        return proportion_lines(cost.proportion_of(shelf.releases[rule["release"]], Rule.from_query(rule)))


def _register_expected(app: Dash, shelf: Shelf) -> None:
    @app.callback(
        Output(ids.EXPECTED, "data"),
        Output(ids.CERTAINTY_BASE, "data"),
        Output(ids.FRONTIER_BASE, "data"),
        Input(ids.LATER_WINDOW, "data"),
        Input(ids.LOOK, "data"),
        Input(ids.TRUE_RADIUS, "value", allow_optional=True),
        Input(ids.TRUE_STAY, "value", allow_optional=True),
        prevent_initial_call=True,
    )
    def _expected(window: Data, selection: Data, radius_m: int | None, stay_min: int | None) -> tuple[Data | None, ...]:
        if radius_m is None or stay_min is None:  # the page has no such controls: nothing can be said
            return None, None, None
        release, theme = shelf.releases[window["release"]], theme_of(selection["theme"])
        found = cost.expected_of(release, Rule.from_query(window), true_visit_of(radius_m, stay_min), theme)
        return found.words, found.certainty, found.frontier

    # The sentence moves with the control, as the number does: the rule's callback sets it, too.
    app.clientside_callback(clientside("expected"), Input(ids.EXPECTED, "data"), State(ids.RULE, "data"))
    for view in (ids.CERTAINTY, ids.FRONTIER):
        app.clientside_callback(
            clientside(f"{view}Of"),
            Output(view, "figure"),
            Input(f"{view}-base", "data"),
            Input(ids.RULE, "data"),
            State(ids.WORDS, "data"),
            prevent_initial_call=True,
        )
    app.clientside_callback(
        clientside("takePoint"),
        Output(ids.RADIUS, "value", allow_duplicate=True),
        Output(ids.STAY, "value", allow_duplicate=True),
        Input(ids.FRONTIER, "clickData", allow_optional=True),
        State(ids.WORDS, "data"),
        prevent_initial_call=True,
    )
