"""The example on the page Method: the builder and the counting say what it says."""

from datetime import datetime, time
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import by_hand
import worlds

from dashboard.counting.interval import Estimate
from dashboard.counting.reach import flagged
from dashboard.place import parse_place
from dashboard.rule import Rule
from dashboard.views import example

ZONE = "Asia/Shanghai"
INSIDE, FAR = worlds.CELLS[10], worlds.CELLS[0]
POINT = [worlds.WEST]


def seconds(visit: example.Visit, clock: time) -> int:
    return int(datetime.combine(visit.day, clock, ZoneInfo(ZONE)).timestamp())


def sightings() -> list[by_hand.Sighting]:
    return [
        (visit.name, seconds(visit, clock), cell)
        for visit in example.VISITS
        for clocks, cell in ((visit.inside, INSIDE), (visit.outside, FAR))
        for clock in clocks
    ]


def test_the_visits_are_those_of_the_sightings() -> None:
    for name, visits in groupby(example.VISITS, key=lambda visit: visit.name):
        track = by_hand.tracks(sightings())[name]
        stays = by_hand.visits(track, POINT, example.RADIUS_M, example.MAX_GAP_MIN)
        assert [stay.dwell_s // 60 for stay in stays] == [visit.stay_min for visit in visits]


def test_the_rows_and_the_flagged_are_those_of_the_builder_and_the_counting(tmp_path: Path) -> None:
    world = worlds.World(
        zone=ZONE,
        sightings=sightings(),
        homes={},
        max_gap_min=example.MAX_GAP_MIN,
        lookback_start=example.FIRST,
        start=example.FIRST,
        end=example.SECOND,
    )
    fields = {"radii_m": [example.RADIUS_M], "min_dwell_min": list(example.STAYS_MIN)}
    release = world.release(tmp_path, manifest=world.manifest().model_copy(update=fields))
    assert release.reach is not None
    rows = release.reach.filter(site_id="west").sort("min_dwell_min", "date", "days_since", nulls_last=False).collect()
    assert rows.select("date", "min_dwell_min", "days_since", "devices").rows() == [
        (row.day, row.min_dwell_min, row.days_since, row.devices) for row in example.ROWS
    ]
    for asked in example.ASKED:
        rule = Rule(
            place=parse_place("west"),
            radius_m=example.RADIUS_M,
            min_dwell_min=asked.min_dwell_min,
            start=asked.start,
            end=asked.end,
        )
        count = asked.flagged
        assert flagged(release, rule) == Estimate(low=count, mid=count, high=count)
        assert sum(example.summed(asked)) == count
