"""What each view shows: one pure function a view, which asks counting and hands the numbers to a figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from dashboard import cells
from dashboard.answers.selection import Look
from dashboard.counting import presence, reach
from dashboard.counting.bracket_matrix import Between
from dashboard.counting.count import matrix_of
from dashboard.counting.interval import Estimate
from dashboard.counting.memo import kept_per_release
from dashboard.counting.scaled import in_people
from dashboard.language import _, day_short, name_of, window
from dashboard.release.load import Release
from dashboard.release.resolve import counted_place
from dashboard.rule import Rule
from dashboard.ui.components.district_panel import Residents
from dashboard.ui.components.map_panel import frame
from dashboard.ui.components.place_fields import all_listed, places_in_view
from dashboard.views import heat, layers, text
from dashboard.views.answer import answer
from dashboard.views.figures.days import days_figure
from dashboard.views.figures.homes import homes_figure
from dashboard.views.figures.hours import hours_figure
from dashboard.views.figures.matrix import matrix_figure
from dashboard.views.places import where_words
from dashboard.views.theme import Figure, Theme, empty_figure
from dashboard.views.uncounted import answer_between
from dashboard.where import Drawn, parse

CELLS_IN_VIEW = 5_000
HEATS_KEPT = 16


def answer_of(release: Release, rule: Rule) -> dict[str, Any]:
    """Return the answers to every radius and stay of a rule's place and dates, and the frame of the map around it.

    What was drawn has no frame: it is in view.
    """
    matrix = matrix_of(release, rule.site, rule.start, rule.end)
    box = None if isinstance(parse(rule.site), Drawn) else frame(release, rule.site)
    if isinstance(matrix, Between):
        return {**answer_between(matrix, release, rule.site, rule.start, rule.end), "frame": box}
    return {**answer(matrix, release, rule.site, rule.start, rule.end), "frame": box}


def matrix_figure_of(release: Release, answer: dict[str, Any], theme: Theme) -> Figure:
    """Return the figure of radius by stay."""
    return matrix_figure(answer, release.manifest.radii_m, release.manifest.min_dwell_min, theme)


def days_of(release: Release, rule: Rule, theme: Theme) -> Figure:
    """Return the figure of those flagged by day, empty for a place that was not counted."""
    if counted_place(release, rule.site) is None:
        return empty_figure(theme)
    return days_figure(*in_people(release.manifest, reach.by_day(release, rule)), theme)


def homes_of(release: Release, rule: Rule) -> tuple[pl.DataFrame, str]:
    """Return those flagged by home district, named, and the unit that they are counted in."""
    table, unit = in_people(release.manifest, reach.by_home(release, rule))
    names = {code: name_of(district) for code, district in release.districts.items()}
    return table.with_columns(name=pl.col("home").replace(names | {"outside": _("Outside the city")})), unit


def homes_figure_of(release: Release, rule: Rule, theme: Theme) -> Figure:
    """Return the figure of home districts, empty for a place that was not counted."""
    if counted_place(release, rule.site) is None:
        return empty_figure(theme)
    return homes_figure(*homes_of(release, rule), theme)


def hours_of(release: Release, rule: Rule, look: Look, theme: Theme) -> tuple[str, Figure]:
    """Return the title and the figure of devices by hour in the district in focus, or within the rule's radius."""
    where, counted = profile_of(release, rule, look)
    missing = text.left_out(release.manifest.disclosure.presence_least)
    return _("Devices by hour {where}").format(where=where) + missing, hours_figure(counted, theme)


def profile_of(release: Release, rule: Rule, look: Look) -> tuple[str, pl.DataFrame]:
    """Return where, in words, and the devices at every hour of the dates with presence: date, hour, low, mid, high."""
    if look.focus is not None:
        area = presence.district_area(release, look.focus)
        where = _("in {district}").format(district=name_of(release.districts[look.focus]))
    else:
        area = presence.area(release, rule.site, rule.radius_m)
        where = where_words(release, rule.site, rule.radius_m)
    profile = presence.profile(release, area, rule.start, rule.end, min_band(release, rule))
    return where, profile.filter(pl.col("date").is_in(release.presence_dates))


def min_band(release: Release, rule: Rule) -> int:
    """Return the lower edge of the longest stay band that holds every stay the rule asks for."""
    return max(edge for edge in release.manifest.dwell_bands_min if edge <= rule.min_dwell_min or edge == 0)


