"""The cells of a view: those whose centre lies in a box, and the resolution at which a view shows not too many.

Of a country's cells only those near the sides of the box are looked at one by one: a coarser cell that lies well
inside holds none but centres inside, one well outside none at all.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dashboard import cells
from dashboard.counting.located import Located, below, cells_with_presence, check_resolution, located
from dashboard.counting.memo import once_per_release
from dashboard.errors import ScopeError
from dashboard.release.load import Release

Box = tuple[float, float, float, float]
Cells = npt.NDArray[np.uint64]

CELLS_IN_VIEW = 5_000
# The centres of so many cells are kept, and all looked at.
FEW = 100_000
# Levels above a cell at which it is looked at together with its neighbours: 343 of them.
UP = 3
_METRES_A_DEGREE = 111_000  # a little less than the least
_POLAR_LAT, _DATE_LINE_LNG = 80, 170


def cells_in_box(  # noqa: PLR0913, PLR0917 a box has four sides
    release: Release, south: float, west: float, north: float, east: float, resolution: int
) -> list[int]:
    """Return the cells of a resolution, rising, that hold any presence and have their centre in a box of degrees.

    Raises ScopeError for a resolution finer than the release's, or a box inside out.
    """
    box = _checked((south, west, north, east))
    check_resolution(release, resolution)
    if cells_with_presence(release, resolution).size <= FEW:
        known = located(release, resolution)
        return _listed(known.cell[_inside(known.lat, known.lng, box)])
    every, (within, near_to) = cells_with_presence(release, resolution), _sorted_out(release, box, resolution)
    inside, near = below(every, within, resolution), below(every, near_to, resolution)
    centres = cells.centres(every[near])
    near = near[_inside(centres[:, 0], centres[:, 1], box)]
    return _listed(every[np.sort(np.concatenate([inside, near]))])


def fit_resolution(release: Release, box: Box, limit: int = CELLS_IN_VIEW) -> int:
    """Return the finest resolution at which a box (south, west, north, east) shows at most `limit` cells."""
    _checked(box)
    for resolution in range(release.manifest.presence_resolution, 0, -1):
        if fits(release, box, resolution, limit):
            return resolution
    return 0


def fits(release: Release, box: Box, resolution: int, limit: int = CELLS_IN_VIEW) -> bool:
    """Say whether a box shows at most `limit` cells of a resolution."""
    every = cells_with_presence(release, resolution)
    if every.size > FEW:
        lowest, highest = cells.descendants(_sorted_out(release, box, resolution)[0], resolution)
        surely = np.searchsorted(every, highest, side="right") - np.searchsorted(every, lowest)
        if surely.sum() > limit:
            return False
    return len(cells_in_box(release, *box, resolution)) <= limit


def _sorted_out(release: Release, box: Box, resolution: int) -> tuple[Cells, Cells]:
    """Return coarser cells than a resolution: those with all cells inside a box, those with some that may be or not."""
    above, reach_lat, reach_lng = _above(release, max(0, resolution - UP))
    south, west, north, east = box
    off = np.stack([south - above.lat, above.lat - north, west - above.lng, above.lng - east]) / np.stack(
        [reach_lat, reach_lat, reach_lng, reach_lng]
    )
    odd = ~np.isfinite(reach_lng)
    inside = (off.max(axis=0) < -1) & ~odd
    near = ((off.max(axis=0) <= 1) & ~inside) | odd
    return above.cell[inside], above.cell[near]


@once_per_release
def _above(release: Release, resolution: int) -> tuple[Located, npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return cells, and how far from their centre centres of finer cells lie at most, in degrees of each axis.

    Near a pole or the line of the date, where degrees of longitude say little of that, the reach is infinite.
    """
    known = located(release, resolution)
    up = np.array([cells.reach_m(cell) for cell in known.cell.tolist()]) / _METRES_A_DEGREE
    across = up / np.cos(np.radians(np.minimum(np.abs(known.lat) + up, _POLAR_LAT)))
    odd = (np.abs(known.lat) + up >= _POLAR_LAT) | (np.abs(known.lng) + across >= _DATE_LINE_LNG)
    return known, up, np.where(odd, np.inf, across)


def _inside(lat: npt.NDArray[np.float64], lng: npt.NDArray[np.float64], box: Box) -> npt.NDArray[np.bool_]:
    south, west, north, east = box
    inside: npt.NDArray[np.bool_] = (lat >= south) & (lat <= north) & (lng >= west) & (lng <= east)
    return inside


def _listed(found: Cells) -> list[int]:
    return [int(cell) for cell in found]


def _checked(box: Box) -> Box:
    south, west, north, east = box
    if south > north or west > east:
        msg = f"box is {south} to {north} N, {west} to {east} E, expected south below north and west before east"
        raise ScopeError(msg)
    return box
