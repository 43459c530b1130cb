"""The map: heat, ring, places, districts, its legend, and the playback through the hours."""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl
from dash import dcc, html

from dashboard.release.load import Release
from dashboard.release.resolve import points_of
from dashboard.rule import Rule
from dashboard.settings import Settings
from dashboard.ui import ids
from dashboard.ui.components.aria import aria
from dashboard.ui.components.export_menu import export_menu
from dashboard.ui.components.place_fields import all_listed
from dashboard.ui.components.place_tools import place_tools
from dashboard.ui.components.rule_panel import labelled
from dashboard.ui.look import Look
from dashboard.views import layers
from dashboard.where import is_area

MARGIN_M = 3_500
AREA_MARGIN_M = 1_500


def map_panel(release: Release, rule: Rule, look: Look, settings: Settings) -> html.Section:
    """Return the map, framed on what is in focus."""
    return html.Section(
        className="map-panel",
        **aria(label="Map"),
        children=[
            _toolbar(release, look),
            html.Div(
                [_map(release, rule, look, settings), place_tools(), html.Div(id=ids.LEGEND, className="legend")],
                className="map-body",
            ),
            _player(),
        ],
    )


def frames(release: Release) -> dict[str, list[list[float]]]:
    """Return where the map goes: the box of every district by code, of all "districts", and of every listed place."""
    places = {site: frame(release, site) for site in release.places} if all_listed(release) else {}
    districts = {code: layers.geometry_bounds(district.geometry) for code, district in release.districts.items()}
    whole = {"districts": layers.union(districts.values())} if districts else {}
    return {**places, **whole, **districts}


def frame(release: Release, site: str) -> list[list[float]]:
    """Return the box around the places of a rule's site that holds every radius, or around what was drawn."""
    margin_m = AREA_MARGIN_M if is_area(site) else max(MARGIN_M, 1.15 * max(release.manifest.radii_m))
    return layers.bounds_of(points_of(release, site), margin_m)


def _toolbar(release: Release, look: Look) -> html.Div:
    # The controls stay on the page for the look's callback; a release that gives them no choice hides them.
    choice = bool(release.districts)
    layers_choice = choice and release.reach_by_home is not None
    focus = dcc.Dropdown(
        id=ids.FOCUS,
        options=[
            {"label": "The place of the rule", "value": ""},
            *({"label": district.name, "value": code} for code, district in release.districts.items()),
        ],
        value=look.focus or "",
        clearable=False,
        searchable=True,
    )
    layer = dcc.RadioItems(
        id=ids.LAYER,
        options=[{"label": "Heat", "value": "heat"}, {"label": "Home districts", "value": "homes"}],
        value=look.layer,
        inline=True,
        className="segments",
    )
    hours = dcc.RangeSlider(
        id=ids.HOURS,
        min=0,
        max=24,
        step=1,
        value=list(look.hours),
        marks={hour: f"{hour:02d}" for hour in (0, 6, 12, 18, 24)},
        pushable=1,
        allow_direct_input=False,
        updatemode="mouseup",
    )
    return html.Div(
        className="toolbar",
        children=[
            html.Div([html.Label("Look at", htmlFor=ids.FOCUS), focus], className="tool tool-wide", hidden=not choice),
            html.Div([html.Span("Map shows", className="label"), layer], className="tool", hidden=not layers_choice),
            html.Div([labelled("Hours of day", ids.HOURS, ids.HOURS_WORDS), hours], className="tool tool-hours"),
        ],
    )


def _map(release: Release, rule: Rule, look: Look, settings: Settings) -> dl.Map:
    target = look.focus or ("districts" if look.layer == "homes" else None)
    box = frames(release)[target] if target else frame(release, rule.site)
    tiles: list[Any] = []
    if settings.tiles_url:
        tiles = [dl.TileLayer(url=settings.tiles_url, attribution=settings.tiles_attribution)]
    return dl.Map(
        id=ids.MAP,
        bounds=box,
        # Without a centre to compare with, dash-leaflet fails at the first move.
        center=layers.middle(box),
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
                data=layers.district_layer(release.districts.values()),
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
        **aria(label="Playback by hour"),
        children=[
            html.Button("Play", id=ids.PLAY, className="button", type="button"),
            dcc.Dropdown(
                id=ids.SPEED,
                options=[{"label": f"{speed} h a second", "value": speed} for speed in (2, 6, 12)],
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
            html.Output(id=ids.CLOCK, className="clock", children="All hours"),
            html.Button("All hours", id=ids.ALL_HOURS, className="quiet", type="button"),
            export_menu(ids.MAP, table="map", pictures=("png",), files=("csv", "xlsx", "geojson", "gpkg")),
        ],
    )
