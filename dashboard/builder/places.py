"""Read the places to count around from a table."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.errors import InputError, ScopeError
from dashboard.release.check.findings import ROW
from dashboard.release.check.shapes import shaped_like_identifier
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.read import read_input
from dashboard.release.ingest.sites import site_id_of
from dashboard.release.ingest.table import PART
from dashboard.site import Group, Place, Site

_COLUMNS = ("site_id", "name", "kind", "lat", "lng", "name_zh", "district", "members")
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
_SHAPES = ("wkt", "geometry", "geom")
_KIND = "place"
_POINT = re.compile(r"POINT\s*\(\s*(?P<x>[-+.0-9eE]+)\s+(?P<y>[-+.0-9eE]+)\s*\)", re.IGNORECASE)


def read_places(path: Path) -> list[Place]:
    """Return the sites and groups of a table in any form that import reads, in its order.

    Columns: name and lat, lng (or a point as WKT), and where wanted site_id (else made of the name), kind, name_zh,
    district and members; further columns are left out. A group has members (site_ids of the same file, separated by
    spaces or semicolons) and neither lat nor lng. Raises InputError with the row and the column at fault.
    """
    table = read_input(path, Plan())
    called = _called(path, table.rows.columns)
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
    return _places(rows)


def _called(path: Path, columns: list[str]) -> dict[str, str]:
    """Return the file's column for each that is known; InputError where one is missing, or two hold the same."""
    found: dict[str, str] = {}
    for name, names in {**_CALLED, "wkt": _SHAPES}.items():
        alike = [column for column in columns if column.strip().lower() in names]
        if len(alike) > 1:
            msg = f"{path}: columns {alike[0]} and {alike[1]} both hold {name}, expected one of them"
            raise InputError(msg)
        if alike:
            found[name] = alike[0]
    missing = [name for name in ("name", *(() if "wkt" in found else ("lat", "lng"))) if name not in found]
    if missing:
        there = len([column for column in columns if column not in {ROW, PART}])
        msg = (
            f"{path}: column {missing[0]} is missing, expected name, lat and lng (or WKT) among the names in the first "
            f"row ({there} found)"
        )
        raise InputError(msg)
    return found


def _of_row(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a row by column, None where nothing stands, with what can be made of the others."""
    found = dict.fromkeys(_COLUMNS) | _stripped(values)
    point = _POINT.fullmatch(str(found.pop("wkt", None) or ""))
    if point is not None:
        found |= {"lng": point["x"], "lat": point["y"]}
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
        return Site(**_names(row), lat=row.degrees("lat"), lng=row.degrees("lng"))
    except ScopeError as error:
        raise error if isinstance(error, InputError) else row.error(str(error)) from None


def _group(row: _Row, sites: dict[str, Site]) -> Group:
    for column in ("lat", "lng"):
        if row.values[column] is not None:
            msg = f"column {column}: a group has members and no point of its own, expected no value"
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
