"""Conditions in plain Python, one device and one sighting at a time, from the words of the release's reference."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import by_hand
import h3.api.basic_int as h3

from dashboard.boundary import Boundary
from dashboard.release.conditions import Condition

Row = tuple[str, int, int, str | None]  # device, epoch second, cell, activity
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@dataclass(frozen=True, kw_only=True)
class Seen:
    second: int
    cell: int
    activities: frozenset[str]


def tracks(rows: Iterable[Row]) -> dict[str, list[Seen]]:
    """Each device's sightings in time: of one second those in its smallest cell, with what was done there."""
    of_second: dict[str, dict[int, dict[int, set[str]]]] = {}
    for device, second, cell, activity in rows:
        done = of_second.setdefault(device, {}).setdefault(second, {}).setdefault(cell, set())
        done |= {activity.strip()} if activity else set()
    return {
        device: [
            Seen(second=second, cell=min(cells), activities=frozenset(cells[min(cells)]))
            for second, cells in sorted(seconds.items())
        ]
        for device, seconds in of_second.items()
    }


def is_within(second: int, condition: Condition, zone: str) -> bool:
    local = datetime.fromtimestamp(second, UTC).astimezone(ZoneInfo(zone))
    if condition.weekdays is not None and DAYS[local.weekday()] not in condition.weekdays:
        return False
    if condition.hours is None:
        return True
    first, end = map(int, condition.hours.split("-"))
    hours = range(first, end) if first < end else [*range(first, 24), *range(end)]
    return local.hour in hours


def visits(track: list[Seen], inside: list[bool], max_gap_min: int) -> Iterator[list[Seen]]:
    """Longest runs inside without a gap above the limit."""
    run: list[Seen] = []
    for seen, is_inside in zip(track, inside, strict=True):
        if run and (not is_inside or seen.second - run[-1].second > max_gap_min * 60):
            yield run
            run = []
        if is_inside:
            run.append(seen)
    if run:
        yield run


def parts(visit: list[Seen], condition: Condition, zone: str) -> Iterator[list[Seen]]:
    """Longest runs of neighbouring sightings of a visit that lie within hours and weekdays."""
    part: list[Seen] = []
    for seen in visit:
        if is_within(seen.second, condition, zone):
            part.append(seen)
        elif part:
            yield part
            part = []
    if part:
        yield part


def lives(condition: Condition, shapes: list[Any], home: str | None, home_cell: int | None, codes: set[str]) -> bool:
    asked = condition.home
    if asked is None:
        return True
    if asked.districts is not None:
        return home in asked.districts
    if asked.outside:
        return home not in codes
    metres = asked.within_m if asked.within_m is not None else asked.beyond_m
    near = home_cell is not None and any(
        by_hand.metres_from(shape, h3.cell_to_latlng(home_cell)) <= (metres or 0) for shape in shapes
    )
    return near if asked.within_m is not None else not near


def dates(  # noqa: PLR0913, PLR0917 what is counted
    track: list[Seen],
    shapes: list[tuple[float, float] | Boundary],
    radius_m: int,
    stay: int,
    condition: Condition | None,
    world: Any,  # noqa: ANN401 conditioned_worlds.World imports this
) -> list[date]:
    """The dates, since the lookback, on which a device qualifies, wherever it lives."""
    inside = [any(by_hand.metres_from(s, h3.cell_to_latlng(seen.cell)) <= radius_m for s in shapes) for seen in track]
    found = set()
    for visit in visits(track, inside, world.max_gap_min):
        for part in [visit] if condition is None else parts(visit, condition, world.zone):
            done = {activity for seen in part for activity in seen.activities}
            long_enough = part[-1].second - part[0].second >= stay * 60
            active = condition is None or condition.activity is None or bool(done & set(condition.activity))
            if long_enough and active:
                found.add(by_hand.local_date(visit[0].second, world.zone))
    since = sorted(day for day in found if world.lookback_start <= day <= world.end)
    return since[(condition.min_visits or 1) - 1 :] if condition is not None else since


def rows_of(qualifying: list[date], start: date) -> Counter[tuple[date, int | None]]:
    """The date and the days since of each row that one device counts in."""
    counts: Counter[tuple[date, int | None]] = Counter()
    for before, day in pairwise([None, *qualifying]):
        if day is not None and day >= start:
            counts[day, (day - before).days if before else None] += 1
    return counts
