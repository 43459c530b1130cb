"""What one visitor of one day adds to the counts of a place: every shape that nested radii and stays allow."""

from __future__ import annotations

from itertools import combinations_with_replacement
from math import comb

import numpy as np
import numpy.typing as npt

from dashboard.errors import InputError

Shapes = npt.NDArray[np.bool_]
MOST = 200_000


def shapes(radii: int, stays: int) -> Shapes:
    """Return every shape of visit, a row each over radii x stays entries (the stay runs fastest), none empty.

    Who qualifies within a radius qualifies within wider ones, and who stays long stays shorter: a shape is a
    staircase, of which there are (radii + stays choose stays) with the empty one. Raises InputError above MOST.
    """
    number = comb(radii + stays, stays)
    if number > MOST:
        msg = (
            f"{radii} radii and {stays} stays make {number:,} shapes of visit, expected at most {MOST:,}: noise is "
            "fitted to each; use fewer radii or stays, or no noise"
        )
        raise InputError(msg)
    longest = np.array(list(combinations_with_replacement(range(stays + 1), radii)), dtype=np.int64)[1:]
    qualifies = np.arange(stays) < longest[:, :, np.newaxis]
    return qualifies.reshape(len(longest), radii * stays)
