"""Read districts.geojson as it is, before anything in it is known to be sound."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FRAME = frozenset({"type", "geometry", "properties", "bbox"})


def read_features(path: Path) -> list[Any] | str:
    """Return the features of a GeoJSON file, or what is wrong with it as the end of a sentence."""
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except (ValueError, RecursionError):
        return "is not JSON in UTF-8"
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        return "is not a GeoJSON FeatureCollection with a list of features"
    return features


def members(features: list[Any]) -> Iterator[tuple[int, str, object]]:
    """Yield (row, name, value) for each property of each feature, and each member that GeoJSON does not define."""
    for row, feature in enumerate(features, start=1):
        if not isinstance(feature, dict):
            continue
        properties = feature.get("properties")
        for name, value in properties.items() if isinstance(properties, dict) else ():
            yield row, name, value
        for name, value in feature.items():
            if name not in FRAME:
                yield row, name, value
