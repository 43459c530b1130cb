"""Ask for a count of a place that nobody counted."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State

from dashboard.release.shelf import Shelf
from dashboard.ui import ids
from dashboard.views.request import FILE_NAME, sites_csv


def register(app: Dash, shelf: Shelf) -> None:
    """Register the download of the sites to be counted."""

    @app.callback(
        Output(ids.ASK_FILE, "data"),
        Input(ids.ASK_COUNT, "n_clicks"),
        State(ids.RULE, "data"),
        prevent_initial_call=True,
    )
    def _ask(_clicks: int, rule: dict[str, Any]) -> dict[str, Any]:
        content = sites_csv(shelf.releases[rule["release"]], rule["site"])
        return {"content": content, "filename": FILE_NAME, "type": "text/csv", "base64": False}
