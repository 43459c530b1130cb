"""The base map under the map of a briefing: roads, rail, water, parks and built-up land in greys, and its credit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyogrio
import pyproj
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection

from dashboard.basemap.folder import VECTORS, Basemap
from dashboard.basemap.names import SPELLINGS
from dashboard.export.briefing.drawing import HALO
from dashboard.export.briefing.ground import Floats, Ground, Rectangle
from dashboard.language import current
from dashboard.views.theme import LIGHT

# From below to above, as assets/basemap/look.mjs has them in light; widths in points.
AREAS = {"built": "#efeeeb", "park": "#dbe4d3", "water": "#c5d0d6", "hall": "#c9c2b6"}
LINES = {
    "river": ("#c5d0d6", 1.0),
    "street": ("#b3afa8", 0.3),
    "through": ("#98948c", 0.6),
    "main": ("#98948c", 0.9),
    "motorway": ("#98948c", 1.2),
    "tram": ("#6f6b66", 0.25),
    "rail": ("#6f6b66", 0.4),
}
# Kinds whose names are written, the first to have room first, and their size in points.
NAMES = {"city": 8.0, "town": 7.0, "station": 5.5, "market": 5.5, "suburb": 6.0}
MARKED = ("station", "market")
# A tile is so wide on paper that its finest lines are apart.
TILES_ACROSS = 3
CREDIT_POINTS = 5.5
# The heat has 1: what is drawn first among equals lies below.
BELOW = 0.5
EARTH_M = 40_075_016.7
_TO_METRES = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
_TO_DEGREES = pyproj.Transformer.from_crs("EPSG:3857", "EPSG:4326", always_xy=True)


def draw_backdrop(axes: Axes, base: Basemap, ground: Ground, frame: Rectangle) -> None:
    """Draw a base map of vectors where a frame is, and whom to credit for it."""
    axes.text(
        0.995, 0.008, base.attribution, ha="right", va="bottom", fontsize=CREDIT_POINTS, color=LIGHT.muted,
        transform=axes.transAxes, parse_math=False, **HALO,
    )  # fmt: skip
    for kind, colour in AREAS.items():
        polygons = [part for _name, part in _features(base, kind, ground, frame)]
        rings = [np.asarray(polygon.exterior.coords) for polygon in polygons]
        axes.add_collection(PolyCollection(rings, facecolors=colour, edgecolors="none", zorder=BELOW))
    for kind, (colour, points) in LINES.items():
        lines = [np.asarray(line.coords) for _name, line in _features(base, kind, ground, frame)]
        axes.add_collection(LineCollection(lines, colors=colour, linewidths=points, capstyle="round", zorder=BELOW))


def names_of(base: Basemap, ground: Ground, frame: Rectangle) -> Iterator[tuple[str, Floats, float, bool]]:
    """Yield the names in a frame, the greater first: words, spot in metres, size in points, whether it has a mark."""
    said: set[str] = set()
    for kind, points in NAMES.items():
        for words, spot in _features(base, kind, ground, frame):
            if words and words not in said:
                said.add(words)
                yield words, np.asarray(spot.coords)[0], points, kind in MARKED


def is_drawn(base: Basemap | None) -> bool:
    """Say whether a base map can be drawn on paper: pictures, made for a screen, are not."""
    return base is not None and base.format == VECTORS


def _features(base: Basemap, kind: str, ground: Ground, frame: Rectangle) -> Iterator[tuple[str, Any]]:
    """Yield the single shapes of a kind that meet a frame, cut to it, in metres of the ground, each with its name."""
    if kind not in pyogrio.list_layers(base.file)[:, 0]:
        return
    south, west, north, east = ground.box(frame)
    corners = (*_TO_METRES.transform(west, south), *_TO_METRES.transform(east, north))
    zoom = min(max(_zoom(frame, ground), base.zooms[0]), base.zooms[1])
    meta, _fids, shapes, columns = pyogrio.raw.read(base.file, layer=kind, bbox=corners, ZOOM_LEVEL=zoom)
    fields = dict(zip(meta["fields"], columns, strict=True))
    window = frame.shape()
    for at, shape in enumerate(shapely.from_wkb(shapes)):
        degrees = shapely.transform(shape, _TO_DEGREES.transform, interleaved=False)
        inside = shapely.intersection(shapely.make_valid(shapely.transform(degrees, ground.project)), window)
        for part in shapely.get_parts(inside):
            if part.geom_type == shape.geom_type.removeprefix("Multi"):
                yield _name({name: column[at] for name, column in fields.items()}), part


def _zoom(frame: Rectangle, ground: Ground) -> int:
    around = EARTH_M * math.cos(math.radians(ground.lat))
    return round(math.log2(TILES_ACROSS * around / frame.width_m))


def _name(fields: dict[str, Any]) -> str:
    """Return a name in the language that is spoken, else as it is called there."""
    wanted = ("name_zh" if current().startswith("zh") else "name_en", next(iter(SPELLINGS)))
    found = (fields.get(name) for name in wanted)
    return next((words for words in found if isinstance(words, str) and words), "")
