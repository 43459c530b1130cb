"""Every count under a condition equals the count by hand, in every window, and every engine counts the same."""

import json
import random
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import conditions_by_hand
import polars as pl
import pytest
import worlds
from by_hand import local_date
from conditions_by_hand import Row
from crowds import seeds, with_areas
from examples import of
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dashboard.builder import defaults
from dashboard.builder.build import build
from dashboard.builder.conditions import read_conditions, stated
from dashboard.builder.disclosure import Protection
from dashboard.builder.engines.duck import Duck
from dashboard.builder.engines.engine import Engine
from dashboard.builder.engines.spark import Spark
from dashboard.builder.from_files import build_from_files
from dashboard.counting.interval import Estimate
from dashboard.counting.reach import flagged
from dashboard.errors import InputError
from dashboard.place import parse_place
from dashboard.release.check import check
from dashboard.release.conditions import Condition, HomeAsked
from dashboard.release.cost import Extent, weights
from dashboard.release.load import Release, load
from dashboard.release.manifest import Manifest
from dashboard.risk.report import risk
from dashboard.risk.show import rendered
from dashboard.rule import Rule

ACTIVITIES = ["call", "data", " call ", "signalling", "", None]
ASKED = [
    HomeAsked(within_m=900),
    HomeAsked(beyond_m=900),
    HomeAsked(within_m=0),
    HomeAsked(districts=["110106"]),
    HomeAsked(outside=True),
]


@dataclass(frozen=True, kw_only=True)
class World:
    """A small world whose sightings have an activity, whose homes have a cell, and what is asked of them."""

    small: worlds.World
    rows: list[Row]
    cells: dict[str, int | None]
    conditions: list[Condition]

    @property
    def manifest(self) -> Manifest:
        small = self.small
        fields = {
            "time_zone": small.zone,
            "radii_m": small.radii_m,
            "min_dwell_min": worlds.STAYS_MIN,
            "dwell_bands_min": worlds.BANDS_MIN,
            "max_gap_min": small.max_gap_min,
            "lookback_start": small.lookback_start.isoformat(),
            "disclosure": {"threshold": 1},
            "conditions": stated(self.conditions),
        }
        return defaults.complete(fields, title="small", first=str(small.start), last=str(small.end))

    def release(self, folder: Path, engine: Engine[Any] | None = None, protection: Protection | None = None) -> Release:
        schema = {"device": pl.String, "time": pl.Int64, "cell": pl.UInt64, "activity": pl.String}
        homes = {"device": pl.String, "home": pl.String, "cell": pl.UInt64}
        build(
            pl.DataFrame(self.rows, schema=schema, orient="row"),
            sites=self.small.places,
            out=folder / "release",
            manifest=self.manifest,
            home=pl.DataFrame(
                [(device, self.small.homes.get(device), self.cells.get(device)) for device in self.people],
                schema=homes,
                orient="row",
            ),
            report=lambda _: None,
            engine=engine,
            **({} if protection is None else {"protection": protection}),
        )
        return load(folder / "release")

    @property
    def people(self) -> list[str]:
        return sorted({*self.small.homes, *self.cells, "nobody"})

    def qualifying(self, condition: Condition | None) -> dict[tuple[str, int, int], dict[str, list[date]]]:
        """By site, radius and stay, the dates on which each device qualifies."""
        codes = {home for home in self.small.homes.values() if home not in {None, "", "outside"}}
        tracks = conditions_by_hand.tracks(self.rows)
        found: dict[tuple[str, int, int], dict[str, list[date]]] = {}
        for place, radius_m, stay in product(self.small.places, self.small.radii_m, worlds.STAYS_MIN):
            shapes = list(place.shapes)
            found[place.site_id, radius_m, stay] = {
                device: conditions_by_hand.dates(track, shapes, radius_m, stay, condition, self.small)
                for device, track in tracks.items()
                if condition is None
                or conditions_by_hand.lives(
                    condition, shapes, self.small.homes.get(device), self.cells.get(device), codes
                )
            }
        return found


@st.composite
def conditions(draw: st.DrawFn, number: int) -> Condition:
    first, end = draw(st.tuples(st.integers(0, 23), st.integers(0, 24)).filter(lambda pair: pair[0] != pair[1] % 24))
    fields: dict[str, Any] = {
        "hours": f"{first:02}-{end:02}",
        "weekdays": draw(st.lists(st.sampled_from(conditions_by_hand.DAYS), min_size=1, max_size=6, unique=True)),
        "activity": draw(st.lists(st.sampled_from(["call", "data"]), min_size=1, unique=True)),
        "home": draw(st.sampled_from(ASKED)),
        "min_visits": draw(st.integers(2, 4)),
    }
    kept = draw(st.sets(st.sampled_from(sorted(fields)), min_size=1, max_size=3))
    return Condition(id=f"c{number}", name=f"C {number}", **{name: fields[name] for name in kept})


