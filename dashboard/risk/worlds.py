"""Small simulated worlds around one place, in which every device is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dashboard.counting.interval import Counts

# A row withheld, in arrays of what is published.
WITHHELD = -1

# One more stop away or one more stop of stay is reached by this part of those who reached the one before.
_CLOSER, _LONGER = 0.7, 0.6

Integers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How many homes, dates, radii and stays a world has."""

    homes: int
    dates: int
    radii: int
    stays: int


@dataclass(frozen=True, kw_only=True, eq=False)
class People:
    """Devices: the home of each, and whether it qualifies by (device, date, radius, stay)."""

    home: Integers
    qualifies: Mask


def people(rng: np.random.Generator, shape: Shape, present: Mask) -> People:
    """Draw people who come on the dates that `present` (devices x dates) says, to some distance and for some stay.

    Who comes within a radius is within every wider one; who stays long also stays short.
    """
    nearest = _stops(rng, present.shape, shape.radii, _CLOSER)
    longest = _stops(rng, present.shape, shape.stays, _LONGER)
    within = np.arange(shape.radii) >= shape.radii - 1 - nearest[..., None]
    stayed = np.arange(shape.stays) <= longest[..., None]
    qualifies = present[..., None, None] & within[..., None] & stayed[..., None, :]
    return People(home=homes(rng, shape, len(present)), qualifies=qualifies)


def homes(rng: np.random.Generator, shape: Shape, devices: int) -> Integers:
    """Draw the homes of devices: each home has half as many as the one before."""
    return np.minimum(rng.geometric(0.5, devices) - 1, shape.homes - 1)


def visitors(rng: np.random.Generator, shape: Shape, devices: int) -> People:
    """Draw the people of a place: each comes on its own part of the dates, most on few, and on one at least."""
    often = rng.beta(0.4, 2.0, devices)[:, None]
    present = rng.random((devices, shape.dates)) < often
    present[np.arange(devices), rng.integers(0, shape.dates, devices)] = True
    return people(rng, shape, present)


def rows(found: People, homes: int) -> Counts:
    """Return the exact counts of a world by (home, previous, date, radius, stay), as `rows.Rows` counts them."""
    _, dates, radii, stays = found.qualifies.shape
    counts = np.zeros((homes, dates, dates, radii, stays), dtype=np.int64)
    previous = np.zeros((len(found.home), radii, stays), dtype=np.int64)
    for day in range(dates):
        device, radius, stay = np.nonzero(found.qualifies[:, day])
        entry = (found.home[device], previous[device, radius, stay], radius, stay)
        np.add.at(counts[:, :, day], entry, 1)
        previous[device, radius, stay] = day + 1
    return counts


def published(counts: Counts, threshold: int) -> Counts:
    """Return counts as a release with a threshold publishes them, WITHHELD where it withholds."""
    return np.where((counts > 0) & (counts < threshold), WITHHELD, counts)


def _stops(rng: np.random.Generator, size: tuple[int, ...], stops: int, on: float) -> Integers:
    """Draw how many stops beyond the first each reaches."""
    return np.minimum(rng.geometric(1 - on, size) - 1, stops - 1)
