"""Sightings in other people's columns, with towers, durations or no position, are those of the documented form."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import h3.api.basic_int as h3
import polars as pl
import pytest
from examples import of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from dashboard.builder.engines.duck import Duck
from dashboard.builder.engines.engine import Engine, Sightings
from dashboard.builder.engines.memory import Memory
from dashboard.builder.engines.spark import Spark
from dashboard.builder.neighbours import to_polars
from dashboard.builder.plan import SightingsPlan
from dashboard.builder.sightings import read
from dashboard.cli import app
from dashboard.errors import InputError

HALL, PARK = (60.1795, 24.9508), (60.2, 24.9)
AT_HALL, AT_PARK = (h3.latlng_to_cell(*point, 10) for point in (HALL, PARK))
SECOND = 1_603_510_200  # 2020-10-24T06:30:00+03:00
SECRET = "imsi-244051234567890"  # noqa: S105 no password
TOWERS = "tower,lat,lng\nA,60.1795,24.9508\nB,60.2,24.9\n"


def written(folder: Path, text: str, name: str = "s.csv") -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def found(data: Path, engine: Engine[Any] | None = None, **plan: Any) -> Sightings[Any]:  # noqa: ANN401
    return read(
        data,
        engine=engine or Memory(),
        time_zone="Europe/Helsinki",
        report=lambda _: None,
        plan=SightingsPlan.model_validate(plan),
    )


def tracks(sightings: Sightings[Any]) -> list[list[tuple[int, int]]]:
    rows = pl.concat([to_polars(part()).select("device", "t", "cell") for part in sightings.parts])
    parts = rows.partition_by("device", include_key=False)
    return sorted(sorted(part.select("t", "cell").rows()) for part in parts)


def refused(data: Path, **plan: Any) -> str:  # noqa: ANN401
    said = set()
    for engine in (Memory(), Duck()):
        with pytest.raises(InputError) as caught:
            found(data, engine, **plan)
        said.add(str(caught.value))
        assert SECRET not in str(caught.value)
    # Both engines name the same fault; polars names the file as it was handed in.
    assert len({message.rpartition("/")[2] for message in said}) == 1, said
    return said.pop()


@pytest.mark.parametrize("engine", [Memory, Duck])
@pytest.mark.parametrize(
    ("name", "text", "plan"),
    [
        ("s.tsv.gz", f"device\ttime\tlat\tlng\na\t{SECOND}\t60.1795\t24.9508\n", {}),
        ("s.TSV", f"device\ttime\tlat\tlng\na\t{SECOND}\t60.1795\t24.9508\n", {}),
        ("s.txt", f"device|time|cell\na|{SECOND}|0x{AT_HALL:x}\n", {}),
        ("s.csv", f"device;time;lat;lng\na;{SECOND};60,1795;24,9508\n", {}),
        ("s.csv", f"device, time, cell\na, {SECOND}, {AT_HALL:x}\n", {}),
        ("s.csv", "UID,DATETIME,LATITUDE,LONGITUDE\na,2020-10-24 06:30:00.000+03,60.1795,24.9508\n", {}),
        ("s.csv", f"imsi,timestamp,H3\na,{SECOND * 1000},{AT_HALL:X}\n", {}),
        ("s.csv", f"who,when,h\na,{SECOND * 1_000_000},{AT_HALL}\n", {"device": "who", "time": "when", "cell": "h"}),
        ("s.csv", f"a,{SECOND},60.1795,24.9508\n", {"device": "1", "time": "2", "lat": "3", "lng": "4"}),
        ("s.csv", "a,24.10.2020 06:30,60.1795,24.9508\n", {"device": "1", "time": "2", "lat": "3", "lng": "4"}),
        ("s.csv", f"device,time,cell\na,20201024063000,{AT_HALL:x}\n", {}),
        ("s.csv", f"device,time,cell\na,24/10/2020 6:30 AM,{AT_HALL:x}\n", {}),
        ("s.csv", f"device,time,cell\na,10/11/2020 06:30,{AT_HALL:x}\n", {"time_format": "%d/%m/%Y %H:%M"}),
        ("s.csv", f"device,time,cell\na,2020-10-24 03:30:00,{AT_HALL:x}\n", {"times_in": "UTC"}),
        ("s.csv", f"device,time,tower\na,{SECOND},A\n", {"towers": "t.csv"}),
        ("s.csv", f"device,time,site\na,{SECOND}, A\n", {"towers": "t.csv", "tower": ("site",)}),
        ("s.csv", f"a,{SECOND},A\n", {"towers": "t.csv", "device": "1", "time": "2", "tower": ("3=tower",)}),
        ("s.csv", f"device,time,cell\n\na,{SECOND},{AT_HALL:x}\n", {}),
    ],
)
def test_one_sighting_in_many_forms(  # noqa: PLR0913, PLR0917 an arrangement and where it lies
    engine: type[Engine[Any]],
    name: str,
    text: str,
    plan: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, TOWERS, "t.csv")
    second = 1_604_982_600 if "10/11" in text else SECOND  # 10 November
    assert tracks(found(written(tmp_path, text, name), engine(), **plan)) == [[(second, AT_HALL)]]


def test_spark_reads_text_with_towers_and_durations_too(tmp_path: Path, spark: Spark) -> None:
    towers = written(tmp_path, TOWERS, "t.csv")
    path = written(tmp_path, f"a\t{SECOND}\t2000\tA\nb\t{SECOND}\t\tB\nc\t{SECOND}\t0\tC\n", "s.tsv")
    plan = {"device": "1", "time": "2", "duration": "3", "tower": ("4",), "towers": str(towers)}
    plan |= {"leave_out_unplaced": True}
    expected = found(path, **plan)
    there = found(path, spark, **plan)
    assert tracks(there) == tracks(expected)
    assert (there.handed_in, there.unplaced) == (expected.handed_in, expected.unplaced) == (3, 1)


@pytest.mark.parametrize("engine", [Memory, Duck])
def test_towers_by_area_and_cell(engine: type[Engine[Any]], tmp_path: Path) -> None:
    towers = written(tmp_path, "LAC,CI,lat,lon\n1,7,60.1795,24.9508\n2,7,60.2,24.9\n", "t.csv")
    path = written(tmp_path, f"device,time,LAC,CI\na,{SECOND},1,7\nb,{SECOND},2,7\n")
    expected = sorted([[(SECOND, AT_HALL)], [(SECOND, AT_PARK)]])
    assert tracks(found(path, engine(), towers=str(towers))) == expected
    other = written(tmp_path, f"device,time,area,id\na,{SECOND},1,7\nb,{SECOND},2,7\n")
    assert tracks(found(other, engine(), towers=str(towers), tower=("area=LAC", "id=CI"))) == expected


@pytest.mark.parametrize(
    ("towers", "plan", "says"),
    [
        ("tower,lat,lng\nA,60,24\nA,60.1,24\n", {}, "row 1: the tower A stands in several places"),
        ("tower,lat,lng\nA,95,24\n", {}, "column lat: row 1 has '95'; expected degrees from -90 to 90"),
        ("tower,lat\nA,60\n", {}, "column lng is missing"),
        ("x,y2,lat,lng\nA,B,60,24\n", {}, "no column of it names a tower in sightings too"),
        ("x,y2,lat,lng\nA,B,60,24\n", {"tower": ("tower",)}, "has no column tower, expected --tower tower=NAME"),
        (
            "tower,lat,lng\nA,60,24\n",
            {},
            "has no position for the towers B, expected every tower of the sightings. 1 of ",
        ),
        ("tower,lat,lng\nA,60,24\nB,,\n", {}, "has no position for the towers B"),
        ("tower,lat,lng\nA,60,24\nB,0,0\n", {}, "1 of 2 rows (50.0%) have no position; --leave-out-unplaced"),
    ],
)
def test_towers_that_cannot_be_used(towers: str, plan: dict[str, Any], says: str, tmp_path: Path) -> None:
    path = written(tmp_path, f"device,time,tower\na,{SECOND},A\n{SECRET},{SECOND},B\n")
    with pytest.raises(InputError) as caught:
        found(path, towers=str(written(tmp_path, towers, "t.csv")), **plan)
    assert says in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("engine", [Memory, Duck])
@settings(max_examples=of(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stays=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40_000), st.integers(0, 20_000)), min_size=1, max_size=6)
)
def test_a_stay_is_sighted_from_its_start_to_its_end_without_a_gap(
    engine: type[Engine[Any]], stays: list[tuple[int, int, int]], tmp_path: Path
) -> None:
    """The law: per device, every stay's ends are there, nothing outside of stays, no quarter of an hour within one."""
    rows = "".join(f"{device},{SECOND + start},{length},{AT_HALL:x}\n" for device, start, length in stays)
    ends = "".join(
        f"{device},{SECOND + start},{SECOND + start + length},{AT_HALL:x}\n" for device, start, length in stays
    )
    by_length = tracks(found(written(tmp_path, f"device,time,length,cell\n{rows}"), engine(), duration="length"))
    by_end = tracks(found(written(tmp_path, f"device,time,to,cell\n{ends}"), engine(), end="to"))
    assert by_length == by_end
    expected = []
    for device in {device for device, _, _ in stays}:
        own = {(start, start + length) for number, start, length in stays if number == device}
        seen = {t for start, end in own for t in (*range(start, end, 900), end)}
        expected.append([(SECOND + t, AT_HALL) for t in sorted(seen)])
    assert by_length == sorted(expected)


