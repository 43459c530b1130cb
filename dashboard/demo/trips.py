"""Trips: visits to a market, and passings on a road or a line."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.demo import places
from dashboard.demo.ground import Floats, Indices, Points, scattered
from dashboard.demo.parameters import (
    CLOSED_AFTER_H,
    DAY_S,
    DAYS,
    HOUR_S,
    SEEN_EVERY_MIN_AT_A_MARKET,
    SEEN_ON_THE_WAY,
    SEEN_TWICE,
    STATION_SEEN,
    Passers,
    Visitors,
)
from dashboard.demo.places import Path
from dashboard.demo.stays import LABELS, ON_THE_WAY, ROAD, STATION, Stays, concatenated
from dashboard.site import Site

_HALL_RADIUS_M = 75.0
_WALK_S = 120
_SHORTEST_S, _LONGEST_S = 4 * 60, 16 * HOUR_S
_PART_AT_LEAST_S = 15 * 60
_LATEST_S = DAYS * DAY_S


def visits(rng: np.random.Generator, group: Visitors, count: int) -> Stays:
    """Return the visits of `count` devices to their market, hall by hall, and sightings on the way."""
    closing = min(CLOSED_AFTER_H.get(group.market.site_id, DAYS * 24) * HOUR_S, _LATEST_S)
    device, day = _days_out(rng, count, group.chance, group.weekend_factor, -(-closing // DAY_S))
    start = day * DAY_S + _hours(rng, len(day), group.arrive_h, group.arrive_sd_h)
    stay = 60 * group.stay_median_min * np.exp(group.stay_spread * rng.standard_normal(len(day)))
    end = np.minimum(start + np.clip(stay, _SHORTEST_S, _LONGEST_S).astype(np.int64), closing)
    open_then = np.nonzero(end - start >= _SHORTEST_S)[0]
    device, start, end = device[open_then], start[open_then], end[open_then]
    stalls = _in_halls(rng, group.market, count) if group.own_stall else None
    inside = _parts(rng, group, stalls, (device, start, end))
    return concatenated([inside, _on_the_way(rng, group.market, device, start, end)])


def passes(rng: np.random.Generator, group: Passers, count: int) -> Stays:
    """Return the passings of `count` devices, each point where one is sighted a stay of no length."""
    device, day = _days_out(rng, count, group.chance, group.weekend_factor, DAYS)
    there = day * DAY_S + _hours(rng, len(day), group.there_h, group.spread_h)
    back = day * DAY_S + _hours(rng, len(day), group.back_h, group.spread_h)
    back = np.maximum(back, there + group.pass_s + HOUR_S)
    device, second = np.tile(device, 2), np.concatenate([there, back])
    returning = np.repeat([False, True], len(there))
    trip, share = _on_line(rng, group.path, len(device)) if group.stations else _on_road(rng, len(device))
    elapsed = np.where(returning[trip], 1 - share, share) * group.pass_s
    moment = np.minimum(second[trip] + elapsed.astype(np.int64), _LATEST_S - 1)
    return _passing(device[trip], moment, _along(group.path, share), STATION if group.stations else ROAD)


def _days_out(
    rng: np.random.Generator, count: int, chance: float, weekend_factor: float, days: int
) -> tuple[Indices, Indices]:
    """Draw the days on which each device goes out: one sure day, any other with a chance."""
    weekend = np.arange(days) % 7 >= 5  # FIRST_DAY is a Monday
    goes = rng.random((count, days)) < chance * np.where(weekend, weekend_factor, 1.0)
    goes[np.arange(count), rng.integers(0, days, count)] = True
    device, day = np.nonzero(goes)
    return device, day


def _hours(rng: np.random.Generator, count: int, hour: float, spread_h: float) -> Indices:
    hours = np.clip(hour + spread_h * rng.standard_normal(count), 0.1, 29.0)
    seconds: Indices = (hours * HOUR_S).astype(np.int64)
    return seconds


def _parts(
    rng: np.random.Generator, group: Visitors, stalls: Points | None, trips: tuple[Indices, Indices, Indices]
) -> Stays:
    device, start, end = trips
    length = end - start
    parts = np.minimum(rng.integers(1, group.halls + 1, len(device)), 1 + length // _PART_AT_LEAST_S)
    trip = np.repeat(np.arange(len(device)), parts)
    nth = np.arange(len(trip)) - np.repeat(np.cumsum(parts) - parts, parts)
    shake = rng.uniform(-0.3, 0.3, (len(device), group.halls + 1))
    begins = _cut(trip, nth, parts, shake) * length[trip]
    ends = _cut(trip, nth + 1, parts, shake) * length[trip]
    walked = np.where(nth > 0, _WALK_S, 0)
    every_min = SEEN_EVERY_MIN_AT_A_MARKET * np.exp(0.4 * rng.standard_normal(len(trip)))
    return Stays(
        device=device[trip],
        label=np.full(len(trip), LABELS.index(group.market.site_id), dtype=np.int8),
        start=start[trip] + begins.astype(np.int64) + walked,
        end=start[trip] + ends.astype(np.int64),
        true=_in_halls(rng, group.market, len(trip)) if stalls is None else stalls.take(device[trip]),
        every_s=60 * np.clip(every_min, 4, 25),
    )


def _cut(trip: Indices, nth: Indices, parts: Indices, shake: Floats) -> Floats:
    inner = (nth > 0) & (nth < parts[trip])
    cut: Floats = (nth + np.where(inner, shake[trip, nth], 0.0)) / parts[trip]
    return cut


def _in_halls(rng: np.random.Generator, market: Site, count: int) -> Points:
    east, north, trade = np.array(places.HALLS[market.site_id]).T
    hall = rng.choice(len(trade), size=count, p=trade / trade.sum())
    centre = Points(lat=np.full(count, market.lat), lng=np.full(count, market.lng))
    return scattered(rng, centre.moved(east[hall], north[hall]), _HALL_RADIUS_M)


def _on_the_way(rng: np.random.Generator, market: Site, device: Indices, start: Indices, end: Indices) -> Stays:
    path = places.EXPRESSWAY if market is places.XINFADI else places.road_beside(market)
    seen = np.nonzero(rng.random(2 * len(device)) < SEEN_ON_THE_WAY)[0]
    apart = rng.integers(3 * 60, 8 * 60, len(seen))
    moment = np.where(seen < len(device), np.concatenate([start, end])[seen] - apart, np.tile(end, 2)[seen] + apart)
    return _passing(np.tile(device, 2)[seen], np.maximum(moment, 0), _along(path, rng.random(len(seen))), ON_THE_WAY)


def _on_road(rng: np.random.Generator, count: int) -> tuple[Indices, Floats]:
    trip = np.repeat(np.arange(count), 1 + (rng.random(count) < SEEN_TWICE))
    return trip, rng.random(len(trip))


def _on_line(rng: np.random.Generator, line: Path, count: int) -> tuple[Indices, Floats]:
    trip, station = np.nonzero(rng.random((count, len(line))) < STATION_SEEN)
    return trip, _shares(line)[station]


def _along(path: Path, share: Floats) -> Points:
    """Return the points at shares of a path's length."""
    lat, lng = np.array(path).T
    return Points(lat=np.interp(share, _shares(path), lat), lng=np.interp(share, _shares(path), lng))


def _shares(path: Path) -> Floats:
    """Return the share of a path's length that lies before each of its points."""
    corners = Points(lat=np.array([lat for lat, _ in path]), lng=np.array([lng for _, lng in path]))
    legs = [corners.take(np.array([i + 1])).distance_m(*path[i])[0] for i in range(len(path) - 1)]
    travelled = np.concatenate([[0.0], np.cumsum(legs)])
    shares: Floats = travelled / travelled[-1]
    return shares


def _passing(device: Indices, moment: Indices, true: Points, label: int) -> Stays:
    labels: NDArray[np.int8] = np.full(len(device), label, dtype=np.int8)
    return Stays(device=device, label=labels, start=moment, end=moment, true=true, every_s=np.ones(len(device)))
