"""Simplify the borders of neighbouring areas so that they still meet.

A border that two areas share is cut out as one arc, simplified once, in one direction, and put back into both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Vertex = tuple[float, float]
Ring = list[Vertex]


def simplify(rings: list[Ring], tolerance_m: float) -> list[Ring]:
    """Return closed rings of (lng, lat) with the vertices dropped that lie within `tolerance_m` of what remains.

    Vertices where three areas meet always stay.
    Source: Douglas and Peucker 1973, Cartographica 10(2), applied to shared arcs.
    """
    corners = _corners(rings)
    return [_simplified(ring, corners, tolerance_m) for ring in rings]


def _corners(rings: Iterable[Ring]) -> set[Vertex]:
    neighbours: dict[Vertex, set[Vertex]] = defaultdict(set)
    for ring in rings:
        for a, b in pairwise(ring):
            neighbours[a].add(b)
            neighbours[b].add(a)
    return {vertex for vertex, around in neighbours.items() if len(around) != 2}


def _simplified(ring: Ring, corners: set[Vertex], tolerance_m: float) -> Ring:
    turned = _from_a_corner(ring[:-1], corners)
    cuts = [i for i, vertex in enumerate(turned) if vertex in corners or i == 0]
    closed = [*turned, turned[0]]
    result: Ring = []
    for first, last in zip(cuts, [*cuts[1:], len(turned)], strict=True):
        result += _thin_arc(closed[first : last + 1], tolerance_m)[:-1]
    return [*result, result[0]]


def _from_a_corner(vertices: Ring, corners: set[Vertex]) -> Ring:
    """Turn an open ring so that it starts at a corner, or at its smallest vertex if it has none."""
    shared = [vertex for vertex in vertices if vertex in corners]
    start = vertices.index(min(shared or vertices))
    return vertices[start:] + vertices[:start]


def _thin_arc(arc: Ring, tolerance_m: float) -> Ring:
    backwards = arc[::-1] < arc
    points = np.array(arc[::-1] if backwards else arc)
    kept = [(float(lng), float(lat)) for lng, lat in points[_kept(points, tolerance_m)]]
    return kept[::-1] if backwards else kept


def _kept(points: NDArray[np.float64], tolerance_m: float) -> NDArray[np.bool_]:
    metres = points * [111_320 * np.cos(np.radians(points[0, 1])), 111_320]
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        distances = _from_segment(metres[first + 1 : last], metres[first], metres[last])
        furthest = int(np.argmax(distances))
        if distances[furthest] > tolerance_m:
            middle = first + 1 + furthest
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return keep


def _from_segment(points: NDArray[np.float64], a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    along = b - a
    length_squared = float(along @ along)
    share = np.clip((points - a) @ along / length_squared, 0, 1) if length_squared else np.zeros(len(points))
    distances: NDArray[np.float64] = np.linalg.norm(points - a - share[:, None] * along, axis=1)
    return distances
