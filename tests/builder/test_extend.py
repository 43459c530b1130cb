"""A release that grows day by day is the release that a build over the longer period gives."""

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import by_hand
import polars as pl
import pytest
import worlds
from examples import of
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.builder.engines.duck import Duck
from dashboard.builder.engines.spark import Spark
from dashboard.builder.extend import extend, open_release
from dashboard.builder.from_files import build_from_files
from dashboard.errors import InputError, ReleaseError
from dashboard.release.check import check
from dashboard.release.load import Release, load
from dashboard.release.manifest import Manifest

DAY = timedelta(days=1)


def lamp(zone: str, first: date, last: date) -> list[by_hand.Sighting]:
    """One device far from the places, sighted each noon: operators have sightings of every date."""
    noons = [datetime(d.year, d.month, d.day, 12, tzinfo=ZoneInfo(zone)) for d in dates(first, last)]
    return [("lamp", int(noon.timestamp()), worlds.CELLS[-1]) for noon in noons]


def dates(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


def until(world: worlds.World, day: date, end: date) -> worlds.World:
    """The world that ends on `end`, of which nothing has been sighted after `day`."""
    seen = [row for row in world.sightings if by_hand.local_date(row[1], world.zone) <= day]
    return replace(world, sightings=seen, end=end)


def lit(world: worlds.World) -> worlds.World:
    return replace(world, sightings=[*world.sightings, *lamp(world.zone, world.lookback_start, world.end + 2 * DAY)])


def files(manifest: Manifest) -> dict[str, tuple[int, str]]:
    return {file.path: (file.rows, file.sha256) for file in manifest.files}


def grown(world: worlds.World, folder: Path, first: date) -> Release:
    """The release of a world up to a date, extended day by day to the world's end."""
    until(world, first, first).release(folder)
    for day in dates(first + DAY, world.end):
        add(until(world, day, day), folder)
    return load(folder / "release")


def add(world: worlds.World, folder: Path, **options: Any) -> Manifest:  # noqa: ANN401
    known = {"sightings": world.frame, "day": world.end, "home": world.home_rows, "report": lambda _: None}
    return extend(open_release(folder / "release"), **known | options)


@settings(max_examples=of(25))
@given(worlds.worlds(), st.data())
def test_a_release_extended_day_by_day_is_the_one_built_at_once(world: worlds.World, data: st.DataObject) -> None:
    world, threshold = lit(world), data.draw(st.sampled_from([1, 2]))
    first, *others = dates(data.draw(st.sampled_from(dates(world.start, world.end))), world.end)
    with tempfile.TemporaryDirectory() as growing, tempfile.TemporaryDirectory() as whole:
        until(world, first, first).release(Path(growing), threshold)
        for day in others:
            # What was sighted after the new date may be known already.
            now = until(world, data.draw(st.sampled_from([day, day, day + DAY])), day)
            extended = add(now, Path(growing))
            rebuilt = now.release(Path(whole), threshold).manifest
            assert files(extended) == files(rebuilt)
            assert extended.model_copy(update={"files": rebuilt.files, "created_at": rebuilt.created_at}) == rebuilt
        assert check(Path(growing) / "release") == []


BY_THE_MARKET = worlds.CELLS[13]
JUNE = [date(2020, 6, n) for n in range(1, 13)]


def by_the_market(device: str, first: str, last: str) -> list[by_hand.Sighting]:
    """A device sighted every 20 minutes within 200 m of the western market."""
    begin, end = (int(datetime.fromisoformat(f"{moment}:00+08:00").timestamp()) for moment in (first, last))
    return [(device, second, BY_THE_MARKET) for second in range(begin, end + 1, 1200)]


def small(sightings: list[by_hand.Sighting], lookback_start: date, start: date, end: date) -> worlds.World:
    world = worlds.World(
        zone="Asia/Shanghai",
        sightings=sightings,
        homes={},
        max_gap_min=60,
        lookback_start=lookback_start,
        start=start,
        end=end,
    )
    return lit(world)


def same_as_at_once(world: worlds.World, folder: Path, first: date) -> Release:
    release = grown(world, folder, first)
    assert files(release.manifest) == files(world.release(folder / "at once").manifest)
    return release


def test_a_visit_that_began_before_the_lookback_did_not_begin_in_it(tmp_path: Path) -> None:
    sightings = [
        *by_the_market("a", "2020-06-01T23", "2020-06-02T01"),
        *by_the_market("a", "2020-06-05T09", "2020-06-05T10"),
    ]
    world = small(sightings, lookback_start=JUNE[1], start=JUNE[2], end=JUNE[4])
    reach = same_as_at_once(world, tmp_path, JUNE[2]).reach
    assert reach is not None
    assert reach.select("date", "days_since").unique().collect().rows() == [(JUNE[4], None)]


def test_days_of_a_stay_as_long_as_the_longest_stop_are_counted_again(tmp_path: Path) -> None:
    two_days = 48 * 60
    sightings = by_the_market("a", "2020-06-04T06", "2020-06-07T06")
    with patch.object(worlds, "STAYS_MIN", [0, two_days]), patch.object(worlds, "BANDS_MIN", [0, two_days]):
        world = small(sightings, lookback_start=JUNE[0], start=JUNE[1], end=JUNE[6])
        reach = same_as_at_once(world, tmp_path, JUNE[4]).reach
        assert reach is not None
        long = reach.filter(site_id="west", radius_m=200, min_dwell_min=two_days).select("date", "devices")
        assert long.collect().rows() == [(JUNE[3], 1)], "it was a stay of two days only when 6 June was added"


def test_files_of_dates_that_stand_are_taken_over_as_they_are(tmp_path: Path) -> None:
    world = small(by_the_market("a", "2020-06-01T00", "2020-06-08T00"), JUNE[0], JUNE[0], JUNE[6])
    before = until(world, JUNE[5], JUNE[5]).release(tmp_path)
    presence = {path.parent.name: path.stat().st_ino for path in (tmp_path / "release").rglob("part-0.parquet")}
    (tmp_path / "release" / "README.md").write_text("read me")
    after = add(world, tmp_path)
    stood = {f"date={day}" for day in JUNE[:5]}
    for path in (tmp_path / "release").rglob("part-0.parquet"):
        assert (path.stat().st_ino == presence.get(path.parent.name)) == (path.parent.name in stood)
    assert stood <= {Path(file.path).parent.name for file in before.manifest.files if file in after.files}
    assert (tmp_path / "release" / "README.md").read_text() == "read me"


def by_date(world: worlds.World, folder: Path, days: list[date]) -> None:
    """Write sightings by their date in UTC; files of dates not in `days` cannot be read."""
    moment = pl.from_epoch("time").dt.date().alias("date")
    for (day,), rows in world.frame.with_columns(moment).partition_by("date", as_dict=True, include_key=False).items():
        path = folder / f"date={day}" / "part-0.parquet"
        path.parent.mkdir(parents=True)
        if day in days:
            rows.write_parquet(path)
        else:
            path.write_bytes(b"not to be read")


def test_of_sightings_by_date_only_the_dates_that_are_needed_are_read(tmp_path: Path) -> None:
    sightings = by_the_market("a", "2020-06-01T00", "2020-06-12T20")
    world = small(sightings, lookback_start=JUNE[5], start=JUNE[6], end=JUNE[8])
    until(world, JUNE[7], JUNE[7]).release(tmp_path)
    # Looked back to 6 June, from the day before; and a day more at both ends, as the dates may be local or of UTC.
    by_date(world, tmp_path / "sightings", JUNE[2:12])
    add(world, tmp_path, sightings=tmp_path / "sightings")
    assert files(load(tmp_path / "release").manifest) == files(world.release(tmp_path / "at once").manifest)


def test_the_past_of_devices_that_were_not_near_lately_is_let_go(tmp_path: Path) -> None:
    early = by_the_market("early", "2020-06-02T09", "2020-06-02T11")
    lately = [row for n in (2, 7) for row in by_the_market("late", f"2020-06-0{n}T09", f"2020-06-0{n}T11")]
    world = small([*early, *lately], lookback_start=JUNE[1], start=JUNE[2], end=JUNE[6])
    until(world, JUNE[5], JUNE[5]).release(tmp_path)
    lines: list[object] = []
    add(world, tmp_path, report=lines.append)
    # 14 of "late", and the lamp on the noons of 4 June (a day before the date that is proof) to 8 June.
    said = next(line for line in lines if isinstance(line, str))
    assert said.startswith("Read 19 sightings of 2 devices in 2 cells; 0 were in the same second")
    assert files(load(tmp_path / "release").manifest) == files(world.release(tmp_path / "at once").manifest)


WORLD = small(
    [row for n in range(2, 8) for row in by_the_market("a", f"2020-06-0{n}T09", f"2020-06-0{n}T11")],
    lookback_start=JUNE[1],
    start=JUNE[2],
    end=JUNE[6],
)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"day": JUNE[7]}, "the date to add is 2020-06-08 and the release ends on 2020-06-06, expected 2020-06-07"),
        ({"day": JUNE[5]}, "the date to add is 2020-06-06 and the release ends on 2020-06-06, expected 2020-06-07"),
        ({"home": None}, "has counts by home, expected homes of the devices"),
        (
            {"sightings": WORLD.frame.filter(pl.col("time") >= 1_591_200_000)},
            "the sightings begin on 2020-06-04, expected some of 2020-06-02 (the release's lookback_start)",
        ),
        (
            {"sightings": until(WORLD, JUNE[5], JUNE[5]).frame},
            "the sightings end on 2020-06-06, expected some of 2020-06-07, the date to add",
        ),
        (
            {"sightings": WORLD.frame.filter((pl.col("device") == "lamp") | (pl.col("time") % 86_400 < 9000))},
            "reach of 2020-06-05 is not what these sightings give (",
        ),
        (
            {"home": pl.DataFrame({"device": ["a"], "home": ["110106"]})},
            "reach_by_home of 2020-06-05 is not what these sightings give (",
        ),
        (
            {"sightings": WORLD.frame.filter((pl.col("device") == "a") | (pl.col("time") < 1_591_200_000))},
            "presence of 2020-06-05 is not what these sightings give (1 rows differ)",
        ),
    ],
)
def test_what_cannot_be_extended_is_refused(tmp_path: Path, options: dict[str, Any], message: str) -> None:
    until(WORLD, JUNE[5], JUNE[5]).release(tmp_path)
    before = (tmp_path / "release" / "manifest.json").read_bytes()
    with pytest.raises(InputError) as caught:
        add(WORLD, tmp_path, **options)
    assert message in str(caught.value)
    assert (tmp_path / "release" / "manifest.json").read_bytes() == before


