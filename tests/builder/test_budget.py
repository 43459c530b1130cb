"""The budget holds for every track: a search for the worst device finds none above it, and one that spends it all."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo, available_timezones

import by_hand
import h3.api.basic_int as h3
import narwhals as nw
import numpy as np
import polars as pl
import pytest

from dashboard.builder import defaults
from dashboard.builder.clock import Clock, clock
from dashboard.builder.count import count
from dashboard.builder.disclosure import Protection
from dashboard.builder.disclosure.budget import planned
from dashboard.builder.engines.memory import Memory
from dashboard.builder.reach import reach
from dashboard.builder.sightings import read
from dashboard.release.cost import Extent, longest_date, weights
from dashboard.release.manifest import Manifest, Period
from dashboard.release.spots import MOVES_M, circles_at_a_spot
from dashboard.site import Group, Place, Site

RADII_M, STAYS_MIN = [300, 1000, 2500], [0, 15, 60]
ZONE = "Antarctica/Troll"
DATES = [date(2020, 10, 24) + timedelta(days=day) for day in range(4)]  # on the second the clock is put back by two
FIRST = int(datetime(2020, 10, 23, 22, tzinfo=UTC).timestamp())
SPAN_S = 5 * 86_400

Row = tuple[str, int, int, date | None, date]
Facts = dict[tuple[str, int, int], list[date]]
Track = list[tuple[int, int]]


def site(name: str, lat: float, lng: float) -> Site:
    return Site(site_id=name, name=name, kind="market", lat=lat, lng=lng)


A, B, FAR = site("a", 39.81, 116.341), site("b", 39.812, 116.343), site("far", 39.9, 116.5)
PLACES: list[Place] = [A, B, FAR, Group(site_id="both", name="both", members=(A, FAR))]
SPOTS = [
    h3.latlng_to_cell(lat + up, lng + right, 10)
    for (lat, lng) in (*A.shapes, *FAR.shapes)
    for up, right in ((0, 0), (0.002, 0), (0.006, 0.004), (0.015, 0), (0, 0.04))
]


def manifest() -> Manifest:
    fields = {"time_zone": ZONE, "radii_m": RADII_M, "min_dwell_min": STAYS_MIN}
    return defaults.complete(fields, title="t", first=str(DATES[0]), last=str(DATES[-1]))


@cache
def away(cell: int, site_id: str) -> float:
    points = next(place.shapes for place in PLACES if place.site_id == site_id)
    return min(by_hand.metres(point, h3.cell_to_latlng(cell)) for point in points)


@cache
def local(second: int) -> date:
    return by_hand.local_date(second, ZONE)


def facts(track: Track) -> Facts:
    """The dates on which a device qualifies, by place, radius and stay."""
    found = {}
    for place in PLACES:
        for radius in RADII_M:
            inside = [(second, away(cell, place.site_id) <= radius) for second, cell in track]
            stays = [run for run in by_hand.runs(inside, 60) if run.spot]
            for stay in STAYS_MIN:
                begun = {local(run.begin) for run in stays if run.dwell_s >= stay * 60}
                found[place.site_id, radius, stay] = sorted(begun & set(DATES))
    return found


def rows(found: Facts) -> set[Row]:
    return {
        (*key, before, day) for key, dates in found.items() for before, day in zip([None, *dates], dates, strict=False)
    }


def changed(found: Facts, gone: date) -> int:
    """How many rows are others when what began on a date is taken out."""
    without = {key: [day for day in dates if day != gone] for key, dates in found.items()}
    return len(rows(found) ^ rows(without))


def worst_date(track: Track) -> int:
    found = facts(track)
    return max(changed(found, day) for day in DATES)


def tidy(track: Track) -> Track:
    return sorted(dict(track).items())


def some_track(rng: Random) -> Track:
    """Sightings at any time, at midnight more often, in runs at one spot."""
    track = []
    while len(track) < 50:
        midnight = FIRST + 7200 + rng.randrange(5) * 86_400
        at = rng.choice([rng.randrange(SPAN_S) + FIRST, midnight + rng.randrange(-7200, 7200)])
        step = rng.choice([60, 900, 1800, 3600, 3700])
        cell = rng.choice(SPOTS)
        track += [(at + step * n, cell) for n in range(rng.randrange(1, 9))]
    return tidy(track)


def mutated(track: Track, rng: Random) -> Track:
    other = list(track)
    at = rng.randrange(len(other))
    second, cell = other[at]
    kind = rng.randrange(4)
    if kind == 0:
        other[at] = (second + rng.choice([-3600, -600, 600, 3600]), cell)
    elif kind == 1:
        other[at] = (second, rng.choice(SPOTS))
    elif kind == 2:
        other += [(second + 900 * n, cell) for n in range(1, 6)]
    else:
        shift = rng.choice([-86_400, 86_400])
        other += [(s + shift, c) for s, c in other[max(0, at - 4) : at + 4]]
    return tidy([(s, c) for s, c in other if FIRST <= s < FIRST + SPAN_S])


def climbed(rng: Random) -> Iterator[tuple[Track, int]]:
    track = some_track(rng)
    best = worst_date(track)
    for _ in range(150):
        other = mutated(track, rng)
        cost = worst_date(other)
        if cost >= best:
            track, best = other, cost
    yield track, best


def daily(cell: int, hours: float = 2) -> Track:
    """At noon of every date at one spot."""
    return [(FIRST + day * 86_400 + 14 * 3600 + n * 600, cell) for day in range(4) for n in range(int(6 * hours))]


EXTENT = Extent.of(manifest(), PLACES)
BOUND = weights(EXTENT)["date"].reach


@pytest.mark.parametrize("seed", range(4))
def test_no_track_costs_more_than_a_date_is_said_to(seed: int) -> None:
    ((_, worst),) = climbed(Random(seed))  # noqa: S311 a search
    assert BOUND / 2 < worst <= BOUND


def test_some_track_spends_all_that_a_date_is_said_to_cost() -> None:
    both = [(second + 3 * 3600, SPOTS[5]) for second, _ in daily(SPOTS[0])]
    assert worst_date(tidy([*daily(SPOTS[0]), *both])) == BOUND


def test_one_spot_costs_no_more_than_a_visit_is_said_to_and_some_as_much() -> None:
    bound = weights(EXTENT)["visit"].reach
    costs = []
    for spot in {*SPOTS, *h3.grid_disk(SPOTS[0], 12)}:
        track = daily(spot)
        costs.append(worst_date(track))
    assert max(costs) <= bound
    assert max(costs) >= 0.9 * bound


def test_who_moves_a_little_enters_no_more_circles_than_a_spot_has() -> None:
    rng = Random(7)  # noqa: S311
    for _ in range(300):
        middle = h3.latlng_to_cell(39.81 + rng.uniform(-0.03, 0.03), 116.341 + rng.uniform(-0.03, 0.03), 12)
        around = h3.grid_disk(middle, int(MOVES_M / 20))
        near = [
            cell
            for cell in rng.sample(around, 40)
            if h3.great_circle_distance(h3.cell_to_latlng(middle), h3.cell_to_latlng(cell), unit="m") <= MOVES_M
        ]
        entered = {
            (place.site_id, radius)
            for place in PLACES
            for radius in RADII_M
            if any(away(cell, place.site_id) <= radius for cell in near)
        }
        assert len(entered) <= EXTENT.circles


def test_the_builder_counts_what_the_search_does() -> None:
    for seed in range(3):
        track = some_track(Random(seed))  # noqa: S311
        frame = pl.DataFrame(track, schema={"time": pl.Int64, "cell": pl.UInt64}, orient="row")
        sightings = read(frame.with_columns(device=pl.lit("d")), engine=Memory(), time_zone=ZONE, report=lambda _: None)
        counted, by_cell, _ = count(
            sightings,
            PLACES,
            clock(ZONE, sightings.first, sightings.last),
            manifest(),
            home=None,
            report=lambda _: None,
        )
        found = {
            (row["site_id"], row["radius_m"], row["min_dwell_min"], row["days_since"], row["date"])
            for row in reach(counted).iter_rows(named=True)
        }
        mine = {
            (place, radius, stay, None if before is None else (day - before).days, day)
            for place, radius, stay, before, day in rows(facts(track))
        }
        assert found == mine
        assert max(rows.height for rows in by_cell.values()) <= EXTENT.hours


def test_no_date_has_more_hours_than_are_reckoned_with() -> None:
    assert longest_date("Antarctica/Troll", Period(start=DATES[0], end=DATES[-1])) == 26
    assert longest_date("Asia/Shanghai", Period(start=DATES[0], end=DATES[-1])) == 24
    assert longest_date("Antarctica/Vostok", Period(start=date(1994, 1, 30), end=date(1994, 2, 2))) == 31


@pytest.mark.parametrize("name", sorted(available_timezones() - {"localtime", "Factory"})[::40])
def test_hours_by_the_builders_clock_are_no_more(name: str) -> None:
    zone = ZoneInfo(name)
    for year in (1995, 2010, 2020):
        begin = int(datetime(year, 1, 1, tzinfo=UTC).timestamp())
        seconds = pl.DataFrame({"t": np.arange(begin, begin + 366 * 86_400, 900)})
        hours = clock(name, begin, begin + 366 * 86_400)
        struck = _struck(hours, seconds)
        most = int(struck.max())  # type: ignore[arg-type]
        dates = Period(start=datetime.fromtimestamp(begin, zone).date(), end=date(year + 1, 1, 2))
        assert most <= longest_date(name, dates)


def _struck(hours: Clock, seconds: pl.DataFrame) -> pl.Series:
    frame = nw.from_native(seconds, eager_only=True).select(hour=hours.hour(nw.col("t")))
    dated = frame.with_columns(day=hours.day(nw.col("hour"))).to_native()
    return dated.group_by("day").agg(pl.col("hour").n_unique())["hour"]


def test_the_noise_follows_from_the_list_of_places_alone() -> None:
    rng = Random(1)  # noqa: S311
    many = [site(f"s{n}", 39.8 + rng.uniform(0, 0.05), 116.3 + rng.uniform(0, 0.05)) for n in range(20)]
    circles = circles_at_a_spot(many, RADII_M)
    assert circles == circles_at_a_spot(many[::-1], RADII_M)
    assert circles_at_a_spot(many[:1], RADII_M) == len(RADII_M)
    spread_out = [site(f"s{n}", 39 + n / 10, 116) for n in range(20)]
    assert circles_at_a_spot(spread_out, RADII_M) == len(RADII_M)
    assert planned(manifest(), Extent.of(manifest(), many), rho=0.064, by_home=True).asked[0].auc < 0.601
    assert Protection().rho is None
