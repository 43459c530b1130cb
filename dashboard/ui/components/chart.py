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
    hidden = {"visible": False}
    clear = "rgba(0,0,0,0)"
    return {
        "layout": {"height": height_px, "xaxis": hidden, "yaxis": hidden, "paper_bgcolor": clear, "plot_bgcolor": clear}
    }
