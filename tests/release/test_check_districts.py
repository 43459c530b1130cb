"""Districts: a GeoJSON of closed rings in WGS-84, with a code, names and residents each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import small

from dashboard.release.check import check

FILE = "districts.geojson"
RING = [[116.2, 39.7], [116.5, 39.7], [116.5, 39.9], [116.2, 39.7]]


def properties(**changes: object) -> dict[str, Any]:
    return {"properties": {**small.districts()["features"][0]["properties"], "code": "110107", **changes}}


def polygon(ring: object) -> dict[str, Any]:
    return {"geometry": {"type": "Polygon", "coordinates": [ring]}}


def without(name: str) -> dict[str, Any]:
    kept = properties()["properties"]
    kept.pop(name)
    return {"properties": kept}


@pytest.mark.parametrize(
    ("change", "column", "says"),
    [
        ({"type": "Thing"}, "type", "no GeoJSON Feature"),
        ({"bounds": 1}, "bounds", "no member that GeoJSON defines"),
        ({"geometry": {**small.districts()["features"][0]["geometry"], "holes": 1}}, "holes", "no member"),
        ({"properties": None}, "properties", "is no object"),
        (without("population"), "population", "is missing"),
        (without("code"), "code", "is missing"),
        (properties(area=3), "area", "no property of a district"),
        (properties(name=" "), "name", "not empty"),
        (properties(name=None), "name", "is null"),
        (properties(name_zh=5), "name_zh", "expected a text or null"),
        (properties(name="Fengtai\u202e"), "name", "holds U+202E"),
        (properties(name_zh="丰台\n"), "name_zh", "holds U+000A"),
        (properties(code="11\x07"), "code", "holds U+0007"),
        (properties(name="\ud800"), "name", "holds U+D800"),
        (properties(code=110106), "code", "expected a text"),
        (properties(code="outside"), "code", "is taken"),
        (properties(population=-1), "population", "expected a whole number"),
        (properties(population=2.5), "population", "expected a whole number"),
        (properties(population=True), "population", "expected a whole number"),
        ({"geometry": None}, "geometry", "expected a Polygon"),
        ({"geometry": {"type": "Point", "coordinates": [116, 39]}}, "geometry", "is Point"),
        ({"geometry": {"type": "MultiPolygon", "coordinates": []}}, "geometry", "holds no ring"),
        (polygon(RING[:-1]), "geometry", "ring 1 has 3 positions"),
        (polygon([*RING[:-1], [116.3, 39.8]]), "geometry", "does not end where it starts"),
        (polygon([[39.7, 116.2], [39.7, 116.5], [39.9, 116.5], [39.7, 116.2]]), "geometry", "lat from -90 to 90"),
        (polygon([[1, 1], [2, 2], [3, 3], [1, 1]]), "geometry", "encloses no area"),
        (polygon([["116", 39.7]] * 4), "geometry", "other than [lng, lat]"),
        (polygon(None), "geometry", "other than [lng, lat]"),
    ],
)
def test_a_district_at_fault_is_told_with_its_number(
    release: Path, change: dict[str, Any], column: str, says: str
) -> None:
    document = small.districts()
    document["features"].append({**document["features"][0], **properties(), **change})
    small.change_districts(release, document)
    small.change_manifest(release, files=[{**f, "rows": 2} if f["path"] == FILE else f for f in small.listed(release)])
    (fault,) = check(release)
    assert (fault.file, fault.column, fault.row) == (FILE, column, 2)
    assert says in fault.problem
    assert fault.remedy


def test_two_districts_with_one_code(release: Path) -> None:
    document = small.districts()
    document["features"] *= 2
    small.change_districts(release, document)
    small.change_manifest(release, files=[{**f, "rows": 2} if f["path"] == FILE else f for f in small.listed(release)])
    (fault,) = check(release)
    assert (fault.file, fault.column, fault.row) == (FILE, "code", 2)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"type": "Feature"}', '{"type": "FeatureCollection"}', "[" * 100_000])
def test_what_is_no_collection_of_districts(release: Path, text: str) -> None:
    (release / FILE).write_text(text)
    small.rehash(release)
    (fault,) = check(release)
    assert fault.file == FILE
    assert "is not" in fault.problem


def test_several_polygons_are_sound(release: Path) -> None:
    document = small.districts()
    document["features"][0]["geometry"] = {"type": "MultiPolygon", "coordinates": [[RING], [RING]]}
    small.change_districts(release, document)
    assert check(release) == []


@pytest.mark.parametrize(
    ("member", "value", "says"),
    [
        ("note", "x", "no member that GeoJSON defines"),
        ("crs", {"type": "name", "properties": {"name": "GCJ-02"}}, "another system of coordinates than WGS-84"),
    ],
)
def test_a_member_of_the_whole_collection(release: Path, member: str, value: object, says: str) -> None:
    small.change_districts(release, {**small.districts(), member: value})
    (fault,) = check(release)
    assert (fault.file, fault.column, fault.row) == (FILE, member, None)
    assert says in fault.problem


def test_the_name_and_system_that_other_tools_write_are_sound(release: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    small.change_districts(release, {**small.districts(), "name": "districts", "crs": crs})
    assert check(release) == []
