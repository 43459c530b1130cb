"""Words and numbers as people read them: the sentences of the page and of the terminal."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from dashboard.counting.interval import Estimate, Method

if TYPE_CHECKING:
    from dashboard.counting.count import Count
    from dashboard.release.disclosure import Disclosure

SENTENCES = {
    "counted": "{mid} {unit} ({low} to {high}) were within {radius} of {place}{stay}, {dates}.",
    "exact": "{mid} {unit} were within {radius} of {place}{stay}, {dates}.",
    "zero": "Nobody was counted within {radius} of {place}{stay}, {dates}.",
    "withheld": (
        "Too few to show: every count within {radius} of {place}{stay}, {dates}, was withheld. "
        "Together they stand for {low} to {high} {unit}."
    ),
    "bracket": (
        "Between {low} and {high} {unit} {were} within {radius} of {place}{stay}, {dates}. "
        "A bracket, not a count: this release does not tell whether two hours saw the same device."
    ),
}

# What presence saw of whom a bracket holds, by the rule under which a device counts.
WERE = {"every_cell": "were", "one_cell_per_hour": "spent the longest part of an hour"}
PASSERS_BY = "Those who only passed through are not in it."

ANY_STAY = ", for any length of time"
MIN_STAY = ", for {stay} or more"

PEOPLE = "people"
DEVICES = "devices"

PAGE_WORDS = {
    "labels": {
        "radius": "Radius",
        "stay": "Minimum stay",
        "hours": "Hours of day",
        "time": "Hour shown",
        "opacity": "Opacity of the heat",
    },
    "people": PEOPLE,
    "devices": DEVICES,
    "people_flagged": "People flagged",
    "devices_flagged": "Devices flagged",
    "interval": "{low} to {high}",
    "between": "{low} to {high}",
    "devices_line": "{mid} devices ({low} to {high})",
    "devices_exact": "{mid} devices",
    "devices_between": "{low} to {high} devices",
    "unknown": "Not known",
    "not_counted": "Not counted",
    "withheld_line": "{rows} small counts withheld",
    "shorter": "{share} of those within the radius stayed under {stay}; the rule leaves them out.",
    "all_stays": "{share} were there {band}.",
    "all_hours": "All hours",
    "play": "Play",
    "pause": "Pause",
    "cell_sum": "<b>{count}</b> device-hours<br>{when}<br>cell {cell}",
    "cell_hour": "<b>{count}</b> devices<br>{when}<br>cell {cell}",
    "fewer": "fewer than {threshold}",
    "cell_device_hours": "{count} device-hours",
    "cell_devices": "{count} devices",
    "cell_when": "{dates}, {hours}",
    "no_district": "None",
}

METHODS: dict[Method, str] = {"counted": "Counted", "bracket": "Bracket"}


def whole(value: float) -> str:
    """Return a number with commas between thousands."""
    return f"{value:,.0f}"


def short(value: float) -> str:
    """Return a number in at most four characters for a tight cell: 355k, 12k, 1.2M, 940."""
    for size, suffix in ((1_000_000, "M"), (1_000, "k")):
        if value >= size * 0.9995:
            scaled = value / size
            return f"{scaled:.1f}{suffix}" if scaled < 9.95 else f"{scaled:.0f}{suffix}"
    return f"{value:.0f}"


def rounded(estimate: Estimate) -> Estimate:
    """Round people to four significant digits, low down and high up, so that no false precision is shown."""
    return Estimate(
        low=_significant(estimate.low, math.floor),
        mid=None if estimate.mid is None else _significant(estimate.mid, round),
        high=_significant(estimate.high, math.ceil),
    )


def ends(low: int, high: int, unit: str) -> list[str]:
    """Return a low and a high as they are read: people rounded outward, devices as they are."""
    read = rounded(Estimate(low=low, mid=None, high=high)) if unit == PEOPLE else Estimate(low=low, mid=None, high=high)
    return [whole(read.low), whole(read.high)]


def middle(mid: int, unit: str) -> str:
    """Return a middle as it is read: people to four significant digits, devices as they are."""
    return whole(_significant(mid, round) if unit == PEOPLE else mid)


def minutes(min_dwell_min: int) -> str:
    """Return a stay in words: 15 minutes, 1 hour, 4 hours."""
    hours, rest = divmod(min_dwell_min, 60)
    if hours and not rest:
        return "1 hour" if hours == 1 else f"{hours} hours"
    return "1 minute" if min_dwell_min == 1 else f"{min_dwell_min} minutes"


def minutes_short(min_dwell_min: int) -> str:
    """Return a stay for an axis: any, 15 min, 1 h."""
    if min_dwell_min == 0:
        return "any"
    hours, rest = divmod(min_dwell_min, 60)
    return f"{hours} h" if hours and not rest else f"{min_dwell_min} min"


def stay_phrase(min_dwell_min: int) -> str:
    """Return the part of the sentence about the stay, with its comma."""
    return MIN_STAY.format(stay=minutes(min_dwell_min)) if min_dwell_min else ANY_STAY


def stay_control(min_dwell_min: int) -> str:
    """Return a stay as its control shows it: any sighting, 15 minutes or more."""
    return f"{minutes(min_dwell_min)} or more" if min_dwell_min else "any sighting"


def band(from_min: int, to_min: int | None) -> str:
    """Return a band of stays in words: under 5 min, 5 to 15 min, 4 h or more."""
    if to_min is None:
        return f"{minutes_short(from_min)} or more" if from_min else "any length"
    if from_min == 0:
        return f"under {minutes_short(to_min)}"
    low, high = minutes_short(from_min), minutes_short(to_min)
    same_unit = low.split()[1] == high.split()[1]
    return f"{low.split()[0] if same_unit else low} to {high}"


def metres(radius_m: int) -> str:
    """Return a radius in words."""
    return f"{radius_m:,}\N{NO-BREAK SPACE}m"


def day(value: date) -> str:
    """Return a date in words: 30 May 2020."""
    return f"{value.day} {value:%B %Y}"


def day_short(value: date) -> str:
    """Return a date for an axis: 30 May."""
    return f"{value.day} {value:%b}"


def window(start: date, end: date) -> str:
    """Return a window of dates in words, the month and the year once where they are the same."""
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day(end)}"
    first = f"{start.day} {start:%B}" if start.year == end.year else day(start)
    return f"{first} to {day(end)}"


def on_dates(start: date, end: date) -> str:
    """Return the part of the sentence about the dates."""
    return f"on {day(start)}" if start == end else f"on at least one day from {window(start, end)}"


def heat_title(band_min: int, least: int | None = None) -> str:
    """Return what the colours of the heat mean; `least` is the least count that is there, None where all are."""
    stays = f", stays of {minutes(band_min)} or more" if band_min else ""
    return f"Devices per hour{stays}{left_out(least)}"


def left_out(least: int | None) -> str:
    """Return the part of a title that says which counts of presence are missing; nothing where none is."""
    return "" if least is None else f", cells under {whole(least)} an hour left out"


def cell_empty(disclosure: Disclosure) -> str:
    """Return what a cell without a count says."""
    least = disclosure.presence_least
    return "Nobody counted" if least is None else f"Nothing shown: under {whole(least)} an hour"


def protection(disclosure: Disclosure) -> str:
    """Return in words how the counts of a release are protected."""
    withheld = (
        f"counts under {whole(disclosure.threshold)} withheld" if disclosure.threshold > 1 else "nothing withheld"
    )
    if not disclosure.noisy:
        return withheld.capitalize()
    return f"Noise added once, {withheld}{left_out(disclosure.presence_least)}"


def kind_of(devices: Estimate, shown: Estimate, method: Method, withheld_rows: int) -> str:
    """Return which sentence fits: counted, exact, zero, withheld or bracket; `shown` is in people if they are known."""
    if devices.high == 0:
        return "zero"
    if method == "bracket":
        return "bracket"
    if withheld_rows and devices.low <= withheld_rows:
        return "withheld"
    return "exact" if shown.exact else "counted"


def shown_of(devices: Estimate, people: Estimate | None) -> Estimate:
    """Return what is read first: people, rounded, where they are known, else devices."""
    return devices if people is None else rounded(people)


def bracket_note(presence_rule: str) -> str:
    """Return what a bracket leaves out: nobody where presence counts a device in every cell it was in."""
    return PASSERS_BY if presence_rule == "one_cell_per_hour" else ""


def devices_line(devices: Estimate) -> str:
    """Return devices with their interval in words."""
    low, high = whole(devices.low), whole(devices.high)
    if devices.mid is None:
        return f"{low} to {high} {DEVICES}"
    template = PAGE_WORDS["devices_exact" if devices.exact else "devices_line"]
    return str(template).format(mid=whole(devices.mid), low=low, high=high)


def sentence(count: Count, place: str, presence_rule: str = "every_cell") -> str:
    """Return the sentence a briefer would say of a count around a place; a bracket depends on the presence rule."""
    shown = shown_of(count.devices, count.people)
    return SENTENCES[kind_of(count.devices, shown, count.method, count.withheld_rows)].format(
        mid="" if shown.mid is None else whole(shown.mid),
        low=whole(shown.low),
        high=whole(shown.high),
        unit=DEVICES if count.people is None else PEOPLE,
        were=WERE[presence_rule],
        radius=metres(count.rule.radius_m),
        place=place,
        stay=stay_phrase(count.rule.min_dwell_min),
        dates=on_dates(count.rule.start, count.rule.end),
    )


def _significant(value: int, rounding: Callable[[float], float]) -> int:
    if value == 0:
        return 0
    step = 10 ** max(0, math.floor(math.log10(value)) - 3)
    return int(rounding(value / step) * step)
