"""What one device of each behaviour adds to every count, and the chance that it is truly there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from dashboard.counting.certainty.behaviours import Behaviours, Floats, Index, behaviours, longest_min
from dashboard.counting.certainty.error import ErrorModel
from dashboard.errors import ScopeError

# Minutes between two sightings of a device that stays: the likeliest first.
SIGHTED_EVERY_MIN = (10, 0, 20)
# Windows of so many lengths, at some megabytes each.
KEPT = 16


@dataclass(frozen=True, kw_only=True)
class TrueVisit:
    """Who counts as truly there: within `radius_m` of the place for `stay_min` minutes or more at a time."""

    radius_m: int = 250
    stay_min: int = 30

    def __post_init__(self) -> None:
        """Check that the circle has a size and the stay a length."""
        if self.radius_m <= 0 or self.stay_min < 0:
            msg = f"a true visit has {self.radius_m} m and {self.stay_min} min, expected metres above 0, minutes from 0"
            raise ScopeError(msg)


@dataclass(frozen=True, kw_only=True, eq=False)
class Chances:
    """Of one device of each behaviour: the chance to be flagged by each rule (rules x behaviours), the dates on which
    it is flagged, the chance to be a true visitor (behaviours), and to be both; `prior` is the behaviours' weight.
    """  # noqa: D205

    flagged: Floats
    dates: Floats
    visitor: Floats
    both: Floats
    prior: Floats


@lru_cache(maxsize=KEPT)
def chances(
    dates: int, radii_m: tuple[int, ...], min_dwell_min: tuple[int, ...], error: ErrorModel, true_visit: TrueVisit
) -> tuple[Chances, ...]:
    """Return the chances in a window of some dates, by the minutes between two sightings: SIGHTED_EVERY_MIN.

    `radii_m` and `min_dwell_min` rise; a rule is a radius and a stay, in the order of their table.
    """
    there = behaviours(dates, radii_m[-1], error)
    device = np.repeat(np.arange(len(there.drawn)), there.drawn)
    first_visit = np.searchsorted(there.visitor, np.arange(len(device)))
    visit = device[there.visitor]
    truly_min = longest_min(there.true_m, there.length_min, true_visit.radius_m)
    visitor = np.maximum.reduceat(truly_min, first_visit) >= true_visit.stay_min
    found: list[list[tuple[Floats, Floats, Floats]]] = [[] for _ in SIGHTED_EVERY_MIN]
    for radius_m in radii_m:
        inside_min = longest_min(there.measured_m, there.length_min, radius_m)
        for tables, every_min in zip(found, SIGHTED_EVERY_MIN, strict=True):
            seen_min = np.where(inside_min > 0, np.maximum(inside_min - every_min, 0), inside_min)
            stays = np.searchsorted(min_dwell_min, seen_min, side="right")  # for how many the visit is long enough
            most = np.maximum.reduceat(stays, first_visit)
            number = len(min_dwell_min)
            tables.append(
                (
                    _each(there, device, most, number),
                    _each(there, visit, stays, number),
                    _each(there, device[visitor], most[visitor], number),
                )
            )
    truly = np.bincount(device[visitor], minlength=len(there.drawn)) / there.drawn
    return tuple(
        Chances(flagged=flagged, dates=on_dates, both=both, visitor=truly, prior=there.weight)
        for flagged, on_dates, both in (map(np.concatenate, zip(*tables, strict=True)) for tables in found)
    )


def _each(there: Behaviours, behaviour: Index, stays: npt.NDArray[np.intp], number: int) -> Floats:
    """Return how many of some things last for each of `number` stays, a device of their behaviour.

    The result is stays x behaviours.
    """
    size = number + 1
    counts = np.bincount(behaviour * size + stays, minlength=len(there.drawn) * size).reshape(-1, size)
    lasting = counts[:, ::-1].cumsum(axis=1)[:, -2::-1]
    return np.ascontiguousarray((lasting / there.drawn[:, None]).T)
