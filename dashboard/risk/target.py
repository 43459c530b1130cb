"""Targets: persons whose presence in the data an attacker asks for, in small simulated worlds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.counting.interval import Counts
from dashboard.risk import worlds
from dashboard.risk.worlds import People, Shape

ONCE, EVERY_DAY = "on one day", "on every day"

# How many devices a simulated world has beside the target, from the fewest to the most.
_DEVICES = (20, 400)


@dataclass(frozen=True, kw_only=True, eq=False)
class Target:
    """One person as the attacker sees it.

    `others` holds the exact counts, without it, of the rows that it would add one to; `change` what it would add to
    the reach, by row (a place, a date, days since the last visit) and entry (a radius and stay, the stay fastest);
    `presence` how many rows of presence it adds to.
    """

    others: Counts
    change: Counts
    presence: int = 0


def simulated(rng: np.random.Generator, shape: Shape, kind: str, targets: int) -> Iterator[Target]:
    """Yield a target in each of some small worlds: one who comes ONCE, or EVERY_DAY, close and for long."""
    for _ in range(targets):
        devices = int(np.exp(rng.uniform(*np.log(_DEVICES))))
        world = worlds.rows(worlds.visitors(rng, shape, devices), shape.homes)
        own = worlds.rows(_one_person(rng, shape, kind), shape.homes)
        added = own.sum(axis=0)
        by_row = added.reshape(shape.dates**2, shape.radii * shape.stays)
        yield Target(
            others=np.concatenate([world.sum(axis=0)[added > 0], world[own > 0]]), change=by_row[by_row.any(axis=1)]
        )


def _one_person(rng: np.random.Generator, shape: Shape, kind: str) -> People:
    if kind == EVERY_DAY:
        everywhere = np.ones((1, shape.dates, shape.radii, shape.stays), dtype=bool)
        return People(home=worlds.homes(rng, shape, 1), qualifies=everywhere)
    present = np.zeros((1, shape.dates), dtype=bool)
    present[0, rng.integers(shape.dates)] = True
    return worlds.people(rng, shape, present)
