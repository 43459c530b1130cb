"""What it takes to test and quarantine those flagged: tests, days, places, calls, and the backlog by day."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields

from dashboard.counting.interval import Estimate
from dashboard.errors import ScopeError

LARGEST_POOL = 100


@dataclass(frozen=True, kw_only=True)
class Means:
    """What is assumed: all of it visible beside the figures, none of it in the release.

    `pool` samples share a test (1: each alone); `prevalence` is the share of those flagged who would test positive;
    `tests_a_day` and `calls_a_day` are capacities; everyone is in quarantine at home for `quarantine_days`.
    """

    tests_a_person: int = 2
    pool: int = 1
    prevalence: float = 0.001
    tests_a_day: int = 230_000
    quarantine_days: int = 14
    calls_a_day: int = 50_000

    def __post_init__(self) -> None:
        """Check that each is in its range."""
        if not 0 <= self.prevalence <= 1:
            msg = f"prevalence is {self.prevalence}, expected a share from 0 to 1"
            raise ScopeError(msg)
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "prevalence" and value < 1:
                msg = f"{field.name} is {value}, expected 1 or more"
                raise ScopeError(msg)


@dataclass(frozen=True, kw_only=True)
class Effort:
    """What it takes: tests in the laboratory, days of testing, person-days at home, days of calls."""

    tests: Estimate
    testing_days: Estimate
    places: Estimate
    person_days: Estimate
    calling_days: Estimate


def pooled_tests(pool: int, prevalence: float) -> float:
    """Return the expected tests for each sample when `pool` samples share a test and a positive pool is taken apart.

        1 / k + 1 - (1 - p)^k     for k > 1, and 1 for k = 1

    Source: Dorfman, The detection of defective members of large populations, Annals of Mathematical Statistics 14
    (1943). Tests are taken to be right, and those in a pool not to be of one household.
    """
    return 1.0 if pool == 1 else 1 / pool + 1 - (1 - prevalence) ** pool


def best_pool(prevalence: float) -> int:
    """Return the pool of 1 to LARGEST_POOL samples that takes the fewest tests; the smallest of several."""
    return min(range(1, LARGEST_POOL + 1), key=lambda pool: pooled_tests(pool, prevalence))


def effort(flagged: Estimate, means: Means) -> Effort:
    """Return what it takes for the people flagged; low, mid and high each from those of the people."""
    a_person = means.tests_a_person * pooled_tests(means.pool, means.prevalence)
    tests = _each(flagged, lambda people: math.ceil(people * a_person))
    return Effort(
        tests=tests,
        testing_days=_each(tests, lambda number: math.ceil(number / means.tests_a_day)),
        places=flagged,
        person_days=_each(flagged, lambda people: people * means.quarantine_days),
        calling_days=_each(flagged, lambda people: math.ceil(people / means.calls_a_day)),
    )


def backlog(tests: Estimate, tests_a_day: int) -> list[Estimate]:
    """Return the tests still to be made after 0, 1, 2 ... days, until none is left at the high."""
    days = math.ceil(tests.high / tests_a_day)
    return [
        tests.without(Estimate(low=done, mid=done, high=done))
        for done in range(0, (days + 1) * tests_a_day, tests_a_day)
    ]


def _each(estimate: Estimate, of: Callable[[int], int]) -> Estimate:
    """Return a rising function of low, mid and high."""
    mid = None if estimate.mid is None else of(estimate.mid)
    return Estimate(low=of(estimate.low), mid=mid, high=of(estimate.high))
