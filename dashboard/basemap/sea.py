"""The sea from shorelines: OpenStreetMap draws only those, land to the left of them and water to the right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

Box = tuple[float, float, float, float]

# An extract cuts ways at their last node inside it, so a shore ends short of the frame: by this share of it at most.
SHORT = 0.1
# How far beside a shore its sides are looked at, as a share of the frame.
BESIDE = 1e-6


def sea(shores: Sequence[shapely.LineString], frame: Box) -> list[shapely.Polygon]:
    """Return the parts of a frame (west, south, east, north) that lie to the right of shores.

    A part that also lies to the left of one, or in which a shore ends far from the edge, is left out: nobody can tell.
    """
    if not len(shores):
        return []
    merged = shapely.get_parts(shapely.line_merge(shapely.union_all(list(shores)), directed=True))
    reaching = {line: _reaching(line, frame) for line in merged}
    lines = [line for line in reaching.values() if line is not None]
    if not lines:
        return []
    noded = shapely.union_all([shapely.box(*frame).boundary, *lines])
    areas = shapely.get_parts(shapely.polygonize([noded]))
    tree = shapely.STRtree(areas)
    right, left = (tree.query(_beside(lines, side * BESIDE * (frame[2] - frame[0])), "within")[1] for side in (1, -1))
    loose = np.array([line for line, whole in reaching.items() if whole is None], dtype=object)
    open_ended = tree.query(loose, "intersects")[1]
    at_sea = np.setdiff1d(right, np.concatenate([left, open_ended]))
    return [areas[index] for index in at_sea]


def _reaching(line: shapely.LineString, frame: Box) -> shapely.LineString | None:
    """Return a shore with its ends drawn on to the edge of the frame; None where one lies too far from it."""
    if line.is_closed:
        return line
    coordinates = shapely.get_coordinates(line)
    ends = [_on_edge(coordinates[0], frame), _on_edge(coordinates[-1], frame)]
    if any(end is None for end in ends):
        return None
    return shapely.LineString([ends[0], *coordinates, ends[1]])


def _on_edge(point: npt.NDArray[np.float64], frame: Box) -> tuple[float, float] | None:
    west, south, east, north = frame
    x, y = (float(value) for value in point)
    width, height = east - west, north - south
    ways = {
        (west, y): (x - west) / width,
        (east, y): (east - x) / width,
        (x, south): (y - south) / height,
        (x, north): (north - y) / height,
    }
    nearest = min(ways, key=lambda way: ways[way])
    return nearest if ways[nearest] <= SHORT else None


def _beside(lines: Sequence[shapely.LineString], off: float) -> npt.NDArray[np.object_]:
    """Return a spot to the right of the middle of each piece of lines, or to the left where `off` is negative."""
    spots = []
    for line in lines:
        coordinates = shapely.get_coordinates(line)
        steps = np.diff(coordinates, axis=0)
        lengths = np.hypot(steps[:, 0], steps[:, 1])
        kept = lengths > 0
        normal = np.column_stack([steps[kept, 1], -steps[kept, 0]]) / lengths[kept, None]
        spots.append((coordinates[:-1] + coordinates[1:])[kept] / 2 + normal * off)
    points: npt.NDArray[np.object_] = shapely.points(np.concatenate(spots))
    return points
