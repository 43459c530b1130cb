"""How sure the circles of a release are."""

from __future__ import annotations

from datetime import date

from dashboard.counting.certainty.error import error_model
from dashboard.counting.certainty.expect import Counted, Expectation, TrueVisit, expect
from dashboard.counting.interval import Counts
from dashboard.counting.matrix import Matrix
from dashboard.counting.memo import once_per_release
from dashboard.counting.reach import date_matrix, matrix
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
def expectation(release: Release, site: str, start: date, end: date, true_visit: TrueVisit) -> Expectation | None:
    """Return what to expect of every rule around a place.

    None where the release lacks what it takes (`missing`) or did not count around the place.

    Reads the counts and the manifest. Raises RuleError for a place or dates that the release does not have.
    """
    stated = release.manifest.positioning_error_m
    place = counted_place(release, site)
    if release.reach_parts is None or stated is None or place is None:
        return None
    counted = Counted(
        radii_m=tuple(release.manifest.radii_m),
        min_dwell_min=tuple(release.manifest.min_dwell_min),
        dates=(end - start).days + 1,
        devices=_ends(matrix(release, place.site_id, start, end)),
        device_dates=_ends(date_matrix(release, place.site_id, start, end)),
    )
    return expect(counted, error_model(stated), true_visit)


def _ends(counts: Matrix) -> tuple[Counts, Counts, Counts]:
    mid = counts.high if counts.mid is None else counts.mid
    return counts.low, mid, counts.high
