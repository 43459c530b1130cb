"""The boundaries of the districts: complete, in WGS-84, the same each time, meeting without gaps."""

import json

import numpy as np

from dashboard.demo import districts
from dashboard.demo.borders import simplify
from dashboard.demo.population import DISTRICTS, TOTAL

XINFADI_LNG, XINFADI_LAT = np.array([116.3410]), np.array([39.8100])


def test_the_residents_add_up_to_the_published_total() -> None:
    assert TOTAL == 21_893_095
    assert len({district.code for district in DISTRICTS}) == len(DISTRICTS) == 16


def test_the_text_is_geojson_with_names_and_residents() -> None:
    written = districts.districts_text().encode()
    features = json.loads(written)["features"]
    assert [feature["properties"]["code"] for feature in features] == [district.code for district in DISTRICTS]
    assert sum(feature["properties"]["population"] for feature in features) == TOTAL
    assert len(written) < 600_000
    for feature in features:
        for polygon in feature["geometry"]["coordinates"]:
            assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in polygon)


def test_the_text_does_not_depend_on_what_was_computed_before() -> None:
    before = districts.districts_text()
    districts.boundaries.cache_clear()
    assert districts.districts_text() == before


def test_xinfadi_lies_in_fengtai_alone() -> None:
    holding = [d.name for d in DISTRICTS if districts.inside(d.code, XINFADI_LNG, XINFADI_LAT)[0]]
    assert holding == ["Fengtai"]


def test_no_point_lies_in_two_districts_and_the_inner_city_has_no_gaps() -> None:
    rng = np.random.default_rng(1)
    lng, lat = rng.uniform(115.4, 117.5, 20_000), rng.uniform(39.4, 41.1, 20_000)
    holding = sum(districts.inside(d.code, lng, lat).astype(int) for d in DISTRICTS)
    assert np.max(holding) == 1
    lng, lat = rng.uniform(116.2, 116.6, 20_000), rng.uniform(39.8, 40.1, 20_000)
    holding = sum(districts.inside(d.code, lng, lat).astype(int) for d in DISTRICTS)
    assert np.min(holding) == np.max(holding) == 1


def test_boundaries_are_moved_out_of_gcj02() -> None:
    source = np.array(districts._read("110106")[0][0])
    moved = np.array(districts.boundaries()["110106"][0][0])
    shift_lng = moved[:, 0].min() - source[:, 0].min()
    assert -0.008 < shift_lng < -0.004, "WGS-84 lies about 500 m west of GCJ-02 in Beijing"


def test_simplifying_keeps_a_shared_border_shared() -> None:
    wiggle = [(1.0, 0.0), (1.0001, 0.2), (1.0, 0.5), (1.3, 0.7), (1.0, 1.0)]
    left = [(0.0, 0.0), *wiggle, (0.0, 1.0), (0.0, 0.0)]
    right = [(2.0, 1.0), *wiggle[::-1], (2.0, 0.0), (2.0, 1.0)]
    thin_left, thin_right = simplify([left, right], 1_000)
    border = [(1.0, 0.0), (1.0, 0.5), (1.3, 0.7), (1.0, 1.0)]
    assert set(border) <= set(thin_left)
    assert set(border) <= set(thin_right)
    assert (1.0001, 0.2) not in {*thin_left, *thin_right}
    assert thin_left[0] == thin_left[-1]
