"""How sure the circles of a release are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from dashboard.boundary import Boundary, Shape
from dashboard.counting.certainty.chances import TrueVisit
from dashboard.counting.certainty.error import error_model
from dashboard.counting.certainty.expect import Counted, Expectation, expect
from dashboard.counting.interval import Counts
from dashboard.counting.matrix import Matrix
from dashboard.counting.memo import once_per_release
from dashboard.counting.reach import date_matrix, matrix
from dashboard.place import NamedPlace, RulePlace
from dashboard.release.load import Release
from dashboard.release.resolve import counted_place

Missing = str
NO_REACH: Missing = "no_reach"
NO_ERROR: Missing = "no_error"


def missing(release: Release) -> Missing | None:
    """Return what a release lacks for an expectation, None if nothing."""
    if release.reach_parts is None:
        return NO_REACH
    return NO_ERROR if release.manifest.positioning_error_m is None else None


@once_per_release
def expectation(
    release: Release, place: RulePlace, start: date, end: date, true_visit: TrueVisit
) -> Expectation | None:
    """Return what to expect of every rule around a place.

    None where the release lacks what it takes (`missing`) or did not count around the place.

    Reads the counts and the manifest. Raises RuleError for a place or dates that the release does not have.
    """
    stated = release.manifest.positioning_error_m
    counted = counted_place(release, place)
    if release.reach_parts is None or stated is None or counted is None:
        return None
    named = NamedPlace(site_id=counted.site_id)
    counts = Counted(
        radii_m=tuple(release.manifest.radii_m),
        within_m=_within_m(counted.shapes),
        min_dwell_min=tuple(release.manifest.min_dwell_min),
        dates=(end - start).days + 1,
        devices=_ends(matrix(release, named, start, end)),
        device_dates=_ends(date_matrix(release, named, start, end)),
    )
    return expect(counts, error_model(stated), true_visit)


def _within_m(shapes: Sequence[Shape]) -> int:
    """Return the radius of the circle that is as large as an area, of several the mean; 0 for points."""
    areas_m2 = [shape.area_m2 if isinstance(shape, Boundary) else 0.0 for shape in shapes]
    return round(sum(math.sqrt(area_m2 / math.pi) for area_m2 in areas_m2) / len(areas_m2))


def _ends(counts: Matrix) -> tuple[Counts, Counts, Counts]:
    mid = counts.high if counts.mid is None else counts.mid
    return counts.low, mid, counts.high