@st.composite
def conditioned(draw: st.DrawFn) -> World:
    small = draw(worlds.worlds())
    if draw(st.booleans()):
        areas = with_areas(random.Random(draw(seeds)))  # noqa: S311 a world
        small = replace(small, places=areas, radii_m=[0, *small.radii_m])
    rows = [(*row, draw(st.sampled_from(ACTIVITIES))) for row in small.sightings]
    moment = max(second for _, second, _ in small.sightings)
    # Far away, so that each activity occurs and no visit changes.
    rows += [("z", moment, worlds.CELLS[-1], "call"), ("z", moment + 1, worlds.CELLS[-1], "data")]
    assume(all(local_date(second, small.zone) <= small.end + timedelta(days=9) for _, second, *_ in rows))
    listed = [draw(conditions(number)) for number in range(draw(st.integers(1, 3)))]
    names = {home for home in small.homes.values() if home}
    asked = [one.home.districts for one in listed if one.home is not None and one.home.districts]
    homes = small.homes if "110106" in names or not asked else {**small.homes, "z": "110106"}
    cells = {device: draw(st.sampled_from([None, *worlds.CELLS])) for device in draw(st.sets(st.sampled_from("abcz")))}
    same = [one.model_dump(exclude={"id", "name"}) for one in listed]
    assume(all(one not in same[:number] for number, one in enumerate(same)))
    return World(small=replace(small, homes=homes), rows=draw(st.permutations(rows)), cells=cells, conditions=listed)


def by_condition(release: Release, condition: str | None) -> Counter[tuple[Any, ...]]:
    reach = release.under(condition).reach_by_home
    assert reach is not None
    found = reach.select("site_id", "radius_m", "min_dwell_min", "date", "days_since", "home", "devices").collect()
    return Counter({row[:-1]: row[-1] for row in found.iter_rows()})


@settings(max_examples=of(20), deadline=None)
@given(world=conditioned())
def test_every_row_and_window_is_the_count_by_hand(world: World) -> None:
    with tempfile.TemporaryDirectory() as folder:
        release = world.release(Path(folder))
        assert check(Path(release.path)) == []
        days = [world.small.start + timedelta(days=n) for n in range((world.small.end - world.small.start).days + 1)]
        for condition in (None, *world.conditions):
            counts: Counter[tuple[Any, ...]] = Counter()
            qualifying = world.qualifying(condition)
            for key, devices in qualifying.items():
                for device, dates in devices.items():
                    home = world.small.homes.get(device) or "outside"
                    for (day, since), number in conditions_by_hand.rows_of(dates, world.small.start).items():
                        counts[*key, day, since, home] += number
            under = release.under(None if condition is None else condition.id)
            assert by_condition(release, under.condition) == counts
            for (site, radius_m, stay), devices in list(qualifying.items())[:: 7 if len(days) > 2 else 1]:
                for start, end in [(a, b) for a in days for b in days if a <= b]:
                    place = parse_place(site)
                    rule = Rule(place=place, radius_m=radius_m, min_dwell_min=stay, start=start, end=end)
                    distinct = sum(any(start <= day <= end for day in dates) for dates in devices.values())
                    assert flagged(under, rule) == Estimate(low=distinct, mid=distinct, high=distinct)
                    assert distinct <= flagged(release, rule).low


@settings(max_examples=of(6), deadline=None)
@given(world=conditioned())
def test_duckdb_counts_conditions_as_polars_does(world: World) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        assert_same(world, world.release(Path(one)), world.release(Path(other), Duck()))


def assert_same(world: World, one: Release, other: Release) -> None:
    for condition in (None, *(condition.id for condition in world.conditions)):
        for table in ("reach", "reach_by_home"):
            rows, others = (getattr(release.under(condition), table).collect() for release in (one, other))
            assert_frame_equal(rows, others)


def crowd() -> World:
    small = worlds.crowd("America/Sao_Paulo", devices=200, seed=20_180_217)
    rows = [(*row, ["call", "data", None][number % 3]) for number, row in enumerate(small.sightings)]
    cells = {f"d{number}": worlds.CELLS[number % len(worlds.CELLS)] for number in range(0, 200, 3)}
    listed = [
        Condition(id="phone", name="Phone", activity=["call"]),
        Condition(id="night", name="Night", hours="22-06", activity=["data", "call"]),
        Condition(id="away", name="Away", home=HomeAsked(beyond_m=500), weekdays=["sat", "sun"]),
        Condition(id="again", name="Again", min_visits=3),
        Condition(id="outside", name="Outside", home=HomeAsked(outside=True), min_visits=2),
    ]
    return World(small=small, rows=rows, cells=cells, conditions=listed)


