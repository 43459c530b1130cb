"""Layers of the map: geometry as GeoJSON sent once, counts as packed arrays that follow its order."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import polars as pl

from dashboard import cells
from dashboard.language import _, name_of, whole
from dashboard.release.load import District
from dashboard.site import Group, Place
from dashboard.sphere import Point
from dashboard.views import text
from dashboard.views.theme import Theme

STEPS = (1, 2, 5)
TILE_PX = 256


def cell_layer(members: Sequence[int], key: str) -> dict[str, Any]:
    """Return cells as a GeoJSON FeatureCollection of hexagons.

    Each feature carries its position `i` in the arrays of counts and the `key` of the view they belong to.
    """
    features = [
        {
            "type": "Feature",
            "properties": {"i": i, "key": key, "cell": cells.to_text(cell)},
            "geometry": {"type": "Polygon", "coordinates": [cells.ring_lng_lat(cell)]},
        }
        for i, cell in enumerate(members)
    ]
    return {"type": "FeatureCollection", "features": features}


def packed(values: Iterable[int]) -> str:
    """Return whole numbers as base64 of little-endian unsigned 32-bit integers."""
    return base64.b64encode(np.fromiter(values, dtype="<u4").tobytes()).decode("ascii")


def class_edges(top: float, classes: int) -> list[int]:
    """Return the lower edges of colour classes for counts up to about `top`, in a 1-2-5 series, the first one 1."""
    series = [step * 10**power for power in range(9) for step in STEPS]
    last = next((position for position, edge in enumerate(series) if edge >= top), len(series)) - 1
    edges = series[max(0, last - classes + 2) : last + 1]
    return [1, *[edge for edge in edges if edge > 1]][:classes]


def district_layer(districts: Iterable[District]) -> dict[str, Any]:
    """Return district boundaries as a GeoJSON FeatureCollection with code and name."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": district.code, "name": name_of(district)},
                "geometry": district.geometry,
            }
            for district in districts
        ],
    }


def site_layer(places: Iterable[Place]) -> dict[str, Any]:
    """Return sites as a GeoJSON FeatureCollection of points; groups have no point of their own."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"site": place.site_id, "name": name_of(place), "kind": place.kind},
                "geometry": {"type": "Point", "coordinates": [place.lng, place.lat]},
            }
            for place in places
            if not isinstance(place, Group)
        ],
    }


def home_colours(homes: pl.DataFrame, unit: str, theme: Theme) -> dict[str, Any]:
    """Return the colour, by district code, of those flagged by home, and the legend, few to many.

    `homes` has the columns home, name, low, mid, high.
    """
    edges = class_edges(max([1, *homes["mid"]]), len(theme.counts))
    position = np.searchsorted(edges, homes["mid"].to_numpy(), side="right") - 1
    return {
        "colours": {
            home: theme.counts[max(0, step)] for home, step in zip(homes["home"], position.tolist(), strict=True)
        },
        "words": {
            home: _("{name}: {mid} {unit} ({low} to {high})").format(
                name=name,
                mid=text.middle(mid, unit),
                unit=text.unit_words(unit),
                **dict(zip(("low", "high"), text.ends(low, high, unit), strict=True)),
            )
            for home, name, low, mid, high in homes.select("home", "name", "low", "mid", "high").iter_rows()
        },
        "legend": class_words(edges, theme),
        "title": _("Home district of the people flagged")
        if unit == text.PEOPLE
        else _("Home district of the devices flagged"),
    }


def class_words(edges: Sequence[int], theme: Theme) -> list[dict[str, str]]:
    """Return a colour and its words for each class, few to many."""
    uppers: list[int | None] = [*edges[1:], None]
    return [
        {"colour": colour, "words": _class(low, high)}
        for low, high, colour in zip(edges, uppers, theme.counts, strict=False)
    ]


def _class(low: int, high: int | None) -> str:
    if high is None:
        return text.or_more(whole(low))
    return whole(low) if high - 1 == low else text.to(whole(low), whole(high - 1))


def bounds_of(points: Sequence[tuple[float, float]], margin_m: float) -> list[list[float]]:
    """Return the box [[south, west], [north, east]] around points with a margin in metres."""
    lats, lngs = [lat for lat, _ in points], [lng for _, lng in points]
    up = margin_m / 111_320
    across = up / max(0.01, float(np.cos(np.radians(sum(lats) / len(lats)))))
    return [[min(lats) - up, min(lngs) - across], [max(lats) + up, max(lngs) + across]]


def union(boxes: Iterable[list[list[float]]]) -> list[list[float]]:
    """Return the smallest box around boxes [[south, west], [north, east]]."""
    souths, wests, norths, easts = zip(*[(*low, *high) for low, high in boxes], strict=True)
    return [[min(souths), min(wests)], [max(norths), max(easts)]]


def bounds_at(middle: Point, zoom: float, size_px: tuple[int, int]) -> list[list[float]]:
    """Return the box [[south, west], [north, east]] that a map of some pixels shows around a point.

    A world is 256 px wide at zoom 0. Source: Web Mercator, EPSG:3857; its stretch is taken to be that of the middle.
    """
    lat, lng = middle
    across, up = (pixels / 2 * 360 / (TILE_PX * 2**zoom) for pixels in size_px)
    up *= math.cos(math.radians(lat))
    return [[lat - up, lng - across], [lat + up, lng + across]]


def closer(box: tuple[float, float, float, float], steps: float) -> tuple[float, float, float, float]:
    """Return what is left of a box (south, west, north, east) about its middle when a map zooms in by some steps."""
    south, west, north, east = box
    up, across = ((high - low) / 2 * 2**-steps for low, high in ((south, north), (west, east)))
    lat, lng = (south + north) / 2, (west + east) / 2
    return lat - up, lng - across, lat + up, lng + across


def middle(box: list[list[float]]) -> list[float]:
    """Return the middle [lat, lng] of a box [[south, west], [north, east]]."""
    (south, west), (north, east) = box
    return [(south + north) / 2, (west + east) / 2]


def geometry_bounds(geometry: dict[str, Any]) -> list[list[float]]:
    """Return the box [[south, west], [north, east]] around a GeoJSON polygon or multipolygon."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    points = [(lat, lng) for polygon in polygons for lng, lat in polygon[0]]
    return bounds_of(points, 0)
