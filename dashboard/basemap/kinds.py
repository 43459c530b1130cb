"""What a base map holds, kind by kind, and by which tags of OpenStreetMap a feature is one of them.

A kind is a layer of the tiles and is drawn in one way (assets/basemap/look.mjs, dashboard/export/briefing/backdrop.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Shape = Literal["Point", "LineString", "MultiPolygon"]

LAST_ZOOM = 14

# Extracts cut by theme (Geofabrik's shapefiles) say the value of whatever tag it was in this column.
ANY_TAG = "fclass"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of feature: its layer in the tiles, its shape, the zoom that it is seen from, and the tags it has.

    `tags` are values by key; a feature is of the first kind of its shape one of whose values it has.
    """

    name: str
    shape: Shape
    from_zoom: int
    tags: Mapping[str, tuple[str, ...]]


def _roads(*values: str) -> dict[str, tuple[str, ...]]:
    return {"highway": (*values, *(f"{value}_link" for value in values))}


KINDS = (
    Kind(
        name="built",
        shape="MultiPolygon",
        from_zoom=9,
        tags={"landuse": ("residential", "commercial", "retail", "industrial", "civil", "education", "construction")},
    ),
    Kind(
        name="park",
        shape="MultiPolygon",
        from_zoom=9,
        tags={
            "leisure": ("park", "garden", "nature_reserve", "golf_course"),
            "landuse": ("forest", "grass", "cemetery", "recreation_ground", "village_green", "meadow", "allotments"),
            "natural": ("wood", "scrub", "heath", "grassland"),
        },
    ),
    Kind(
        name="water",
        shape="MultiPolygon",
        from_zoom=5,
        tags={
            "natural": ("water", "sea"),
            "waterway": ("riverbank", "dock"),
            "landuse": ("basin", "reservoir"),
        },
    ),
    Kind(
        name="hall",
        shape="MultiPolygon",
        from_zoom=13,
        tags={"amenity": ("marketplace",), "shop": ("mall",), "railway": ("station",), "place": ("square",)},
    ),
    Kind(name="river", shape="LineString", from_zoom=8, tags={"waterway": ("river", "canal")}),
    Kind(name="stream", shape="LineString", from_zoom=13, tags={"waterway": ("stream", "drain", "ditch")}),
    Kind(
        name="path",
        shape="LineString",
        from_zoom=14,
        tags={"highway": ("service", "footway", "path", "cycleway", "steps", "track", "bridleway")},
    ),
    Kind(
        name="street",
        shape="LineString",
        from_zoom=12,
        tags={"highway": ("residential", "unclassified", "living_street", "pedestrian", "road", "busway")},
    ),
    Kind(name="through", shape="LineString", from_zoom=10, tags=_roads("secondary", "tertiary")),
    Kind(name="main", shape="LineString", from_zoom=8, tags=_roads("primary")),
    Kind(name="motorway", shape="LineString", from_zoom=5, tags=_roads("motorway", "trunk")),
    Kind(name="rail", shape="LineString", from_zoom=8, tags={"railway": ("rail", "narrow_gauge")}),
    Kind(name="tram", shape="LineString", from_zoom=12, tags={"railway": ("tram", "light_rail")}),
    Kind(name="subway", shape="LineString", from_zoom=10, tags={"railway": ("subway", "monorail")}),
    Kind(name="city", shape="Point", from_zoom=4, tags={"place": ("city", "national_capital")}),
    Kind(name="town", shape="Point", from_zoom=7, tags={"place": ("town",)}),
    Kind(name="suburb", shape="Point", from_zoom=10, tags={"place": ("suburb", "borough", "quarter", "village")}),
    Kind(
        name="station",
        shape="Point",
        from_zoom=11,
        tags={"railway": ("station", "halt", "railway_station"), "aeroway": ("aerodrome",)},
    ),
    Kind(name="hood", shape="Point", from_zoom=12, tags={"place": ("neighbourhood", "hamlet", "island")}),
    Kind(name="market", shape="Point", from_zoom=13, tags={"amenity": ("marketplace",), "place": ("square",)}),
    Kind(
        name="spot",
        shape="Point",
        from_zoom=14,
        tags={
            "shop": ("mall",),
            "amenity": ("university", "hospital", "townhall", "theatre", "library", "bus_station"),
            "tourism": ("museum", "attraction"),
            "leisure": ("park", "stadium", "garden"),
        },
    ),
)


def keys(shape: Shape) -> tuple[str, ...]:
    """Return the keys of tags that decide the kind of a shape."""
    return tuple(dict.fromkeys(key for kind in KINDS if kind.shape == shape for key in kind.tags))


def by_value(shape: Shape) -> dict[str, dict[str, str]]:
    """Return for each key of tags, and for ANY_TAG, the name of the kind that a value makes a feature of a shape."""
    found: dict[str, dict[str, str]] = {ANY_TAG: {}}
    for kind in KINDS:
        for key, values in kind.tags.items() if kind.shape == shape else ():
            for value in values:
                found.setdefault(key, {}).setdefault(value, kind.name)
                found[ANY_TAG].setdefault(value, kind.name)
    return found
