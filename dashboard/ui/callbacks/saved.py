"""What is saved: kept by the browser alone, on every page that can be saved; assets/saved/panel.mjs."""

from __future__ import annotations

from dash import Dash, Input, Output

from dashboard.ui import ids
from dashboard.ui.callbacks.clientside import clientside


def register(app: Dash) -> None:
    """Register what gives the list of what is saved its words."""
    app.clientside_callback(clientside("saved"), Output(ids.SAVED_NONE, "hidden"), Input(ids.WORDS, "data"))
