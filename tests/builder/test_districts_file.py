"""With a boundary file the homes are its districts, whoever came; any other home is outside."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from test_build_files import CELL, SIGHTINGS, built, file

from dashboard.builder.disclosure import Protection
from dashboard.builder.districts import within
from dashboard.errors import InputError
from dashboard.release.check import check
from dashboard.release.load import load

RING = [[116.0, 39.5], [116.6, 39.5], [116.6, 40.0], [116.0, 39.5]]


def boundaries(*codes: str, **changed: object) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": f"District {code}", "name_zh": None, "population": None, **changed},
            "geometry": {"type": "Polygon", "coordinates": [RING]},
        }
        for code in codes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return file(tmp_path, "home.csv", "device,home\nb,110106\nimsi-244051234567890,999999\n")


FIELDS = {"time_zone": "Asia/Shanghai"}


def test_every_district_has_rows_under_noise_and_other_homes_are_outside(tmp_path: Path, home: Path) -> None:
    districts = file(tmp_path, "d.geojson", boundaries("110106", "110115"))
    built(tmp_path, FIELDS, home=home, districts=districts, protection=Protection(rho=1))
    assert check(tmp_path / "out") == []
    release = load(tmp_path / "out")
    rows = release.reach_by_home.group_by("home").len().collect()
    assert set(rows["home"]) == {"110106", "110115", "outside"}
    assert rows["len"].n_unique() == 1
    assert list(release.districts) == ["110106", "110115"]


def test_without_noise_homes_still_add_up_to_the_whole(tmp_path: Path, home: Path) -> None:
    districts = file(tmp_path, "d.geojson", boundaries("110106"))
    built(tmp_path, FIELDS, threshold=1, home=home, districts=districts)
    assert check(tmp_path / "out") == []
    release = load(tmp_path / "out")
    by_home = release.reach_by_home.collect()
    assert set(by_home["home"]) == {"110106", "outside"}
    keys = [name for name in by_home.columns if name not in {"home", "devices"}]
    summed = by_home.group_by(keys).agg(pl.col("devices").sum().cast(pl.Int64)).sort(keys, nulls_last=True)
    whole = release.reach.collect().select(*keys, pl.col("devices").cast(pl.Int64)).sort(keys, nulls_last=True)
    assert summed.select(whole.columns).equals(whole)


def test_a_date_added_lays_homes_on_the_same_districts(tmp_path: Path, home: Path) -> None:
    districts = file(tmp_path, "d.geojson", boundaries("110106"))
    built(tmp_path, FIELDS, threshold=1, home=home, districts=districts)
    longer = SIGHTINGS + f"imsi-244051234567890,2020-06-04T08:00:00+08:00,{CELL}\n"
    built(tmp_path, None, sightings=longer, home=home, add_date=date(2020, 6, 4))
    assert check(tmp_path / "out") == []
    added = load(tmp_path / "out").reach_by_home.filter(pl.col("date") == date(2020, 6, 4)).collect()
    assert set(added["home"]) == {"outside"}


def test_homes_that_meet_outside_become_one_row() -> None:
    counts = pl.DataFrame({"date": [1, 1, 1, 2], "home": ["x", "outside", "a", "y"], "devices": [1, 2, 4, 8]})
    found = within(counts, ["a"]).sort("date", "home")
    assert found.rows() == [(1, "a", 4), (1, "outside", 3), (2, "outside", 8)]
    assert within(counts, ["a", "x", "y"]) is counts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no json", "is not JSON"),
        ("{}", "is not a GeoJSON FeatureCollection"),
        (boundaries("110106", "110106"), "feature 2"),
        (boundaries("110106", population=-1), "population, feature 1"),
        (boundaries("110115"), "the district of xinfadi is '110106'"),
    ],
)
def test_a_file_at_fault_is_said_in_a_sentence_before_anything_is_read(tmp_path: Path, text: str, said: str) -> None:
    districts = file(tmp_path, "d.geojson", text)
    with pytest.raises(InputError, match=said) as refused:
        built(tmp_path, FIELDS, sightings="never read", districts=districts)
    assert "d.geojson" in str(refused.value)


def test_a_date_is_added_without_them(tmp_path: Path) -> None:
    built(tmp_path, FIELDS)
    districts = file(tmp_path, "d.geojson", boundaries("110106"))
    with pytest.raises(InputError, match="the release keeps its own"):
        built(tmp_path, None, districts=districts, add_date=load(tmp_path / "out").manifest.period.end)
