"""What it takes to test and quarantine those flagged, in words."""

from __future__ import annotations

from dashboard.counting.effort import Effort, Means, best_pool
from dashboard.counting.interval import Estimate
from dashboard.language import _, mark, whole
from dashboard.views import text

NOT_KNOWN = mark("The number of people is not known here, so there is nothing to work out.")


def effort_rows(found: Effort) -> list[tuple[str, str]]:
    """Return what it takes: each figure's name and its words."""
    return [
        (_("Tests"), _of(found.tests, _("tests"))),
        (_("Days of testing"), _of(found.testing_days, _("days"))),
        (_("Places in home quarantine"), _of(found.places, _("people"))),
        (_("Person-days at home"), _of(found.person_days, _("person-days"))),
        (_("Days of calls"), _of(found.calling_days, _("days"))),
    ]


def best_pool_words(means: Means) -> str:
    """Return the size of a pool that takes the fewest tests, and why."""
    return _(
        "At {infected} infected of 1,000, pools of {best} samples take the fewest tests "
        "(Dorfman 1943: a positive pool is taken apart)."
    ).format(infected=f"{1000 * means.prevalence:g}", best=best_pool(means.prevalence))


def _of(estimate: Estimate, unit: str) -> str:
    low, high = (whole(end) for end in (text.rounded(estimate).low, text.rounded(estimate).high))
    if estimate.mid is None and low != high:
        return _("{low} to {high} {unit}").format(low=low, high=high, unit=unit)
    mid = low if estimate.mid is None else whole(text.rounded(estimate).mid or 0)
    return text.with_ends(mid, low, high)