@pytest.mark.parametrize(("unit", "length"), [("ms", "1800000"), ("s", "1800.0"), ("min", "30")])
def test_units_of_durations(unit: str, length: str, tmp_path: Path) -> None:
    path = written(tmp_path, f"device,time,long,cell\na,{SECOND},{length},{AT_HALL:x}\nb,{SECOND},,{AT_HALL:x}\n")
    one, other = tracks(found(path, duration="long", duration_in=unit))
    assert (one[0][0], one[-1][0], len(one)) == (SECOND, SECOND, 1) or other[-1][0] == SECOND + 1800
    assert {len(one), len(other)} == {1, 3}


@pytest.mark.parametrize(
    ("text", "plan", "says"),
    [
        (
            f"device,time,long,cell\na,{SECOND},-1,{AT_HALL:x}\n",
            {"duration": "long"},
            "the value is '-1'. Expected how long",
        ),
        (
            f"device,time,long,cell\na,{SECOND},1800000,{AT_HALL:x}\n",
            {"duration": "long"},
            "at most 7 days in s (--dur",
        ),
        (
            f"device,time,to,cell\na,{SECOND},{SECOND - 1},{AT_HALL:x}\n",
            {"end": "to"},
            "not before the start of its row",
        ),
        (
            f"device,time,to,cell\na,{SECOND},{SECOND},{AT_HALL:x}\n",
            {"end": "to", "duration": "to"},
            "expected one of them",
        ),
        (
            f"device,time,lat,lng\n{SECRET},{SECOND},0,0\n",
            {},
            "0,0 is no position. 1 of 1 rows (100.0%) have no position",
        ),
        (f"device,time,lat,lng\n{SECRET},{SECOND},NA,\n", {}, "1 of 1 rows (100.0%) have no position; --leave-out"),
        (f"device,time,lat,lng\n{SECRET},{SECOND},north,1\n", {"leave_out_unplaced": True}, "the value is 'north'"),
        (
            f"{SECRET},{SECOND},60.1,24.9\n",
            {},
            "column device is missing, expected device, time ; the file has no header",
        ),
        (f"user,uid,time,cell\n{SECRET},1,{SECOND},{AT_HALL:x}\n", {}, "columns user and uid may both hold the device"),
        (f"device,device,time,cell\n{SECRET},1,{SECOND},{AT_HALL:x}\n", {}, "columns 1 and 2 have one name"),
        (f"device,time,cell\na,10/11/2020 06:30,{AT_HALL:x}\n", {}, "state --time-format"),
        (f"device,time,cell\na,{SECOND},{AT_HALL:x}\n", {"time_format": "%Q"}, "--time-format is '%Q', expected codes"),
        (f"device,time,cell\na,{SECOND * 1000},{AT_HALL:x}\nb,{SECOND},{AT_HALL:x}\n", {}, "row 2: the value is"),
        (f"device,time,tower\na,{SECOND},A\n", {"tower": ("tower",)}, "without --towers, expected the file"),
    ],
)
def test_what_cannot_be_used_is_named(text: str, plan: dict[str, Any], says: str, tmp_path: Path) -> None:
    assert says in refused(written(tmp_path, text), **plan)


