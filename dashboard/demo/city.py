"""The city: groups of people from one seed, their true stays, and the sightings that an operator would hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dashboard.demo import parameters, places
from dashboard.demo.ground import Indices, Points
from dashboard.demo.homes import OUTSIDE, Homes, all_homes, choose
from dashboard.demo.parameters import (
    FIRST_DAY,
    SEEN_EVERY_MIN,
    SEEN_EVERY_MIN_OF_PASSERS,
    THINNING,
    Passers,
    Residents,
    Visitors,
    devices_of,
)
from dashboard.demo.population import TOTAL
from dashboard.demo.positioning import measured
from dashboard.demo.routine import days, settle
from dashboard.demo.stays import LABELS, NO_STAYS, Stays, awake, cells_of, on_a_trip, sight
from dashboard.demo.trips import passes, visits
from dashboard.site import Place

SEED = 20200530
TIME_ZONE = "Asia/Shanghai"
EPOCH_S = int(datetime.combine(FIRST_DAY, datetime.min.time(), ZoneInfo(TIME_ZONE)).timestamp())

CITY = "the city beyond"
Group = Residents | Visitors | Passers | str


@dataclass(frozen=True, kw_only=True)
class Sightings:
    """What an operator holds: sightings (device u32, time i64 epoch seconds, cell u64), homes, and the places.

    `home` has a row (device u32, home) for each device that lives in a district of Beijing; its sightings are in no
    order.
    """

    frame: pl.DataFrame
    home: pl.DataFrame
    sites: list[Place]


@dataclass(frozen=True, kw_only=True)
class _Part:
    """One group of people: home district of each device ("" outside Beijing), where they truly were, and measured.

    Devices count from 0 within the part and from `first` in the city; `trips` break into `routine`.
    """

    name: str
    first: int
    district: NDArray[np.str_]
    routine: Stays
    routine_measured: Points
    trips: Stays
    trips_measured: Points
    rng: np.random.Generator


def sightings(seed: int = SEED, *, scale: float = 1.0) -> Sightings:
    """Return the sightings of the city, or of one with a `scale` of its devices; the same for the same arguments."""
    frames: list[pl.DataFrame] = []
    home: list[pl.DataFrame] = []
    for part in _parts(seed, scale):
        frames += [_routine_sightings(part), _trip_sightings(part)]
        lives_in = np.nonzero(part.district)[0]
        home.append(pl.DataFrame({"device": _devices(part, lives_in), "home": part.district[lives_in]}))
    return Sightings(frame=pl.concat(frames, rechunk=True), home=pl.concat(home), sites=places.all_places())


def stays(seed: int = SEED, *, scale: float = 1.0) -> pl.DataFrame:
    """Return the truth behind the sightings of the same arguments: one row for each stay and each passing.

    Columns: device u32, group (its people), label (home, work, errand, on the way, road, station, or the site_id of a
    market), start and end (epoch seconds; equal for a passing), lat and lng (true), measured_lat and measured_lng, all
    in WGS-84. A trip (a passing or a visit) takes a device out of its home, work or errand, whose stays run on beneath.
    """
    return pl.concat(
        _truth(part, rows, at)
        for part in _parts(seed, scale)
        for rows, at in ((part.routine, part.routine_measured), (part.trips, part.trips_measured))
    )


def _parts(seed: int, scale: float) -> Iterator[_Part]:
    groups: list[Group] = [*parameters.RESIDENTS, CITY, *parameters.VISITORS, *parameters.PASSERS]
    ground, *streams = (
        np.random.Generator(np.random.PCG64(child)) for child in np.random.SeedSequence(seed).spawn(len(groups) + 1)
    )
    places_to_live, blocks = all_homes(ground)
    first = 0
    for group, rng in zip(groups, streams, strict=True):
        part = _part(rng, group, first, scale, (places_to_live, blocks))
        first += len(part.district)
        yield part


def _part(
    rng: np.random.Generator, group: Group, first: int, scale: float, ground: tuple[Homes, dict[str, Indices]]
) -> _Part:
    homes, blocks = ground
    home = _draw_homes(rng, group, scale, homes, blocks)
    resident = np.nonzero(home != OUTSIDE)[0]
    every_min = SEEN_EVERY_MIN_OF_PASSERS if isinstance(group, Visitors | Passers) else SEEN_EVERY_MIN
    routine = days(rng, settle(rng, homes, resident, home[resident]), every_min)
    trips = _trips(rng, group, len(home))
    return _Part(
        name=group if isinstance(group, str) else group.name,
        first=first,
        district=np.where(home == OUTSIDE, "", homes.district[home]),
        routine=routine,
        routine_measured=measured(rng, routine.true),
        trips=trips,
        trips_measured=measured(rng, trips.true),
        rng=rng,
    )


def _draw_homes(
    rng: np.random.Generator, group: Group, scale: float, homes: Homes, blocks: dict[str, Indices]
) -> Indices:
    if isinstance(group, Visitors | Passers):
        return choose(rng, homes, group, devices_of(group.people, scale))
    if isinstance(group, Residents):
        rows = blocks[group.name]
        count = devices_of(group.people, scale)
    else:
        rows = np.setdiff1d(np.arange(len(homes)), np.concatenate(list(blocks.values())))
        count = devices_of(TOTAL, scale / THINNING)
    share = homes.people[rows] / homes.people[rows].sum()
    return rng.choice(rows, size=count, p=share)


def _trips(rng: np.random.Generator, group: Group, count: int) -> Stays:
    if isinstance(group, Visitors):
        return visits(rng, group, count)
    if isinstance(group, Passers):
        return passes(rng, group, count)
    return NO_STAYS


def _routine_sightings(part: _Part) -> pl.DataFrame:
    row, second = sight(part.rng, part.routine)
    kept = np.nonzero(awake(part.rng, second) & ~on_a_trip(part.routine.device[row], second, part.trips))[0]
    return _frame(part, part.routine, part.routine_measured, row[kept], second[kept])


def _trip_sightings(part: _Part) -> pl.DataFrame:
    row, second = sight(part.rng, part.trips)
    return _frame(part, part.trips, part.trips_measured, row, second)


def _frame(part: _Part, stays: Stays, at: Points, row: Indices, second: Indices) -> pl.DataFrame:
    changes = np.diff(row, prepend=-1) != 0  # rows come in rising order
    where = np.cumsum(changes) - 1
    return pl.DataFrame(
        {
            "device": _devices(part, stays.device[row]),
            "time": EPOCH_S + second,
            "cell": cells_of(at.take(row[changes]))[where],
        }
    )


def _truth(part: _Part, stays: Stays, at: Points) -> pl.DataFrame:
    labels = pl.Series(LABELS, dtype=pl.Categorical)
    return pl.DataFrame(
        {
            "device": _devices(part, stays.device),
            "start": EPOCH_S + stays.start,
            "end": EPOCH_S + stays.end,
            "lat": stays.true.lat,
            "lng": stays.true.lng,
            "measured_lat": at.lat,
            "measured_lng": at.lng,
        }
    ).with_columns(
        pl.lit(part.name).cast(pl.Categorical).alias("group"),
        labels.gather(stays.label).alias("label"),
    )


def _devices(part: _Part, device: Indices) -> NDArray[np.uint32]:
    return (part.first + device).astype(np.uint32)
