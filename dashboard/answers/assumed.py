"""What is assumed beside the rule: who a true visitor is, and the means to test and quarantine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.answers.nearest import Allowed, number
from dashboard.counting.certainty.chances import TrueVisit
from dashboard.counting.effort import Means
from dashboard.counting.published import BEIJING
from dashboard.language import mark
from dashboard.release.load import Release

TRUE_RADII_M = (100, 150, 250, 400, 500, 750, 1000)
TRUE_STAYS_MIN = (0, 5, 15, 30, 60, 120)


@dataclass(frozen=True, kw_only=True)
class Input:
    """One input of what it takes: its name in a link, its label, what it begins with, what it may be."""

    name: str
    label: str
    usual: float
    allowed: Allowed


INPUTS = (
    Input(
        name="tests_each",
        label=mark("Tests a person"),
        usual=BEIJING.tests_a_person,
        allowed=Allowed(least=1, most=10),
    ),
    Input(
        name="pool",
        label=mark("Samples in a mixed test"),
        usual=BEIJING.pool,
        allowed=Allowed(least=1, most=100),
    ),
    Input(
        name="infected_of_1000",
        label=mark("Infected of 1,000 flagged"),
        usual=1000 * BEIJING.prevalence,
        allowed=Allowed(least=0, most=1000, step=0),
    ),
    Input(
        name="tests_a_day",
        label=mark("Tests a day"),
        usual=BEIJING.tests_a_day,
        allowed=Allowed(least=1, most=10_000_000),
    ),
    Input(
        name="quarantine_days",
        label=mark("Days in quarantine"),
        usual=BEIJING.quarantine_days,
        allowed=Allowed(least=1, most=60),
    ),
    Input(
        name="calls_a_day",
        label=mark("Calls a day"),
        usual=BEIJING.calls_a_day,
        allowed=Allowed(least=1, most=10_000_000),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Assumed:
    """What is assumed: `values` of INPUTS by name, and who was truly there."""

    values: Mapping[str, float]
    true_visit: TrueVisit

    @classmethod
    def settle(cls, release: Release, query: Mapping[str, Any]) -> tuple[Assumed, list[str]]:
        """Return what a URL query assumes, wrong parts replaced by the nearest, and what was wrong."""
        settled = {one.name: number(query, one.name, one.usual, one.allowed) for one in INPUTS}
        usual, radii = TrueVisit(), true_radii_m(release)
        radius_m, wrong_radius = number(query, "true_radius_m", nearest_of(radii, usual.radius_m), _among(radii))
        stay_min, wrong_stay = number(query, "true_stay_min", usual.stay_min, _among(TRUE_STAYS_MIN))
        return (
            cls(
                values={name: found[0] for name, found in settled.items()},
                true_visit=TrueVisit(radius_m=int(radius_m), stay_min=int(stay_min)),
            ),
            [*(problem for found in settled.values() for problem in found[1]), *wrong_radius, *wrong_stay],
        )

    def to_query(self) -> dict[str, str]:
        """Return the parts of a link, also those that are as usual."""
        true = {"true_radius_m": self.true_visit.radius_m, "true_stay_min": self.true_visit.stay_min}
        return {name: f"{value:.12g}" for name, value in {**self.values, **true}.items()}

    @property
    def means(self) -> Means:
        """Return the means to test and quarantine."""
        return means_of([self.values[one.name] for one in INPUTS])


def means_of(values: Sequence[float | None]) -> Means:
    """Return the means from the inputs, in the order of INPUTS; an empty or wrong one keeps what it began with."""
    usual = Means()
    tests, pool, infected, tests_a_day, days, calls = values
    return Means(
        tests_a_person=int(tests or usual.tests_a_person),
        pool=int(pool or usual.pool),
        prevalence=usual.prevalence if infected is None else infected / 1000,
        tests_a_day=int(tests_a_day or usual.tests_a_day),
        quarantine_days=int(days or usual.quarantine_days),
        calls_a_day=int(calls or usual.calls_a_day),
    )


def true_visit_of(radius_m: int, stay_min: int) -> TrueVisit:
    """Return who is taken to have truly been there: for so long within so many metres."""
    return TrueVisit(radius_m=radius_m, stay_min=stay_min)


def true_radii_m(release: Release) -> tuple[int, ...]:
    """Return the radii of a true visitor to choose from: none beyond the largest of the release."""
    return tuple(radius for radius in TRUE_RADII_M if radius <= release.manifest.radii_m[-1]) or TRUE_RADII_M[:1]


def nearest_of(values: tuple[int, ...], value: float) -> int:
    """Return the one of some values nearest to a value."""
    return int(_among(values).nearest(value))


def _among(values: tuple[int, ...]) -> Allowed:
    return Allowed(least=values[0], most=values[-1], among=values)
