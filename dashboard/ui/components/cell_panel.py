"""One hexagon of the map: its count in words, and how to step from one to the next by keyboard."""

from __future__ import annotations

from dash import html

from dashboard.language import _, mark
from dashboard.ui import ids
from dashboard.ui.components.aria import aria, data

HINT = mark("Arrow keys move the map. Enter chooses the hexagon in its middle; then arrow keys step on, Escape leaves.")


def cell_panel() -> list[html.Div]:
    """Return the panel of a hexagon, what is said of it aloud, and the hint to the keyboard; they lie on the map."""
    rows = {"when": _("When"), "count": _("Count"), "district": _("District")}
    return [
        html.Div(
            id=ids.CELL_PANEL,
            className="cell-panel",
            hidden=True,
            role="group",
            **aria(label=_("Hexagon")),
            children=[
                html.Dl(
                    [part for name, label in rows.items() for part in (html.Dt(label), html.Dd(**data(cell=name)))]
                ),
                html.Button(_("Close"), className="quiet", type="button", **data(cell="close")),
            ],
        ),
        html.Div(id=ids.CELL_SAID, className="aloud", role="status", **aria(live="polite")),
        html.Div(_(HINT), id=ids.CELL_HINT, className="map-hint"),
    ]
