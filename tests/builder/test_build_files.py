"""Places and homes from files; a release from files alone, and what is refused."""

import json
from datetime import date
from importlib.metadata import version
from pathlib import Path

import h3.api.basic_int as h3
import polars as pl
import pytest

from dashboard.builder.build import build
from dashboard.builder.from_files import build_from_files
from dashboard.builder.places import read_places
from dashboard.errors import InputError, ReleaseError
from dashboard.release.check import check
from dashboard.release.load import load
from dashboard.release.manifest import Manifest
from dashboard.site import Group, Site

MARKET = (39.81, 116.341)
CELL = f"{h3.latlng_to_cell(*MARKET, 10):x}"
AWAY = f"{h3.latlng_to_cell(40.0, 116.0, 10):x}"
SECRET = "imsi-244051234567890"  # noqa: S105 no password
SITES = """site_id,name,name_zh,kind,lat,lng,district,members
xinfadi,Xinfadi,新发地,market,39.81,116.341,110106,
both,Both,,group,,,,xinfadi; yuegezhuang
yuegezhuang,Yuegezhuang,,market,39.868,116.273,,
"""
SIGHTINGS = f"""device,time,cell
{SECRET},2020-06-01T23:50:00+08:00,{CELL}
{SECRET},2020-06-02T00:10:00+08:00,{CELL}
{SECRET},2020-06-03T08:00:00+08:00,{CELL}
b,2020-06-03T08:00:00+08:00,{CELL}
b,2020-06-03T08:30:00+08:00,{AWAY}
b,2020-06-03T08:40:00+08:00,{CELL}
"""


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def built(
    folder: Path, fields: dict[str, object] | None = None, sightings: str = SIGHTINGS, **options: object
) -> Manifest:
    manifest = None if fields is None else file(folder, "fields.json", json.dumps(fields))
    return build_from_files(
        file(folder, "s.csv", sightings),
        file(folder, "sites.csv", SITES),
        folder / "out",
        manifest=manifest,
        report=options.pop("report", lambda _: None),  # type: ignore[arg-type]
        **options,  # type: ignore[arg-type]
    )


def test_places_from_a_file(tmp_path: Path) -> None:
    xinfadi, both, yuegezhuang = read_places(file(tmp_path, "sites.csv", SITES))
    assert xinfadi == Site(
        site_id="xinfadi", name="Xinfadi", name_zh="新发地", kind="market", lat=39.81, lng=116.341, district="110106"
    )
    assert yuegezhuang.name_zh is None
    assert both == Group(site_id="both", name="Both", members=(xinfadi, yuegezhuang))