@pytest.mark.parametrize("engine", [Memory, Duck])
def test_rows_without_a_position_are_left_out_on_request_and_counted(engine: type[Engine[Any]], tmp_path: Path) -> None:
    path = written(
        tmp_path, f"device,time,lat,lng\na,{SECOND},60.2,24.9\nb,{SECOND},,\nc,{SECOND},0.0,0.0\nd,{SECOND},60,\n"
    )
    lines: list[object] = []
    plan = SightingsPlan(leave_out_unplaced=True)
    sightings = read(path, engine=engine(), time_zone=None, report=lines.append, plan=plan)
    assert tracks(sightings) == [[(SECOND, AT_PARK)]]
    assert "Left out 3 of 4 rows (75.0%): they have no position." in lines


def test_a_column_that_says_how_long_is_told_where_it_is_not_read(tmp_path: Path) -> None:
    path = written(tmp_path, f"device,time,duration,cell\na,{SECOND},60,{AT_HALL:x}\n")
    lines: list[object] = []
    read(path, engine=Memory(), time_zone=None, report=lines.append)
    assert any("column duration is not read" in str(line) for line in lines)


@pytest.mark.parametrize("year", [1980, 2000, 2099])
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_clock_that_was_wrong_is_named_by_its_row(year: int, engine: str, tmp_path: Path) -> None:
    usual = "".join(f"d{n},2020-06-{13 + n % 3}T08:00:00+08:00,60.1795,24.9508\n" for n in range(40))
    path = written(tmp_path, f"device,time,lat,lng\n{usual}{SECRET},{year}-01-01T00:00:00+08:00,60.1795,24.9508\n")
    sites = written(tmp_path, "site_id,name,kind,lat,lng\nhall,Hall,market,60.1795,24.9508\n", "sites.csv")
    options = ["--sightings", str(path), "--sites", str(sites), "--out", str(tmp_path / "release"), "--engine", engine]
    ran = CliRunner().invoke(app, ["build", *options, "--no-noise"])
    said = str(ran.exception)
    assert re.search(rf"row 41: the value is '{year}-01-01", said)
    assert "from 2020-06-13 to 2020-06-15 (UTC); if 1 such" in said
    assert SECRET not in said
    manifest = written(
        tmp_path, '{"time_zone": "Asia/Shanghai", "period": {"start": "2020-06-13", "end": "2020-06-15"}}', "m.json"
    )
    assert CliRunner().invoke(app, ["build", *options, "--no-noise", "--manifest", str(manifest)]).exception is None


def test_a_plan_is_kept_and_used_again(tmp_path: Path) -> None:
    sites = written(tmp_path, "site_id,name,kind,lat,lng\nhall,Hall,market,60.1795,24.9508\n", "sites.csv")
    path = written(tmp_path, f"a,{SECOND},A\n")
    towers = written(tmp_path, TOWERS, "t.csv")
    options = ["--sightings", str(path), "--sites", str(sites), "--out", str(tmp_path / "release"), "--no-noise"]
    plan = str(tmp_path / "plan.toml")
    stated = ["--device", "1", "--time", "2", "--tower", "3", "--towers", str(towers), "--save-plan", plan]
    assert CliRunner().invoke(app, ["build", *options, *stated]).exception is None
    assert CliRunner().invoke(app, ["build", *options, "--plan", plan]).exception is None
    assert "column device is missing" in str(CliRunner().invoke(app, ["build", *options]).exception)