def test_spark_counts_conditions_as_polars_does(tmp_path: Path, spark: Spark) -> None:
    world = crowd()
    expected = world.release(tmp_path / "polars")
    for condition in world.conditions:
        reach = expected.under(condition.id).reach
        assert reach is not None
        assert reach.collect().height > 20
    assert_same(world, expected, world.release(tmp_path / "spark", spark))
    assert_same(world, expected, world.release(tmp_path / "duck", Duck()))


def test_under_noise_every_row_is_there_under_every_condition(tmp_path: Path) -> None:
    world = replace(crowd(), conditions=crowd().conditions[:2])
    small = replace(world.small, lookback_start=world.small.start)
    release = replace(world, small=small).release(tmp_path, protection=Protection(rho=0.064))
    assert check(Path(release.path)) == []
    heights = []
    for condition in (None, "phone", "night"):
        reach = release.under(condition).reach
        assert reach is not None
        heights.append(reach.collect().height)
    assert len(set(heights)) == 1
    alone = replace(world, small=small, conditions=[]).manifest
    assert release.manifest.disclosure.noise is not None
    build_alone = tmp_path / "alone"
    build_alone.mkdir()
    other = replace(world, small=small, conditions=world.conditions[:1]).release(build_alone, protection=Protection())
    assert alone.schema_ == "screening-release/1"
    assert other.manifest.schema_ == "screening-release/2"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[{", "is not JSON"),
        ("{}", "expected a list"),
        ('[{"id": "a", "name": "A"}]', "condition a asks for nothing, expected hours, weekdays"),
        ('[{"id": "a", "name": "A", "hours": "22-22"}]', "hours are '22-22', expected two hours that differ"),
        ('[{"id": "a", "name": "A", "hours": "9-17"}]', "hours are '9-17'"),
        ('[{"id": "A b", "name": "A", "hours": "09-17"}]', "expected a text that fits"),
        ('[{"id": "a", "name": "A", "min_visits": 1}]', "expected at least 2"),
        ('[{"id": "a", "name": "A", "weekdays": ["monday"]}]', "expected 'mon'"),
        ('[{"id": "a", "name": "A", "home": {"within_m": 5, "outside": true}}]', "home asks for within_m, outside"),
        ('[{"id": "a", "name": "A", "home": {}}]', "home asks for nothing"),
        ('[{"id": "a", "name": "A", "hours": "09-17"}, {"id": "a", "name": "B", "hours": "08-17"}]', "the id 'a'"),
        ('[{"id": "a", "name": "A", "hours": "09-17"}, {"id": "b", "name": "A", "hours": "08-17"}]', "the same name"),
        ('[{"id": "a", "name": "A", "hours": "09-17"}, {"id": "b", "name": "B", "hours": "09-17"}]', "for the same"),
    ],
)
def test_conditions_that_cannot_be_asked_are_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "conditions.json"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_conditions(path)
    assert said in str(caught.value)
    assert str(caught.value).startswith(str(path))


def files(folder: Path, conditions: list[dict[str, Any]], activity: str = "call") -> dict[str, Any]:
    cell = worlds.CELLS[10]
    (folder / "s.csv").write_text(f"device,time,cell,kind\na,1590969600,{cell:x},{activity}\n")
    (folder / "p.csv").write_text("site_id,name,kind,lat,lng\nwest,West,market,39.81,116.341\n")
    (folder / "c.json").write_text(json.dumps(conditions))
    return {
        "sightings": folder / "s.csv",
        "sites": folder / "p.csv",
        "out": folder / "out",
        "conditions": folder / "c.json",
    }


def test_what_is_asked_and_not_there_is_said(tmp_path: Path) -> None:
    call = {"id": "phone", "name": "Phone", "activity": ["call"]}
    with pytest.raises(InputError, match="column activity is missing"):
        build_from_files(**files(tmp_path, [call]), report=lambda _: None)
    named = files(tmp_path, [call], "signalling")
    (tmp_path / "s.csv").write_text((tmp_path / "s.csv").read_text().replace("kind", "activity"))
    for engine in (None, Duck()):
        with pytest.raises(InputError, match="no sighting has the activity 'call'"):
            build_from_files(**named, report=lambda _: None, engine=engine)
    for home in ({"within_m": 500}, {"outside": True}):
        away = {"id": "away", "name": "Away", "home": home}
        with pytest.raises(InputError, match="no homes are given: expected --home"):
            build_from_files(**files(tmp_path, [away]), report=lambda _: None)
    (tmp_path / "h.csv").write_text("device,home\na,110106\n")
    near = files(tmp_path, [{"id": "near", "name": "Near", "home": {"within_m": 500}}])
    with pytest.raises(InputError, match="expected a column cell in the homes"):
        build_from_files(**near, home=tmp_path / "h.csv", report=lambda _: None)
    there = files(tmp_path, [{"id": "there", "name": "There", "home": {"districts": ["9"]}}])
    with pytest.raises(InputError, match="homes in '9', which is no home of a device"):
        build_from_files(**there, home=tmp_path / "h.csv", report=lambda _: None)


