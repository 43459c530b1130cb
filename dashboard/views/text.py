"""Words and numbers as people read them: the sentences of the page and of the terminal."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dashboard.cells import edge_m
from dashboard.counting.interval import Estimate, Method
from dashboard.language import _, day, mark, name_of, ngettext, whole, window

if TYPE_CHECKING:
    from dashboard.counting.count import Count
    from dashboard.release.conditions import Condition
    from dashboard.release.disclosure import Disclosure
    from dashboard.release.manifest import Manifest

# Sentences by their kind, said with `_`.
SENTENCES = {
    "counted": mark("{mid} {unit} ({low} to {high}) were {where}{stay}, {dates}."),
    "perhaps-nobody": mark("{mid} {unit} ({low} to {high}) were {where}{stay}, {dates}: too few to tell from nobody."),
    "exact": mark("{mid} {unit} were {where}{stay}, {dates}."),
    "zero": mark("Nobody was counted {where}{stay}, {dates}."),
    "withheld": mark(
        "Too few to show: every count {where}{stay}, {dates}, was withheld. "
        "Together they stand for {low} to {high} {unit}."
    ),
    "bracket": mark(
        "Between {low} and {high} {unit} {were} {where}{stay}, {dates}. "
        "A bracket, not a count: this release does not tell whether two hours saw the same device."
    ),
    "bracket-wide-cells": mark(
        "Between {low} and {high} {unit} {were} {where}{stay}, {dates}. A bracket, not a count: the "
        "areas that this release counts are wider than the radius, and where in them people were is not known."
    ),
}

NOISE = mark("95% interval, noise added by the operator.")

# What presence saw of whom a bracket holds, by the rule under which a device counts.
WERE = {"every_cell": mark("were"), "one_cell_per_hour": mark("spent the longest part of an hour")}
PASSERS_BY = mark("Those who only passed through are not in it.")

WHOLE_DAY = (0, 24)

PEOPLE = "people"
DEVICES = "devices"

METHODS: dict[Method, str] = {"counted": mark("Counted"), "bracket": mark("Bracket")}


def unit_words(unit: str) -> str:
    """Return people or devices, as they stand after a number."""
    return _("people") if unit == PEOPLE else _("devices")


def rounded(estimate: Estimate) -> Estimate:
    """Round people to four significant digits, low down and high up, so that no false precision is shown."""
    return Estimate(
        low=_significant(estimate.low, math.floor),
        mid=None if estimate.mid is None else _significant(estimate.mid, round),
        high=_significant(estimate.high, math.ceil),
    )


def ends(low: int, high: int, unit: str) -> list[str]:
    """Return a low and a high as they are read: people rounded outward, devices as they are."""
    read = (_significant(low, math.floor), _significant(high, math.ceil)) if unit == PEOPLE else (low, high)
    return [whole(end) for end in read]


def with_ends(mid: str, low: str, high: str) -> str:
    """Return a number with its low and high in words, the number alone where it is exact."""
    return mid if low == high else _("{mid} ({low} to {high})").format(mid=mid, low=low, high=high)


def middle(mid: int, unit: str) -> str:
    """Return a middle as it is read: people to four significant digits, devices as they are."""
    return whole(_significant(mid, round) if unit == PEOPLE else mid)


def minutes(min_dwell_min: int) -> str:
    """Return a stay in words: 15 minutes, 1 hour, 4 hours."""
    hours, rest = divmod(min_dwell_min, 60)
    if hours and not rest:
        return ngettext("{hours} hour", "{hours} hours", hours).format(hours=hours)
    return ngettext("{minutes} minute", "{minutes} minutes", min_dwell_min).format(minutes=min_dwell_min)


def minutes_short(min_dwell_min: int) -> str:
    """Return a stay for an axis: any, 15 min, 1 h."""
    if min_dwell_min == 0:
        return _("any")
    hours, rest = divmod(min_dwell_min, 60)
    if hours and not rest:
        return _("{hours} h").format(hours=hours)
    return _("{minutes} min").format(minutes=min_dwell_min)


def stay_phrase(min_dwell_min: int) -> str:
    """Return the part of the sentence about the stay, with its comma."""
    if not min_dwell_min:
        return _(", for any length of time")
    return _(", for {stay} or more").format(stay=minutes(min_dwell_min))


def joined(sentences: Sequence[str]) -> str:
    """Return sentences one after another; nothing of none."""
    first, *more = sentences or [""]
    return first if not more else _("{first} {then}").format(first=first, then=joined(more))


def stay_control(min_dwell_min: int) -> str:
    """Return a stay as its control shows it: any length, 15 minutes or more."""
    return or_more(minutes(min_dwell_min)) if min_dwell_min else _("any length")


def or_more(words: str) -> str:
    """Return that something is a least: 15 minutes or more."""
    return _("{least} or more").format(least=words)


def to(low: str, high: str) -> str:
    """Return a low and a high in words."""
    return _("{low} to {high}").format(low=low, high=high)


def band(from_min: int, to_min: int | None) -> str:
    """Return a band of stays in words: under 5 min, 5 to 15 min, 4 h or more."""
    if to_min is None:
        return or_more(minutes_short(from_min)) if from_min else _("any length")
    high = minutes_short(to_min)
    if from_min == 0:
        return _("under {stay}").format(stay=high)
    if _in_hours(from_min) == _in_hours(to_min):
        return to(whole(from_min / 60 if _in_hours(from_min) else from_min), high)
    return to(minutes_short(from_min), high)


def metres(radius_m: int) -> str:
    """Return a radius in words."""
    return _("{metres}\N{NO-BREAK SPACE}m").format(metres=whole(radius_m))


def radius_label(radius_m: int) -> str:
    """Return what a radius is called among others: 0 is inside a boundary."""
    return metres(radius_m) if radius_m else _("inside")


def around(radius_m: int) -> str:
    """Return the part of a sentence about a radius whose place is known."""
    return _("within {radius}").format(radius=metres(radius_m)) if radius_m else _("inside")


def on_dates(start: date, end: date) -> str:
    """Return the part of the sentence about the dates."""
    if start == end:
        return _("on {day}").format(day=day(start))
    return _("on at least one day from {window}").format(window=window(start, end))


def heat_title(band_min: int, least: int | None = None, hours: tuple[int, int] = WHOLE_DAY) -> str:
    """Return what the colours of the heat mean, with the hours of the day where they are not all of them.

    `least` is the least count that is there, None where all are; `hours` are the first and the one after the last.
    """
    first, end = hours
    when = "" if hours == WHOLE_DAY else _(", {first} to {end}").format(first=f"{first:02d}:00", end=f"{end:02d}:00")
    stays = _(", stays of {stay} or more").format(stay=minutes(band_min)) if band_min else _(", any length of stay")
    by_noise = "" if least is None else _(", noise added by the operator")
    return _("Devices in an average hour") + when + stays + left_out(least) + by_noise


def finer_cells(zoom: float, now: float) -> str:
    """Return from which zoom of the map on cells are finer, and what it is now."""
    return _("Smaller hexagons from zoom {zoom} (now {now})").format(zoom=f"{zoom:g}", now=f"{now:g}")


def left_out(least: int | None) -> str:
    """Return the part of a title that says which counts of presence are missing; nothing where none is."""
    return "" if least is None else _(", hexagons under {least} an hour left out").format(least=whole(least))


def cell_empty(disclosure: Disclosure) -> str:
    """Return what a cell without a count says."""
    least = disclosure.presence_least
    return (
        _("Nobody counted") if least is None else _("Nothing shown: under {least} an hour").format(least=whole(least))
    )


def protection(disclosure: Disclosure) -> str:
    """Return in words how the counts of a release are protected."""
    withholds = disclosure.threshold > 1 and disclosure.noise is None
    if disclosure.noisy:
        said = (
            _("Noise added once, counts under {threshold} withheld")
            if withholds
            else _("Noise added once, nothing withheld")
        )
    else:
        said = _("Counts under {threshold} withheld") if withholds else _("Nothing withheld")
    left = left_out(disclosure.presence_least) if disclosure.noisy else ""
    return said.format(threshold=whole(disclosure.threshold)) + left


def kind_of(devices: Estimate, shown: Estimate, method: Method, *, wide_cells: bool = False) -> str:
    """Return which sentence fits; `shown` is in people if they are known, `wide_cells` are wider than the radius."""
    if devices.high == 0:
        return "zero"
    if method == "bracket":
        return "bracket-wide-cells" if wide_cells else "bracket"
    if devices.mid is None:
        return "withheld"
    if devices.low == 0:
        return "perhaps-nobody"
    return "exact" if shown.exact else "counted"


def shown_of(devices: Estimate, people: Estimate | None) -> Estimate:
    """Return what is read first: people, rounded, where they are known, else devices."""
    return devices if people is None else rounded(people)


def bracket_note(presence_rule: str) -> str:
    """Return what a bracket leaves out: nobody where presence counts a device in every cell it was in."""
    return _(PASSERS_BY) if presence_rule == "one_cell_per_hour" else ""


def condition_line(condition: Condition) -> str:
    """Return the sentence that says under which condition a number was counted."""
    return _("Only those who meet the condition “{name}” are counted.").format(name=name_of(condition))


def devices_line(devices: Estimate) -> str:
    """Return devices with their interval in words."""
    low, high = whole(devices.low), whole(devices.high)
    if devices.mid is None:
        return _("{low} to {high} devices").format(low=low, high=high)
    template = _("{mid} devices") if devices.exact else _("{mid} devices ({low} to {high})")
    return template.format(mid=whole(devices.mid), low=low, high=high)


def wide_cells(manifest: Manifest, radius_m: int) -> bool:
    """Say whether the cells of presence are wider than a radius, so that none lies wholly within it."""
    return edge_m(manifest.presence_resolution) > radius_m


def sentence(count: Count, where: str, manifest: Manifest) -> str:
    """Return the sentence a briefer would say of a count somewhere; a bracket depends on how presence counts."""
    shown = shown_of(count.devices, count.people)
    wide = wide_cells(manifest, count.rule.radius_m)
    template = SENTENCES[kind_of(count.devices, shown, count.method, wide_cells=wide)]
    return under_noise(template, manifest.disclosure).format(
        mid="" if shown.mid is None else whole(shown.mid),
        low=whole(shown.low),
        high=whole(shown.high),
        unit=unit_words(DEVICES if count.people is None else PEOPLE),
        were=_(WERE[manifest.presence_rule]),
        where=where,
        stay=stay_phrase(count.rule.min_dwell_min),
        dates=on_dates(count.rule.start, count.rule.end),
    )


def under_noise(sentence: str, disclosure: Disclosure) -> str:
    """Return a marked sentence in the language spoken, and after it what its low and high are if noise was added."""
    return joined([_(sentence), *noise_words(disclosure)])


def noise_words(disclosure: Disclosure) -> list[str]:
    """Return the sentence that says what low and high are if noise was added; none where it was not."""
    return [] if disclosure.noise is None else [_(NOISE)]


def _in_hours(stay_min: int) -> bool:
    return stay_min > 0 and stay_min % 60 == 0


def _significant(value: int, rounding: Callable[[float], float]) -> int:
    if value == 0:
        return 0
    step = 10 ** max(0, math.floor(math.log10(abs(value))) - 3)
    return int(rounding(value / step) * step)
