"""The words of what is expected of every rule of one place and dates: how sure it is, and the rule that does better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dashboard.counting.certainty.chances import TrueVisit
from dashboard.counting.certainty.circle import Missing, missing
from dashboard.counting.certainty.expect import Expectation
from dashboard.counting.comparison import difference_in_people, difference_of
from dashboard.counting.frontier import Point, better, efficient
from dashboard.counting.people import people
from dashboard.language import _, mark, percent
from dashboard.place import RulePlace
from dashboard.release.load import Release
from dashboard.release.manifest import Manifest
from dashboard.views import text

# Under this share of true visitors among those flagged, the number carries a warning.
SURE = 0.6
HALF = 0.5

WHY_NOT: dict[Missing, str] = {
    "no_reach": mark("This release brackets and does not count, so nothing can be said of how sure a circle is."),
    "no_error": mark(
        "This release does not state its positioning error, so nothing can be said of how sure a circle is."
    ),
}
NOT_COUNTED = mark("This place was not counted as one, so nothing can be said of how sure its circle is.")
SENTENCE = mark(
    "Expected: {precision} of those flagged were truly {there}. Of all who truly were, {recall} are flagged."
)
FEWER_THAN_HALF = mark("At {radius}{stay}, fewer than half of those flagged are expected to have been truly {there}.")
BARELY = mark(
    "At {radius}{stay}, only about {precision} in 100 of those flagged are expected to have been truly {there}."
)
BETTER = mark("{radius}{stay} is expected to catch as many true visitors with {fewer}.")
BEST = mark("No other radius and stay is expected to catch as many true visitors with fewer {unit}.")


def expected(
    found: Expectation, points: Sequence[Point], place: RulePlace, dates: tuple[str, str], manifest: Manifest
) -> dict[str, Any]:
    """Return the sentence, the warning (or none) and the better rule of every rule, by radius, then stay.

    `points` are the rules in the same order, one after the other. `offers` holds the positions of the better rule's
    radius and stay, or None.
    """
    rows = len(found.min_dwell_min)
    radii = range(len(found.radii_m))
    stops = (list(found.radii_m), list(found.min_dwell_min))
    return {
        "site": str(place),
        "start": dates[0],
        "end": dates[1],
        "sentences": [[_sentence(found, r, s) for s in range(rows)] for r in radii],
        "warnings": [[_warning(found, r, s) for s in range(rows)] for r in radii],
        "better": [[_better(points, points[r * rows + s], manifest) for s in range(rows)] for r in radii],
        "offers": [[_offer(points, points[r * rows + s], stops) for s in range(rows)] for r in radii],
    }


def why_not(release: Release) -> str | None:
    """Return why nothing can be expected of any rule of a release, None where something can."""
    lacking = missing(release)
    return None if lacking is None else _(WHY_NOT[lacking])


def not_known(place: RulePlace, dates: tuple[str, str], rules: tuple[int, int]) -> dict[str, Any]:
    """Return the words of a place that was not counted, for so many radii and stays."""
    radii, stays = rules
    return {
        "site": str(place),
        "start": dates[0],
        "end": dates[1],
        "sentences": [[_(NOT_COUNTED)] * stays] * radii,
        "warnings": [[""] * stays] * radii,
        "better": [[""] * stays] * radii,
        "offers": [[None] * stays] * radii,
    }


def on_the_line(points: Sequence[Point]) -> list[Point]:
    """Return the efficient rules that flag anybody."""
    return [point for point in efficient(points) if point.size > 0]


def there(true_visit: TrueVisit) -> str:
    """Return who counts as truly there: within 250 m for 30 minutes or more."""
    radius = text.metres(true_visit.radius_m)
    if not true_visit.stay_min:
        return _("within {radius}").format(radius=radius)
    return _("within {radius} for {stay} or more").format(radius=radius, stay=text.minutes(true_visit.stay_min))


def _sentence(found: Expectation, r: int, s: int) -> str:
    if np.isnan(found.precision.mid[r, s]):
        return ""
    precision, recall = (
        _share(shares.low[r, s], shares.mid[r, s], shares.high[r, s]) for shares in (found.precision, found.recall)
    )
    return _(SENTENCE).format(precision=precision, recall=recall, there=there(found.true_visit))


def _warning(found: Expectation, r: int, s: int) -> str:
    precision = float(found.precision.mid[r, s])
    if np.isnan(precision) or precision >= SURE:
        return ""
    words = FEWER_THAN_HALF if precision < HALF else BARELY
    return _(words).format(
        radius=text.radius_label(found.radii_m[r]),
        stay=_stay(found.min_dwell_min[s]),
        precision=round(100 * precision),
        there=there(found.true_visit),
    )


def _better(points: Sequence[Point], present: Point, manifest: Manifest) -> str:
    if present.size == 0:
        return ""
    found = _clearly_better(points, present)
    if found is None:
        unit = text.DEVICES if people(manifest, present.devices) is None else text.PEOPLE
        return _(BEST).format(unit=text.unit_words(unit))
    return _(BETTER).format(
        radius=text.radius_label(found.radius_m),
        stay=_stay(found.min_dwell_min),
        fewer=_fewer(found, present, manifest),
    )


def _offer(points: Sequence[Point], present: Point, stops: tuple[list[int], list[int]]) -> dict[str, int] | None:
    found = _clearly_better(points, present)
    if found is None:
        return None
    radii_m, min_dwell_min = stops
    return {"r": radii_m.index(found.radius_m), "s": min_dwell_min.index(found.min_dwell_min)}


def _clearly_better(points: Sequence[Point], present: Point) -> Point | None:
    """Return the rule that does better by a hundredth of those flagged or more, None if there is none."""
    found = better(points, present)
    return None if found is None or present.size - found.size < present.size / 100 else found


def _fewer(found: Point, present: Point, manifest: Manifest) -> str:
    """Return how many fewer a rule flags: of devices, then of people, since both have the same persons per device."""
    devices = difference_of(found.devices, present.devices)
    scaled = difference_in_people(manifest, devices)
    shown, unit = (devices, text.DEVICES) if scaled is None else (scaled, text.PEOPLE)
    low, high = text.ends(shown.low, shown.high, unit)
    middle = low if shown.mid is None else text.middle(shown.mid, unit)
    return text.with_ends(_("{fewer} fewer {unit}").format(fewer=middle, unit=text.unit_words(unit)), low, high)


def _share(low: float, mid: float, high: float) -> str:
    middle = _("over 99%") if 0.99 < mid < 1 else _("under 1%") if 0 < mid < 0.01 else percent(mid)
    return _("{share} ({low} to {high}%)").format(share=middle, low=f"{100 * low:.0f}", high=f"{100 * high:.0f}")


def _stay(min_dwell_min: int) -> str:
    if not min_dwell_min:
        return _(" and any stay")
    return _(" and {stay}").format(stay=text.minutes_short(min_dwell_min))
