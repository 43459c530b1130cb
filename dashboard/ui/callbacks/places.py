"""Find a place among many, and ask for a count of one that nobody counted."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, NoUpdate, Output, State, no_update

from dashboard.answers.places import place_options
from dashboard.place import parse_place
from dashboard.release.shelf import Shelf
from dashboard.ui import ids
from dashboard.views.request import FILE_NAME, sites_csv


def register(app: Dash, shelf: Shelf) -> None:
    """Register the search for places and the download of the sites to be counted."""

    @app.callback(
        Output(ids.ASK_FILE, "data"),
        Input(ids.ASK_COUNT, "n_clicks"),
        State(ids.RULE, "data"),
        prevent_initial_call=True,
    )
    def _ask(_clicks: int, rule: dict[str, Any]) -> dict[str, Any]:
        content = sites_csv(shelf.releases[rule["release"]], parse_place(rule["site"]))
        return {"content": content, "filename": FILE_NAME, "type": "text/csv", "base64": False}

    @app.callback(
        Output(ids.SITE, "options"),
        Output(ids.MORE, "options"),
        Output(ids.SITE, "value", allow_duplicate=True),
        Input(ids.SOUGHT, "data"),
        prevent_initial_call=True,
    )
    def _sought(sought: dict[str, Any]) -> tuple[list[dict[str, str]], list[dict[str, str]], str | NoUpdate]:
        release = shelf.releases[sought["release"]]
        found = place_options(release, sought["text"], parse_place(sought["site"]))
        counted = [option for option in found if option["value"] in release.places]
        return found, counted, sought["taken"] or no_update
