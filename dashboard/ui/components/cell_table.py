"""The table beside the map: its button, its place, and its rows."""

from __future__ import annotations

import math
from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from dashboard.answers.cell_table import CellRow, CellTable
from dashboard.language import _, decimal, whole
from dashboard.ui import ids
from dashboard.ui.components.aria import aria, data


def table_button() -> html.Button:
    """Return the button that opens the table over the map and closes it."""
    return html.Button(
        _("Table"),
        id=ids.TABLE_OPEN,
        className="quiet",
        type="button",
        **aria(expanded="false", controls=ids.TABLE),
    )


def table_place() -> html.Div:
    """Return where the table lies; the keyboard scrolls it."""
    return html.Div(
        id=ids.TABLE,
        className="cell-table",
        hidden=True,
        tabIndex=0,
        role="region",
        **aria(label=_("Hexagons in view")),
    )


def cell_rows(found: CellTable, threshold: int) -> list[Component]:
    """Return the table of cells in view, and where to find the rest."""
    if not found.total:
        return [html.P(_("No devices were counted in view."))]
    heads = (_("Hexagon"), _("Where"), _("Low"), _("Devices in an average hour"), _("High"))
    rows = [
        html.Tr(
            [
                html.Th(whole(rank), scope="row"),
                html.Td(row.where),
                *(
                    [html.Td(_("fewer than {threshold}").format(threshold=threshold), colSpan=3)]
                    if row.few
                    else [html.Td(count) for count in _averages(row, found.hours)]
                ),
            ]
        )
        for rank, row in enumerate(found.rows, start=1)
    ]
    said = _("{shown} of {total} hexagons in view, most first.").format(
        shown=whole(len(found.rows)), total=whole(found.total)
    )
    every = html.A(_("All in the CSV"), href="#", className="export-item", **data(export="map.csv"))
    return [
        html.P([said, " ", every], role="status"),
        html.Table([html.Thead(html.Tr([html.Th(words, scope="col") for words in heads])), html.Tbody(rows)]),
    ]


def _averages(row: CellRow, hours: int) -> list[str]:
    """Return low, mid and high of an average hour as the map writes them (assets/map/heat.mjs), both ends outward."""
    low, high = (round, round) if row.low == row.high else (math.floor, math.ceil)
    return [_average(row.low / hours, low), _average(row.mid / hours, round), _average(row.high / hours, high)]


def _average(value: float, rounded: Callable[[float], int]) -> str:
    return decimal(rounded(10 * value) / 10) if value < 10 else whole(rounded(value))