def test_a_condition_that_nobody_meets_is_told_and_its_cost_before_the_read(tmp_path: Path) -> None:
    told: list[str] = []
    night = {"id": "night", "name": "At night", "hours": "22-24"}
    build_from_files(**files(tmp_path, [night]), report=lambda said: told.append(str(said)))
    assert told[0].startswith("Conditions: night: up to 2 times the rows of reach")
    assert "Note: nobody near a place meets the condition night in the period." in told
    release = load(tmp_path / "out")
    assert check(tmp_path / "out") == []
    assert release.manifest.schema_ == "screening-release/2"
    assert release.under("night").reach is not None


def test_a_release_with_conditions_is_not_extended_but_refused(tmp_path: Path) -> None:
    night = {"id": "night", "name": "At night", "hours": "22-06"}
    given_files = files(tmp_path, [night])
    build_from_files(**given_files, report=lambda _: None)
    given_files.pop("conditions")
    with pytest.raises(InputError, match="has conditions"):
        build_from_files(**given_files, report=lambda _: None, add_date=date(2020, 6, 2))


def rows_changed(dates: list[date], gone: date, from_date: int) -> int:
    """How many rows are others under a condition once a date is taken out of those on which all else is met."""
    kept = [day for day in dates if day != gone]
    one, other = (set(conditions_by_hand.rows_of(found[from_date - 1 :], date.min)) for found in (dates, kept))
    return len(one ^ other)


@given(st.sets(st.integers(0, 20)), st.integers(0, 20), st.integers(1, 9))
def test_one_date_less_changes_three_rows_of_a_condition_at_most(days: set[int], gone: int, from_date: int) -> None:
    dates = [date(2020, 6, 1) + timedelta(days=day) for day in sorted(days)]
    assert rows_changed(dates, date(2020, 6, 1) + timedelta(days=gone), from_date) <= 3


def test_the_budget_of_a_date_is_spent_by_a_device_that_meets_every_condition() -> None:
    zone, lookback = "Asia/Shanghai", date(2020, 6, 1)
    small = replace(worlds.crowd(zone, devices=1, seed=1), lookback_start=lookback, start=lookback)
    small = replace(small, end=date(2020, 6, 4), places=small.places[:1])
    listed = [
        Condition(id="phone", name="Phone", activity=["call"]),
        Condition(id="day", name="Day", hours="00-23"),
        Condition(id="again", name="Again", min_visits=2),
    ]
    noon = int(datetime(2020, 6, 1, 12, tzinfo=ZoneInfo(zone)).timestamp())
    at = [noon + day * 86_400 + minutes * 60 for day in range(4) for minutes in range(0, 121, 30)]
    track = conditions_by_hand.tracks(("a", second, worlds.CELLS[13], "call") for second in at)["a"]
    shapes = list(small.places[0].shapes)
    changed = 0
    for radius_m, stay, condition in product(small.radii_m, worlds.STAYS_MIN, [None, *listed]):
        from_date = 1 if condition is None else condition.min_visits or 1
        whole = condition if from_date == 1 else None
        dates = conditions_by_hand.dates(track, shapes, radius_m, stay, whole, small)
        changed += rows_changed(dates, date(2020, 6, 3), from_date)
    world = World(small=small, rows=[], cells={}, conditions=listed)
    assert changed == weights(Extent.of(world.manifest, small.places))["date"].reach


def test_risk_says_that_the_rows_of_conditions_are_not_attacked(tmp_path: Path) -> None:
    conditions = [{"id": "night", "name": "At night", "hours": "22-06"}]
    asked = files(tmp_path, conditions)
    build_from_files(**asked, threshold=2, report=lambda _: None)
    report = risk(load(tmp_path / "out"), sightings=asked["sightings"])
    assert report.release["not_attacked"] == ["night"]
    said = "".join(str(part) for part in rendered(report))
    assert "Not attacked: the rows of the conditions night." in said