@pytest.mark.parametrize(
    ("disclosure", "tables", "message"),
    [
        (
            {"threshold": 1, "noise_sd": 2.0},
            ("reach", "sites", "presence"),
            "release carries noise, and counting dates",
        ),
        ({"threshold": 1}, ("sites", "presence"), "holds presence alone, expected a release that was built from"),
    ],
)
def test_a_release_of_another_kind_is_not_extended(
    tmp_path: Path, disclosure: dict[str, float], tables: tuple[str, ...], message: str
) -> None:
    until(WORLD, JUNE[5], JUNE[5]).release(tmp_path)
    path = tmp_path / "release" / "manifest.json"
    document = json.loads(path.read_text())
    listed = {file["path"]: file for file in document["files"]}
    document["disclosure"] = disclosure
    document["files"] = [file for name, file in listed.items() if re.split(r"[/.]", name)[0] in {*tables, "cells"}]
    path.write_text(json.dumps(document))
    for name in listed.keys() - {file["path"] for file in document["files"]}:
        (tmp_path / "release" / name).unlink()
    with pytest.raises(InputError, match=message):
        add(WORLD, tmp_path, home=None)


def test_a_release_that_is_not_sound_is_not_extended(tmp_path: Path) -> None:
    until(WORLD, JUNE[5], JUNE[5]).release(tmp_path)
    (tmp_path / "release" / "reach.parquet").write_bytes(b"")
    with pytest.raises(ReleaseError, match=r"reach\.parquet: its SHA-256 is not the one in the manifest"):
        add(WORLD, tmp_path)


