"""Counts of other people's become a release of presence that checks clean, or are refused with their rows."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from examples import of
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dashboard import cells
from dashboard.errors import InputError
from dashboard.release.check import check
from dashboard.release.ingest import About, Plan, import_counts, look
from dashboard.release.ingest.plan import read_plan, write_plan
from dashboard.release.ingest.sites import parse_site
from dashboard.release.load import load

CELLS = sorted(cells.disk([(60.18, 24.95)], 800, 9))
PLAN = Plan(cell="h3", time="start", devices="devices")
ABOUT = About(title="Counts", time_zone="Europe/Helsinki", presence_rule="one_cell_per_hour")
A, B = (cells.to_text(cell) for cell in CELLS[:2])
HEADER = "h3,start,devices\n"
NOON = "2018-05-16T12:00:00+03:00"


def csv(folder: Path, text: str, name: str = "counts.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def imported(file: Path, plan: Plan = PLAN, **about: Any) -> list[tuple[object, ...]]:  # noqa: ANN401
    """Import a file, check the release, and return its presence as (cell, hour in UTC, band, devices)."""
    out = file.parent / "release"
    import_counts(file, out=out, plan=plan, about=About(**{**vars_of(ABOUT), **about}))
    assert check(out) == []
    presence = load(out).presence
    assert presence is not None
    rows = presence.with_columns(pl.col("hour").dt.convert_time_zone("UTC")).collect()
    return sorted(rows.select("cell", "hour", "dwell_band_min", "devices").rows(), key=str)


def vars_of(about: About) -> dict[str, Any]:
    return {"title": about.title, "time_zone": about.time_zone, "presence_rule": about.presence_rule}


def refused(file: Path, plan: Plan = PLAN, **about: Any) -> str:  # noqa: ANN401
    with pytest.raises(InputError) as error:
        imported(file, plan, **about)
    assert not (file.parent / "release").exists()
    return str(error.value)


def noon(day: int = 16) -> datetime:
    return datetime(2018, 5, day, 9, tzinfo=UTC)


def test_the_real_counts_of_helsinki(helsinki_csv: Path, tmp_path: Path) -> None:
    hall = parse_site("Hakaniemi market hall,60.1795,24.9508")
    about = About(title="Helsinki", time_zone="Europe/Helsinki", presence_rule="one_cell_per_hour", sites=(hall,))
    manifest = import_counts(helsinki_csv, out=tmp_path / "release", plan=PLAN, about=about)
    assert check(tmp_path / "release") == []
    release = load(tmp_path / "release")
    assert release.places == {"hakaniemi-market-hall": hall}
    assert release.reach is None
    assert release.presence is not None
    rows, devices = release.presence.select(pl.len(), pl.col("devices").cast(pl.Int64).sum()).collect().row(0)
    raw = pl.read_csv(helsinki_csv)
    assert (rows, devices) == (604_762, raw["devices"].sum())
    assert (manifest.period.start, manifest.period.end) == (date(2018, 5, 16), date(2018, 5, 20))
    assert manifest.presence_resolution == 9
    assert manifest.disclosure.threshold == 1
    most = raw.sort("devices").row(-1, named=True)
    there = release.presence.filter(
        pl.col("cell") == cells.parse(most["h3"]),
        pl.col("hour") == datetime.fromisoformat(most["start"]).astimezone(ZoneInfo("Europe/Helsinki")),
    )
    assert there.collect()["devices"].to_list() == [most["devices"]]


def test_what_the_manifest_says(tmp_path: Path) -> None:
    file = csv(tmp_path, f"{HEADER}{A},{NOON},15\n{B},{NOON},\n")
    manifest = import_counts(
        file,
        out=tmp_path / "release",
        plan=PLAN,
        about=About(
            title="T",
            time_zone="Europe/Helsinki",
            threshold=15,
            market_share=0.4,
            persons_per_device=(0.8, 0.9, 1.0),
            operator="Operator",
            source="Paper",
            licence="CC BY 4.0",
            synthetic=True,
        ),
    )
    assert check(tmp_path / "release") == []
    assert manifest.presence_rule == "every_cell"
    assert manifest.radii_m == list(range(250, 3001, 250))
    assert (manifest.min_dwell_min, manifest.dwell_bands_min) == ([0], [0])
    assert (manifest.operator.name, manifest.operator.market_share) == ("Operator", 0.4)
    assert manifest.persons_per_device is not None
    assert (manifest.persons_per_device.low, manifest.persons_per_device.high) == (0.8, 1.0)
    assert (manifest.source, manifest.licence, manifest.synthetic) == ("Paper", "CC BY 4.0", True)
    assert manifest.disclosure.threshold == 15


def test_what_is_not_known_is_left_open(tmp_path: Path) -> None:
    manifest = import_counts(csv(tmp_path, f"{HEADER}{A},{NOON},1\n"), out=tmp_path / "release", plan=PLAN, about=ABOUT)
    assert (manifest.persons_per_device, manifest.operator.market_share, manifest.population) == (None, None, None)
    assert manifest.source == "counts.csv"


@pytest.mark.parametrize(
    "time",
    [
        NOON,
        "2018-05-16T09:00:00Z",
        "2018-05-16 09:00:00+00:00",
        "2018-05-16T17:00+0800",
        "2018-05-16 12:00:00",
        "2018-05-16T12:00",
        "2018-05-16T12",
        "2018-05-16T12:00:00.000",
        " 2018-05-16 12:00 ",
    ],
)
def test_times_with_an_offset_in_utc_or_local(tmp_path: Path, time: str) -> None:
    assert imported(csv(tmp_path, f"{HEADER}{A},{time},7\n")) == [(CELLS[0], noon(), 0, 7)]


@pytest.mark.parametrize(
    "times",
    [
        pl.Series([datetime(2018, 5, 16, 12)], dtype=pl.Datetime("us")),  # noqa: DTZ001 local
        pl.Series([datetime(2018, 5, 16, 12)], dtype=pl.Datetime("ns")),  # noqa: DTZ001 local
        pl.Series([noon()], dtype=pl.Datetime("ms", "UTC")),
        pl.Series([noon()]).dt.convert_time_zone("Asia/Tokyo"),
        pl.Series([NOON]),
    ],
)
@pytest.mark.parametrize("cell", [A, CELLS[0], str(CELLS[0])])
def test_parquet_with_every_kind_of_time_and_cell(tmp_path: Path, times: pl.Series, cell: str | int) -> None:
    file = tmp_path / "counts.parquet"
    pl.DataFrame({"h3": [cell], "start": times, "devices": [7.0]}).write_parquet(file)
    assert imported(file) == [(CELLS[0], noon(), 0, 7)]


@pytest.mark.parametrize("cell", [A, A.upper(), f"0x{A}", f"0{A}", str(CELLS[0]), f" {A} "])
def test_cells_as_text(tmp_path: Path, cell: str) -> None:
    assert imported(csv(tmp_path, f"{HEADER}{cell},{NOON},7\n")) == [(CELLS[0], noon(), 0, 7)]


def test_gzip_byte_order_mark_and_columns_that_are_not_used(tmp_path: Path) -> None:
    file = tmp_path / "counts.csv.gz"
    text = f"\ufeffdevices,lat,h3,note,start,epoch\n7,60.179512345678,{A},x,{NOON},1526461200\n"
    file.write_bytes(gzip.compress(text.encode()))
    assert imported(file) == [(CELLS[0], noon(), 0, 7)]


def test_stays_become_bands(tmp_path: Path) -> None:
    file = csv(tmp_path, f"h3,start,devices,stay\n{A},{NOON},7,0\n{A},{NOON},8,15\n")
    plan = Plan(cell="h3", time="start", devices="devices", dwell="stay")
    assert imported(file, plan) == [(CELLS[0], noon(), 0, 7), (CELLS[0], noon(), 15, 8)]
    manifest = load(tmp_path / "release").manifest
    assert (manifest.dwell_bands_min, manifest.min_dwell_min) == ([0, 15], [0, 15])


def test_zeros_are_left_out_and_reported(tmp_path: Path) -> None:
    told: list[str] = []
    file = csv(tmp_path, f"{HEADER}{A},{NOON},0\n{B},{NOON},3\n")
    import_counts(file, out=tmp_path / "release", plan=PLAN, about=ABOUT, report=told.append)
    assert told == ["1 row with a count of 0 is left out: what is absent counts zero"]
    assert load(tmp_path / "release").manifest.files[-1].rows == 1


def lines(*values: str) -> str:
    return HEADER + "".join(f"{value}\n" for value in values)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (lines(f"{A},{NOON},1", f"89zz,{NOON},1"), "column h3: row 2 has '89zz'; expected an H3 cell"),
        (lines(f",{NOON},1"), "column h3: row 1 has nothing; expected an H3 cell"),
        (lines(f"17,{NOON},1"), "row 1 has '17'"),
        (lines(f"{A},{NOON},1", f"{cells.to_text(cells.parent(CELLS[0], 8))},{NOON},1"), "cells of one resolution"),
        (lines(f"{A},yesterday,1"), "column start: row 1 has 'yesterday'; expected a time such as"),
        (lines(f"{A},2018-05-16,1"), "row 1 has '2018-05-16'; expected a time such as"),
        (lines(f"{A},2018-05-16T12:30:00+03:00,1"), "expected the start of an hour"),
        (lines(f"{A},2018-05-16T12:00:01+03:00,1"), "expected the start of an hour"),
        (lines(f"{A},,1"), "column start: row 1 has nothing"),
        (lines(f"{A},15264288,1"), "expected a time such as"),
        (lines(f"{A},0001-01-01T00:00:00+14:00,1"), "expected a time such as"),
        (
            lines(f"{A},2018-10-28T03:00:00,1"),
            "expected an offset: in Europe/Helsinki the clock passes this local time twice",
        ),
        (lines(f"{A},2018-03-25T03:00:00,1"), "the clock skips this one"),
        (lines(f"{A},{NOON},1,500"), "row 1: the row has 4 fields and the file 3 columns"),
        (lines(f'{A},{NOON},"1,500"'), "numbers that can be read in one way alone"),
        (lines(f"{A},{NOON},1.500", f"{B},{NOON},2.250"), "1.234 may be a thousand or a fraction"),
        (lines(f"{A},{NOON},-1"), "row 1 has '-1'"),
        (lines(f"{A},{NOON},many"), "row 1 has 'many'"),
        (lines(f"{A},{NOON},inf"), "row 1 has 'inf'"),
        (lines(f"{A},{NOON},4294967296"), "expected a whole number of devices"),
        (lines(f"{A},{NOON},"), "row 1 has nothing; expected a whole number of devices; if an empty count"),
        (
            lines(f"{A},{NOON},1", f"{B},{NOON},1", f"{A},2018-05-16T09:00Z,2"),
            "row 3 has the same cell, hour and stay as row 1",
        ),
        (lines(f"{A},1914-07-28T12:00,1"), "period.start: expected at least 1970-01-01"),
        (lines(f"{A},{NOON},0"), "every count is 0"),
        (lines(), "no rows"),
        ("", "cannot be read: it is empty"),
        (lines(f"{A},{NOON},1,2,3"), "row 1: the row has 5 fields and the file 3 columns"),
        (lines(f"{A},{NOON},20", f"{B},{NOON}"), "row 2: the row has 2 fields and the file 3 columns"),
        (lines(f"{A},{NOON},20").replace("start,devices", "devices,devices"), "the column devices is there twice"),
        ("cell,start,devices\n", "has no column 'h3', expected one of its columns: cell, start, devices"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_rows(tmp_path: Path, text: str, says: str) -> None:
    message = refused(csv(tmp_path, text))
    assert says in message
    assert "counts.csv" in message


def test_the_first_rows_and_a_count_of_the_rest(tmp_path: Path) -> None:
    message = refused(csv(tmp_path, lines(*(f"{A},2018-05-16T12:{minute},1" for minute in range(10, 22)))))
    assert "row 1 has '2018-05-16T12:10'; row 2 has" in message
    assert "row 5 has '2018-05-16T12:14'; and 7 more; expected" in message


def test_small_counts_below_a_stated_threshold(tmp_path: Path) -> None:
    message = refused(csv(tmp_path, lines(f"{A},{NOON},20", f"{B},{NOON},14")), threshold=15)
    assert "row 2 has '14'; expected none from 1 to 14" in message


@pytest.mark.parametrize(
    ("header", "value"),
    [("imsi", "x"), ("device_id", "x"), ("user", ""), ("note", "460001234567890"), ("note", "00:1a:2b:3c:4d:5e")],
)
def test_a_file_that_holds_an_identifier_is_refused_and_it_is_not_shown(
    tmp_path: Path, header: str, value: str
) -> None:
    message = refused(csv(tmp_path, f"h3,start,devices,{header}\n{A},{NOON},1,\n{B},{NOON},1,{value}\n"))
    assert "identifier" in message
    assert header in message
    assert len(value) < 2 or value not in message


def test_an_identifier_in_place_of_a_cell_or_a_count_is_not_shown(tmp_path: Path) -> None:
    for row in (f"460001234567890,{NOON},1", f"{A},460001234567890,1", f"{A},{NOON},460001234567890"):
        assert "460001234567890" not in refused(csv(tmp_path, lines(row)))


@pytest.mark.parametrize(
    ("dtype", "column", "says"),
    [(pl.Float64, "h3", "Float64, expected text or integers"), (pl.Boolean, "start", "Boolean, expected a time")],
)
def test_columns_of_a_type_that_holds_no_such_thing(tmp_path: Path, dtype: pl.DataType, column: str, says: str) -> None:
    file = tmp_path / "counts.parquet"
    rows = pl.DataFrame({"h3": [A], "start": [NOON], "devices": [1]})
    rows.with_columns(pl.lit(1).cast(dtype).alias(column)).write_parquet(file)
    assert says in refused(file)


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ({"time_zone": "Europe/Helsingfors"}, "time_zone"),
        ({"title": ""}, "title"),
        ({"threshold": 0}, "disclosure.threshold"),
        ({"market_share": 1.5}, "operator.market_share"),
        ({"persons_per_device": (2.0, 1.0, 3.0)}, "rising order"),
    ],
)
def test_options_at_fault(tmp_path: Path, about: dict[str, Any], says: str) -> None:
    assert says in refused(csv(tmp_path, lines(f"{A},{NOON},1")), **about)


@pytest.mark.parametrize("make", [lambda file: file.parent, lambda file: file.write_bytes(b"PAR1PAR1")])
def test_files_that_cannot_be_read(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "counts.csv")
    assert "cannot be read" in refused(tmp_path / "counts.csv")


def test_a_folder_that_is_no_release_is_not_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="is no release"):
        import_counts(csv(tmp_path, lines(f"{A},{NOON},1")), out=out, plan=PLAN, about=ABOUT)
    assert (out / "thesis.txt").exists()


def test_sites_by_hand() -> None:
    hall = parse_site("Hakaniemi market hall,60.1795,24.9508")
    assert (hall.site_id, hall.name, hall.kind) == ("hakaniemi-market-hall", "Hakaniemi market hall", "market")
    assert (hall.lat, hall.lng) == (60.1795, 24.9508)
    comma = parse_site("Market, old town , 60.1, -24.9")
    assert (comma.site_id, comma.name, comma.lng) == ("market-old-town", "Market, old town", -24.9)
    assert parse_site("新发地,39.81,116.341").site_id == "新发地"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Hall", "expected name,latitude,longitude"),
        ("60.1,24.9", "expected name,latitude,longitude"),
        (",60.1,24.9", "expected name,latitude,longitude"),
        ("Hall,north,24.9", "not both numbers"),
        ("Hall,60.1,", "not both numbers"),
        ("Hall,nan,24.9", "latitude is nan"),
        ("Hall,24.9,240", "longitude is 240.0"),
        ("!!!,60.1,24.9", "site_id is ''"),
    ],
)
def test_sites_that_are_none(text: str, says: str) -> None:
    with pytest.raises(InputError) as error:
        parse_site(text)
    assert says in str(error.value)


def test_two_sites_of_one_name(tmp_path: Path) -> None:
    sites = (parse_site("Hall,60.1,24.9"), parse_site("HALL,60.2,24.9"))
    assert "site_id hall" in refused(csv(tmp_path, lines(f"{A},{NOON},1")), sites=sites)


ZONES = ["Europe/Helsinki", "Asia/Shanghai", "Asia/Kathmandu", "America/Sao_Paulo", "America/Havana", "Pacific/Apia"]


@settings(max_examples=of(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    counts=st.dictionaries(
        st.tuples(st.sampled_from(CELLS), st.integers(0, 400), st.sampled_from([0, 5, 60])),
        st.integers(0, 2**32 - 1),
        min_size=1,
        max_size=30,
    ),
    zone=st.sampled_from(ZONES),
    written=st.sampled_from(["utc", "offset", "local"]),
    cell_as=st.sampled_from([cells.to_text, str]),
)
def test_whatever_is_counted_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    counts: dict[tuple[int, int, int], int],
    zone: str,
    written: str,
    cell_as: Callable[[int], str],
) -> None:
    """Over the ends of summer time, written in any way that tells each hour apart."""
    assume(any(counts.values()))
    city = ZoneInfo(zone)
    first = datetime(2017, 10, 25, tzinfo=city).astimezone(UTC)

    def time(hours: int) -> str:
        local = (first + timedelta(hours=hours)).astimezone(city)
        again = local.utcoffset() != local.replace(fold=not local.fold).utcoffset()
        if written == "utc":
            return (first + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%MZ")
        return local.replace(tzinfo=None).isoformat() if written == "local" and not again else local.isoformat()

    rows = [f"{cell_as(cell)},{time(hours)},{count},{band}" for (cell, hours, band), count in counts.items()]
    file = csv(tmp_path_factory.mktemp("counts"), "\n".join(["h3,start,devices,stay", *rows]))
    plan = Plan(cell="h3", time="start", devices="devices", dwell="stay")
    expected = [
        (cell, first + timedelta(hours=hours), band, count) for (cell, hours, band), count in counts.items() if count
    ]
    assert imported(file, plan, time_zone=zone) == sorted(expected, key=str)


SIGHTING_LIKE = ["46001abc77", "f3b2c9d8", "460001234567890", "53394611323", "0102030102", "89c25904"]


@pytest.mark.parametrize("value", SIGHTING_LIKE)
def test_what_may_be_an_identifier_is_no_code_of_a_grid_unless_it_is_called_so(tmp_path: Path, value: str) -> None:
    message = refused(csv(tmp_path, lines(f"{value},{NOON},1")))
    assert value not in message or value == "89c25904"


@pytest.mark.parametrize("resolution", [7, 8, 9])
@pytest.mark.parametrize("presence_rule", ["one_cell_per_hour", "every_cell"])
def test_parts_that_are_added_up_hold_at_least_the_greatest_and_at_most_the_sum(
    tmp_path: Path, presence_rule: str, resolution: int
) -> None:
    """Slots of ten minutes and cells below one cell may hold the same devices; operators never do."""
    rows = [
        f"{cells.to_text(cell)},2018-05-16T12:{minute}0:00+03:00,{operator},{10 * (n + 1) + minute}"
        for n, cell in enumerate(CELLS[:4])
        for minute in range(6)
        for operator in ("a", "b")
    ]
    file = csv(tmp_path, "\n".join(["h3,start,operator,devices", *rows]))
    plan = Plan(cell="h3", time="start", devices="devices", add=("operator",), resolution=resolution)
    about = About(title="Counts", time_zone="Europe/Helsinki", presence_rule=presence_rule)
    import_counts(file, out=tmp_path / "release", plan=plan, about=about)
    assert check(tmp_path / "release") == []
    presence = load(tmp_path / "release").presence
    assert presence is not None
    found = {
        cell: (low, high) for cell, low, high in presence.select("cell", "devices_low", "devices").collect().rows()
    }
    expected: dict[int, tuple[int, int]] = {}
    for target in {cells.parent(cell, resolution) for cell in CELLS[:4]}:
        own = [n for n, cell in enumerate(CELLS[:4]) if cells.parent(cell, resolution) == target]
        each = {(n, minute): 2 * (10 * (n + 1) + minute) for n in own for minute in range(6)}
        by_slot = [sum(each[n, minute] for n in own) for minute in range(6)]
        low = max(by_slot) if presence_rule == "one_cell_per_hour" else max(each.values())
        expected[target] = (low, sum(each.values()))
    assert found == expected


def guessed(file: Path, **stated: Any) -> dict[str, str]:  # noqa: ANN401 any part of a plan
    return {guess.part: guess.value for guess in look(file, Plan(**stated)) if guess.why != "stated"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (f"h3,start,devices\n{A},{NOON},7\n", {"cell": "h3", "grid": "h3", "time": "start", "devices": "devices"}),
        (f"hex,date,hour,n\n{A},20180516,12,7\n", {"cell": "hex", "time": "date", "hour": "hour", "devices": "n"}),
        ("latitude;longitude;ts;users\n60,18;24,95;2018-05-16 12:00;7\n", {"lat": "latitude", "lng": "longitude"}),
        (
            "cell,date," + ",".join(f"h{hour}" for hour in range(24)) + f"\n{A},2018-05-16" + ",7" * 24 + "\n",
            {"time": "date", "devices": "h0"},
        ),
    ],
)
def test_what_columns_hold_is_found_by_looking(tmp_path: Path, text: str, parts: dict[str, str]) -> None:
    found = guessed(csv(tmp_path, text))
    assert {part: found.get(part) for part in parts} == parts


def test_of_two_columns_of_counts_neither_is_sure(tmp_path: Path) -> None:
    file = csv(tmp_path, f"h3,start,n_before,n_after\n{A},{NOON},7,8\n")
    assert [guess.part for guess in look(file, Plan()) if not guess.sure] == ["devices"]


def test_days_and_months_that_cannot_be_told_apart_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="state --time-format"):
        look(csv(tmp_path, f"h3,start,devices\n{A},02/06/2020 08:00,7\n"), Plan())


def test_a_plan_is_kept_and_reads_the_next_file_alike(tmp_path: Path) -> None:
    plan = Plan(cell="h3", time="start", times_in="UTC", devices="devices", keep={"sex": "-1"}, add=("operator",))
    write_plan(plan, tmp_path / "plan.toml")
    assert read_plan(tmp_path / "plan.toml", Plan) == plan
    (tmp_path / "plan.toml").write_text('grid = "triangles"')
    with pytest.raises(InputError, match=r"plan.toml, grid"):
        read_plan(tmp_path / "plan.toml", Plan)
