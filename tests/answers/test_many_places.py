"""A country has too many places to send: those in view and those searched for are few, whatever is asked."""

from dataclasses import replace

import pytest

from dashboard.answers.places import FOUND_AT_MOST, ON_MAP_AT_MOST, all_listed, place_options, places_in_view
from dashboard.place import parse_place
from dashboard.release.load import Release
from dashboard.site import Site

COUNTRY = [
    Site(site_id=f"p{n}", name=f"Place {n}", name_zh="新发地" if n == 700 else None, kind="market", lat=n / 100, lng=1)
    for n in range(1000)
]


@pytest.fixture
def country(release: Release) -> Release:
    return replace(release, places={place.site_id: place for place in COUNTRY}, digest="country")


def values(release: Release, text: str, site: str) -> list[str]:
    return [option["value"] for option in place_options(release, text, parse_place(site))]


def test_few_places_are_all_listed_whatever_is_typed(release: Release) -> None:
    assert all_listed(release)
    assert set(values(release, "nothing like it", "xinfadi")) == set(release.places)


@pytest.mark.parametrize("text", ["place 700", "P700", " p700", "新发"])
def test_a_place_is_found_by_name_in_either_script_or_site_id(country: Release, text: str) -> None:
    assert not all_listed(country)
    assert values(country, text, "p5") == ["p5", "p700"]


@pytest.mark.parametrize("text", ["", "place", "place 700", "nothing like it"])
def test_the_chosen_places_are_always_options_once(country: Release, text: str) -> None:
    found = values(country, text, "p999~p0")
    assert found[:2] == ["p999", "p0"]
    assert len(found) == len(set(found)) <= FOUND_AT_MOST + 2


def test_what_was_drawn_is_an_option(country: Release) -> None:
    assert values(country, "p700", "@39.81000,116.34100") == ["p700", "@39.81000,116.34100"]


def test_the_map_holds_the_places_in_view_up_to_a_limit(country: Release) -> None:
    box = {"south": 2.0, "north": 2.5, "west": 0, "east": 2}
    assert {place.site_id for place in places_in_view(country, box)} == {f"p{n}" for n in range(200, 251)}
    assert len(places_in_view(country, {**box, "north": 10})) == ON_MAP_AT_MOST
