"""The file that asks for a count is read by the builder as it is."""

from dataclasses import replace
from pathlib import Path

import h3.api.basic_int as h3
import numpy as np
import pytest
import worlds
from by_hand import Sighting

from dashboard.boundary import Boundary
from dashboard.builder.build import build
from dashboard.builder.places import read_places
from dashboard.counting.area import Outline
from dashboard.counting.count import matrix_of
from dashboard.place import RulePlace, drawn, parse_place
from dashboard.release.load import Release, load
from dashboard.shipped import DEMO_RELEASE
from dashboard.site import Group, Site
from dashboard.views.request import request_words, sites_csv

CORNERS = [(39.80, 116.33), (39.82, 116.33), (39.81, 116.36)]
CROSSED = [(39.80, 116.33), (39.82, 116.36), (39.82, 116.33), (39.80, 116.36)]


def small_world(sightings: list[Sighting]) -> worlds.World:
    return worlds.World(
        zone="Asia/Shanghai",
        sightings=sightings,
        homes={},
        max_gap_min=60,
        lookback_start=worlds.date(2020, 6, 2),
        start=worlds.date(2020, 6, 2),
        end=worlds.date(2020, 6, 3),
    )


@pytest.fixture(scope="module")
def demo() -> Release:
    return load(DEMO_RELEASE)


def asked(release: Release, place: RulePlace, folder: Path) -> list[Site | Group]:
    path = folder / "sites.csv"
    path.write_bytes(sites_csv(release, place).encode())
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "spreadsheets know UTF-8 by its mark"
    return read_places(path)


def test_a_point_is_asked_for_with_its_district(demo: Release, tmp_path: Path) -> None:
    (site,) = asked(demo, parse_place("@39.81234,116.34567"), tmp_path)
    assert isinstance(site, Site)
    assert (site.site_id, site.lat, site.lng, site.district) == (
        "drawn-3981234-11634567",
        39.81234,
        116.34567,
        "110106",
    )


def test_a_point_in_no_district_has_none(demo: Release, tmp_path: Path) -> None:
    (site,) = asked(demo, parse_place("@-33.5,-70.6"), tmp_path)
    assert (site.site_id, site.district) == ("drawn--3350000--7060000", None)


def test_several_places_are_asked_for_as_a_group(demo: Release, tmp_path: Path) -> None:
    *members, group = asked(demo, parse_place("xingong~markets~xinfadi"), tmp_path)
    known = [demo.place(name) for name in ("xingong", "xinfadi", "yuegezhuang", "yuquandong", "tiantao-honglian")]
    assert members == known
    assert isinstance(group, Group)
    assert group.members == tuple(known)


@pytest.mark.parametrize("corners", [CORNERS, CROSSED])
def test_an_area_is_asked_for_by_its_outline(demo: Release, tmp_path: Path, corners: list[tuple[float, float]]) -> None:
    (site,) = asked(demo, drawn(corners), tmp_path)
    assert isinstance(site, Site)
    assert site.boundary == Boundary.of_corners(corners)
    assert request_words(drawn(corners)).startswith("The file holds the outline of the area")
    spots = [(39.78 + up / 1000, 116.32 + across / 1000) for up in range(0, 60, 3) for across in range(0, 60, 3)]
    lat, lng = np.array(spots).T
    depth = Outline(corners=tuple(corners)).depth_m(lat, lng)
    sure = np.abs(depth) > 1
    assert ((site.boundary.distance_m(lat, lng) == 0) == (depth >= 0))[sure].all()


def test_an_area_larger_than_a_place_is_not_asked_for(demo: Release, tmp_path: Path) -> None:
    wide = drawn([(39.5, 116), (39.5, 118.6), (40, 116.3)])
    assert request_words(wide).startswith("The area is larger than a place")
    assert asked(demo, wide, tmp_path)[0].shapes == ((39.75, 117.3),)


@pytest.mark.parametrize("corners", [CORNERS, CROSSED])
def test_an_area_that_was_asked_for_is_counted(tmp_path: Path, corners: list[tuple[float, float]]) -> None:
    cells = [h3.latlng_to_cell(39.795 + 0.0015 * up, 116.333 + 0.001 * up, 10) for up in range(20)]
    sightings = [(f"d{at}", 1_591_070_400, cell) for at, cell in enumerate(cells)]
    world = small_world(sightings)
    first = world.release(tmp_path)
    area = drawn(corners)
    bracket = matrix_of(first, area, world.start, world.end)
    assert bracket.method == "bracket"
    places = asked(first, area, tmp_path)
    again = replace(world, places=places, radii_m=[0, 500]).release(tmp_path / "again")
    answer = matrix_of(again, area, world.start, world.end)
    lat, lng = np.array([h3.cell_to_latlng(cell) for cell in cells]).T
    truth = int((Outline(corners=tuple(corners)).depth_m(lat, lng) >= 0).sum())
    assert 0 < truth < len(cells)
    assert answer.method == "counted"
    assert [answer.at(radius, 0).mid for radius in (0, 500)] == [truth, truth]
    assert matrix_of(again, drawn([*CORNERS[:2], (39.85, 116.3)]), world.start, world.end).method == "bracket"


def test_what_was_asked_for_is_counted(tmp_path: Path) -> None:
    world = small_world([("a", 1_591_070_400, worlds.CELLS[12])])
    first = world.release(tmp_path)
    point = drawn([(39.8101, 116.3411)])
    assert matrix_of(first, point, world.start, world.end).method == "bracket"
    places = asked(first, point, tmp_path)
    again = tmp_path / "again"
    build(world.frame, sites=places, out=again, manifest=world.manifest(), home=None, report=lambda _: None)
    assert matrix_of(load(again), point, world.start, world.end).method == "counted"
