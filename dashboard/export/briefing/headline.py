"""The number of a rule as a briefing says it: with its interval, its sentence and how it was found."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.counting.count import Count, count, matrix_of
from dashboard.counting.interval import Estimate
from dashboard.language import _, mark, whole
from dashboard.release.answerable import check_rule
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.views import text
from dashboard.views.places import SENTENCES, where_words
from dashboard.views.uncounted import sentence

NUMBER_OF_RANGE = "{low}\N{EN DASH}{high}"
INTERVAL = mark("{low} to {high}")


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The number in words; `method` is counted, bracket or unbounded (nothing bounds the place).

    `estimate` is the number as it is read, without a middle in a range, None where not known. `interval` is the low
    and high in words, empty where the number is exact, a range itself, or not known.
    """

    method: str
    method_words: str
    unit: str
    estimate: Estimate | None
    number: str
    interval: str
    sentence: str
    devices: str
    withheld: str


def headline(release: Release, rule: Rule) -> Headline:
    """Return the headline of a rule, of one about a place that nothing bounds, too; raise RuleError as `count` does."""
    check_rule(release, rule)
    if rule.radius_m not in matrix_of(release, rule.place, rule.start, rule.end).radii_m:
        return _unbounded(release, rule)
    found = count(release, rule)
    shown = text.shown_of(found.devices, found.people)
    low, high = whole(shown.low), whole(shown.high)
    return Headline(
        method=found.method,
        method_words=_(text.METHODS[found.method]),
        unit=_("Devices flagged") if found.people is None else _("People flagged"),
        estimate=shown,
        number=NUMBER_OF_RANGE.format(low=low, high=high) if shown.mid is None else whole(shown.mid),
        interval="" if shown.exact or shown.mid is None else _(INTERVAL).format(low=low, high=high),
        sentence=sentence(release, found),
        devices=text.devices_line(found.devices) if found.people is not None and found.devices.high else "",
        withheld=_withheld(found),
    )


def in_words(estimate: Estimate, unit: str) -> str:
    """Return an estimate as it is read: its middle with low and high, the middle alone where it is exact."""
    low, high = text.ends(estimate.low, estimate.high, unit)
    if estimate.mid is None:
        return _(INTERVAL).format(low=low, high=high)
    return text.with_ends(text.middle(estimate.mid, unit), low, high)


def _unbounded(release: Release, rule: Rule) -> Headline:
    sentence = SENTENCES["unbounded"]
    said = _(sentence).format(
        where=where_words(release, rule.place, rule.radius_m),
        stay=text.stay_phrase(rule.min_dwell_min),
        dates=text.on_dates(rule.start, rule.end),
    )
    return Headline(
        method="unbounded",
        method_words=_("Not counted"),
        unit=_("People flagged"),
        estimate=None,
        number=_("Not known"),
        interval="",
        sentence=said,
        devices="",
        withheld="",
    )


def _withheld(found: Count) -> str:
    if not found.withheld_rows:
        return ""
    return _("small counts withheld: {rows}").format(rows=whole(found.withheld_rows))