SITES = "site_id,name,kind,lat,lng\nwest,West,market,39.81,116.341\n"


def from_files(folder: Path, out: str, **options: Any) -> Manifest:  # noqa: ANN401
    sightings = folder / "sightings"
    if not sightings.exists():
        by_date(WORLD, sightings, JUNE)
        (folder / "sites.csv").write_text(SITES)
    fields = folder / "fields.json"
    about = {"time_zone": WORLD.zone, "lookback_start": "2020-06-02", "radii_m": [300, 900]}
    fields.write_text(json.dumps(about | options.pop("fields", {})))
    known = {"sites": folder / "sites.csv", "manifest": fields, "report": lambda _: None}
    return build_from_files(sightings, out=folder / out, **known | options)


def test_a_date_is_added_on_the_terminal(tmp_path: Path) -> None:
    from_files(tmp_path, "growing", fields={"period": {"start": "2020-06-03", "end": "2020-06-06"}})
    at_once = from_files(tmp_path, "at once", fields={"period": {"start": "2020-06-03", "end": "2020-06-07"}})
    command = [Path(sys.executable).parent / "screening-scope", "build", "--add-date", "2020-06-07"]
    options = ["--sightings", tmp_path / "sightings", "--out", tmp_path / "growing", "--radii-m", "900,300"]
    ran = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "growing: added 2020-06-07, counted again from 2020-06-06." in ran.stdout
    assert "\x1b" not in ran.stdout, "a pipe gets plain lines"
    assert files(load(tmp_path / "growing").manifest) == files(at_once)


