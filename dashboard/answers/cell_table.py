"""The table beside the map: the cells in view with their counts, most first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import shapely

from dashboard import cells
from dashboard.answers.map import cells_of, device_hours, hours_of
from dashboard.answers.selection import Selection
from dashboard.counting import in_view
from dashboard.language import _, name_of
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.site import Group

ROWS_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class CellRow:
    """One cell: what lies there in words, and its device-hours; `few` if only withheld counts."""

    where: str
    low: int
    mid: int
    high: int
    few: bool


@dataclass(frozen=True, kw_only=True)
class CellTable:
    """The first rows, most device-hours first, how many cells there are in all, and of how many hours each is a sum."""

    rows: tuple[CellRow, ...]
    total: int
    hours: int


def heat_in(release: Release, rule: Rule, selection: Selection, box: in_view.Box) -> pl.DataFrame:
    """Return the device-hours of every cell in a box (south, west, north, east): `cell` and `low`, `mid`, `high`."""
    south, west, north, east = box
    view = {"south": south, "west": west, "north": north, "east": east, "focus": selection.focus}
    return device_hours(release, rule, selection, *cells_of(release, view))


def cell_table_of(
    release: Release, rule: Rule, selection: Selection, view: dict[str, Any], box: in_view.Box
) -> CellTable:
    """Return the cells of a view whose centre is in a box, those with most device-hours, counted as the map's are."""
    counted = device_hours(release, rule, selection, *cells_of(release, view))
    counts = counted.filter(_inside(counted["cell"], box)).sort("mid", "cell", descending=[True, False])
    shown = counts.head(ROWS_SHOWN)
    least = release.manifest.disclosure.threshold
    rows = tuple(
        CellRow(
            where=where,
            low=low,
            mid=mid,
            high=high,
            few=withheld > 0 and high < least,
        )
        for where, (low, mid, high, withheld) in zip(
            _wheres(release, shown["cell"].to_list()),
            shown.select("low", "mid", "high", "withheld").iter_rows(),
            strict=True,
        )
    )
    return CellTable(rows=rows, total=counts.height, hours=hours_of(release, rule, selection))


def _inside(listed: pl.Series, box: in_view.Box) -> pl.Series:
    south, west, north, east = box
    lat, lng = cells.centres(listed.to_numpy()).T
    return pl.Series((south <= lat) & (lat <= north) & (west <= lng) & (lng <= east))


def _wheres(release: Release, shown: Sequence[int]) -> list[str]:
    """Return the names of the places inside each cell and of the district around its centre, where known."""
    if not shown:
        return []
    resolution = cells.resolution(shown[0])
    wanted = set(shown)
    named: dict[int, list[str]] = {}
    for place in release.places.values():
        if not isinstance(place, Group) and (cell := cells.at(place.lat, place.lng, resolution)) in wanted:
            named.setdefault(cell, []).append(name_of(place))
    shapes = [(name_of(one), shapely.geometry.shape(one.geometry)) for one in release.districts.values()]
    centres = [shapely.Point(lng, lat) for lat, lng in map(cells.centre, shown)]
    return [
        _(", ").join([*named.get(cell, ()), *(name for name, shape in shapes if shape.contains(centre))])
        for cell, centre in zip(shown, centres, strict=True)
    ]
