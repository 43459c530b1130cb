"""Stays: where each device truly was, and from when to when; and the sightings that the network makes of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard import cells
from dashboard.demo import places
from dashboard.demo.ground import Floats, Indices, Points, joined
from dashboard.demo.parameters import DAY_S, DAYS, HOUR_S, NIGHT_DROPPED, NIGHT_FROM_H, NIGHT_TO_H
from dashboard.demo.positioning import GRID_LAT, GRID_LNG

HOME, WORK, ERRAND, ON_THE_WAY, ROAD, STATION = range(6)
LABELS = ("home", "work", "errand", "on the way", "road", "station", *(market.site_id for market in places.MARKETS))

SIGHTED_AT = 10  # resolution of a sighting's cell, about 65 m an edge
_AWAY_S = 20 * 60  # nobody is sighted at home this shortly before or after a trip
_LONGER_THAN_ALL = 2 * DAYS * DAY_S


@dataclass(frozen=True, kw_only=True)
class Stays:
    """One row for each stay: device, index into LABELS, first and last second, true position.

    Seconds count from local midnight at the start of FIRST_DAY. A passing has the same first and last second and is
    sighted once; any other stay about every `every_s` seconds.
    """

    device: Indices
    label: NDArray[np.int8]
    start: Indices
    end: Indices
    true: Points
    every_s: Floats

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.device)

    def take(self, rows: Indices) -> Stays:
        """Return the stays at some rows."""
        return Stays(
            device=self.device[rows],
            label=self.label[rows],
            start=self.start[rows],
            end=self.end[rows],
            true=self.true.take(rows),
            every_s=self.every_s[rows],
        )


NO_STAYS = Stays(
    device=np.zeros(0, dtype=np.int64),
    label=np.zeros(0, dtype=np.int8),
    start=np.zeros(0, dtype=np.int64),
    end=np.zeros(0, dtype=np.int64),
    true=Points(lat=np.zeros(0), lng=np.zeros(0)),
    every_s=np.zeros(0),
)


def concatenated(parts: list[Stays]) -> Stays:
    """Return the stays of all parts, in order."""
    return Stays(
        device=np.concatenate([part.device for part in parts]),
        label=np.concatenate([part.label for part in parts]),
        start=np.concatenate([part.start for part in parts]),
        end=np.concatenate([part.end for part in parts]),
        true=joined([part.true for part in parts]),
        every_s=np.concatenate([part.every_s for part in parts]),
    )


def sight(rng: np.random.Generator, stays: Stays) -> tuple[Indices, Indices]:
    """Return sightings as rows of `stays` and seconds, one at a random moment of each of a stay's equal parts."""
    length = stays.end - stays.start
    count = np.where(length == 0, 1, np.floor(length / stays.every_s + rng.random(len(stays)))).astype(np.int64)
    row = np.repeat(np.arange(len(stays)), count)
    part = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    share = (part + rng.random(len(row))) / count[row]
    return row, stays.start[row] + (share * length[row]).astype(np.int64)


def awake(rng: np.random.Generator, second: Indices) -> NDArray[np.bool_]:
    """Say which sightings remain when most of those of the night are dropped."""
    hour = second % DAY_S // HOUR_S
    night = (hour >= NIGHT_FROM_H) | (hour < NIGHT_TO_H)
    remains: NDArray[np.bool_] = ~night | (rng.random(len(second)) >= NIGHT_DROPPED)
    return remains


def on_a_trip(device: Indices, second: Indices, trips: Stays) -> NDArray[np.bool_]:
    """Say of each (device, second) whether it falls into one of the trips, or close to one."""
    if not len(trips):
        return np.zeros(len(device), dtype=bool)
    begins = trips.device * _LONGER_THAN_ALL + trips.start - _AWAY_S
    ends = trips.device * _LONGER_THAN_ALL + trips.end + _AWAY_S
    order = np.argsort(begins, kind="stable")
    begins, ends = begins[order], np.maximum.accumulate(ends[order])
    moment = device * _LONGER_THAN_ALL + second
    before = np.searchsorted(begins, moment, side="right") - 1
    busy: NDArray[np.bool_] = (before >= 0) & (ends[before] >= moment)
    return busy


def cells_of(points: Points) -> NDArray[np.uint64]:
    """Return the cell of each position on the positioning grid; each grid point is looked up once."""
    north, east = np.rint(points.lat / GRID_LAT).astype(np.int64), np.rint(points.lng / GRID_LNG).astype(np.int64)
    distinct, where = np.unique(north << 32 | east, return_inverse=True)
    lat, lng = (distinct >> 32) * GRID_LAT, (distinct & 0xFFFFFFFF) * GRID_LNG
    looked_up = np.fromiter(
        (cells.at(y, x, SIGHTED_AT) for y, x in zip(lat.tolist(), lng.tolist(), strict=True)), np.uint64, len(distinct)
    )
    return looked_up[where]
