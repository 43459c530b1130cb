"""Read the places to count around from a CSV file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.builder.source import collect, open_source
from dashboard.errors import InputError, ScopeError
from dashboard.release.check.shapes import shaped_like_identifier
from dashboard.site import Group, Place, Site

_REQUIRED = ("site_id", "name", "kind", "lat", "lng")
_COLUMNS = (*_REQUIRED, "name_zh", "district", "members")


def read_places(path: Path) -> list[Place]:
    """Return the sites and groups of a CSV file, in its order.

    Columns: site_id, name, kind, lat, lng, and where wanted name_zh, district and members. A group has members
    (site_ids of the same file, separated by spaces or semicolons) and neither lat nor lng. Raises InputError with
    the row and the column at fault.
    """
    source = open_source(path, "sites")
    source.require(*_REQUIRED)
    unknown = [column for column in source.schema if column not in _COLUMNS]
    if unknown:
        msg = f"{path}: column {unknown[0]} is not known, expected {', '.join(_COLUMNS)}"
        raise InputError(msg)
    rows = [
        _Row(file=str(path), number=number, values=dict.fromkeys(_COLUMNS) | _stripped(values))
        for number, values in enumerate(collect(source, source.rows).to_dicts(), start=1)
        if any(_stripped(values).values())
    ]
    if not rows:
        msg = f"{path} holds no sites, expected at least one row"
        raise InputError(msg)
    return _places(rows)


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