@pytest.mark.parametrize("name", ["duckdb", "spark"])
def test_every_engine_adds_a_date(tmp_path: Path, spark: Spark, name: str) -> None:
    counted = {"radii_m": [900], "min_dwell_min": [15], "threshold": 1}
    from_files(tmp_path, "growing", fields={"period": {"start": "2020-06-03", "end": "2020-06-06"}}, **counted)
    at_once = from_files(
        tmp_path, "at once", fields={"period": {"start": "2020-06-03", "end": "2020-06-07"}}, **counted
    )
    unneeded = tmp_path / "sightings" / "date=2020-05-20"
    unneeded.mkdir()
    (unneeded / "part.parquet").write_bytes(b"not to be read")
    engine = {"duckdb": Duck(), "spark": spark}[name]
    assert files(from_files(tmp_path, "growing", add_date=JUNE[6], engine=engine, **counted)) == files(at_once)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"radii_m": [300]}, "radii_m is [300] and in the release to extend [300, 900], expected the same"),
        ({"threshold": 2}, 'disclosure is {"threshold": 2} and in the release to extend {"threshold": 15, '),
        ({"fields": {"titel": "June"}}, 'titel is "June" and in the release to extend null'),
        ({"sites": "others.csv"}, "others.csv does not hold the places of "),
        ({"home": "sites.csv"}, "has no counts by home, expected no homes"),
        ({"add_date": None, "sites": None}, "--sites is missing, expected a CSV file of the places"),
    ],
)
def test_a_release_is_extended_by_what_it_was_built_with(tmp_path: Path, options: dict[str, Any], message: str) -> None:
    from_files(tmp_path, "growing", fields={"period": {"start": "2020-06-03", "end": "2020-06-06"}})
    (tmp_path / "others.csv").write_text(SITES.replace("39.81", "39.82"))
    paths = {name: tmp_path / value for name, value in options.items() if name in {"sites", "home"} and value}
    with pytest.raises(InputError) as caught:
        from_files(tmp_path, "growing", **{"add_date": JUNE[6]} | options | paths)
    assert message in str(caught.value)
