"""The map: heat, ring, places, districts, its legend, and the playback through the hours."""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl
from dash import dcc, html

from dashboard.answers.frame import frame, frames
from dashboard.answers.link import Link
from dashboard.answers.map_view import MapView
from dashboard.answers.places import all_listed
from dashboard.language import _
from dashboard.release.load import Release
from dashboard.settings import Settings
from dashboard.ui import ids
from dashboard.ui.basemap import told
from dashboard.ui.components.aria import aria, data
from dashboard.ui.components.cell_panel import cell_panel
from dashboard.ui.components.cell_table import table_button, table_place
from dashboard.ui.components.dropdown import dropdown
from dashboard.ui.components.export_menu import export_menu
from dashboard.ui.components.place_tools import place_tools
from dashboard.ui.components.toolbar import toolbar
from dashboard.views import layers

# How large a map is taken to be before the browser says it.
WINDOW_PX = (1000, 800)


def map_panel(release: Release, link: Link, settings: Settings) -> html.Section:
    """Return the map where a link says, or framed on what is in focus."""
    ground = told(release, settings)
    return html.Section(
        className="map-panel",
        **aria(label=_("Map")),
        children=[
            toolbar(release, link, based=bool(ground)),
            html.Div(
                [
                    _map(release, link, settings),
                    *cell_panel(),
                    place_tools(),
                    table_place(),
                    html.Div(id=ids.LEGEND, className="legend"),
                ],
                className="map-body",
                **map_words(),
                **ground,
            ),
            finger_hint(),
            _player(),
        ],
    )


def map_words() -> dict[str, Any]:
    """Return attributes that say how a map calls its buttons and writes its scale, for assets/page/mended.mjs."""
    scale = {"km": _("{kilometres} km"), "m": _("{metres}\N{NO-BREAK SPACE}m")}
    return data(**{"zoom-in": _("Zoom in"), "zoom-out": _("Zoom out")}, **scale)


def finger_hint() -> html.P:
    """Return how fingers move a map that lets one finger scroll the page; assets/map/touch.mjs, shown where it does."""
    return html.P(_("Two fingers move the map."), className="note finger-hint")


def standing(map_view: MapView, box: list[list[float]]) -> dict[str, Any]:
    """Return where a map stands, as its attributes say it: where a view puts it, else framed on a box."""
    # Without a centre to compare with, dash-leaflet fails at the first move.
    if map_view.at is None:
        return {"bounds": box, "center": layers.middle(box)}
    lat, lng, zoom = map_view.at
    return {"bounds": layers.bounds_at((lat, lng), zoom, WINDOW_PX), "center": [lat, lng], "zoom": zoom}


def _map(release: Release, link: Link, settings: Settings) -> dl.Map:
    target = link.selection.focus or ("districts" if link.selection.layer == "homes" else None)
    box = frames(release)[target] if target else frame(release, link.rule.place)
    tiles: list[Any] = []
    if settings.tiles_url:
        tiles = [dl.TileLayer(url=settings.tiles_url, attribution=settings.tiles_attribution)]
    return dl.Map(
        id=ids.MAP,
        **standing(link.map_view, box),
        preferCanvas=True,
        trackViewport=True,
        attributionControl=bool(tiles),
        zoomSnap=0.5,
        minZoom=5,
        maxZoom=17,
        className="leaflet-map",
        children=[
            *tiles,
            dl.GeoJSON(
                id=ids.DISTRICTS,
                style={"variable": "scope.map.districtStyle"},
                onEachFeature={"variable": "scope.map.onDistrict"},
                hideout={},
            ),
            # In one canvas with the districts, which would not hear the pointer through another.
            dl.GeoJSON(
                id=ids.CELLS,
                style={"variable": "scope.map.cellStyle"},
                onEachFeature={"variable": "scope.map.onCell"},
                hideout={},
            ),
            dl.Pane(dl.LayerGroup(id=ids.RING), name="ring", style={"zIndex": 440, "pointerEvents": "none"}),
            dl.Pane(
                dl.GeoJSON(
                    id=ids.SITES,
                    data=layers.site_layer(release.places.values() if all_listed(release) else []),
                    style={"variable": "scope.map.siteStyle"},
                    pointToLayer={"variable": "scope.map.sitePoint"},
                    hideout={},
                ),
                name="sites",
                style={"zIndex": 450},
            ),
            dl.ScaleControl(position="bottomright", imperial=False),
        ],
    )


def _player() -> html.Div:
    return html.Div(
        className="player",
        role="group",
        **aria(label=_("Playback by hour")),
        children=[
            html.Button(_("Play"), id=ids.PLAY, className="button", type="button"),
            dropdown(
                id=ids.SPEED,
                options=[
                    {"label": _("{speed} h a second").format(speed=speed), "value": speed} for speed in (2, 6, 12, 24)
                ],
                value=6,
                clearable=False,
                searchable=False,
                className="speed",
            ),
            html.Div(
                dcc.Slider(
                    id=ids.TIME, min=0, max=1, step=1, value=0, marks=None, allow_direct_input=False, updatemode="drag"
                ),
                className="time",
            ),
            html.Output(id=ids.CLOCK, className="clock", children=_("All hours")),
            html.Button(_("All hours"), id=ids.ALL_HOURS, className="quiet", type="button"),
            table_button(),
            export_menu(ids.MAP, table="map", pictures=("png",), files=("csv", "xlsx", "geojson", "gpkg")),
        ],
    )
