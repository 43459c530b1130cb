"""What a briefing says of its method, and of what its numbers cannot tell."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.counting.certainty.chances import TrueVisit
from dashboard.counting.effort import Means
from dashboard.language import _, decimal, mark, percent, whole
from dashboard.release.manifest import Manifest
from dashboard.views import expected, text
from dashboard.views.method import VISIT

HOW = {
    "counted": mark(
        "Counted: whoever qualified on at least one of the dates counts once, from counts by place, radius, stay, date "
        "and days since the last such day. No single device is in the release."
    ),
    "bracket": mark(
        "Bracket: nobody counted exactly this, so the number lies between two ends that were counted. "
        "No value between them is likelier than another."
    ),
    "unbounded": mark("Not counted: nothing that the release counted bounds this place. Ask the operator for a count."),
}
PEOPLE = mark(
    "People are devices divided by the operator's market share ({share}), times persons per device "
    "({mid}; {low} to {high})."
)
DEVICES = mark("The release does not say how many people a device stands for: numbers are of devices.")
WITHHELD = mark("Low and high hold what was withheld (1 to {most} a count) and the range of persons per device.")
ENDS = mark("Low and high hold the noise, what was withheld, and the range of persons per device.")
ENDS_95 = mark("Low and high hold the noise, 95 times in 100, and the range of persons per device.")
ERROR = mark(
    "Positions are off by {median} at the median and by up to {p95} for 19 in 20: some of those flagged were never "
    "within the radius, and some who were are missed."
)
NO_ERROR = mark("The release does not state its positioning error: how many of those flagged were there is not known.")
EXPECTED = mark(
    "Expected shares follow from that error by a model, from counts alone. A true visitor was {there}. "
    "They may be off by several percentage points."
)
ASSUMED = mark(
    "What it takes is assumed, not counted: {tests} tests a person, {infected} infected of 1,000, pools "
    "of {pool}, {tests_a_day} tests a day, {days} days in quarantine, {calls} calls a day."
)
DIFFERENCES = mark("Differences are to rule A, with the same persons per device on both sides.")
NEVER_WHO = mark("The release tells how many, never who. A number says nothing of any one person.")


def method_lines(manifest: Manifest, method: str, true_visit: TrueVisit, means: Means) -> tuple[str, ...]:
    """Return the method and its caveats, a sentence or two a line."""
    return (
        *_counting(manifest, [method]),
        *_expected(manifest, true_visit),
        _(ASSUMED).format(
            tests=whole(means.tests_a_person),
            pool=whole(means.pool),
            infected=f"{1000 * means.prevalence:g}",
            tests_a_day=whole(means.tests_a_day),
            days=whole(means.quarantine_days),
            calls=whole(means.calls_a_day),
        ),
        _(NEVER_WHO),
    )


def comparison_lines(manifest: Manifest, methods: Sequence[str]) -> tuple[str, ...]:
    """Return the method of rules side by side that were found by some methods."""
    return (*_counting(manifest, methods), _(DIFFERENCES), _(NEVER_WHO))


def _counting(manifest: Manifest, methods: Sequence[str]) -> tuple[str, ...]:
    """Return how numbers of some methods came about, each method once, and what low and high hold."""
    hows = [_(HOW[method]) for method in dict.fromkeys(methods)]
    visit = _(VISIT).format(gap=whole(manifest.max_gap_min))
    return (*hows, visit, _people(manifest), *_withheld(manifest), _error(manifest))


def _people(manifest: Manifest) -> str:
    share, persons = manifest.operator.market_share, manifest.persons_per_device
    if share is None or persons is None:
        return _(DEVICES)
    low, mid, high = (decimal(value, 2) for value in (persons.low, persons.mid, persons.high))
    return _(PEOPLE).format(share=percent(share), low=low, mid=mid, high=high)


def _withheld(manifest: Manifest) -> tuple[str, ...]:
    disclosure = manifest.disclosure
    if disclosure.noisy:
        return (_(ENDS if disclosure.noise is None else ENDS_95),)
    return (_(WITHHELD).format(most=whole(disclosure.threshold - 1)),) if disclosure.threshold > 1 else ()


def _error(manifest: Manifest) -> str:
    error = manifest.positioning_error_m
    if error is None:
        return _(NO_ERROR)
    return _(ERROR).format(median=text.metres(round(error.median)), p95=text.metres(round(error.p95)))


def _expected(manifest: Manifest, true_visit: TrueVisit) -> tuple[str, ...]:
    if manifest.positioning_error_m is None:
        return ()
    return (_(EXPECTED).format(there=expected.there(true_visit)),)
