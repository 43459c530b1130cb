"""A chart on the page, with the one configuration that all charts share."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.ui.components.export_menu import export_menu

CONFIG: Any = {
    "showSendToCloud": False,
    "displaylogo": False,
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
}

# A grey that is faint on the light page and on the dark one.
AWAITED = "rgba(128,138,150,0.12)"


def chart(
    graph_id: str, title: str, *, height_px: int, table: str | None = None, note: Component | str | None = None
) -> html.Section:
    """Return a titled chart with its exports, `table` among them if there is one.

    It keeps its height while it loads, so that nothing below it jumps.
    """
    return html.Section(
        className="chart",
        children=[
            html.Div(
                [
                    html.H3(title, id=f"{graph_id}-title"),
                    export_menu(
                        graph_id, table=table or "", pictures=("png", "svg"), files=("csv", "xlsx") if table else ()
                    ),
                ],
                className="chart-top",
            ),
            *([] if note is None else [html.Div(note, className="note")]),
            html.Div(
                dcc.Graph(id=graph_id, config=CONFIG, figure=_blank(height_px)),
                className="chart-body",
                style={"minHeight": f"{height_px}px"},
            ),
        ],
    )


def _blank(height_px: int) -> dict[str, Any]:
    """Return the figure that stands in the place of one on its way; assets/answer/answer.css shows it after a while."""
    hidden = {"visible": False}
    return {
        "layout": {
            "height": height_px,
            "xaxis": hidden,
            "yaxis": hidden,
            "paper_bgcolor": AWAITED,
            "plot_bgcolor": "rgba(0,0,0,0)",
        }
    }
