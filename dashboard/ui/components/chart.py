"""A chart on the page, with the one configuration that all charts share."""

from __future__ import annotations

from dash import dcc, html

CONFIG = {
    "showSendToCloud": False,
    "displaylogo": False,
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
}


def chart(
    graph_id: str, title: str, *, note: object = None, height_px: int, title_id: str | None = None
) -> html.Section:
    """Return a titled chart; it keeps its height while it loads, so that nothing below it jumps."""
    heading = html.H3(title) if title_id is None else html.H3(title, id=title_id)
    return html.Section(
        className="chart",
        children=[
            heading,
            *([] if note is None else [html.Div(note, className="note")]),
            html.Div(
                dcc.Graph(id=graph_id, config=CONFIG, responsive=True, figure={"layout": {"height": height_px}}),
                className="chart-body",
                style={"minHeight": f"{height_px}px"},
            ),
        ],
    )
