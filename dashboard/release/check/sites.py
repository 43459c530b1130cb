"""Check the sites: identifiers, names, coordinates, and the members of groups."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.boundary import Boundary
from dashboard.errors import Fault, ScopeError
from dashboard.language import Message, mark
from dashboard.release import tables
from dashboard.release.check.columns import read_table
from dashboard.release.check.counts import duplicate_keys, member_rule
from dashboard.release.check.findings import ROW, Finding, Located, rows_at_fault, shown, unseen_in
from dashboard.release.load import SITES_FILE
from dashboard.site import Site

_AT = Located(file=SITES_FILE, where=SITES_FILE)


def check_sites(
    file: Path, districts: Collection[str] | None, *, areas: bool
) -> tuple[frozenset[str] | None, list[Finding]]:
    """Return the site_id of all places, None if they cannot be told, and the findings on the sites table.

    `districts` are the known district codes, None where the release has none; `areas` says whether places may have
    boundaries.
    """
    table = tables.sites(areas=areas)
    rows, findings = read_table(file, table, _AT)
    findings += duplicate_keys([(rows, _AT)], table)
    if districts is not None:
        remedy = mark("Use the codes of districts.geojson, or null")
        rule = member_rule("district", sorted(districts), mark("the district codes"), remedy)
        findings += rows_at_fault(rows, [rule], _AT)
    ids = frozenset(rows["site_id"].drop_nulls().to_list()) if "site_id" in rows.columns else None
    if set(table.columns) <= set(rows.columns):
        findings += _place_problems(rows)
    return ids, findings


def _place_problems(rows: pl.DataFrame) -> Iterator[Finding]:
    places = rows.to_dicts()
    points = {place["site_id"] for place in places if not place["members"]}
    for place in places:
        check = _group_problems(place, points) if place["members"] else _point_problems(place)
        for column, problem, remedy in (*_text_problems(place), *check):
            fault = Fault(file=SITES_FILE, column=column, row=place[ROW], problem=problem, remedy=remedy)
            yield Finding(where=SITES_FILE, kind=f"{column}: {remedy}", faults=(fault,), count=1)


def _text_problems(place: dict[str, Any]) -> Iterator[tuple[str, Message, Message]]:
    for column, remedy in (("name", mark("Give the place a name")), ("kind", mark("Give the place a kind"))):
        if place[column] is not None and not place[column].strip():
            yield column, mark("is empty"), remedy
    yield from unseen_in(place, ("name", "name_zh", "kind", "district"))
    try:
        Site(site_id=place["site_id"] or "", name="", kind="", lat=1, lng=1)
    except ScopeError:
        problem = mark("is {value}, expected letters, digits, - and _", value=repr(shown(place["site_id"])))
        yield "site_id", problem, mark("Give the place such a site_id, here and in reach")


def _point_problems(place: dict[str, Any]) -> Iterator[tuple[str, Message, Message]]:
    for column, limit in (("lat", 90), ("lng", 180)):
        value = place[column]
        if value is None or not -limit <= value <= limit:  # a NaN is in no range
            problem = mark("is {value}, expected degrees between -{limit} and {limit}", value=shown(value), limit=limit)
            yield column, problem, mark("Give the place's coordinates in WGS-84 degrees, or the members of a group")
    if place.get("boundary") is not None:
        yield from _boundary_problems(place)
    if place["lat"] == 0 == place["lng"]:
        remedy = mark("Give the place's coordinates in WGS-84 degrees, or the members of a group")
        yield "lat", mark("and lng are 0, which is no position"), remedy


def _boundary_problems(place: dict[str, Any]) -> Iterator[tuple[str, Message, Message]]:
    remedy = mark("Give the boundary as POLYGON or MULTIPOLYGON in WGS-84 degrees, longitude first")
    try:
        boundary = Boundary(wkt=place["boundary"])
    except ScopeError as error:
        yield "boundary", mark("cannot be used ({error})", error=error), remedy
        return
    try:
        Site(site_id="a", name="", kind="", lat=place["lat"], lng=place["lng"], boundary=boundary)
    except (ScopeError, TypeError):
        yield "lat", mark("and lng lie outside the boundary"), mark("Give a point inside the boundary")


def _group_problems(place: dict[str, Any], points: Collection[str]) -> Iterator[tuple[str, Message, Message]]:
    if place.get("boundary") is not None:
        yield "boundary", mark("is there for a group"), mark("Give the boundaries to its members")
    unknown = [member for member in place["members"] if member not in points]
    if unknown:
        problem = mark("names {value}, expected the site_id of sites that are no groups", value=repr(shown(unknown[0])))
        yield "members", problem, mark("Add the member as a site of its own, or take it out of the group")
