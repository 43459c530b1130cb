"""What a view can be taken away as: pictures, which the browser draws, and files, which the server writes."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dash import html

from dashboard.language import _
from dashboard.ui.components.aria import aria, data

NAMES = {
    "png": "PNG",
    "svg": "SVG",
    "csv": "CSV",
    "xlsx": "Excel",
    "geojson": "GeoJSON",
    "gpkg": "GeoPackage",
}


def export_menu(of: str, *, table: str, pictures: Sequence[str], files: Sequence[str]) -> html.Details:
    """Return the menu of a view: `of` is its id, `table` the name of its files; assets/export/menu.mjs fills it.

    Pictures and files are kinds, keys of NAMES.
    """
    items = {
        "pictures": {f"{of}.{kind}": NAMES[kind] for kind in pictures},
        "files": {f"{table}.{kind}": NAMES[kind] for kind in files},
    }
    return html.Details(
        html.Summary(_("Export"), className="quiet"),
        className="export",
        **aria(label=_("Export")),
        **data(items=json.dumps(items)),
    )
