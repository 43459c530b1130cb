"""The answer around what nobody counted: several places, a circle or an area drawn on the map, in numbers and words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.counting.bracket_matrix import BracketMatrix, Ends, Source
from dashboard.counting.count import Count
from dashboard.counting.interval import Estimate
from dashboard.counting.people import people
from dashboard.language import _, mark, name_of, whole
from dashboard.place import Drawn, DrawnArea, RulePlace
from dashboard.release.load import Release
from dashboard.release.resolve import shapes_of
from dashboard.views import text
from dashboard.views.places import SENTENCES, place_words, where_words, within
from dashboard.views.request import request_words
from dashboard.views.rings import rings

TOGETHER = mark("Between the largest of the places and their sum, because nobody counted them together.")
HELD = mark("At least the largest of the places; at most {high}, which hold them all.")
ONLY_HIGH = mark("Nobody counted this place, nor a circle inside it: at most {high}.")
DRAWN = mark("Nobody counted this place: at least {low}; at most {high}.")
IN_ALL = mark("In all, at least {low} {unit} were there: those {where}, which lies inside it.")
BUSIEST, ALL_HOURS = mark("the busiest hour"), mark("the sum of all hours")
THOSE = mark("those {where}")
INSIDE, AROUND = (
    mark("those {where}, which lies inside it"),
    mark("those {where}, which lies around it"),
)


def bounds_words(release: Release, place: RulePlace, ends: Ends) -> str:
    """Return what bounds a place that nobody counted."""
    if not isinstance(place, Drawn):
        return _(TOGETHER) if ends.high.by == "sum" else _(HELD).format(high=_circle(release, ends.high, THOSE))
    low = _(BUSIEST) if ends.low.by != "place" else _circle(release, ends.low, INSIDE)
    high = _(ALL_HOURS) if ends.high.by == "presence" else _circle(release, ends.high, AROUND)
    bounded = ONLY_HIGH if ends.low.by == "nothing" else DRAWN
    said = _(bounded).format(low=low, high=high)
    if not hours_only(release, ends):
        return said
    return text.joined([said, _(text.PASSERS_BY), *_in_all(release, ends)])


def hours_only(release: Release, ends: Ends) -> bool:
    """Say whether a bracket leaves out those who only passed through."""
    return ends.high.by == "presence" and release.manifest.presence_rule == "one_cell_per_hour"


def sentence(release: Release, count: Count) -> str:
    """Return the sentence a briefer would say of a count, bracketed from what was counted or not."""
    rule = count.rule
    if count.ends is None:
        return text.sentence(count, where_words(release, rule.place, rule.radius_m), release.manifest)
    shown = text.shown_of(count.devices, count.people)
    template = SENTENCES[_kind(release, count.devices, count.ends)]
    return text.under_noise(template, release.manifest.disclosure).format(
        low=whole(shown.low),
        high=whole(shown.high),
        unit=text.unit_words(text.DEVICES if count.people is None else text.PEOPLE),
        where=where_words(release, rule.place, rule.radius_m),
        stay=text.stay_phrase(rule.min_dwell_min),
        dates=text.on_dates(rule.start, rule.end),
        bounds=bounds_words(release, rule.place, count.ends),
    )


def answer_between(matrix: BracketMatrix, release: Release, place: RulePlace, start: date, end: date) -> dict[str, Any]:
    """Return the numbers and words of every radius and stay, as views/answer.py does, null where nothing bounds them.

    `wheres` holds the words of the place by radius, `bounds` what bounds each entry; `outline` says that `points` are
    the corners of an area, for which the radius does not matter; `ask` says what a file would ask an operator for.
    """
    manifest = release.manifest
    radii, stays = manifest.radii_m, manifest.min_dwell_min
    bounded = set(matrix.radii_m)
    devices = [[matrix.at(r, s) if r in bounded else None for s in stays] for r in radii]
    ends = [[matrix.ends_at(r, s) if r in bounded else None for s in stays] for r in radii]
    scaled = [[None if one is None else people(manifest, one) for one in row] for row in devices]
    shown = [[None if one is None else text.rounded(one) for one in row] for row in scaled]
    unscaled = people(manifest, Estimate(low=0, mid=None, high=0)) is None
    return {
        "site": str(place),
        "start": start.isoformat(),
        "end": end.isoformat(),
        "place": place_words(release, place),
        **rings(shapes_of(release, place), radii),
        "outline": isinstance(place, DrawnArea),
        "dates": text.on_dates(start, end),
        "method": matrix.method,
        "devices": _table(devices),
        "people": None if unscaled else _table(shown),
        "kinds": [
            [_kind_of_entry(release, *pair) for pair in zip(*rows, strict=True)]
            for rows in zip(devices, ends, strict=True)
        ],
        "withheld": [[matrix.withheld_at(r, s) if r in bounded else 0 for s in stays] for r in radii],
        "bands": [[] for _ in radii],
        "ask": request_words(place),
        "wheres": [where_words(release, place, radius) for radius in radii],
        "bounds": [["" if one is None else bounds_words(release, place, one) for one in row] for row in ends],
    }


def _in_all(release: Release, ends: Ends) -> list[str]:
    if ends.inside is None or not ends.in_all:
        return []
    devices = Estimate(low=ends.in_all, mid=None, high=ends.in_all)
    scaled = people(release.manifest, devices)
    low = whole(text.shown_of(devices, scaled).low)
    unit = text.unit_words(text.DEVICES if scaled is None else text.PEOPLE)
    return [_circle(release, ends.inside, IN_ALL, low=low, unit=unit)]


def _kind_of_entry(release: Release, devices: Estimate | None, ends: Ends | None) -> str:
    return "unbounded" if devices is None or ends is None else _kind(release, devices, ends)


def _kind(release: Release, devices: Estimate, ends: Ends) -> str:
    if devices.high == 0:
        return "nobody"
    return "between-hours" if hours_only(release, ends) else "between"


def _circle(release: Release, source: Source, template: str, **more: str) -> str:
    place = release.place(source.site_id or "")
    return _(template).format(where=within(source.radius_m or 0, name_of(place)), **more)


def _table(rows: Sequence[Sequence[Estimate | None]]) -> dict[str, list[list[int | None]]]:
    return {
        end: [[None if one is None else getattr(one, end) for one in row] for row in rows]
        for end in ("low", "mid", "high")
    }
