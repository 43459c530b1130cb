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
    """One person as the attacker sees it: the exact counts, without it, of the rows that it would add one to."""

    others: Counts


def simulated(rng: np.random.Generator, shape: Shape, kind: str, targets: int) -> Iterator[Target]:
    """Yield a target in each of some small worlds: one who comes ONCE, or EVERY_DAY, close and for long."""
    for _ in range(targets):
        devices = int(np.exp(rng.uniform(*np.log(_DEVICES))))
        world = worlds.rows(worlds.visitors(rng, shape, devices), shape.homes)
        own = worlds.rows(_one_person(rng, shape, kind), shape.homes)
        in_all = world.sum(axis=0)[own.sum(axis=0) > 0]
        yield Target(others=np.concatenate([in_all, world[own > 0]]))


def _one_person(rng: np.random.Generator, shape: Shape, kind: str) -> People:
    if kind == EVERY_DAY:
        everywhere = np.ones((1, shape.dates, shape.radii, shape.stays), dtype=bool)
        return People(home=worlds.homes(rng, shape, 1), qualifies=everywhere)
    present = np.zeros((1, shape.dates), dtype=bool)
    present[0, rng.integers(shape.dates)] = True
    return worlds.people(rng, shape, present)
