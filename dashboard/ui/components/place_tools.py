"""Choose a place that was not counted: on the map, or by typing its coordinates."""

from __future__ import annotations

from dash import dcc, html

from dashboard.language import _, mark
from dashboard.ui import ids
from dashboard.ui.components.aria import aria

MODES = {"point": mark("Point"), "circle": mark("Circle"), "area": mark("Area")}


def place_tools() -> html.Div:
    """Return the buttons that start drawing, and what to do next; it lies on the map."""
    buttons = [
        html.Button(_(MODES[mode]), id=button, type="button", **aria(pressed="false"))
        for mode, button in ids.DRAW.items()
    ]
    return html.Div(
        className="draw",
        children=[
            html.Div(
                className="button-group",
                role="group",
                **aria(label=_("Draw a place")),
                children=[html.Span(_("Draw")), *buttons, html.Button(_("Clear"), id=ids.DRAW_CLEAR, type="button")],
            ),
            _form(),
        ],
    )


def _form() -> html.Div:
    return html.Div(
        id=ids.DRAW_BAR,
        className="draw-bar",
        hidden=True,
        children=[
            html.Div(id=ids.DRAW_HINT, className="draw-hint", role="status"),
            html.Div(
                className="draw-fields",
                children=[
                    _degrees(_("Latitude"), ids.DRAW_LAT),
                    _degrees(_("Longitude"), ids.DRAW_LNG),
                ],
            ),
            html.Div(
                className="draw-actions",
                children=[
                    html.Button(_("Set"), id=ids.DRAW_ADD, className="quiet", type="button"),
                    html.Button(_("Finish"), id=ids.DRAW_FINISH, className="quiet", type="button", hidden=True),
                    html.Button(_("Cancel"), id=ids.DRAW_CANCEL, className="quiet", type="button"),
                ],
            ),
        ],
    )


def _degrees(label: str, field: str) -> html.Div:
    return html.Div([html.Label(label, htmlFor=field), dcc.Input(id=field, type="text", autoComplete="off")])
