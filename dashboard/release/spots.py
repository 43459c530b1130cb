"""How many circles, over all places and radii, hold one spot: what one visit can be counted in at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from dashboard import cells
from dashboard.boundary import middle_of
from dashboard.site import Place

# Who keeps within so many metres of where they were first seen is at one spot.
MOVES_M = 300
_FINEST = 9
_SPOTS_ACROSS = 25  # spots lie so dense that a widest radius spans as many, or as dense as resolution 9


def circles_at_a_spot(places: Iterable[Place], radii_m: Sequence[int]) -> int:
    """Return the most circles (a place and a radius each) that whoever keeps within MOVES_M of a spot can enter.

    The spots are cells that cover all circles; each circle is taken as wider by MOVES_M and by how far a cell reaches,
    so that the number holds for every point of a cell. It follows from the list of places alone, in any order.
    """
    resolution = _resolution(radii_m[-1])
    stops = np.asarray(radii_m, dtype=np.float64)
    held: dict[int, int] = {}
    for place in places:
        wider = MOVES_M + max(cells.reach_m(cells.at(*middle_of(shape), resolution)) for shape in place.shapes)
        within = cells.disk(place.shapes, radii_m[-1] + wider, resolution)
        entered = (np.fromiter(within.values(), float)[:, np.newaxis] <= stops + wider).sum(axis=1)
        for cell, circles in zip(within, entered.tolist(), strict=True):
            held[cell] = held.get(cell, 0) + circles
    return max(held.values(), default=1)


def _resolution(widest_m: int) -> int:
    """Return the finest resolution, up to 9, whose cells are not much smaller than it takes."""
    fitting = (res for res in range(_FINEST, 0, -1) if cells.edge_m(res) * _SPOTS_ACROSS >= widest_m)
    return next(fitting, 0)
