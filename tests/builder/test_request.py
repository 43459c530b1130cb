"""The file that asks for a count is read by the builder as it is."""

from pathlib import Path

import pytest
import worlds

from dashboard.builder.build import build
from dashboard.builder.places import read_places
from dashboard.counting.area import Circle, Outline, need_m
from dashboard.counting.count import matrix_of
from dashboard.place import RulePlace, drawn, parse_place
from dashboard.release.load import Release, load
from dashboard.shipped import DEMO_RELEASE
from dashboard.site import Group, Site
from dashboard.views.request import request_words, sites_csv
from dashboard.views.text import metres

CORNERS = [(39.80, 116.33), (39.82, 116.33), (39.81, 116.36)]


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


def test_an_area_is_asked_for_as_the_circle_that_covers_it(demo: Release, tmp_path: Path) -> None:
    (site,) = asked(demo, drawn(CORNERS), tmp_path)
    assert isinstance(site, Site)
    outline = Outline(corners=tuple(CORNERS))
    stop = min(radius for radius in demo.manifest.radii_m if radius >= need_m(outline, site.shapes))
    assert f" {metres(stop)} around the middle" in request_words(demo, drawn(CORNERS))
    assert Circle(centre=site.shapes[0], radius_m=stop).covered_from_m(site.shapes[0]) == stop


def test_an_area_larger_than_any_circle_says_how_large_one_would_have_to_be(demo: Release) -> None:
    wide = [(39.5, 116), (39.5, 116.6), (40, 116.3)]
    assert request_words(demo, drawn(wide)).startswith("No radius here covers the area")


def test_what_was_asked_for_is_counted(tmp_path: Path) -> None:
    world = worlds.World(
        zone="Asia/Shanghai",
        sightings=[("a", 1_591_070_400, worlds.CELLS[12])],
        homes={},
        max_gap_min=60,
        lookback_start=worlds.date(2020, 6, 2),
        start=worlds.date(2020, 6, 2),
        end=worlds.date(2020, 6, 3),
    )
    first = world.release(tmp_path)
    point = drawn([(39.8101, 116.3411)])
    assert matrix_of(first, point, world.start, world.end).method == "bracket"
    places = asked(first, point, tmp_path)
    again = tmp_path / "again"
    build(world.frame, sites=places, out=again, manifest=world.manifest(), home=None, report=lambda _: None)
    assert matrix_of(load(again), point, world.start, world.end).method == "counted"
