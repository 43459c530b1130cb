"""Check the districts: a GeoJSON of polygons in WGS-84, each with its code, names and residents."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from dashboard.errors import Fault
from dashboard.language import Message, mark
from dashboard.release.check.findings import Finding, shown, unseen_in
from dashboard.release.check.geojson import foreign_members
from dashboard.release.check.reach import OUTSIDE
from dashboard.release.load import DISTRICTS_FILE

_PROPERTIES = ("code", "name", "name_zh", "population")
_WGS84 = ("CRS84", "4326")  # the names that older GeoJSON gives to WGS-84
_Problem = tuple[str, Message, Message]


def check_districts(collection: dict[str, Any]) -> tuple[frozenset[str], list[Finding]]:
    """Return the codes of all districts and the findings on the features of districts.geojson, its rows."""
    findings = []
    codes: set[str] = set()
    for row, feature in enumerate(collection["features"], start=1):
        findings += [_finding(row, *problem) for problem in _feature_problems(feature, codes)]
        code = _code(feature)
        codes |= set() if code is None else {code}
    foreign = mark("is no member that GeoJSON defines")
    findings += [_finding(place, name, foreign, mark("Remove it")) for place, name, _ in foreign_members(collection)]
    if "crs" in collection and not any(name in json.dumps(collection["crs"]) for name in _WGS84):
        problem = mark("names another system of coordinates than WGS-84")
        findings.append(_finding(None, "crs", problem, mark("Convert the boundaries to WGS-84 and leave crs out")))
    return frozenset(codes), findings


def _finding(row: int | None, column: str, problem: Message, remedy: Message) -> Finding:
    fault = Fault(file=DISTRICTS_FILE, column=column, row=row, problem=problem, remedy=remedy)
    return Finding(where=DISTRICTS_FILE, kind=f"{column}: {remedy}", faults=(fault,), count=1)


def _code(feature: object) -> str | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    return code if isinstance(code, str) else None


def _feature_problems(feature: object, codes: set[str]) -> Iterator[_Problem]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        yield "type", mark("is no GeoJSON Feature"), mark('Give each district as a Feature with "type": "Feature"')
        return
    properties = feature.get("properties")
    if isinstance(properties, dict):
        yield from _property_problems(properties, codes)
        yield from unseen_in(properties, ("code", "name", "name_zh"))
    else:
        yield "properties", mark("is no object"), mark("Give the properties {names}", names=", ".join(_PROPERTIES))
    yield from _geometry_problems(feature.get("geometry"))


def _property_problems(properties: dict[str, Any], codes: set[str]) -> Iterator[_Problem]:
    for name in _PROPERTIES:
        if name not in properties:
            yield name, mark("is missing"), mark("Add the property; name_zh and population may be null")
    for name in properties:
        if name not in _PROPERTIES:
            known = mark("Remove it; the properties are {names}", names=", ".join(_PROPERTIES))
            yield name, mark("is no property of a district"), known
    for name, remedy in (("code", mark("Give the district a code")), ("name", mark("Give the district a name"))):
        if not isinstance(properties.get(name, "-"), str) or not properties.get(name, "-").strip():
            yield name, mark("is {value}, expected a text that is not empty", value=shown(properties[name])), remedy
    if not isinstance(properties.get("name_zh"), str | None):
        problem = mark("is {value}, expected a text or null", value=shown(properties["name_zh"]))
        yield "name_zh", problem, mark("Give the name in Chinese, or null")
    code, residents = _code({"properties": properties}), properties.get("population")
    if code in codes or code == OUTSIDE:
        own = mark('Give each district a code of its own, other than "{outside}"', outside=OUTSIDE)
        yield "code", mark("is {value}, which is taken", value=shown(code)), own
    if residents is not None and (type(residents) is not int or residents < 0):
        count = mark("is {value}, expected a whole number of residents or null", value=shown(residents))
        yield "population", count, mark("Give the number of residents, or null if it is not known")


def _geometry_problems(geometry: object) -> Iterator[_Problem]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in {"Polygon", "MultiPolygon"}:
        problem = mark("is {value}, expected a Polygon or a MultiPolygon", value=shown(kind))
        yield "geometry", problem, mark("Give the district's boundary as one")
        return
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons or not all(isinstance(p, list) and p for p in polygons):
        remedy = mark("Give the district's boundary as a list of rings of [lng, lat]")
        yield "geometry", mark("holds no ring"), remedy
        return
    for number, ring in enumerate((ring for polygon in polygons for ring in polygon), start=1):
        broken = _ring_problem(number, ring)
        if broken is not None:
            yield "geometry", broken, mark("Give closed rings of [lng, lat] in WGS-84 degrees")
            return


def _ring_problem(number: int, ring: object) -> Message | None:
    if not isinstance(ring, list) or not all(_is_position(position) for position in ring):
        return mark(
            "ring {number} holds something other than [lng, lat] with lng from -180 to 180 and lat from -90 to 90",
            number=number,
        )
    if len(ring) < 4:
        return mark("ring {number} has {count} positions, expected 4 or more", number=number, count=len(ring))
    if ring[0] != ring[-1]:
        return mark("ring {number} does not end where it starts", number=number)
    if sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([[p[0] - ring[0][0], p[1] - ring[0][1]] for p in ring])) == 0:
        return mark("ring {number} encloses no area", number=number)
    return None


def _is_position(position: object) -> bool:
    return (
        isinstance(position, list)
        and len(position) in {2, 3}
        and all(type(degrees) in {int, float} and math.isfinite(degrees) for degrees in position)
        and abs(position[0]) <= 180
        and abs(position[1]) <= 90
    )
