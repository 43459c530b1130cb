"""JSON into a table: a list of records, or the features of GeoJSON with the point of each."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

import polars as pl
from shapely.errors import ShapelyError
from shapely.geometry import shape

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.ingest.table import Table, named

LAT, LNG = "latitude", "longitude"


def read_records(name: str, opened: BinaryIO) -> Table:
    """Return the records of a JSON file, or of JSON lines; a feature's point, or the middle of its shape, as LAT, LNG.

    Raises InputError for JSON of another form; its text is never shown.
    """
    try:
        text = opened.read().decode("utf-8-sig")
        records = _records(text)
    except (ValueError, ShapelyError):
        records = None
    if not records or not all(isinstance(record, dict) for record in records):
        msg = _("{name} is JSON of another form, expected a list of records, JSON lines or GeoJSON features").format(
            name=name
        )
        raise InputError(msg)
    names = list(dict.fromkeys(key for record in records for key in record))
    columns = {key: [_text(record.get(key)) for record in records] for key in names}
    return Table(file=name, rows=pl.DataFrame(columns, schema=dict.fromkeys(named(name, names), pl.String)))


def _records(text: str) -> list[Any]:
    if not text.lstrip().startswith(("[", "{")):
        return []
    try:
        found = json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    if isinstance(found, dict) and isinstance(found.get("features"), list):
        return [_of_feature(feature) for feature in found["features"]]
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list)]
        return lists[0] if len(lists) == 1 else [found]
    return list(found)


def _of_feature(feature: dict[str, Any]) -> dict[str, Any]:
    point = shape(feature["geometry"]).representative_point() if feature.get("geometry") else None
    where = {} if point is None else {LAT: point.y, LNG: point.x}
    return {**(feature.get("properties") or {}), **where}


def _text(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
