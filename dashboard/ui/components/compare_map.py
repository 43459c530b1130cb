"""The map of a column: it moves with the maps of the others, and its heat has their colours."""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl
from dash import html

from dashboard.answers.places import all_listed
from dashboard.language import _
from dashboard.place import DrawnArea
from dashboard.release.load import Release
from dashboard.release.resolve import shapes_of
from dashboard.rule import Rule
from dashboard.settings import Settings
from dashboard.ui import ids
from dashboard.ui.basemap import told
from dashboard.ui.components.aria import aria
from dashboard.ui.components.map_panel import map_words
from dashboard.views import layers
from dashboard.views.rings import outlines, points_of
from dashboard.views.theme import Theme


def compare_map(release: Release, column: int, view: dict[str, Any], settings: Settings) -> html.Div:
    """Return a map; `view` says where it stands (map_panel.standing)."""
    tiles: list[Any] = []
    if settings.tiles_url:
        tiles = [dl.TileLayer(url=settings.tiles_url, attribution=settings.tiles_attribution)]
    map_ = dl.Map(
        id=ids.in_column("map", column),
        **view,
        preferCanvas=True,
        # The maps are in step: the first one says where they are.
        trackViewport=column == 0,
        attributionControl=bool(tiles),
        zoomSnap=0.5,
        minZoom=5,
        maxZoom=17,
        zoomAnimation=False,
        className="leaflet-map",
        children=[
            *tiles,
            dl.GeoJSON(
                id=ids.in_column("districts", column),
                data=layers.district_layer(release.districts.values()),
                style={"variable": "scope.compare.districtStyle"},
                onEachFeature={"variable": "scope.compare.onDistrict"},
                hideout={},
            ),
            dl.GeoJSON(
                id=ids.in_column("cells", column),
                style={"variable": "scope.compare.cellStyle"},
                onEachFeature={"variable": "scope.compare.onCell"},
                hideout={},
            ),
            dl.Pane(
                dl.LayerGroup(id=ids.in_column("ring", column)),
                name="ring",
                style={"zIndex": 440, "pointerEvents": "none"},
            ),
            dl.Pane(
                dl.GeoJSON(
                    id=ids.in_column("sites", column),
                    data=layers.site_layer(release.places.values() if all_listed(release) else []),
                    style={"variable": "scope.map.siteStyle"},
                    pointToLayer={"variable": "scope.compare.sitePoint"},
                    hideout={},
                ),
                name="sites",
                style={"zIndex": 450},
            ),
        ],
    )
    return html.Div(
        map_,
        className="compare-map",
        role="group",
        **map_words(),
        **told(release, settings),
        **aria(label=_("Map of rule {letter}").format(letter="ABCD"[column])),
    )


def ring(release: Release, rule: Rule, theme: Theme) -> list[Any]:
    """Return the circles of a rule, or the outline of its area."""
    look = {"className": "ring", "color": theme.accent, "weight": 2.5, "fill": False}
    if isinstance(rule.place, DrawnArea):
        corners = [list(point) for point in rule.place.corners]
        return [dl.Polygon(positions=corners, interactive=False, pathOptions=look)]
    shapes = shapes_of(release, rule.place)
    circles = [
        dl.Circle(center=list(point), radius=rule.radius_m, fill=False, interactive=False, pathOptions=look)
        for point in points_of(shapes)
    ]
    areas = [
        dl.Polygon(positions=outline, interactive=False, pathOptions=look)
        for outline in outlines(shapes, rule.radius_m)
    ]
    return [*circles, *areas]
