"""An area that nobody counted, drawn on the map: bounded by what was counted, by inclusion alone.

Whoever visits a circle inside the area visits the area, and for as long; whoever visits the area visits every circle
that holds it. So, at the same stay and dates,

    low  = the most of: those counted in a circle inside the area; the busiest hour in presence cells wholly inside
    high = the fewest of: those counted in a circle around the area; under every_cell, the sum of all hours in presence
           cells that reach into the area

"Inside a radius" is by the centre of the sighting's cell, so that circles inside one another are exact. Presence may be
coarser than the sightings: its cells are wholly inside, or reach in, by the farthest centre of a finer cell.

Visits are dated by their start. Who was inside a circle across the first midnight of the window is not flagged in it
unless he comes back, and may be flagged in a circle within. The bracket holds for all others; nothing in a release
bounds those.

Under one_cell_per_hour presence does not bound those who only passed through (see bracket.py). Where no counted circle
lies around the area, both ends then come from presence alone, and hold for those who spent the longest part of an hour.

With noise, ends hold with a probability, and the best of many would not: the largest circle inside and the smallest
around are taken, whatever they count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from dashboard import cells
from dashboard.counting.area import Area, Circle, Outline, need_m, room_m
from dashboard.counting.bracket import Rings, presence_ends
from dashboard.counting.bracket_matrix import BracketMatrix, Candidate, Row, Source, bracket_matrix, of_place, tightest
from dashboard.counting.located import located
from dashboard.counting.matrix import Matrix
from dashboard.counting.reach import matrix
from dashboard.place import Drawn, DrawnArea, NamedPlace
from dashboard.release.load import Release
from dashboard.sphere import Metres, Point


def drawn_matrix(release: Release, drawn: Drawn, start: date, end: date) -> BracketMatrix:
    """Return the bracket of a drawn circle at every radius, or of an area, for every stay of the release.

    Radii that nothing bounds are left out; an area is the same at all of them. Raises ScopeError for a release with
    neither reach nor presence.
    """
    manifest = release.manifest
    areas = _areas(drawn, manifest.radii_m)
    counted = _counted_nearby(release, areas, start, end)
    present = _presence(release, areas, drawn.points, start, end)
    rows = [_row(release, area, counted, ends) for area, ends in zip(areas, present, strict=True)]
    if isinstance(drawn, DrawnArea):
        rows *= len(manifest.radii_m)
    bounded = [(radius_m, row) for radius_m, row in zip(manifest.radii_m, rows, strict=True) if row is not None]
    return bracket_matrix([radius_m for radius_m, _ in bounded], manifest.min_dwell_min, [row for _, row in bounded])


def _areas(drawn: Drawn, radii_m: Sequence[int]) -> list[Area]:
    if isinstance(drawn, DrawnArea):
        return [Outline(corners=drawn.points)]
    return [Circle(centre=drawn.points[0], radius_m=radius_m) for radius_m in radii_m]


def _row(
    release: Release, area: Area, counted: dict[str, Matrix], present: tuple[Candidate, Candidate] | None
) -> Row | None:
    noisy = release.manifest.disclosure.noisy
    lows = sorted(_inside(release, area, counted), key=lambda low: -(low.source.radius_m or 0))
    highs = sorted(_around(release, area, counted), key=lambda high: high.source.radius_m or 0)
    if present is not None:
        low, high = present
        if release.manifest.presence_rule == "every_cell":
            highs.append(high)
        elif not highs:
            return _with_all(tightest([low], [high]), lows[:1] if noisy else lows)
        lows.append(low)
    if not highs:
        return None
    nobody = Candidate(source=Source(by="nothing"), devices=0 * highs[0].devices, withheld=0 * highs[0].withheld)
    lows = lows or [nobody]
    return tightest(lows[:1], highs[:1]) if noisy else tightest(lows, highs)


def _with_all(row: Row, counted: Sequence[Candidate]) -> Row:
    """Return the bracket of those who spent the longest part of an hour, with what was counted inside beside it."""
    if not counted:
        return row
    devices = np.stack([low.devices for low in counted])
    ends = [
        replace(end, inside=counted[by].source, in_all=int(devices[by, s]))
        for s, (end, by) in enumerate(zip(row.ends, devices.argmax(axis=0), strict=True))
    ]
    return replace(row, ends=tuple(ends))


def _inside(release: Release, area: Area, counted: dict[str, Matrix]) -> Iterator[Candidate]:
    for site_id, matrix_ in counted.items():
        room = room_m(area, release.place(site_id).shapes)
        yield from (of_place(site_id, matrix_, radius, end="low") for radius in matrix_.radii_m if radius <= room)


def _around(release: Release, area: Area, counted: dict[str, Matrix]) -> Iterator[Candidate]:
    for site_id, matrix_ in counted.items():
        need = need_m(area, release.place(site_id).shapes)
        yield from (of_place(site_id, matrix_, radius, end="high") for radius in matrix_.radii_m if radius >= need)


def _counted_nearby(release: Release, areas: Sequence[Area], start: date, end: date) -> dict[str, Matrix]:
    """Return what was counted around the places that have a circle inside the largest area or around the smallest."""
    if release.reach is None:
        return {}
    radii = release.manifest.radii_m
    near = [
        site_id
        for site_id, place in release.places.items()
        if room_m(areas[-1], place.shapes) >= radii[0] or need_m(areas[0], place.shapes) <= radii[-1]
    ]
    return {site_id: matrix(release, NamedPlace(site_id=site_id), start, end) for site_id in near}


def _presence(
    release: Release, areas: Sequence[Area], points: Sequence[Point], start: date, end: date
) -> list[tuple[Candidate, Candidate] | None]:
    """Return the low and high of presence in each area, None where its cells have none or noise left some out."""
    if release.presence is None or release.manifest.disclosure.noise is not None:
        return [None] * len(areas)
    held, touched = _rings(release, areas, points)
    low, high, withheld = presence_ends(release, held, touched, len(areas), start=start, end=end)
    source = Source(by="presence")
    first = min(touched.values(), default=len(areas))
    return [
        (
            Candidate(source=source, devices=low[area], withheld=withheld[area]),
            Candidate(source=source, devices=high[area], withheld=withheld[area]),
        )
        if area >= first
        else None
        for area in range(len(areas))
    ]


def _rings(release: Release, areas: Sequence[Area], points: Sequence[Point]) -> tuple[Rings, Rings]:
    """Return the first area that a presence cell lies wholly inside, and the first that it reaches into, by cell."""
    resolution = release.manifest.presence_resolution
    known = located(release, resolution)
    beyond_m = release.manifest.presence_beyond_m
    largest_reach = 2 * cells.reach_m(cells.at(*points[0], resolution)) + beyond_m
    near = areas[-1].depth_m(known.lat, known.lng) >= -largest_reach
    cell, lat, lng = known.cell[near].tolist(), known.lat[near], known.lng[near]
    reach = np.array([cells.reach_m(one) for one in cell], dtype=np.float64) + beyond_m
    depths = [area.depth_m(lat, lng) for area in areas]
    return _first(cell, depths, reach), _first(cell, depths, -reach)


def _first(cell: list[int], depths: list[Metres], depth_m: Metres) -> Rings:
    """Return the first area that holds a cell's centre at a depth, by cell; cells that are in none are left out."""
    first = (np.stack(depths) < depth_m).sum(axis=0).tolist()
    return {one: area for one, area in zip(cell, first, strict=True) if area < len(depths)}
