"""The release's terms in plain Python, one device and one sighting at a time, from the words of the contract."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import groupby, pairwise
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

import h3.api.basic_int as h3

from dashboard.boundary import Boundary

Sighting = tuple[str, int, int]  # device, epoch second, cell
Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Stay:
    begin: int
    end: int
    spot: object

    @property
    def dwell_s(self) -> int:
        return self.end - self.begin


def tracks(sightings: Iterable[Sighting]) -> dict[str, list[tuple[int, int]]]:
    """Each device's (second, cell), in time; of the same second the smallest cell."""
    smallest: dict[tuple[str, int], int] = {}
    for device, second, cell in sightings:
        smallest[device, second] = min(cell, smallest.get((device, second), cell))
    found = defaultdict(list)
    for (device, second), cell in sorted(smallest.items()):
        found[device].append((second, cell))
    return dict(found)


def metres(a: Point, b: Point) -> float:
    lat_a, lng_a, lat_b, lng_b = map(radians, (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lng_b - lng_a) / 2) ** 2
    return 2 * 6371007.180918475 * asin(sqrt(half))


def runs(track: list[tuple[int, object]], max_gap_min: int) -> list[Stay]:
    """Longest runs at one spot without a gap above the limit."""
    parts: list[list[tuple[int, object]]] = [[track[0]]]
    for before, after in pairwise(track):
        if before[1] != after[1] or after[0] - before[0] > max_gap_min * 60:
            parts.append([])
        parts[-1].append(after)
    return [Stay(begin=part[0][0], end=part[-1][0], spot=part[0][1]) for part in parts]


@cache
def metres_from(shape: Point | Boundary, point: Point) -> float:
    """Metres from a place to a point; 0 inside an area, and from its edges, which are straight in degrees."""
    if not isinstance(shape, Boundary):
        return metres(shape, point)
    edges = [edge for polygon in rings_of(shape) for ring in polygon for edge in pairwise(ring)]
    lat, lng = point
    crossed = sum(
        lng < a[1] + (lat - a[0]) / (b[0] - a[0]) * (b[1] - a[1]) for a, b in edges if (a[0] > lat) != (b[0] > lat)
    )
    return 0.0 if crossed % 2 else min(_to_edge(point, *edge) for edge in edges)


def rings_of(boundary: Boundary) -> list[list[list[Point]]]:
    """The rings of each polygon of well-known text, as (lat, lng)."""
    inner = boundary.wkt[boundary.wkt.index("(") :]
    nested = inner.replace("(", "[").replace(")", "]")
    listed = json.loads(re.sub(r"(-?[\d.]+(?:e-?\d+)?) (-?[\d.]+(?:e-?\d+)?)", r"[\2, \1]", nested))
    return listed if boundary.wkt.startswith("MULTI") else [listed]


def _to_edge(point: Point, a: Point, b: Point) -> float:
    """The distance along an edge has one valley: it is narrowed down to a millimetre."""

    def at(part: float) -> float:
        return metres(point, (a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])))

    first, last = 0.0, 1.0
    for _ in range(60):
        third = (last - first) / 3
        first, last = (first, last - third) if at(first + third) < at(last - third) else (first + third, last)
    return at((first + last) / 2)


def visits(
    track: list[tuple[int, int]], shapes: Iterable[Point | Boundary], radius_m: int, max_gap_min: int
) -> list[Stay]:
    shapes = list(shapes)
    found = {cell: h3.cell_to_latlng(cell) for _, cell in track}
    inside = [(second, any(metres_from(shape, found[cell]) <= radius_m for shape in shapes)) for second, cell in track]
    return [run for run in runs(inside, max_gap_min) if run.spot]


def local_date(second: int, zone: str) -> date:
    return datetime.fromtimestamp(second, UTC).astimezone(ZoneInfo(zone)).date()


def qualifying_dates(stays: list[Stay], min_dwell_min: int, zone: str) -> list[date]:
    return sorted({local_date(stay.begin, zone) for stay in stays if stay.dwell_s >= min_dwell_min * 60})


def struck(second: int, zone: str) -> int:
    """The last moment at which the clock showed a whole hour."""
    while (shown := datetime.fromtimestamp(second, UTC).astimezone(ZoneInfo(zone))).minute or shown.second:
        second -= shown.second or 60
    return second


def strikes_next(hour: int, zone: str) -> int:
    hour += 60
    while datetime.fromtimestamp(hour, UTC).astimezone(ZoneInfo(zone)).minute:
        hour += 60
    return hour


def presence(
    sightings: Iterable[Sighting], *, resolution: int, bands_min: list[int], max_gap_min: int, zone: str
) -> Counter[tuple[int, int, int]]:
    """Devices by (cell, second at which the hour begins, lower edge of the band)."""
    counts: Counter[tuple[int, int, int]] = Counter()
    for track in tracks(sightings).values():
        coarse = [(second, h3.cell_to_parent(cell, resolution)) for second, cell in track]
        stays = runs(coarse, max_gap_min)
        for begin, rows in groupby(coarse, key=lambda row: struck(row[0], zone)):
            end = strikes_next(begin, zone)
            candidates = {cell for _, cell in rows}
            reaching = {c: [s for s in stays if s.spot == c and s.begin < end and s.end >= begin] for c in candidates}
            seconds = {c: sum(min(s.end, end) - max(s.begin, begin) for s in found) for c, found in reaching.items()}
            cell = min(candidates, key=lambda c: (-seconds[c], c))
            longest_s = max(stay.dwell_s for stay in reaching[cell])
            counts[cell, begin, max(band for band in bands_min if band * 60 <= longest_s)] += 1
    return counts
