"""The brute force over whole tracks, which the demonstration is held against, counts as by hand."""

from datetime import date

import brute
import by_hand
import numpy as np
import worlds
from examples import of
from hypothesis import given, settings
from hypothesis import strategies as st

EPOCH = date(1970, 1, 1)


@settings(max_examples=of(40), deadline=None)
@given(world=worlds.worlds(zones=("Asia/Shanghai",)), first=st.integers(-2, 3), length=st.integers(0, 3))
def test_distinct_devices_of_every_radius_and_stay(world: worlds.World, first: int, length: int) -> None:
    device, second, cell = zip(*world.sightings, strict=True)
    codes = np.array([ord(name) for name in device], dtype=np.uint32)
    tracks = brute.Tracks(codes, np.array(second), np.array(cell, dtype=np.uint64), utc_offset_s=8 * 3600)
    start = (world.start - EPOCH).days + first
    for place in worlds.places():
        found = tracks.visits(place.shapes, worlds.RADII_M, world.max_gap_min)
        for radius_m in worlds.RADII_M:
            visits = [
                by_hand.visits(track, place.shapes, radius_m, world.max_gap_min)
                for track in by_hand.tracks(world.sightings).values()
            ]
            for stay in worlds.STAYS_MIN:
                days = [
                    {(day - EPOCH).days for day in by_hand.qualifying_dates(of_device, stay, world.zone)}
                    for of_device in visits
                ]
                distinct = sum(bool(qualifies & set(range(start, start + length + 1))) for qualifies in days)
                assert found[radius_m].distinct(stay, start, start + length) == distinct
