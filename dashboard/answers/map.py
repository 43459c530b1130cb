"""What the map shows: the cells of a view, their heat, the hours of a day, districts by home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from dashboard import cells
from dashboard.answers.charts import has_homes, homes_of, min_band
from dashboard.answers.map_view import ZOOM
from dashboard.answers.places import all_listed, places_in_view
from dashboard.answers.selection import Selection
from dashboard.counting import in_view, presence
from dashboard.counting.memo import kept_per_release
from dashboard.language import day_short, window
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.views import heat, layers, text
from dashboard.views.theme import Theme

HEATS_KEPT = 16


def cells_of(release: Release, view: dict[str, Any]) -> tuple[int, list[int]]:
    """Return the resolution and the cells to show in a view, those of the district in focus if there is one.

    A view of several maps has a share of the cells for each of them: 1 / `maps`.
    """
    box = (view["south"], view["west"], view["north"], view["east"])
    resolution = in_view.fit_resolution(release, box, in_view.CELLS_IN_VIEW // view.get("maps", 1))
    members = in_view.cells_in_box(release, *box, resolution)
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


def heat_of(
    release: Release, rule: Rule, selection: Selection, view: dict[str, Any], theme: Theme
) -> dict[str, Any] | None:
    """Return the heat of a view summed over the rule's dates, the hours looked at and the stay, as `layer_of`."""
    if release.presence is None:
        return None
    resolution, members = cells_of(release, view)
    band, counts = min_band(release, rule), device_hours(release, rule, selection, resolution, members)
    edges, disclosure = _edges(release, resolution, theme), release.manifest.disclosure
    days = days_of(release, rule)
    return {
        "key": view["key"],
        **heat.heat_sum(counts, members, hours=hours_of(release, rule, selection), edges=edges),
        "days": [day.isoformat() for day in days],
        "colours": [theme.withheld, *theme.counts],
        "legend": heat.legend(edges, theme, withheld_below=1 if disclosure.noise else disclosure.threshold),
        "title": text.heat_title(band, disclosure.presence_least, selection.hours),
        "finer": finer_of(release, resolution, view),
        "dates": window(rule.start, rule.end),
        "band": band,
        "threshold": disclosure.threshold,
    }


def days_of(release: Release, rule: Rule) -> list[date]:
    """Return the dates of a rule that presence has."""
    return [day for day in release.presence_dates if rule.start <= day <= rule.end]


def hours_of(release: Release, rule: Rule, selection: Selection) -> int:
    """Return how many hours a sum over a rule's dates and the hours looked at is of, at least 1."""
    first, end = selection.hours
    return max(1, len(days_of(release, rule)) * (end - first))


def device_hours(
    release: Release, rule: Rule, selection: Selection, resolution: int, members: Sequence[int]
) -> pl.DataFrame:
    """Return the device-hours of cells over a rule's dates and stay and the hours looked at, as presence.heat.

    The last ones are kept: the table beside the map shows what the map shows.
    """
    return _heat(release, tuple(members), resolution, rule.start, rule.end, selection.hours, min_band(release, rule))


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


def home_colours_of(release: Release, rule: Rule, selection: Selection, theme: Theme) -> dict[str, Any] | None:
    """Return the colour and the words of every district by the home of those flagged, if the map shows homes."""
    if selection.layer != "homes" or not has_homes(release, rule):
        return None
    table, unit = homes_of(release, rule)
    return layers.home_colours(table, unit, theme)


def finer_of(release: Release, resolution: int, view: dict[str, Any]) -> str:
    """Return from which zoom on, into the middle of a view, finer cells are shown, in words; nothing if none are."""
    if resolution == release.manifest.presence_resolution or "zoom" not in view:
        return ""
    limit = in_view.CELLS_IN_VIEW // view.get("maps", 1)
    steps = np.arange(view["zoom"] + ZOOM.step, ZOOM.most + ZOOM.step, ZOOM.step)
    for zoom in steps.tolist():
        box = layers.closer((view["south"], view["west"], view["north"], view["east"]), zoom - view["zoom"])
        if in_view.fits(release, box, resolution + 1, limit):
            return text.finer_cells(zoom, view["zoom"])
    return ""


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
