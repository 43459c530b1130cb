"""Read districts.geojson as it is, before anything in it is known to be sound."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dashboard.language import Message, mark

COLLECTION = frozenset({"type", "features", "name", "crs", "bbox"})
FEATURE = frozenset({"type", "geometry", "properties", "bbox"})
GEOMETRY = frozenset({"type", "coordinates", "bbox"})


def read_collection(path: Path) -> dict[str, Any] | Message:
    """Return the FeatureCollection in a GeoJSON file, or what is wrong with it as the end of a sentence."""
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        return mark("cannot be read ({error})", error=error.strerror)
    except (ValueError, RecursionError):
        return mark("is not JSON in UTF-8")
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        return mark("is not a GeoJSON FeatureCollection with a list of features")
    return dict(document)


def properties(collection: dict[str, Any]) -> Iterator[tuple[int | None, str, object]]:
    """Yield (row, name, value) for each property of each feature, and for all that `foreign_members` yields."""
    for row, feature in enumerate(collection["features"], start=1):
        found = feature.get("properties") if isinstance(feature, dict) else None
        if isinstance(found, dict):
            yield from ((row, name, value) for name, value in found.items())
    yield from foreign_members(collection)


def foreign_members(collection: dict[str, Any]) -> Iterator[tuple[int | None, str, object]]:
    """Yield (row, name, value) for each member that GeoJSON does not define; the row is None for the whole."""
    yield from _unknown(None, collection, COLLECTION)
    for row, feature in enumerate(collection["features"], start=1):
        if isinstance(feature, dict):
            yield from _unknown(row, feature, FEATURE)
            yield from _unknown(row, feature.get("geometry"), GEOMETRY)


def _unknown(row: int | None, owner: object, known: frozenset[str]) -> Iterator[tuple[int | None, str, object]]:
    if isinstance(owner, dict):
        yield from ((row, name, value) for name, value in owner.items() if name not in known)
