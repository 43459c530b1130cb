"""Ask an operator for a count: the places as `screening-scope build` reads them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

import numpy as np

from dashboard.boundary import Boundary
from dashboard.counting.area import Outline
from dashboard.errors import ScopeError
from dashboard.language import _, mark
from dashboard.place import DrawnArea, DrawnPoint, RulePlace
from dashboard.release.load import Release
from dashboard.release.write import site_rows
from dashboard.site import Group, Place, Site
from dashboard.sphere import Point
from dashboard.views import layers

FILE_NAME = "sites.csv"
BOM = "\ufeff"  # by which spreadsheets know UTF-8
COLUMNS = ("site_id", "name", "name_zh", "kind", "lat", "lng", "district", "members", "wkt")

POINT = mark("The file names this point; it is counted at every radius.")
TOGETHER = mark("The file names these places and a group of them, which is counted as one place.")
AREA = mark("The file holds the outline of the area; people inside it are counted, and around it at every radius.")
TOO_LARGE = mark("The area is larger than a place that can be counted around: draw a smaller one.")


def sites_csv(release: Release, place: RulePlace) -> str:
    """Return the text of a sites.csv that asks for what the place of a rule stands for."""
    rows = site_rows(_places(release, place))
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_columns(row) for row in rows)
    return BOM + out.getvalue()


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name in COLUMNS}
    return kept | {"members": ";".join(row["members"] or []), "wkt": row["boundary"]}


def request_words(place: RulePlace) -> str:
    """Return what the file asks for."""
    if isinstance(place, DrawnPoint):
        return _(POINT)
    if not isinstance(place, DrawnArea):
        return _(TOGETHER)
    return _(TOO_LARGE) if _outline(place) is None else _(AREA)


def _places(release: Release, place: RulePlace) -> list[Place]:
    if isinstance(place, DrawnPoint):
        return [_site(release, (place.lat, place.lng), f"Point {place.lat:.5f}, {place.lng:.5f}")]
    if isinstance(place, DrawnArea):
        outline = _outline(place)
        lat, lng = layers.middle(layers.bounds_of(place.corners, 0)) if outline is None else outline.middle
        return [_site(release, (lat, lng), "Area drawn", outline)]
    named = [release.place(site_id) for site_id in place.site_ids]
    members = {member.site_id: member for one in named for member in _members(one)}
    name = " + ".join(one.name for one in named)
    group = Group(site_id="-".join(place.site_ids), name=name, members=tuple(members.values()))
    return [*members.values(), group]


def _site(release: Release, point: Point, name: str, boundary: Boundary | None = None) -> Site:
    lat, lng = point
    site_id = f"drawn-{round(lat * 1e5)}-{round(lng * 1e5)}"
    district = _district(release, point)
    return Site(site_id=site_id, name=name, kind="place", lat=lat, lng=lng, district=district, boundary=boundary)


def _members(place: Place) -> Iterable[Site]:
    return place.members if isinstance(place, Group) else (place,)


def _outline(area: DrawnArea) -> Boundary | None:
    """Return the boundary of an area, None for one that encloses nothing or is larger than a place."""
    try:
        return Boundary.of_corners(area.corners)
    except ScopeError:
        return None


def _district(release: Release, point: Point) -> str | None:
    return next((code for code, district in release.districts.items() if _holds(district.geometry, point)), None)


def _holds(geometry: dict[str, Any], point: Point) -> bool:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    lat, lng = np.array([point[0]]), np.array([point[1]])
    rings = [tuple((lat_, lng_) for lng_, lat_ in ring) for polygon in polygons for ring in polygon]
    return sum(bool(Outline(corners=ring).depth_m(lat, lng)[0] >= 0) for ring in rings) % 2 == 1
