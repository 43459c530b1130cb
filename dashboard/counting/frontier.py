"""The frontier: people flagged against the share of true visitors that a rule is expected to catch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.counting.interval import Estimate

# Rules whose expected shares lie in the same percentage point catch as many. Steps, and no distance: else each better
# rule would have one a little worse below it, and so on down to far fewer.
LAST_POINT = 99


@dataclass(frozen=True, kw_only=True)
class Point:
    """One rule: its devices, what is shown of them (people, or devices), and the expected share that it catches."""

    radius_m: int
    min_dwell_min: int
    devices: Estimate
    flagged: Estimate
    recall: float
    recall_low: float
    recall_high: float

    @property
    def size(self) -> int:
        """Return the flagged at the middle."""
        return self.flagged.low if self.flagged.mid is None else self.flagged.mid


def efficient(points: Sequence[Point]) -> list[Point]:
    """Return the points that no other beats, fewest flagged first: more caught than by any that flags as few."""
    best: list[Point] = []
    for point in sorted(points, key=lambda one: (one.size, -one.recall, one.radius_m)):
        if not best or point.recall > best[-1].recall:
            best.append(point)
    return best


def better(points: Sequence[Point], present: Point) -> Point | None:
    """Return the rule that flags fewest of those expected to catch as many as the present one, None if that is it.

    As many: a share in the same percentage point or in a higher one. The better rule has no better one.
    """
    as_good = [point for point in points if _step(point) >= _step(present) and point.size < present.size]
    return min(as_good, key=lambda one: (one.size, -one.recall), default=None)


def _step(point: Point) -> int:
    return min(math.floor(100 * point.recall), LAST_POINT)
