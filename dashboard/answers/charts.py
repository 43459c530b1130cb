"""What the number and each chart show: one pure function a view, which asks counting and hands on to a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.answers.frame import frame
from dashboard.answers.selection import Selection
from dashboard.counting import presence, reach
from dashboard.counting.bracket_matrix import BracketMatrix
from dashboard.counting.count import matrix_of
from dashboard.counting.interval import Estimate
from dashboard.counting.scaled import in_people
from dashboard.language import _, name_of
from dashboard.place import Drawn
from dashboard.release.load import Release
from dashboard.release.resolve import counted_place
from dashboard.rule import Rule
from dashboard.views import text
from dashboard.views.answer import answer
from dashboard.views.figures.days import days_figure
from dashboard.views.figures.homes import homes_figure
from dashboard.views.figures.hours import hours_figure
from dashboard.views.figures.matrix import matrix_figure
from dashboard.views.places import where_words
from dashboard.views.theme import Figure, Theme, empty_figure
from dashboard.views.uncounted import answer_between


@dataclass(frozen=True, kw_only=True)
class Residents:
    """Residents of a district flagged by a rule, in people or in devices; `population` is None if not known."""

    district: str
    population: int | None
    flagged: Estimate
    unit: str


def answer_of(release: Release, rule: Rule) -> dict[str, Any]:
    """Return the answers to every radius and stay of a rule's place and dates, and the frame of the map around it.

    What was drawn has no frame: it is in view.
    """
    matrix = matrix_of(release, rule.place, rule.start, rule.end)
    box = None if isinstance(rule.place, Drawn) else frame(release, rule.place)
    if isinstance(matrix, BracketMatrix):
        return {**answer_between(matrix, release, rule.place, rule.start, rule.end), "frame": box}
    return {**answer(matrix, release, rule.place, rule.start, rule.end), "frame": box}


def matrix_figure_of(release: Release, answer: dict[str, Any], theme: Theme) -> Figure:
    """Return the figure of radius by stay."""
    return matrix_figure(answer, release.manifest.radii_m, release.manifest.min_dwell_min, theme)


def days_of(release: Release, rule: Rule, theme: Theme) -> Figure:
    """Return the figure of those flagged by day, empty for a place that was not counted."""
    if counted_place(release, rule.place) is None:
        return empty_figure(theme)
    return days_figure(*in_people(release.manifest, reach.by_day(release, rule)), theme)


def homes_of(release: Release, rule: Rule) -> tuple[pl.DataFrame, str]:
    """Return those flagged by home district, named, and the unit that they are counted in.

    Districts that share a name are told apart by their codes.
    """
    table, unit = in_people(release.manifest, reach.by_home(release, rule))
    names = {code: name_of(district) for code, district in release.districts.items()}
    name = pl.col("home").replace(names | {"outside": _("Outside the city")})
    with_code = pl.format("{} ({})", name, "home")
    return table.with_columns(name=pl.when(name.is_duplicated()).then(with_code).otherwise(name)), unit


def homes_figure_of(release: Release, rule: Rule, theme: Theme) -> Figure:
    """Return the figure of home districts, empty for a place that was not counted."""
    if counted_place(release, rule.place) is None:
        return empty_figure(theme)
    return homes_figure(*homes_of(release, rule), theme)


def hours_of(release: Release, rule: Rule, selection: Selection, theme: Theme) -> tuple[str, Figure]:
    """Return the title and the figure of devices by hour in the district in focus, or within the rule's radius."""
    where, counted = profile_of(release, rule, selection)
    missing = text.left_out(release.manifest.disclosure.presence_least)
    return _("Devices by hour {where}").format(where=where) + missing, hours_figure(counted, theme)


def profile_of(release: Release, rule: Rule, selection: Selection) -> tuple[str, pl.DataFrame]:
    """Return where, in words, and the devices at every hour of the dates with presence: date, hour, low, mid, high."""
    if selection.focus is not None:
        area = presence.district_area(release, selection.focus)
        where = _("in {district}").format(district=name_of(release.districts[selection.focus]))
    else:
        area = presence.area(release, rule.place, rule.radius_m)
        where = where_words(release, rule.place, rule.radius_m)
    profile = presence.profile(release, area, rule.start, rule.end, min_band(release, rule))
    return where, profile.filter(pl.col("date").is_in(release.presence_dates))


def residents_of(release: Release, rule: Rule, selection: Selection) -> Residents | None:
    """Return the residents of the district in focus that a rule flags, or None without a focus or counted homes."""
    if selection.focus is None or not has_homes(release, rule):
        return None
    district = release.districts[selection.focus]
    table, unit = in_people(release.manifest, reach.by_home(release, rule).filter(pl.col("home") == district.code))
    low, mid, high = table.select("low", "mid", "high").row(0) if table.height else (0, 0, 0)
    return Residents(
        district=name_of(district),
        population=district.population,
        flagged=Estimate(low=low, mid=mid, high=high),
        unit=unit,
    )


def has_homes(release: Release, rule: Rule) -> bool:
    """Say whether the home districts of those flagged were counted."""
    return release.reach_by_home is not None and counted_place(release, rule.place) is not None


def min_band(release: Release, rule: Rule) -> int:
    """Return the lower edge of the longest stay band that holds every stay the rule asks for."""
    return max(edge for edge in release.manifest.dwell_bands_min if edge <= rule.min_dwell_min or edge == 0)
