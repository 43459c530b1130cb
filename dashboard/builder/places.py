"""Read the places to count around from a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dashboard.boundary import Boundary
from dashboard.builder.areas import SHAPES, areas_by_site, called_in
from dashboard.errors import InputError, ScopeError
from dashboard.release.check.findings import ROW
from dashboard.release.check.shapes import shaped_like_identifier
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.read import read_input
from dashboard.release.ingest.sites import site_id_of
from dashboard.release.ingest.table import PART
from dashboard.site import Group, Place, Site

_COLUMNS = ("site_id", "name", "kind", "lat", "lng", "name_zh", "district", "members", "boundary")
# Names that people give these columns; what else a file holds is left out.
_CALLED = {
    "site_id": ("site_id", "id", "code", "编号"),
    "name": ("name", "名称", "市场名称", "nombre", "nom"),
    "kind": ("kind", "type", "category", "类别", "类型"),
    "lat": ("lat", "latitude", "y", "纬度", "緯度"),
    "lng": ("lng", "lon", "long", "longitude", "x", "经度", "經度", "経度"),
    "name_zh": ("name_zh", "中文名"),
    "district": ("district", "区", "区县"),
    "members": ("members", "成员"),
}
_KIND = "place"
_POINT = re.compile(r"POINT\s*\(\s*(?P<x>[-+.0-9eE]+)\s+(?P<y>[-+.0-9eE]+)\s*\)", re.IGNORECASE)


def read_places(path: Path | None, areas: Path | None = None) -> list[Place]:
    """Return the sites and groups of a table in any form that import reads, in its order, then those of areas alone.

    Columns: name and lat, lng (or a point or polygons as WKT), and where wanted site_id (else made of the name), kind,
    name_zh, district and members; further columns are left out. A group has members (site_ids of the same file,
    separated by spaces or semicolons) and neither lat nor lng. `areas` is a file of polygons such as GeoJSON, with the
    same columns: each is the boundary of the site of its site_id, or a site of its own. Raises InputError with the row
    and the column at fault.
    """
    listed = [] if path is None else _of_table(path)
    outlined = {} if areas is None else {row.text("site_id"): row for row in _of_areas(areas)}
    known = {row.values["site_id"] for row in listed}
    rows = [_outlined(row, outlined.get(row.values["site_id"])) for row in listed]
    return _places([*rows, *(row for site_id, row in outlined.items() if site_id not in known)])


def _of_table(path: Path) -> list[_Row]:
    table = read_input(path, Plan())
    called = called_in(path, table.rows.columns, {**_CALLED, "wkt": SHAPES})
    missing = [name for name in ("name", *(() if "wkt" in called else ("lat", "lng"))) if name not in called]
    if missing:
        there = len([column for column in table.rows.columns if column not in {ROW, PART}])
        msg = (
            f"{path}: column {missing[0]} is missing, expected name, lat and lng (or WKT) among the names in the first "
            f"row ({there} found)"
        )
        raise InputError(msg)
    rows = [
        _Row(
            file=str(path),
            number=values[ROW],
            values=_of_row({name: values[column] for name, column in called.items()}),
        )
        for values in table.rows.to_dicts()
    ]
    if not rows:
        msg = f"{path} holds no sites, expected at least one row"
        raise InputError(msg)
    return rows


def _of_areas(path: Path) -> Iterator[_Row]:
    """Yield a row for each site of a file of polygons; the polygons of one site are one area."""
    for site_id, (number, values, shape) in areas_by_site(path, _CALLED).items():
        yield _Row(file=str(path), number=number, values=_of_row({**values, "site_id": site_id, "wkt": shape.wkt}))


def _outlined(row: _Row, area: _Row | None) -> _Row:
    """Return a row with the boundary that an area gives it."""
    if area is None:
        return row
    if row.members:
        msg = "column members: a group has the boundaries of its members, expected none of its own"
        raise row.error(msg)
    return replace(row, values=row.values | {"boundary": area.values["boundary"]})


def _of_row(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a row by column, None where nothing stands, with what can be made of the others."""
    found = dict.fromkeys(_COLUMNS) | _stripped(values)
    wkt = str(found.pop("wkt", None) or "")
    point = _POINT.fullmatch(wkt)
    if point is not None:
        found |= {"lng": point["x"], "lat": point["y"]}
    elif wkt:
        found["boundary"] = wkt
    if "site_id" not in values and found["name"]:
        found["site_id"] = site_id_of(str(found["name"]))
    if "kind" not in values:
        found["kind"] = _KIND
    return found


@dataclass(frozen=True, kw_only=True)
class _Row:
    file: str
    number: int
    values: dict[str, Any]

    @property
    def members(self) -> list[str]:
        return str(self.values["members"] or "").replace(";", " ").split()

    def text(self, column: str) -> str:
        if not self.values[column]:
            msg = f"column {column}: there is no value, expected text"
            raise self.error(msg)
        return str(self.values[column])

    def degrees(self, column: str) -> float:
        try:
            return float(self.values[column])
        except (TypeError, ValueError):
            problem = f"column {column}: the value is {self.values[column] or ''!r}, expected degrees (WGS-84)"
            raise self.error(problem) from None

    def error(self, problem: str) -> InputError:
        return InputError(f"{self.file}, row {self.number:,}, {problem}")


def _stripped(values: dict[str, Any]) -> dict[str, Any]:
    """Return values without the blanks around them, None for those of blanks alone."""
    return {name: (value.strip() or None) if isinstance(value, str) else value for name, value in values.items()}


def _places(rows: list[_Row]) -> list[Place]:
    ids = Counter(row.text("site_id") for row in rows)
    sites: dict[str, Site] = {}
    for row in rows:
        if ids[row.text("site_id")] > 1:
            msg = f"column site_id: {row.text('site_id')!r} is there {ids[row.text('site_id')]} times"
            raise row.error(msg)
        if not row.members:
            sites[row.text("site_id")] = _site(row)
    return [_group(row, sites) if row.members else sites[row.text("site_id")] for row in rows]


def _site(row: _Row) -> Site:
    try:
        boundary = None if row.values["boundary"] is None else Boundary(wkt=row.values["boundary"])
        pointless = row.values["lat"] is None and row.values["lng"] is None
        lat, lng = boundary.middle if boundary and pointless else (row.degrees("lat"), row.degrees("lng"))
        return Site(**_names(row), lat=lat, lng=lng, boundary=boundary)
    except ScopeError as error:
        raise error if isinstance(error, InputError) else row.error(str(error)) from None


def _group(row: _Row, sites: dict[str, Site]) -> Group:
    for column in ("lat", "lng", "boundary"):
        if row.values[column] is not None:
            msg = f"column {column}: a group has members and no point or boundary of its own, expected no value"
            raise row.error(msg)
    for member in row.members:
        if member not in sites:
            msg = f"column members: {member!r} is no site of the file, expected some of {', '.join(sites)}"
            raise row.error(msg)
    try:
        return Group(**_names(row), members=tuple(sites[member] for member in row.members))
    except ScopeError as error:
        raise row.error(str(error)) from None


def _names(row: _Row) -> dict[str, Any]:
    required = {column: row.text(column) for column in ("site_id", "name", "kind")}
    names = required | {column: row.values[column] for column in ("name_zh", "district")}
    for column, value in names.items():
        if value is not None and shaped_like_identifier(str(value)):
            msg = (
                f"column {column}: the value is shaped like an identifier of a device or a person (not shown here), "
                "expected the name or the code of a place, with letters before its digits"
            )
            raise row.error(msg)
    return names
