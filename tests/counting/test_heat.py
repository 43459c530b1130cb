"""Device-hours against the rows that they sum."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from examples import of
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import BOTH, END, MARKET, START, STATION, ZONE, Put, days, manifest, withheld

from dashboard import cells
from dashboard.counting import in_view, presence
from dashboard.counting.presence import heat, heat_by_hour, profile, scale_top
from dashboard.errors import ScopeError
from dashboard.place import parse_place
from dashboard.release.load import Release
from dashboard.release.manifest import Manifest
from dashboard.release.write import Contents
from dashboard.site import Site

FEW = settings(max_examples=of(25), deadline=None)
NEAR = sorted(cells.disk(MARKET.shapes, 3000, 9))[::9]
MIDNIGHT = datetime(2020, 6, 3, tzinfo=ZoneInfo(ZONE))

# (cell, hours since the first midnight, band): devices.
Rows = dict[tuple[int, int, int], int]
ROWS = st.dictionaries(
    st.tuples(st.sampled_from(NEAR), st.integers(0, 5 * 24 - 1), st.sampled_from([0, 15, 60])),
    st.integers(1, 30),
    min_size=1,
    max_size=40,
)
BANDS = st.sampled_from([0, 15, 20])
RESOLUTIONS = st.integers(5, 9)


def contents(rows: Rows, threshold: int = 1) -> Contents:
    table = [
        (cell, MIDNIGHT + timedelta(hours=hour), band, devices if devices >= threshold else None)
        for (cell, hour, band), devices in rows.items()
    ]
    schema = {"cell": pl.UInt64, "hour": pl.Datetime("ms", ZONE), "dwell_band_min": pl.Int64, "devices": pl.Int64}
    return Contents(places=[MARKET, STATION, BOTH], presence=pl.DataFrame(table, schema=schema, orient="row"))


def dated(hour: int) -> date:
    return START + timedelta(days=hour // 24)


def summed(rows: Rows, keys: Iterable[Any]) -> dict[Any, int]:
    """Sum devices by the key of each row; None leaves a row out."""
    sums: Counter[Any] = Counter()
    for key, devices in zip(keys, rows.values(), strict=True):
        sums[key] += devices
    sums.pop(None, None)
    return dict(sums)


def mids(table: pl.DataFrame, *keys: str) -> dict[Any, int]:
    return {row[0] if len(keys) == 1 else row[:-1]: row[-1] for row in table.select(*keys, "mid").iter_rows()}


@FEW
@given(
    ROWS,
    RESOLUTIONS,
    BANDS,
    st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda hours: hours[0] < hours[1]),
)
def test_heat_sums_the_rows_of_dates_hours_and_bands(
    put: Put, rows: Rows, resolution: int, min_band: int, hours: tuple[int, int]
) -> None:
    release = put(manifest(), contents(rows))
    start, end = START + timedelta(days=1), START + timedelta(days=3)
    table = heat(release, None, resolution, start=start, end=end, hours=hours, min_band=min_band)
    assert table.columns == ["cell", "low", "mid", "high", "withheld"]
    assert table["cell"].is_sorted()
    assert mids(table, "cell") == summed(
        rows,
        (
            cells.parent(cell, resolution)
            if start <= dated(hour) <= end and hours[0] <= hour % 24 < hours[1] and band >= min_band
            else None
            for cell, hour, band in rows
        ),
    )
    assert table.equals(heat(release, None, resolution, start=start, end=end, hours=range(*hours), min_band=min_band))


@FEW
@given(ROWS, RESOLUTIONS, RESOLUTIONS, st.data())
def test_heat_of_chosen_cells_is_part_of_the_whole(
    put: Put, rows: Rows, resolution: int, chosen_at: int, data: st.DataObject
) -> None:
    release = put(manifest(), contents(rows))
    choices = sorted({cells.parent(cell, chosen_at) for cell in NEAR})
    chosen = data.draw(st.lists(st.sampled_from(choices), unique=True))
    table = heat(release, chosen, resolution, start=START, end=END)
    inside = (
        cells.parent(cell, resolution) if cells.parent(cell, chosen_at) in chosen else None for cell, _, _ in rows
    )
    assert mids(table, "cell") == summed(rows, inside)


@FEW
@given(ROWS, st.integers(1, 20), st.sampled_from([0, 2]))
def test_the_interval_contains_the_device_hours_behind_withheld_rows(
    put: Put, rows: Rows, threshold: int, noise_sd: float
) -> None:
    release = put(withheld(threshold, noise_sd), contents(rows, threshold))
    table = heat(release, None, 6, start=START, end=END)
    true = summed(rows, (cells.parent(cell, 6) for cell, _, _ in rows))
    for cell, low, mid, high, hidden in table.iter_rows():
        assert low <= true[cell] <= high
        assert low <= mid <= high
        assert hidden == sum(cells.parent(key[0], 6) == cell and n < threshold for key, n in rows.items())


@FEW
@given(ROWS, RESOLUTIONS, BANDS)
def test_frames_and_profile_sum_to_the_heat(put: Put, rows: Rows, resolution: int, min_band: int) -> None:
    release = put(manifest(), contents(rows))
    for day in days(START, START + timedelta(days=1)):
        frames = heat_by_hour(release, None, resolution, day, min_band)
        assert mids(frames, "hour", "cell") == summed(
            rows,
            (
                (hour % 24, cells.parent(cell, resolution)) if dated(hour) == day and band >= min_band else None
                for cell, hour, band in rows
            ),
        )
        whole = heat(release, None, resolution, start=day, end=day, min_band=min_band)
        assert frames.group_by("cell").agg(pl.col("mid").sum()).sort("cell").equals(whole.select("cell", "mid"))
    some = NEAR[::2]
    for start, end in (
        (START, END),
        (START, START),
        (START + timedelta(days=1), START + timedelta(days=1)),
        (END, END),
    ):
        table = profile(release, some, start, end, min_band)
        asked = days(start, end)
        assert table.select("date", "hour").rows() == [(day, hour) for day in asked for hour in range(24)]
        assert {key: n for key, n in mids(table, "date", "hour").items() if n} == summed(
            rows,
            (
                (dated(hour), hour % 24) if cell in some and band >= min_band and dated(hour) in asked else None
                for cell, hour, band in rows
            ),
        )


def test_hours_are_those_of_the_citys_clock_when_it_changes(put: Put) -> None:
    released = manifest(
        time_zone="Europe/Helsinki",
        period={"start": date(2018, 10, 28), "end": date(2019, 3, 31)},
        lookback_start=date(2018, 10, 28),
    )
    utc = ZoneInfo("UTC")
    # 3:30 stands twice on the clock of 28 October, and not at all on that of 31 March.
    moments = [datetime(2018, 10, 28, 0, tzinfo=utc), datetime(2018, 10, 28, 1, tzinfo=utc)]
    table = pl.DataFrame(
        {"cell": NEAR[:2], "hour": moments, "dwell_band_min": [0, 0], "devices": [5, 7]},
        schema_overrides={"cell": pl.UInt64},
    ).with_columns(pl.col("hour").dt.convert_time_zone("Europe/Helsinki"))
    release = put(released, Contents(places=[], presence=table))
    autumn = profile(release, NEAR, date(2018, 10, 28), date(2018, 10, 28))
    assert autumn["hour"].to_list() == list(range(24))
    assert autumn.filter(pl.col("mid") > 0).rows() == [(date(2018, 10, 28), 3, 12, 12, 12)]
    spring = profile(release, NEAR, date(2019, 3, 31), date(2019, 3, 31))
    assert spring["hour"].to_list() == [hour for hour in range(24) if hour != 3]
    assert heat(release, None, 0, start=date(2018, 10, 28), end=date(2018, 10, 28), hours=(3, 4))["mid"].sum() == 12
    assert scale_top(release, 0) == 7


def test_the_scale_ends_at_the_largest_values_but_for_a_few(put: Put) -> None:
    # 400 cell-hours: 1, 2, ... 400 devices. 99.5% of them are at most 398.
    hours = {(NEAR[n % 8], n // 8, 0): n + 1 for n in range(400)}
    release = put(manifest(), contents(hours))
    assert scale_top(release, 9, 0) == 398
    assert scale_top(release, 9, 15) == 1


def test_an_area_is_the_presence_cells_whose_centre_lies_within_the_radius(put: Put) -> None:
    release = put(manifest(), contents({(cell, 0, 0): 1 for cell in NEAR}))
    for site in (MARKET, STATION, BOTH):
        expected = set(cells.disk(site.shapes, 1500, 9)) & set(NEAR)
        assert presence.area(release, parse_place(site.site_id), 1500) == sorted(expected)
        assert expected
    with pytest.raises(ScopeError, match="site is 'nowhere', expected one of market, station, both"):
        presence.area(release, parse_place("nowhere"), 1500)


def test_the_area_of_a_district_is_the_presence_cells_inside_its_boundary(put: Put) -> None:
    ring = [[116.30, 39.80], [116.34, 39.80], [116.34, 39.84], [116.30, 39.84], [116.30, 39.80]]
    districts = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "west", "name": "West",'
        f'"name_zh": null, "population": null}}, "geometry": {{"type": "Polygon", "coordinates": [{ring}]}}}}]}}'
    )
    table = contents({(cell, 0, 0): 1 for cell in NEAR}).presence
    release = put(manifest(), Contents(places=[MARKET], presence=table, districts=districts))
    expected = [c for c in NEAR if 39.80 < cells.centre(c)[0] < 39.84 and 116.30 < cells.centre(c)[1] < 116.34]
    assert presence.district_area(release, "west") == expected
    assert 0 < len(expected) < len(NEAR)
    with pytest.raises(ScopeError, match="district is 'east', expected one of west"):
        presence.district_area(release, "east")


@FEW
@given(RESOLUTIONS, st.floats(-0.02, 0.02), st.floats(-0.02, 0.02), st.floats(0, 0.03))
def test_cells_in_a_box_have_presence_and_their_centre_inside(
    near: Release, resolution: int, north: float, east: float, size: float
) -> None:
    south, west = MARKET.lat + north, MARKET.lng + east
    box = (south, west, south + size, west + size)
    found = in_view.cells_in_box(near, *box, resolution)
    parents = {cells.parent(cell, resolution) for cell in NEAR}
    centres = {cell: cells.centre(cell) for cell in parents}
    assert found == sorted(
        cell for cell, (lat, lng) in centres.items() if south <= lat <= box[2] and west <= lng <= box[3]
    )


@pytest.fixture(scope="module")
def near(put: Put) -> Release:
    return put(manifest(), contents({(cell, 0, 0): 1 for cell in NEAR}))


def test_the_finest_resolution_that_fits_is_taken(near: Release) -> None:
    box = (39.7, 116.2, 39.9, 116.5)
    sizes = {resolution: len(in_view.cells_in_box(near, *box, resolution)) for resolution in range(10)}
    assert sizes[9] == len(NEAR)
    assert in_view.fit_resolution(near, box) == 9
    assert in_view.fit_resolution(near, box, limit=len(NEAR)) == 9
    for limit in range(len(NEAR)):
        best = in_view.fit_resolution(near, box, limit)
        assert sizes[best] <= limit
        assert sizes[best + 1] > limit or best == 9


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda r: heat(r, None, 10, start=START, end=END), "resolution is 10, expected 0 to 9"),
        (lambda r: heat_by_hour(r, None, -1, START), "resolution is -1, expected 0 to 9"),
        (lambda r: scale_top(r, 12), "resolution is 12, expected 0 to 9"),
        (lambda r: in_view.cells_in_box(r, 0, 0, 1, 1, 10), "resolution is 10, expected 0 to 9"),
        (lambda r: in_view.cells_in_box(r, 1, 0, 0, 1, 9), "box is 1 to 0 N, 0 to 1 E, expected south below north"),
        (lambda r: in_view.cells_in_box(r, 0, 1, 1, 0, 9), "expected south below north and west before east"),
        (lambda r: heat(r, None, 9, start=END, end=START), "start 2020-06-07 is after end 2020-06-03"),
        (lambda r: profile(r, NEAR, END, START), "start 2020-06-07 is after end 2020-06-03"),
        (lambda r: heat(r, None, 9, start=START, end=END, hours=(22, 4)), "hours are 22 to 4, expected"),
        (lambda r: heat(r, None, 9, start=START, end=END, hours=(0, 25)), "hours are 0 to 25, expected"),
        (lambda r: heat(r, [*NEAR, cells.parent(NEAR[0], 8)], 7, start=START, end=END), "cells are of several resol"),
        (lambda r: heat(r, [cells.at(39.8, 116.3, 10)], 7, start=START, end=END), "resolution is 10, expected 0 to 9"),
    ],
)
def test_what_cannot_be_drawn_is_refused(near: Release, ask: Any, sentence: str) -> None:  # noqa: ANN401 a lambda
    with pytest.raises(ScopeError, match=sentence):
        ask(near)


def test_a_release_without_presence_says_so(put: Put) -> None:
    release = put(manifest(), Contents(places=[MARKET]))
    with pytest.raises(ScopeError, match="has no presence table, expected device counts by cell and hour"):
        heat(release, None, 9, start=START, end=END)


@pytest.fixture(scope="module")
def helsinki(put: Put, helsinki_csv: Path) -> tuple[Release, pl.DataFrame]:
    rows = pl.read_csv(helsinki_csv).select(
        cell=pl.col("h3").map_elements(cells.parse, return_dtype=pl.UInt64),
        hour=pl.col("start").str.to_datetime(time_zone="UTC").dt.convert_time_zone("Europe/Helsinki"),
        dwell_band_min=0,
        devices="devices",
    )
    hall = Site(site_id="hakaniemi", name="Hakaniemi", kind="market", lat=60.1795, lng=24.9508)
    first, last = date(2018, 5, 16), date(2018, 5, 20)
    released: Manifest = manifest(
        time_zone="Europe/Helsinki", period={"start": first, "end": last}, lookback_start=first, dwell_bands_min=[0]
    )
    return put(released, Contents(places=[hall], presence=rows)), rows


def test_device_hours_of_a_real_city_add_up(helsinki: tuple[Release, pl.DataFrame]) -> None:
    release, rows = helsinki
    saturday = date(2018, 5, 19)
    of_day = rows.filter(pl.col("hour").dt.date() == saturday)
    for resolution in (9, 8, 5):
        assert heat(release, None, resolution, start=saturday, end=saturday)["mid"].sum() == of_day["devices"].sum()
    around = presence.area(release, parse_place("hakaniemi"), 1000)
    assert 20 < len(around) < 40  # 3.1 square kilometres, 0.1 a cell
    noon = profile(release, around, saturday, saturday).row(12, named=True)
    near_at_noon = of_day.filter(pl.col("hour").dt.hour() == 12, pl.col("cell").is_in(around))
    assert noon["mid"] == near_at_noon["devices"].sum() > 0
    box = (59.9, 24.0, 60.6, 25.7)
    assert len(in_view.cells_in_box(release, *box, in_view.fit_resolution(release, box))) <= 5000
