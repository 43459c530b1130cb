"""The table beside the map: the cells in view with their counts, most first."""

from __future__ import annotations

import polars as pl
import shapely

from dashboard import cells
from dashboard.counting import presence
from dashboard.language import name_of
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.site import Group
from dashboard.ui import ask
from dashboard.ui.components.cell_table import CellRow, CellTable
from dashboard.ui.look import Look

ROWS_SHOWN = 100


def heat_in(release: Release, rule: Rule, look: Look, box: presence.Box) -> pl.DataFrame:
    """Return the device-hours of every cell in a box (south, west, north, east): `cell` and `low`, `mid`, `high`."""
    south, west, north, east = box
    view = {"south": south, "west": west, "north": north, "east": east, "focus": look.focus}
    resolution, members = ask.cells_of(release, view)
    band = ask.min_band(release, rule)
    return presence.heat(release, members, resolution, start=rule.start, end=rule.end, hours=look.hours, min_band=band)


def cell_table_of(release: Release, rule: Rule, look: Look, box: presence.Box) -> CellTable:
    """Return the cells in a box with most device-hours, by the rule's dates and stay and the hours looked at."""
    counts = heat_in(release, rule, look, box).sort("mid", "cell", descending=[True, False])
    least = release.manifest.disclosure.threshold
    rows = tuple(
        CellRow(
            cell=cells.to_text(cell),
            where=_where(release, cell),
            low=low,
            mid=mid,
            high=high,
            few=withheld > 0 and high < least,
        )
        for cell, low, mid, high, withheld in counts.head(ROWS_SHOWN)
        .select("cell", "low", "mid", "high", "withheld")
        .iter_rows()
    )
    return CellTable(rows=rows, total=counts.height)


def _where(release: Release, cell: int) -> str:
    """Return the names of the places inside a cell and of the district around its centre, as far as they are known."""
    lat, lng = cells.centre(cell)
    fine = cells.resolution(cell)
    places = [
        name_of(place)
        for place in release.places.values()
        if not isinstance(place, Group) and cells.at(place.lat, place.lng, fine) == cell
    ]
    centre = shapely.Point(lng, lat)
    around = [
        name_of(district)
        for district in release.districts.values()
        if shapely.geometry.shape(district.geometry).contains(centre)
    ]
    return ", ".join([*places, *around])
