"""Every count of a built release equals the count by hand."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise, product
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

import by_hand
import polars as pl
import pytest
import worlds
from examples import of
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.builder import count
from dashboard.builder.engines import memory
from dashboard.counting.interval import Estimate
from dashboard.counting.reach import flagged
from dashboard.place import parse_place
from dashboard.release.check import check
from dashboard.release.load import Release
from dashboard.rule import Rule

Key = tuple[str, int, int]
builds = settings(max_examples=of(25), deadline=None)


def qualifying(world: worlds.World) -> Iterator[tuple[Key, str, list[date]]]:
    """Each (site, radius, stay) and device with the dates on which it qualifies, from the lookback to the end."""
    shapes = {place.site_id: place.shapes for place in world.places}
    keys = list(product(shapes, world.radii_m, worlds.STAYS_MIN))
    tracks = by_hand.tracks(world.sightings)
    for (site_id, radius_m, stay), device in product(keys, tracks):
        visits = by_hand.visits(tracks[device], shapes[site_id], radius_m, world.max_gap_min)
        dates = by_hand.qualifying_dates(visits, stay, world.zone)
        yield (site_id, radius_m, stay), device, [d for d in dates if world.lookback_start <= d <= world.end]


def reach_by_hand(world: worlds.World) -> Counter[tuple[object, ...]]:
    counts: Counter[tuple[object, ...]] = Counter()
    for key, device, dates in qualifying(world):
        home = world.homes.get(device) or "outside"
        for before, day in pairwise([None, *dates]):
            if day >= world.start:
                counts[*key, day, (day - before).days if before else None, home] += 1
    return counts


def rows(frame: pl.LazyFrame | None, *key: str) -> dict[tuple[object, ...], int | None]:
    if frame is None:
        return {}
    collected = frame.select(*key, "devices").collect()
    assert not collected.select(key).is_duplicated().any()
    return {row[:-1]: row[-1] for row in collected.iter_rows()}


def presence_rows(release: Release) -> dict[tuple[object, ...], int | None]:
    if release.presence is None:
        return {}
    # Python's datetimes do not tell the hour that the clock shows twice from its twin; epoch seconds do.
    in_seconds = release.presence.with_columns(pl.col("hour").dt.epoch("s"))
    return rows(in_seconds, "cell", "hour", "dwell_band_min")


REACH = ("site_id", "radius_m", "min_dwell_min", "date", "days_since")


@builds
@given(worlds.worlds(), st.integers(1, 60))
def test_reach_by_home_is_the_count_by_hand_in_parts_of_any_size(world: worlds.World, rows_at_once: int) -> None:
    by_hand_counts = reach_by_hand(world)
    over_homes: Counter[tuple[object, ...]] = Counter()
    for key, devices in by_hand_counts.items():
        over_homes[key[:-1]] += devices
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.object(memory, "ROWS_AT_ONCE", rows_at_once),
        patch.object(count, "_ROWS_APART", rows_at_once),
    ):
        release = world.release(Path(folder))
        assert rows(release.reach_by_home, *REACH, "home") == by_hand_counts
        assert rows(release.reach, *REACH) == over_homes


@pytest.mark.parametrize(("gap_s", "dates"), [(3_600, 1), (3_601, 2)])
def test_a_gap_as_long_as_may_be_leaves_one_visit_of_the_date_it_starts_on(
    tmp_path: Path, gap_s: int, dates: int
) -> None:
    zone = "Asia/Shanghai"
    before_midnight = int(datetime(2020, 6, 2, 23, 30, tzinfo=ZoneInfo(zone)).timestamp())
    inside = worlds.CELLS[10]
    world = worlds.World(
        zone=zone,
        sightings=[("a", before_midnight, inside), ("a", before_midnight + gap_s, inside)],
        homes={},
        max_gap_min=60,
        lookback_start=date(2020, 6, 2),
        start=date(2020, 6, 2),
        end=date(2020, 6, 3),
    )
    counted = rows(world.release(tmp_path).reach, *REACH)
    seen_on = [day for site, radius_m, stay, day, _ in counted if (site, radius_m, stay) == ("west", 200, 0)]
    assert sorted(seen_on) == [date(2020, 6, 2), date(2020, 6, 3)][:dates]
    assert (("west", 200, 30, date(2020, 6, 2), None) in counted) == (dates == 1)


@builds
@given(worlds.worlds(), st.data())
def test_flagged_devices_are_the_distinct_devices(world: worlds.World, data: st.DataObject) -> None:
    of_key: dict[Key, list[list[date]]] = {}
    for key, _, dates in qualifying(world):
        of_key.setdefault(key, []).append(dates)
    days = [world.start + timedelta(days=n) for n in range((world.end - world.start).days + 1)]
    with tempfile.TemporaryDirectory() as folder:
        release = world.release(Path(folder))
        for _ in range(10):
            site, radius_m, stay = data.draw(st.sampled_from(list(of_key)))
            start, end = sorted([data.draw(st.sampled_from(days)), data.draw(st.sampled_from(days))])
            rule = Rule(place=parse_place(site), radius_m=radius_m, min_dwell_min=stay, start=start, end=end)
            distinct = sum(any(start <= day <= end for day in dates) for dates in of_key[site, radius_m, stay])
            assert flagged(release, rule) == Estimate(low=distinct, mid=distinct, high=distinct)


@builds
@given(worlds.worlds(), st.integers(1, 60))
def test_presence_is_the_count_by_hand_in_parts_of_any_size(world: worlds.World, rows_at_once: int) -> None:
    expected = by_hand.presence(
        world.sightings, resolution=9, bands_min=worlds.BANDS_MIN, max_gap_min=world.max_gap_min, zone=world.zone
    )
    of_period = {
        key: devices
        for key, devices in expected.items()
        if world.start <= by_hand.local_date(key[1], world.zone) <= world.end
    }
    with tempfile.TemporaryDirectory() as folder, patch.object(memory, "ROWS_AT_ONCE", rows_at_once):
        assert presence_rows(world.release(Path(folder))) == of_period


@builds
@given(worlds.worlds(), st.integers(2, 4))
def test_a_small_count_is_withheld_and_no_other(world: worlds.World, threshold: int) -> None:
    with tempfile.TemporaryDirectory() as open_folder, tempfile.TemporaryDirectory() as folder:
        full, release = world.release(Path(open_folder)), world.release(Path(folder), threshold)
        tables = [
            (rows(full.reach, *REACH), rows(release.reach, *REACH)),
            (rows(full.reach_by_home, *REACH, "home"), rows(release.reach_by_home, *REACH, "home")),
            (presence_rows(full), presence_rows(release)),
        ]
        for known, published in tables:
            assert published == {key: n if n is None or n >= threshold else None for key, n in known.items()}


@settings(max_examples=of(25), deadline=None)
@given(worlds.worlds(), st.integers(1, 3))
def test_a_built_release_is_sound(world: worlds.World, threshold: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert check(world.release(Path(folder), threshold).path) == []
