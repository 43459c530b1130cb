"""H3 cells: the one module that imports h3, and the one boundary between its text and integer ids.

Inside the product a cell is an unsigned 64-bit integer; text appears only in files of other people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

import h3.api.basic_int as h3
import numpy as np
import numpy.typing as npt

from dashboard.boundary import Boundary, Shape
from dashboard.errors import ScopeError
from dashboard.sphere import Point

FINEST = 15
_RESOLUTION_UNIT = 1 << 52
_CELL_MODE = 1 << 7  # bits 59 to 62 are 1 for a cell

CellLike = TypeVar("CellLike")  # an int, a numpy array or an expression of 64-bit integers


def parse(text: str) -> int:
    """Return the integer id of a cell written as hexadecimal text; raise ScopeError if it is none."""
    try:
        cell = int(text, 16)
    except ValueError:
        cell = 0
    if not is_cell(cell):
        msg = f"{text!r} is not an H3 cell, expected 15 hexadecimal digits such as 8931aa42853ffff"
        raise ScopeError(msg)
    return cell


def to_text(cell: int) -> str:
    """Return the hexadecimal text of a cell."""
    return f"{cell:x}"


def is_cell(cell: int) -> bool:
    """Say whether an integer is a valid H3 cell."""
    return 0 < cell < 1 << 63 and bool(h3.is_valid_cell(cell))


def resolution(cells: CellLike) -> CellLike:
    """Return the resolution of cells, 0 (coarsest) to 15: bits 52 to 55 of an int, a numpy array or polars integers."""
    index: Any = cells
    return index // _RESOLUTION_UNIT % 16  # type: ignore[no-any-return]


def at(lat: float, lng: float, res: int) -> int:
    """Return the cell of a resolution that holds a point in WGS-84 degrees."""
    return int(h3.latlng_to_cell(lat, lng, res))


def centre(cell: int) -> Point:
    """Return the centre of a cell as (lat, lng) in degrees."""
    lat, lng = h3.cell_to_latlng(cell)
    return lat, lng


def centres(cells: npt.NDArray[np.uint64]) -> npt.NDArray[np.float64]:
    """Return the centres of many cells in degrees, an array of cells x (lat, lng)."""
    degrees = chain.from_iterable(map(h3.cell_to_latlng, cells.tolist()))
    return np.fromiter(degrees, dtype=np.float64, count=2 * cells.size).reshape(-1, 2)


def reach_m(cell: int) -> float:
    """Return how far from the centre of a cell the centres of the finer cells below it lie, at most, in metres.

    Each level puts the centres of its cells off by their own spacing, 1 / sqrt(7) of the coarser one's: by
    (1/sqrt(7) + 1/7 + ...) sqrt(3) = 1.053 edges in all. Cells are not quite regular: a tenth is added to the longest.
    """
    middle = h3.cell_to_latlng(cell)
    return 1.1 * max(float(h3.great_circle_distance(middle, corner, unit="m")) for corner in h3.cell_to_boundary(cell))


def edge_m(res: int) -> float:
    """Return the average length of a cell's edge at a resolution, which is its radius, in metres."""
    return float(h3.average_hexagon_edge_length(res, unit="m"))


def ring_lng_lat(cell: int) -> list[list[float]]:
    """Return the closed outline of a cell as [lng, lat] pairs, as GeoJSON wants it, to about 1 m."""
    ring = [[round(lng, 5), round(lat, 5)] for lat, lng in h3.cell_to_boundary(cell)]
    return [*ring, ring[0]]


def parent(cells: CellLike, res: int) -> CellLike:
    """Return the ancestors of cells at a coarser or equal resolution, element by element.

    Works on an int, a numpy array and an expression, by the layout of the index: bits 52 to 55 hold the
    resolution, and each of the 15 digits below it 3 bits, 7 where unused. Without bit operations, which narwhals
    lacks. Source: H3 documentation, "H3Index Bit Layout".
    """
    unused = 1 << 3 * (FINEST - res)
    index: Any = cells
    own_resolution = index % (16 * _RESOLUTION_UNIT) - index % _RESOLUTION_UNIT
    return index - own_resolution - index % unused + (res * _RESOLUTION_UNIT + unused - 1)  # type: ignore[no-any-return]


def number(cells: CellLike, res: int) -> CellLike:
    """Return cells of a resolution as numbers in the order of the cells, below 2 ** (7 + 3 * res), with gaps.

    What is alike in all of them is left out, the resolution and the unused digits. Source and element by element: as
    for `parent`.
    """
    index: Any = cells
    return index % _RESOLUTION_UNIT // (1 << 3 * (FINEST - res))  # type: ignore[no-any-return]


def of_number(numbers: CellLike, res: int) -> CellLike:
    """Return the cells of a resolution that have the numbers of `number`."""
    unused = 1 << 3 * (FINEST - res)
    index: Any = numbers
    return index * unused + ((_CELL_MODE + res) * _RESOLUTION_UNIT + unused - 1)  # type: ignore[no-any-return]


def descendants(cells: npt.NDArray[np.uint64], res: int) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Return the lowest and the highest index that a descendant at a finer or equal resolution may have, by cell.

    `cells` are of one resolution. The digits between the two resolutions run from 0 to 7. Source: as for `parent`.
    """
    if not cells.size:
        return cells, cells
    coarse = resolution(int(cells[0]))
    highest = cells + np.uint64((res - coarse) * _RESOLUTION_UNIT)
    between = (1 << 3 * (FINEST - coarse)) - (1 << 3 * (FINEST - res))
    return highest - np.uint64(between), highest


def disk(shapes: Sequence[Shape], radius_m: float, res: int) -> dict[int, float]:
    """Return every cell whose centre lies within `radius_m` of the nearest shape, with that distance.

    Distances are great-circle metres from the nearest of `shapes`, points (lat, lng) and areas, to the cell's centre.
    """
    found: dict[int, float] = {}
    for shape in shapes:
        for cell, metres in _near(shape, radius_m, res):
            if metres <= radius_m and metres < found.get(cell, float("inf")):
                found[cell] = metres
    return found


def inside(geometry: dict[str, Any], res: int) -> set[int]:
    """Return the cells of a resolution whose centres lie inside a GeoJSON polygon or multipolygon."""
    return {int(cell) for cell in h3.geo_to_cells(geometry, res)}


def _near(shape: Shape, radius_m: float, res: int) -> Iterator[tuple[int, float]]:
    """Yield the cells around a shape, some further away than the radius, with their distances."""
    return _near_area(shape, radius_m, res) if isinstance(shape, Boundary) else _near_point(shape, radius_m, res)


def _near_point(point: Point, radius_m: float, res: int) -> Iterator[tuple[int, float]]:
    origin = h3.latlng_to_cell(*point, res)
    # On a regular grid a ring reaches 1.5 edges further out; H3's cells shrink to about two thirds of the average.
    rings = int(radius_m / edge_m(res)) + 2
    for cell in h3.grid_disk(origin, rings):
        yield int(cell), h3.great_circle_distance(point, h3.cell_to_latlng(cell), unit="m")


def _near_area(boundary: Boundary, radius_m: float, res: int) -> Iterator[tuple[int, float]]:
    south, west, north, east = boundary.box(radius_m)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    around = np.array(sorted(inside({"type": "Polygon", "coordinates": [ring]}, res)), dtype=np.uint64)
    metres = boundary.distance_m(*centres(around).T)
    yield from zip(around.tolist(), metres.tolist(), strict=True)
