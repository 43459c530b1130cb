"""The table beside the map, asked for only while it is open."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State
from dash.development.base_component import Component

from dashboard.answers.cell_table import cell_table_of
from dashboard.answers.selection import Selection
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule
from dashboard.ui import ids
from dashboard.ui.callbacks.clientside import clientside
from dashboard.ui.components.cell_table import cell_rows

Data = dict[str, Any]


def register(app: Dash, shelf: Shelf) -> None:
    """Register the opening of the table and its rows."""
    app.clientside_callback(
        clientside("table"),
        Output(ids.TABLE_OF, "data"),
        Output(ids.TABLE, "hidden"),
        Input(ids.TABLE_OPEN, "n_clicks"),
        Input(ids.MAP, "bounds"),
        Input(ids.VIEW, "data"),
        Input(ids.SETTLED, "data"),
        Input(ids.LOOK, "data"),
        State(ids.RELEASE, "data"),
        prevent_initial_call=True,
    )

    @app.callback(Output(ids.TABLE, "children"), Input(ids.TABLE_OF, "data"), prevent_initial_call=True)
    def _rows(asked: Data) -> list[Component]:
        release = shelf.releases[asked["release"]]
        south, west, north, east = asked["box"]
        rule, selection = Rule.from_query(asked["rule"]), Selection.from_store(asked["look"])
        found = cell_table_of(release, rule, selection, asked["view"], (south, west, north, east))
        return cell_rows(found, release.manifest.disclosure.threshold)
