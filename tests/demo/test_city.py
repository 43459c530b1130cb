"""The city, a hundredth of it: the same each time, true to its truth, nobody in two places."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest

from dashboard import cells
from dashboard.demo import city, districts, parameters, places, positioning
from dashboard.demo.city import Sightings
from dashboard.demo.ground import METRES_A_DEGREE
from dashboard.demo.population import DISTRICTS

SCALE = 0.01
ZONE = ZoneInfo("Asia/Shanghai")
ROUTINE = ["home", "work", "errand"]


@pytest.fixture(scope="module")
def made() -> Sightings:
    return city.sightings(scale=SCALE)


@pytest.fixture(scope="module")
def truth() -> pl.DataFrame:
    return city.stays(scale=SCALE)


def _epoch(day: int, hour: int, month: int = 6) -> int:
    return int(datetime(2020, month, day, hour, tzinfo=ZONE).timestamp())


def test_the_same_seed_makes_the_same_city_and_another_seed_another(made: Sightings) -> None:
    again = city.sightings(scale=SCALE)
    assert made.frame.equals(again.frame)
    assert made.home.equals(again.home)
    assert not made.frame.equals(city.sightings(city.SEED + 1, scale=SCALE).frame)


def test_sightings_are_as_the_builder_reads_them(made: Sightings) -> None:
    assert dict(made.frame.schema) == {"device": pl.UInt32, "time": pl.Int64, "cell": pl.UInt64}
    assert made.frame["time"].min() >= _epoch(25, 0, month=5)
    assert made.frame["time"].max() < _epoch(15, 0)
    assert {cells.resolution(cell) for cell in made.frame["cell"].unique().head(500)} == {10}
    assert made.frame.null_count().sum_horizontal().item() == 0


def test_every_sighting_lies_in_the_cell_of_a_true_stay(made: Sightings, truth: pl.DataFrame) -> None:
    some = truth["device"].unique().sort().gather_every(10).implode()
    stays = truth.filter(pl.col("device").is_in(some))
    cell_of = pl.Series(
        "stay_cell",
        [cells.at(lat, lng, 10) for lat, lng in stays.select("measured_lat", "measured_lng").iter_rows()],
        dtype=pl.UInt64,
    )
    seen = made.frame.filter(pl.col("device").is_in(some)).with_row_index("row")
    explained = seen.join(stays.with_columns(cell_of), on="device").filter(
        pl.col("time").is_between("start", "end") & (pl.col("cell") == pl.col("stay_cell"))
    )
    assert explained["row"].n_unique() == seen.height > 10_000


def test_nobody_is_seen_at_home_while_at_a_market(made: Sightings, truth: pl.DataFrame) -> None:
    visits = truth.filter(pl.col("label") == "xinfadi", pl.col("group") != "hauliers")
    homes = truth.filter(pl.col("label").is_in(ROUTINE)).select("device", "measured_lat", "measured_lng").unique()
    far = homes.filter(((pl.col("measured_lat") - 39.81) * METRES_A_DEGREE).abs() > 5_000)
    visits = visits.filter(pl.col("device").is_in(far["device"].unique().implode()))
    seen = made.frame.join(visits.select("device", "start", "end"), on="device").filter(
        pl.col("time").is_between("start", "end")
    )
    latitudes = {cell: cells.centre(cell)[0] for cell in seen["cell"].unique()}
    away = seen["cell"].replace_strict(latitudes, return_dtype=pl.Float64) - 39.81
    assert seen.height > 3_000
    assert (away.abs() * METRES_A_DEGREE).max() < 2_500


def test_the_positioning_error_is_as_the_manifest_states(truth: pl.DataFrame) -> None:
    north = (truth["measured_lat"] - truth["lat"]).to_numpy() * METRES_A_DEGREE
    east = (truth["measured_lng"] - truth["lng"]).to_numpy() * METRES_A_DEGREE * np.cos(np.radians(truth["lat"]))
    error = np.hypot(north, east)
    assert np.median(error) == pytest.approx(positioning.MEDIAN_M, rel=0.02)
    assert np.quantile(error, 0.95) == pytest.approx(positioning.P95_M, rel=0.02)


def test_residents_live_in_their_districts(made: Sightings, truth: pl.DataFrame) -> None:
    homes = truth.filter(pl.col("label") == "home").unique("device").join(made.home, on="device")
    assert homes.height == made.home.height
    assert set(homes["home"]) == {district.code for district in DISTRICTS}
    for (code,), rows in homes.partition_by("home", as_dict=True).items():
        within = districts.inside(str(code), rows["lng"].to_numpy(), rows["lat"].to_numpy())
        assert within.mean() > 0.995, code


def test_the_city_beyond_lives_as_the_census_counts(made: Sightings, truth: pl.DataFrame) -> None:
    thinned = truth.filter(pl.col("group") == city.CITY).select("device").unique().join(made.home, on="device")
    share = dict(thinned["home"].value_counts(normalize=True).iter_rows())
    total = sum(district.residents for district in DISTRICTS)
    for district in DISTRICTS:
        assert share.get(district.code, 0) == pytest.approx(district.residents / total, abs=0.04), district.name


def test_some_come_from_outside_and_are_never_seen_at_home(made: Sightings, truth: pl.DataFrame) -> None:
    outside = truth.filter(~pl.col("device").is_in(made.home["device"].implode()))
    assert set(outside["group"]) >= {"hauliers"}
    assert not set(outside["label"]) & set(ROUTINE)


def test_xinfadi_trades_from_three_and_closes_on_13_june(truth: pl.DataFrame) -> None:
    visits = truth.filter(pl.col("label") == "xinfadi")
    assert visits["end"].max() <= _epoch(13, 3)
    hour = pl.from_epoch("start").dt.replace_time_zone("UTC").dt.convert_time_zone("Asia/Shanghai").dt.hour()
    early = visits.filter(pl.col("group") != "hauliers").select(hour.is_between(3, 10).mean()).item()
    assert early > 0.75
    traders = visits.filter(pl.col("group") == "traders")
    days = traders.select("device", (pl.col("start") - city.EPOCH_S) // parameters.DAY_S).unique()
    assert days.group_by("device").len()["len"].mean() > 14


def test_riders_and_drivers_pass_and_never_stay(truth: pl.DataFrame) -> None:
    passing = truth.filter(pl.col("label").is_in(["road", "station", "on the way"]))
    assert passing.height > 10_000
    assert (passing["start"] == passing["end"]).all()
    riders = truth.filter(pl.col("label") == "station")
    assert set(zip(riders["lat"], riders["lng"], strict=True)) == set(places.SUBWAY)


def test_the_places_begin_with_xinfadi_and_the_group_holds_the_four_markets() -> None:
    listed = places.all_places()
    assert listed[0].site_id == "xinfadi"
    assert [place.kind for place in listed] == ["market"] * 4 + ["group"] + ["station"] * 3
    assert listed[4].shapes == tuple(place.shapes[0] for place in listed[:4])
    assert all(place.name_zh for place in listed)