HEADER = "site_id,name,kind,lat,lng,members\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("site_id,name,kind,lat\n", "column lng is missing"),
        ("site_id,name,kind,lat,lng,latitude\n", "columns lat and latitude both hold lat, expected one of them"),
        (HEADER, "holds no sites, expected at least one row"),
        (HEADER + "a,A,market,39.8,116.3,\na,B,market,39.8,116.3,\n", "row 1, column site_id: 'a' is there 2 times"),
        (HEADER + "a,A,market,39.8,116.3,\n,B,market,39.8,116.3,\n", "row 2, column site_id: there is no value"),
        (HEADER + "a b,A,market,39.8,116.3,\n", "row 1, site_id is 'a b', expected letters"),
        (HEADER + "a,,market,39.8,116.3,\n", "row 1, column name: there is no value"),
        (HEADER + "a,A,market,north,116.3,\n", "row 1, column lat: the value is 'north', expected degrees"),
        (HEADER + "a,A,market,39.8,,\n", "row 1, column lng: the value is '', expected degrees"),
        (HEADER + "a,A,market,116.3,39.8,\n", "row 1, site a: latitude is 116.3, expected degrees between -90 and 90"),
        (HEADER + "a,A,market,39.8,116.3,\ng,G,group,,,a z\n", "row 2, column members: 'z' is no site of the file"),
        (HEADER + "g,G,group,1,,a\na,A,market,39.8,116.3,\n", "row 1, column lat: a group has members and no point"),
        (HEADER + "a,A,market,39.8,116.3,\ng g,G,group,,,a\n", "row 2, site_id is 'g g'"),
    ],
)
def test_places_that_cannot_be_used(tmp_path: Path, text: str, message: str) -> None:
    path = file(tmp_path, "sites.csv", text)
    with pytest.raises(InputError) as caught:
        read_places(path)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_a_release_from_files_alone(tmp_path: Path) -> None:
    lines: list[str] = []
    manifest = built(tmp_path, report=lines.append)
    assert manifest.title == "out"
    assert (manifest.period.start, manifest.period.end) == (date(2020, 6, 1), date(2020, 6, 3))
    assert manifest.lookback_start == date(2020, 6, 1)
    assert manifest.time_zone == "UTC"
    assert manifest.radii_m == list(range(250, 3001, 250))
    assert manifest.min_dwell_min == [0, 5, 15, 30, 60, 120, 240]
    assert (manifest.disclosure.threshold, manifest.disclosure.noise_sd) == (15, 0)
    assert manifest.operator.market_share is None
    assert manifest.persons_per_device is None
    assert manifest.generator == f"screening-scope {version('screening-scope')}"
    assert "No time zone is stated: dates and hours are those of UTC." in lines
    release = load(tmp_path / "out")
    assert check(release.path) == []
    assert release.manifest == manifest
    assert release.reach is not None
    assert release.reach.select("devices").collect()["devices"].null_count() == release.reach.collect().height > 0
    assert release.reach_by_home is None
    assert list(release.places) == ["xinfadi", "both", "yuegezhuang"]


def test_the_manifest_file_wins_over_defaults_and_options_over_it(tmp_path: Path) -> None:
    fields: dict[str, object] = {
        "title": "June",
        "time_zone": "Asia/Shanghai",
        "period": {"start": "2020-06-02"},
        "lookback_start": "2020-06-01",
        "radii_m": [500],
        "min_dwell_min": [0, 20],
        "disclosure": {"threshold": 20},
        "operator": {"name": "One", "market_share": 0.3},
    }
    manifest = built(tmp_path, fields, radii_m=[900, 300, 300], threshold=1)
    assert (manifest.title, manifest.operator.name) == ("June", "One")
    assert (manifest.period.start, manifest.period.end) == (date(2020, 6, 2), date(2020, 6, 3))
    assert (manifest.radii_m, manifest.min_dwell_min) == ([300, 900], [0, 20])
    assert manifest.disclosure.threshold == 1
    reach = load(tmp_path / "out").reach
    assert reach is not None
    rows = reach.filter(pl.col("site_id") == "both", pl.col("radius_m") == 900).drop("site_id", "radius_m").collect()
    # The stay over midnight belongs to 1 June, before the period, and is looked back to on the 3rd.
    assert rows.rows() == [(0, date(2020, 6, 3), None, 1), (0, date(2020, 6, 3), 2, 1)]
    built(tmp_path, {"time_zone": "Asia/Shanghai"}, min_dwell_min=[20], threshold=1)
    stays = load(tmp_path / "out").reach
    assert stays is not None
    assert stays.filter(pl.col("radius_m") == 250).select(
        "site_id", "date", "days_since", "devices"
    ).collect().rows() == [
        ("both", date(2020, 6, 1), None, 1),
        ("xinfadi", date(2020, 6, 1), None, 1),
    ]


