"""Devices in an area over a window, bounded from presence alone: a bracket, never a count.

    low  = the busiest hour: the most devices in the area in any one hour of the window (one_cell_per_hour: the sum
           over the area's cells; every_cell: the largest single cell), of the stay bands whose lower edge is at least t
    high = the sum over all hours, cells and stay bands of the window

Low counts cells that lie wholly within the radius, high every cell that reaches into it: where in its cell a device
was is not known, and cells may be wider than the radius. Then low is of part of the area, high of all of it and more.

What lies between them. Let D(t) be the devices that presence counts in the area in some hour of the window and that
had a visit to it of at least t minutes which reaches into the window. Then low <= |D(t)| <= high: a visit to one cell
is part of a visit to the area, so whoever low counts is in D(t), and counts once; whoever is in D(t) is counted in at
least one hour, in whatever band, since a stay spread over cells has short visits to each.

Under every_cell D(t) is everyone who was in the area for t. Under one_cell_per_hour it is not: who passed through and
was longest in a cell elsewhere, in each of those hours, is counted there. So low bounds all who were in the area for t
from below, but high does not bound them from above: those who only passed by come on top. It does for visits of 120
minutes or more that start and end in the window (with max_gap_min <= 60): they span a whole clock hour.

`flagged` dates a visit by its start, presence sees it in every hour: who was inside before the first midnight and did
not come back is in the bracket, and not flagged.

Withheld rows and noise widen both ends (`interval.bounds`); the noise is that of the busiest hour and of the sum.
Brought into order by `matrix.nested`, the bracket never falls as radius or dates widen, its low never rises as the
stay grows, and its high does not move.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from dashboard import cells
from dashboard.boundary import Shape, middle_of, outside_m
from dashboard.counting.interval import Counts, bounds
from dashboard.counting.located import located, presence_rows
from dashboard.counting.matrix import Matrix, nested
from dashboard.counting.sums import OVER, PRESENCE_SUMS, columns
from dashboard.errors import ScopeError
from dashboard.language import _, whole
from dashboard.place import RulePlace
from dashboard.release.answerable import check_rule
from dashboard.release.disclosure import Disclosure
from dashboard.release.load import Release
from dashboard.release.resolve import shapes_of
from dashboard.rule import Rule

Index = npt.NDArray[np.intp]
Rings = Mapping[int, int]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Rows:
    """Tallied rows: the number of each row's hour, cell and ring (the first radius that holds the cell), its stay band.

    Cells are numbered only where devices of several cells do not add up (every_cell), else `cell` is None.
    """

    hour: Index
    cell: Index | None
    ring: Index
    band_min: Index
    tally: tuple[Counts, Counts, Counts]
    over: Counts


def presence_matrix(release: Release, place: RulePlace, start: date, end: date) -> Matrix:
    """Return the bracket of every radius and stay of the release; it has no mid.

    Raises RuleError for a rule that the release cannot answer, ScopeError for a release without presence.
    """
    manifest = release.manifest
    radii, stays = tuple(manifest.radii_m), tuple(manifest.min_dwell_min)
    check_rule(release, Rule(place=place, radius_m=radii[0], min_dwell_min=stays[0], start=start, end=end))
    held, touched = _rings(release, shapes_of(release, place), radii)
    low, high, withheld = presence_ends(release, held, touched, len(radii), start=start, end=end)
    return Matrix(radii_m=radii, min_dwell_min=stays, low=low, mid=None, high=high, withheld=withheld, method="bracket")


def presence_ends(  # noqa: PLR0913 an area has an inside and an outside, a window a start and an end
    release: Release, held: Rings, touched: Rings, areas: int, *, start: date, end: date
) -> tuple[Counts, Counts, Counts]:
    """Return low, high and the rows withheld behind high, arrays of areas x stays, of areas one around the other.

    `held` and `touched` say of a presence cell from which area on it lies inside, and from which on it may reach in:
    low counts the devices of the first, high those of the second. Raises ScopeError for a release without presence, or
    one that was built with noise.
    """
    disclosure, stays = release.manifest.disclosure, release.manifest.min_dwell_min
    if disclosure.noise is not None:
        msg = _(
            "release {release} was built with noise and leaves out presence below {threshold} devices, so that nothing "
            "bounds what is missing; expected a rule that its reach answers"
        ).format(release=release.key, threshold=whole(disclosure.noise.presence_threshold))
        raise ScopeError(msg)
    outer = _rows(release, touched, start, end)
    inner = outer if held is touched else _rows(release, held, start, end)
    low = np.stack([_busiest(inner, stay, areas, disclosure) for stay in stays], axis=1)
    counted, withheld, released = (np.cumsum(_sums(column, outer.ring, areas)) for column in outer.tally)
    high = bounds(counted, withheld, released, disclosure)[2]
    high = np.tile(high[:, np.newaxis], len(stays))
    nested_ends = nested(low, None, high, noisy=disclosure.noisy, across_radii=True)
    return nested_ends[0], nested_ends[2], np.tile(withheld[:, np.newaxis], len(stays))


def _rings(release: Release, shapes: Sequence[Shape], radii_m: Sequence[int]) -> tuple[Rings, Rings]:
    """Return the first radius around the nearest of shapes that holds all of a presence cell, and that reaches it."""
    known = located(release, release.manifest.presence_resolution)
    distance = outside_m(shapes, known.lat, known.lng)
    middles = [middle_of(shape) for shape in shapes]
    widest = 2 * max(cells.reach_m(cells.at(*middle, release.manifest.presence_resolution)) for middle in middles)
    near = distance <= radii_m[-1] + widest + release.manifest.presence_beyond_m
    cell, distance = known.cell[near].tolist(), distance[near]
    reach = np.array([cells.reach_m(one) for one in cell], dtype=np.float64) + release.manifest.presence_beyond_m
    held, touched = (np.searchsorted(radii_m, metres).tolist() for metres in (distance + reach, distance - reach))
    return tuple(  # type: ignore[return-value]
        {one: ring for one, ring in zip(cell, rings, strict=True) if ring < len(radii_m)} for rings in (held, touched)
    )


def _busiest(rows: _Rows, stay_min: int, radii: int, disclosure: Disclosure) -> Counts:
    """Return the low of the busiest hour for each radius, from the bands of at least a stay."""
    if not rows.hour.size:
        return np.zeros(radii, dtype=np.int64)
    part = rows.ring if rows.cell is None else rows.cell
    hours, parts = int(rows.hour.max()) + 1, radii if rows.cell is None else int(part.max()) + 1
    long = rows.band_min >= stay_min
    group = (rows.hour * parts + part)[long]
    tables = (_sums(column[long], group, hours * parts).reshape(hours, parts) for column in (*rows.tally, rows.over))
    if rows.cell is None:
        tables = (np.cumsum(table, axis=1) for table in tables)
    counted, withheld, released, over = tables
    low = np.maximum(bounds(counted, withheld, released, disclosure)[0] - over, 0)
    return low.max(axis=0) if rows.cell is None else _largest_cell(low.max(axis=0), rows, radii)


def _largest_cell(lows: Counts, rows: _Rows, radii: int) -> Counts:
    largest = np.zeros(radii, dtype=np.int64)
    np.maximum.at(largest, rows.ring, lows[rows.cell])
    return np.maximum.accumulate(largest)


def _sums(values: Counts, group: Index, groups: int) -> Counts:
    # bincount adds in float64, exact up to 2 ** 53 devices.
    return np.bincount(group, weights=values, minlength=groups).astype(np.int64)


def _rows(release: Release, cell_rings: Rings, start: date, end: date) -> _Rows:
    rings = pl.DataFrame(
        {"cell": list(cell_rings), "ring": list(cell_rings.values())}, schema={"cell": pl.UInt64, "ring": pl.Int64}
    )
    adds_up = release.manifest.presence_rule == "one_cell_per_hour"
    tallied = (
        presence_rows(release, list(cell_rings), start, end)
        .join(rings.lazy(), on="cell")
        .group_by("hour", *([] if adds_up else ["cell"]), "ring", "dwell_band_min")
        .agg(PRESENCE_SUMS)
        .collect()
    )
    return _Rows(
        hour=_numbered(tallied["hour"].to_physical()),
        cell=None if adds_up else _numbered(tallied["cell"]),
        ring=tallied["ring"].to_numpy(),
        band_min=tallied["dwell_band_min"].to_numpy(),
        tally=columns(tallied),
        over=tallied[OVER].to_numpy(),
    )


def _numbered(values: pl.Series) -> Index:
    return np.unique(values.to_numpy(), return_inverse=True)[1]
