"""Several places chosen by hand, which nobody counted together.

Let the parts be the counted places whose shapes (points and areas) are all among those chosen (a group whose members
are all chosen is one of them), without those that lie in another. Let U be the devices that a rule flags around at
least one part.

    largest single low <= |U| <= sum of the parts' highs

The low is the largest of all counted places among them. A group that was counted may hold several parts, and
more: its high stands in for theirs where that makes the sum smaller, but for visits that began before the window (see
uncounted.py). With noise each end holds with its own probability: of k places, the largest low holds with 1 - 0.025 k
at least.

A part is one place: a visit that goes on from one part to the next is two visits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import combinations

import numpy as np

from dashboard.counting.bracket_matrix import BracketMatrix, Candidate, Source, bracket_matrix, of_place, tightest
from dashboard.counting.reach import matrix
from dashboard.place import Named, NamedPlace
from dashboard.release.load import Release
from dashboard.release.resolve import shapes_of
from dashboard.site import Place

GROUPS_AT_MOST = 2


def union_matrix(release: Release, chosen: Named, start: date, end: date) -> BracketMatrix:
    """Return the bracket of several places for every radius and stay of the release.

    Raises RuleError for a rule that the release cannot answer, ScopeError for a release without reach.
    """
    among = _among(release, chosen)
    parts = parts_of(release, chosen)
    covers = list(_covers(parts, release.places.values()))
    needed = {place.site_id for cover in (among, *covers) for place in cover}
    counted = {site_id: matrix(release, NamedPlace(site_id=site_id), start, end) for site_id in needed}
    rows = []
    for radius_m in release.manifest.radii_m:
        lows = [of_place(place.site_id, counted[place.site_id], radius_m, end="low") for place in among]
        highs = [[of_place(place.site_id, counted[place.site_id], radius_m, end="high") for place in c] for c in covers]
        rows.append(tightest(lows, [_sum(cover) for cover in highs]))
    return bracket_matrix(release.manifest.radii_m, release.manifest.min_dwell_min, rows)


def parts_of(release: Release, chosen: Named) -> list[Place]:
    """Return the counted places that several places chosen by hand amount to, without those that lie in another."""
    among = _among(release, chosen)
    return [place for place in among if not any(set(place.shapes) < set(other.shapes) for other in among)]


def _among(release: Release, chosen: Named) -> list[Place]:
    shapes = set(shapes_of(release, chosen))
    return [place for place in release.places.values() if set(place.shapes) <= shapes]


def _covers(parts: Sequence[Place], places: Collection[Place]) -> Iterator[list[Place]]:
    """Yield places that hold all parts: the parts themselves, and with up to two groups in the place of theirs."""
    held = {place.site_id: [part for part in parts if set(part.shapes) <= set(place.shapes)] for place in places}
    groups = [place for place in places if len(held[place.site_id]) > 1]
    for number in range(GROUPS_AT_MOST + 1):
        for stand_in in combinations(groups, number):
            covered = [part for group in stand_in for part in held[group.site_id]]
            yield [*stand_in, *(part for part in parts if part not in covered)]


def _sum(cover: Sequence[Candidate]) -> Candidate:
    return Candidate(
        source=cover[0].source if len(cover) == 1 else Source(by="sum"),
        devices=np.sum([place.devices for place in cover], axis=0),
        withheld=np.sum([place.withheld for place in cover], axis=0),
    )
