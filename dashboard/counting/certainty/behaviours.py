"""Behaviours near a place: what a device may have truly done, and what would have been measured of it.

Three kinds of behaviours, each of a number of dates on which the device comes:

- passing: at one distance, for no time or a few minutes;
- keeping: always at the same true place at one distance, for a stay (who lives or works there, or has a stall);
- moving: in up to three parts a visit, each somewhere else, evenly in a disk around the place (who buys there).

A stay at a place has one error of its position for all its sightings (a part of a visit is a stay); the next one has
another. The stay of a visit varies about the device's own by a log-normal factor. A measured stay is the sum of the
neighbouring parts measured inside, less `sighted_every_min`, since the first and the last sighting fall inside the
stay. Devices of every behaviour are drawn from a fixed seed, so that the same question has the same answer.

Not in it: sightings on the way there; the shape of roads and halls, one place's neighbours (distances are to one
point, also for a group); errors that depend on the place, or that jump within a stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dashboard.counting.certainty.error import FAR_SHARE, ErrorModel

Floats = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]

PASSING, KEEPING, MOVING = range(3)
SEED = 1
VISITS = (1_200, 120, 120)  # drawn of every behaviour, by kind, and at least DRAWS devices
DRAWS = 24
PARTS = 3
STAY_SPREAD = 0.4  # standard deviation of the logarithm of a visit's stay
PASSING_MIN = (0, 8)
STAYS_MIN = (20, 45, 90, 180, 360, 600)
LONGEST_MOVING_MIN = 360  # who stays longer keeps a place
DISKS_M = (100, 175, 250, 350, 450, 550, 700, 900)
RINGS_M = (
    *range(0, 1200, 150),
    *range(1200, 3000, 200),
    3000,
)
BEYOND = (1.1, 1.2, 1.35)  # rings past the largest radius, in units of it


@dataclass(frozen=True, kw_only=True, eq=False)
class Behaviours:
    """Every behaviour, drawn: `kind` and prior `weight` (sum 1) by behaviour; the visits of all draws, one row each.

    `drawn` says how many devices were drawn of each; they are numbered through, `visitor` is the number of each
    visit's, rising. `length_min` holds the minutes of each part (nan: no such part), `true_m` and `measured_m` its
    distances from the place.
    """

    kind: Index
    weight: Floats
    drawn: Index
    visitor: Index
    length_min: Floats
    true_m: Floats
    measured_m: Floats


@lru_cache(maxsize=4)
def behaviours(dates: int, largest_m: int, error: ErrorModel) -> Behaviours:
    """Return the behaviours to be within or a little beyond `largest_m` of a place in a window of some dates."""
    kind, inner_m, outer_m, come, stay_min, parts = _catalogue(dates, largest_m)
    rng = np.random.Generator(np.random.PCG64(SEED))
    drawn = np.maximum(DRAWS, np.array(VISITS)[kind] // come)
    behaviour = np.repeat(np.arange(len(kind)), drawn)
    evenly = (_nth(drawn) + rng.random(len(behaviour))) / drawn[behaviour]
    kept_m = np.sqrt(inner_m[behaviour] ** 2 + (outer_m[behaviour] ** 2 - inner_m[behaviour] ** 2) * evenly)
    visitor = np.repeat(np.arange(len(behaviour)), come[behaviour])
    of = behaviour[visitor]
    shape = (len(of), PARTS)
    moved_m, angle = outer_m[of, None] * np.sqrt(rng.random(shape)), 2 * np.pi * rng.random(shape)
    moves = (kind == MOVING)[of, None]
    east = np.where(moves, moved_m * np.cos(angle), kept_m[visitor, None])
    north = np.where(moves, moved_m * np.sin(angle), 0.0)
    sd_m = np.where(rng.random(shape) < FAR_SHARE, error.far_sd_m, error.near_sd_m)
    off_east, off_north = sd_m * rng.standard_normal(shape), sd_m * rng.standard_normal(shape)
    stay = stay_min[of] * np.exp(STAY_SPREAD * rng.standard_normal(len(of)))
    there = np.arange(PARTS) < parts[of, None]
    return Behaviours(
        kind=kind,
        weight=_prior(kind, inner_m, outer_m),
        drawn=drawn,
        visitor=visitor,
        length_min=np.where(there, (stay / parts[of])[:, None], np.nan),
        true_m=np.hypot(east, north),
        measured_m=np.hypot(east + off_east, north + off_north),
    )


def longest_min(distance_m: Floats, length_min: Floats, radius_m: float) -> Floats:
    """Return the minutes of the longest run of parts within a radius, for each visit; -1 where none is."""
    longest, run = np.full((2, len(distance_m)), -1.0)
    for part in range(distance_m.shape[1]):
        inside = (distance_m[:, part] <= radius_m) & ~np.isnan(length_min[:, part])
        run = np.where(inside, np.maximum(run, 0) + length_min[:, part], -1.0)
        longest = np.maximum(longest, run)
    return longest


def _nth(counts: Index) -> Index:
    """Return 0 to n - 1 for each n of some counts, one after the other."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def _prior(kind: Index, inner_m: Floats, outer_m: Floats) -> Floats:
    """Return the weight of each behaviour before the counts are known; each kind together has a third.

    Who passes does so anywhere, by area; the others have a reason to be near: each distance weighs the same.
    """
    area = np.where(kind == PASSING, outer_m**2 - inner_m**2, 1.0)
    return area / (3 * np.bincount(kind, weights=area, minlength=3)[kind])


def _catalogue(dates: int, largest_m: int) -> tuple[Index, Floats, Floats, Index, Floats, Index]:
    """Return kind, inner and outer distance, dates that the device comes, stay and parts of every behaviour."""
    come = sorted({1, *(round(dates ** (power / 4)) for power in range(1, 4)), max(1, dates - 1)})
    edges = sorted({*(edge for edge in RINGS_M if edge < largest_m), largest_m, *(largest_m * x for x in BEYOND)})
    rings = list(pairwise(edges))
    rows = [
        *((PASSING, *ring, times, stay, 1) for ring in rings for times in come for stay in PASSING_MIN),
        *((KEEPING, *ring, times, stay, 1) for ring in rings for times in come for stay in STAYS_MIN),
        *(
            (MOVING, 0, disk, times, stay, parts)
            for disk in DISKS_M
            for times in come
            for stay in STAYS_MIN
            if stay <= LONGEST_MOVING_MIN
            for parts in range(1, PARTS + 1)
        ),
    ]
    kind, inner_m, outer_m, times, stay_min, parts = np.array(rows, dtype=np.float64).T
    return kind.astype(np.intp), inner_m, outer_m, times.astype(np.intp), stay_min, parts.astype(np.intp)
