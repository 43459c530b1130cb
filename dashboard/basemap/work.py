"""The work file: features of all layers of a map, kind by kind, on the disk while tiles are made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely
from pyogrio.raw import write_arrow

from dashboard.basemap.features import COAST, WGS84, Features, features_of
from dashboard.basemap.kinds import KINDS, Kind
from dashboard.basemap.names import SPELLINGS
from dashboard.basemap.sea import Box, sea
from dashboard.basemap.source import Layer, gdal


def gather(layers: Sequence[Layer], work: Path, say: Callable[[str], None]) -> tuple[list[Kind], Box]:
    """Write the features of layers to a work file; return the kinds that there are and the box that holds all."""
    shores: list[shapely.LineString] = []
    seen: set[str] = set()
    boxes: list[tuple[float, ...]] = []
    for layer in layers:
        say(layer.name)
        for features in features_of(layer):
            boxes.append(tuple(shapely.total_bounds(features.geometries)))
            if features.kind == COAST:
                shores.extend(shapely.get_parts(features.geometries))
                continue
            _append(work, features, new=features.kind not in seen)
            seen.add(features.kind)
    if not boxes:
        return [], (0, 0, 0, 0)
    lows, highs = np.array(boxes)[:, :2].min(axis=0), np.array(boxes)[:, 2:].max(axis=0)
    box = (float(lows[0]), float(lows[1]), float(highs[0]), float(highs[1]))
    water = sea(shores, box)
    if water:
        empty = np.full(len(water), None, dtype=object)
        _append(
            work,
            Features(kind="water", geometries=np.array(water, dtype=object), names=dict.fromkeys(SPELLINGS, empty)),
            new="water" not in seen,
        )
        seen.add("water")
    return [kind for kind in KINDS if kind.name in seen], box


def _append(work: Path, features: Features, *, new: bool) -> None:
    columns = {name: pa.array(text, type=pa.string()) for name, text in features.names.items()}
    table = pa.table({"geometry": pa.array(shapely.to_wkb(features.geometries), type=pa.binary()), **columns})
    with gdal():
        write_arrow(
            table,
            work,
            layer=features.kind,
            driver="GPKG",
            geometry_name="geometry",
            geometry_type="Unknown",
            crs=WGS84,
            append=not new,
            layer_options={"SPATIAL_INDEX": "NO"} if new else None,
        )