def residents_of(release: Release, rule: Rule, look: Look) -> Residents | None:
    """Return the residents of the district in focus that a rule flags, or None without a focus or counted homes."""
    if look.focus is None or not has_homes(release, rule):
        return None
    district = release.districts[look.focus]
    table, unit = in_people(release.manifest, reach.by_home(release, rule).filter(pl.col("home") == district.code))
    low, mid, high = table.select("low", "mid", "high").row(0) if table.height else (0, 0, 0)
    return Residents(
        district=name_of(district),
        population=district.population,
        flagged=Estimate(low=low, mid=mid, high=high),
        unit=unit,
    )


def home_colours_of(release: Release, rule: Rule, look: Look, theme: Theme) -> dict[str, Any] | None:
    """Return the colour and the words of every district by the home of those flagged, if the map shows homes."""
    if look.layer != "homes" or not has_homes(release, rule):
        return None
    table, unit = homes_of(release, rule)
    return layers.home_colours(table, unit, theme)


def has_homes(release: Release, rule: Rule) -> bool:
    """Say whether the home districts of those flagged were counted."""
    return release.reach_by_home is not None and counted_place(release, rule.site) is not None


def cells_of(release: Release, view: dict[str, Any]) -> tuple[int, list[int]]:
    """Return the resolution and the cells to show in a view, those of the district in focus if there is one.

    A view of several maps has a share of the cells for each of them: 1 / `maps`.
    """
    box = (view["south"], view["west"], view["north"], view["east"])
    resolution = presence.fit_resolution(release, box, CELLS_IN_VIEW // view.get("maps", 1))
    members = presence.cells_in_box(release, *box, resolution)
    if view["focus"]:
        inside = cells.inside(release.districts[view["focus"]].geometry, resolution)
        members = [cell for cell in members if cell in inside]
    return resolution, members


def layer_of(release: Release, view: dict[str, Any]) -> dict[str, Any] | None:
    """Return the hexagons of a view as GeoJSON, None for a release without presence."""
    if release.presence is None:
        return None
    _, members = cells_of(release, view)
    return layers.cell_layer(members, view["key"])


def sites_of(release: Release, view: dict[str, Any]) -> dict[str, Any] | None:
    """Return the places in a view as GeoJSON, None for a release whose few places are all on the map."""
    return None if all_listed(release) else layers.site_layer(places_in_view(release, view))


def heat_of(release: Release, rule: Rule, look: Look, view: dict[str, Any], theme: Theme) -> dict[str, Any] | None:
    """Return the heat of a view summed over the rule's dates, the hours looked at and the stay, as `layer_of`."""
    if release.presence is None:
        return None
    resolution, members = cells_of(release, view)
    band, counts = min_band(release, rule), device_hours(release, rule, look, resolution, members)
    edges, disclosure = _edges(release, resolution, theme), release.manifest.disclosure
    days = [day for day in release.presence_dates if rule.start <= day <= rule.end]
    hours = len(days) * (look.hours[1] - look.hours[0])
    return {
        "key": view["key"],
        **heat.heat_sum(counts, members, hours=max(1, hours), edges=edges),
        "days": [day.isoformat() for day in days],
        "colours": [theme.withheld, *theme.counts],
        "legend": heat.legend(edges, theme, withheld_below=1 if disclosure.noise else disclosure.threshold),
        "title": text.heat_title(band, disclosure.presence_least),
        "dates": window(rule.start, rule.end),
        "band": band,
        "threshold": disclosure.threshold,
    }


def device_hours(release: Release, rule: Rule, look: Look, resolution: int, members: Sequence[int]) -> pl.DataFrame:
    """Return the device-hours of cells over a rule's dates and stay and the hours looked at, as presence.heat.

    The last ones are kept: the table beside the map shows what the map shows.
    """
    return _heat(release, tuple(members), resolution, rule.start, rule.end, look.hours, min_band(release, rule))


def frames_of(release: Release, rule: Rule, view: dict[str, Any], day: date, theme: Theme) -> dict[str, Any]:
    """Return the 24 frames of one date for playback, in the colours of the sum."""
    resolution, members = cells_of(release, view)
    band = min_band(release, rule)
    counts = presence.heat_by_hour(release, members, resolution, day, band)
    return {
        "key": view["key"],
        "day": day.isoformat(),
        "band": band,
        "words": day_short(day),
        **heat.heat_frames(counts, members, edges=_edges(release, resolution, theme)),
    }


def _edges(release: Release, resolution: int, theme: Theme) -> list[int]:
    return layers.class_edges(presence.scale_top(release, resolution), len(theme.counts))


@kept_per_release(HEATS_KEPT)
def _heat(  # noqa: PLR0913, PLR0917 as presence.heat, by position: they are the key
    release: Release,
    members: tuple[int, ...],
    resolution: int,
    start: date,
    end: date,
    hours: tuple[int, int],
    band: int,
) -> pl.DataFrame:
    return presence.heat(release, members, resolution, start=start, end=end, hours=hours, min_band=band)
