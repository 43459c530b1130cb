"""Which rules hold one another: whoever one flags, the other flags, too.

Let A be the devices that a rule flags. Whoever has a visit of at least t minutes inside a circle has, inside every
circle around that circle, a visit that is as long or longer. So A lies in B if

    the dates of A are dates of B,  stay of A >= stay of B,
    and every circle of A lies inside a circle of B:  distance of the centres + radius of A <= radius of B.

The circle of an area is what lies within the radius of it; its furthest point takes the place of the centre.

Where several places were not counted together, this holds for each of them, a group that was counted as one for itself.
A place that was drawn on the map is bounded by other sets, one for each radius: only what is the same is compared.

A visit belongs to the date it starts on, and within a wider circle it may have started before. Who was inside across
the first midnight and did not come back may so be in A and not in B; see uncounted.py. All else is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from dashboard.boundary import Boundary, Shape, nearest_m
from dashboard.counting.union import parts_of
from dashboard.place import Drawn, DrawnArea, Named, NamedPlace, RulePlace
from dashboard.release.load import Release
from dashboard.release.resolve import counted_place, shapes_of
from dashboard.rule import Rule
from dashboard.site import Place

# By how much a circle that touches another from inside may reach out of it, by rounding.
ROUNDING_M = 0.01


def within(release: Release, rule: Rule, other: Rule) -> bool:
    """Say whether whoever `rule` flags is flagged by `other`, too."""
    in_time = other.start <= rule.start and rule.end <= other.end and rule.min_dwell_min >= other.min_dwell_min
    if not in_time:
        return False
    parts, others = _circles(release, rule.place), _circles(release, other.place)
    if parts is None or others is None:
        return rule.place == other.place and (isinstance(rule.place, DrawnArea) or rule.radius_m == other.radius_m)
    return all(any(_inside(part, rule.radius_m, one, other.radius_m) for one in others) for part in parts)


def other_dates_alone(release: Release, first: Rule, second: Rule) -> bool:
    """Say whether two rules are of one place that was counted, at one radius and stay: their dates alone may differ."""
    place, other = (counted_place(release, rule.place) for rule in (first, second))
    if release.reach is None or place is None or place != other:
        return False
    return (first.radius_m, first.min_dwell_min) == (second.radius_m, second.min_dwell_min)


def measured_in_both(release: Release, first: Rule, second: Rule) -> list[tuple[Rule, Rule]]:
    """Return pairs of counted rules that lie in the first and in the second, the widest around each place.

    They are alike but for their dates, which are those of the two. Likewise `measured_around_both`.
    """
    stay = max(first.min_dwell_min, second.min_dwell_min)
    found = []
    for site_id in _candidates(release, first, second):
        for radius_m in reversed(release.manifest.radii_m):
            one, other = _alike(first, second, site_id, radius_m, stay)
            if within(release, one, first) and within(release, other, second):
                found.append((one, other))
                break
    return found


def measured_around_both(release: Release, first: Rule, second: Rule) -> list[tuple[Rule, Rule]]:
    """Return pairs of counted rules that hold the first and the second: the narrowest around each place."""
    stay = min(first.min_dwell_min, second.min_dwell_min)
    found = []
    for site_id in _candidates(release, first, second):
        for radius_m in release.manifest.radii_m:
            one, other = _alike(first, second, site_id, radius_m, stay)
            if within(release, first, one) and within(release, second, other):
                found.append((one, other))
                break
    return found


def measured_union(release: Release, first: Rule, second: Rule) -> Rule | None:
    """Return the counted rule that flags just those whom one of two rules flags, None if there is none.

    Of two places at one radius, for any length of time on the same dates: the rule of the place that was counted of
    both (for a longer stay a visit may go on from one to the other, and be long enough only then).
    """
    if release.reach is None or not _counted(release, first, second):
        return None
    if replace(first, place=second.place) == second and first.min_dwell_min == 0:
        shapes = {*shapes_of(release, first.place), *shapes_of(release, second.place)}
        both = next((place for place in release.places.values() if set(place.shapes) == shapes), None)
        return None if both is None else replace(first, place=NamedPlace(site_id=both.site_id))
    return None


def _alike(first: Rule, second: Rule, site_id: str, radius_m: int, min_dwell_min: int) -> tuple[Rule, Rule]:
    place = NamedPlace(site_id=site_id)
    one, other = (
        replace(rule, place=place, radius_m=radius_m, min_dwell_min=min_dwell_min) for rule in (first, second)
    )
    return one, other


def _counted(release: Release, *rules: Rule) -> bool:
    return all(counted_place(release, rule.place) is not None for rule in rules)


def _candidates(release: Release, first: Rule, second: Rule) -> Iterator[str]:
    """Yield the counted places of two rules, then those that hold all of their shapes."""
    if release.reach is None or isinstance(first.place, Drawn) or isinstance(second.place, Drawn):
        return
    own = {part.site_id: part for place in (first.place, second.place) for part in _parts(release, place)}
    yield from own
    shapes = {shape for place in own.values() for shape in place.shapes}
    yield from (key for key, place in release.places.items() if key not in own and shapes <= set(place.shapes))


def _parts(release: Release, place: Named) -> list[Place]:
    counted = counted_place(release, place)
    return parts_of(release, place) if counted is None else [counted]


def _circles(release: Release, place: RulePlace) -> list[tuple[Shape, ...]] | None:
    """Return what the circles of each part of a place are around, None for what was drawn."""
    counted = counted_place(release, place)
    if counted is not None:
        return [counted.shapes]
    if isinstance(place, Drawn):
        return None
    return [shapes_of(release, place)] if release.reach is None else [part.shapes for part in parts_of(release, place)]


def _inside(shapes: Sequence[Shape], radius_m: int, others: Sequence[Shape], other_m: int) -> bool:
    if set(shapes) <= set(others):
        return radius_m <= other_m
    furthest = max(_furthest_m(shape, others) for shape in shapes)
    return furthest + ROUNDING_M + radius_m <= other_m


def _furthest_m(shape: Shape, others: Sequence[Shape]) -> float:
    """Return how far the furthest point of a shape lies from the nearest of others, at most."""
    if not isinstance(shape, Boundary):
        return float(nearest_m(others, np.array([shape[0]]), np.array([shape[1]]))[0])
    if shape in others:
        return 0.0
    lat, lng, near_m = shape.sample
    return float(nearest_m(others, lat, lng).max()) + near_m
