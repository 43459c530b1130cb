"""Devices sighted one by one, and the presence that an operator would make of them under either rule."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import polars as pl
from hypothesis import strategies as st
from small_world import MARKET, RADII_M, START, ZONE

from dashboard import cells
from dashboard.release.manifest import Manifest
from dashboard.release.write import Contents

MAX_GAP = timedelta(minutes=60)
MIDNIGHT = datetime(START.year, START.month, START.day, tzinfo=ZoneInfo(ZONE))
DISTANCE_M = cells.disk(MARKET.shapes, 2000, 9)


def _nearest_cells() -> list[int]:
    """Two cells between each radius and the next, and two outside them all."""
    edges = [0, *RADII_M, 2000]
    rings = [sorted(cell for cell, metres in DISTANCE_M.items() if a < metres <= b) for a, b in pairwise(edges)]
    return [cell for ring in rings for cell in ring[:2]]


CELLS = _nearest_cells()


@dataclass(frozen=True)
class Sighting:
    """A device seen in a cell."""

    at: datetime
    cell: int


Track = list[Sighting]
Stay = tuple[datetime, datetime]


def stays(track: Track, inside: set[int]) -> list[Stay]:
    """The first and last sighting of each longest run inside, with no gap above an hour and none outside between."""
    runs: list[Stay] = []
    before: Sighting | None = None
    for sighting in track:
        if sighting.cell in inside:
            goes_on = before is not None and before.cell in inside and sighting.at - before.at <= MAX_GAP
            runs.append((runs.pop()[0] if goes_on else sighting.at, sighting.at))
        before = sighting
    return runs


def minutes(stay: Stay) -> float:
    """The dwell of a stay."""
    return (stay[1] - stay[0]).total_seconds() / 60


def area(radius_m: int) -> set[int]:
    """The cells inside a radius of the market."""
    return {cell for cell, metres in DISTANCE_M.items() if metres <= radius_m}


def reaches_into(stay: Stay, start: date, end: date) -> bool:
    """Whether a stay overlaps a window of dates."""
    return stay[0].date() <= end and stay[1].date() >= start


Counted = tuple[int, datetime, int, int]


def counted_in(tracks: list[Track], released: Manifest, picks: random.Random) -> list[Counted]:
    """Device, hour, cell and band wherever presence counts a device.

    Under one_cell_per_hour any of the hour's cells may be the one where it was longest.
    """
    found: list[Counted] = []
    for device, track in enumerate(tracks):
        for hour in sorted({sighting.at.replace(minute=0) for sighting in track}):
            if not released.period.start <= hour.date() <= released.period.end:
                continue
            seen = sorted({sighting.cell for sighting in track if sighting.at.replace(minute=0) == hour})
            for cell in [picks.choice(seen)] if released.presence_rule == "one_cell_per_hour" else seen:
                here = [
                    stay for stay in stays(track, {cell}) if stay[0] < hour + timedelta(hours=1) and stay[1] >= hour
                ]
                longest = max(minutes(stay) for stay in here)
                band = max(edge for edge in released.dwell_bands_min if edge <= longest)
                found.append((device, hour, cell, band))
    return found


def presence_contents(counted: list[Counted], threshold: int) -> Contents:
    """The presence table of counted devices, counts below the threshold withheld."""
    counts = Counter((cell, hour, band) for _, hour, cell, band in counted)
    rows = [(*key, n if n >= threshold else None) for key, n in counts.items()]
    schema = {"cell": pl.UInt64, "hour": pl.Datetime("ms", ZONE), "dwell_band_min": pl.Int64, "devices": pl.Int64}
    return Contents(places=[MARKET], presence=pl.DataFrame(rows, schema=schema, orient="row") if rows else None)


@st.composite
def tracks_of(draw: st.DrawFn) -> list[Track]:
    """Up to six devices around the market, from the evening before the first date."""
    found = []
    for _ in range(draw(st.integers(1, 6))):
        at = MIDNIGHT + timedelta(minutes=draw(st.integers(-180, 2 * 1440)))
        track = []
        steps = st.tuples(st.sampled_from([5, 20, 45, 60, 61, 300]), st.sampled_from(CELLS))
        for gap, cell in draw(st.lists(steps, min_size=1, max_size=10)):
            at += timedelta(minutes=gap)
            track.append(Sighting(at=at, cell=cell))
        found.append(track)
    return found