def test_nothing_that_is_written_or_said_holds_a_device(tmp_path: Path) -> None:
    lines: list[str] = []
    home = file(tmp_path, "home.csv", f"device,home\n{SECRET},110106\nnever-seen,110108\n")
    built(tmp_path, {"time_zone": "Asia/Shanghai"}, home=home, threshold=1, report=lines.append)
    by_home = load(tmp_path / "out").reach_by_home
    assert by_home is not None
    assert set(by_home.collect()["home"]) == {"110106", "outside"}
    for text in (SECRET, "never-seen"):
        assert text not in "\n".join(map(str, lines))
        for path in (tmp_path / "out").rglob("*.*"):
            assert text.encode() not in path.read_bytes()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("device,home\na,1\n,2\n", "column device, row 2: there is no value"),
        (f"device,home\na,1\n{SECRET},2\n{SECRET},2\n", "column device, row 2: the value does not fit. Expected each"),
        ("device,district\na,1\n", "column home is missing"),
    ],
)
@pytest.mark.parametrize("numbers", [True, False])
def test_homes_that_cannot_be_used(tmp_path: Path, text: str, message: str, numbers: bool) -> None:
    if numbers:
        text = text.replace(SECRET, "77")
        sightings = pl.read_csv(SIGHTINGS.replace(SECRET, "77").replace("b,", "78,").encode())
        sightings.write_parquet(tmp_path / "s.parquet")
    path = tmp_path / "s.parquet" if numbers else file(tmp_path, "s.csv", SIGHTINGS)
    home, sites = file(tmp_path, "home.csv", text), file(tmp_path, "sites.csv", SITES)
    with pytest.raises(InputError) as caught:
        build_from_files(path, sites, tmp_path / "out", home=home, report=lambda _: None)
    assert message in str(caught.value)
    assert SECRET not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_homes_are_found_for_numbers_and_text_alike(tmp_path: Path) -> None:
    sightings = pl.DataFrame({"device": [7, 8, 9], "time": 1_591_000_000, "cell": int(CELL, 16)})
    homes = {"device": ["8", "nine", "7"], "home": ["x", "y", "z"]}
    for device, home in ((pl.Int64, homes), (pl.String, homes), (pl.String, {"device": [8, 7], "home": ["x", "z"]})):
        manifest = built(tmp_path, threshold=1)
        build(
            sightings.with_columns(pl.col("device").cast(device)),
            sites=read_places(tmp_path / "sites.csv"),
            out=tmp_path / "out",
            manifest=manifest,
            home=pl.DataFrame(home),
            report=lambda _: None,
        )
        by_home = load(tmp_path / "out").reach_by_home
        assert by_home is not None
        narrow = by_home.filter(site_id="xinfadi", radius_m=250, min_dwell_min=0).collect()
        assert sorted(narrow.select("home", "devices").rows()) == [("outside", 1), ("x", 1), ("z", 1)]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"presence_rule": "every_cell"}, "presence_rule is every_cell, expected one_cell_per_hour"),
        ({"disclosure": {"noise_sd": 2.0}}, "noise_sd is 2.0, expected 0"),
        ({"dwell_bands_min": [5, 15]}, "dwell_bands_min begins with 5, expected 0"),
        ({"lookback_start": "2019-01-01"}, "the period ends 519 days after lookback_start, expected at most 255"),
        ({"presence_resolution": 11}, "presence_resolution is 11 and the sightings have cells of resolution 10"),
        ({"period": {"start": "2020-07-01", "end": "2020-07-02"}}, "the sightings are from 2020-06-01 to 2020-06-03"),
    ],
)
def test_a_manifest_that_cannot_be_counted(tmp_path: Path, fields: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as caught:
        built(tmp_path, fields)
    assert message in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"titel": "June"}, "column titel: "),
        ({"time_zone": "Peking"}, "time_zone is 'Peking', expected an IANA name"),
        ({"period": "June"}, "column period: "),
        ({"disclosure": 15}, "column disclosure: "),
        ({"lookback_start": "2020-06-09", "period": {"start": "2020-06-01"}}, "lookback_start 2020-06-09 is after"),
        ({"radii_m": [-5]}, "column radii_m.0: "),
    ],
)
def test_fields_of_a_manifest_that_do_not_fit(tmp_path: Path, fields: dict[str, object], message: str) -> None:
    with pytest.raises(ReleaseError) as caught:
        built(tmp_path, fields, sightings="never read")
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["[1]", "{", None])
def test_a_manifest_file_that_cannot_be_read(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "fields.json" if text is None else file(tmp_path, "fields.json", text)
    sites = file(tmp_path, "sites.csv", SITES)
    with pytest.raises(InputError, match=r"expected an? (object|JSON file) with fields of a manifest"):
        build_from_files(tmp_path / "s.csv", sites, tmp_path / "out", manifest=path, report=lambda _: None)
