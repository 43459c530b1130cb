"""A place is found however it is typed: spelling, pinyin, first letters, district, coordinates; of few or many."""

from dataclasses import replace

import pytest

from dashboard.answers.places import FOUND_AT_MOST, all_listed, place_options
from dashboard.answers.seek import in_latin, point_of, ranked
from dashboard.place import parse_place
from dashboard.release.load import Release
from dashboard.site import Site

PLACE = parse_place("xinfadi")
FAR_AWAY = [
    Site(site_id=f"s{number}", name=f"Stop {number}", kind="station", lat=40 + number / 1e4, lng=116.5)
    for number in range(300)
]


@pytest.fixture(scope="module")
def chinese(release: Release) -> Release:
    """A release whose places have Chinese names alone."""
    places = {site_id: replace(one, name=one.name_zh or one.name) for site_id, one in release.places.items()}
    return replace(release, places=places, digest="chinese")


@pytest.fixture(scope="module")
def many(chinese: Release) -> Release:
    return replace(chinese, places={**chinese.places, **{one.site_id: one for one in FAR_AWAY}}, digest="many")


@pytest.mark.parametrize(
    "text",
    ["xinfadi", "XINFADI", "xinfad", "xinfdi", "xifnadi", "xin fa di", "Xínfadì", "新发地", "丰台", "fengtai",
     "fengtia", "markt xinfadi", "market fengtai"],
)  # fmt: skip
def test_a_place_is_found_however_it_is_spelt_by_its_names_its_kind_and_its_district(
    release: Release, text: str
) -> None:
    assert "xinfadi" in ranked(release, text)


@pytest.mark.parametrize("text", ["", "  ", "...", "yuegezhuang", "xi an", "39.8, 116.3", "新工", "zzzz"])
def test_a_place_is_not_found_by_what_it_is_not(release: Release, text: str) -> None:
    assert "xinfadi" not in ranked(release, text)


@pytest.mark.parametrize("text", ["xfd", "xfdpfsc", "xinfadi", "pifashichang", "xin fa di pi fa", "xinfdai"])
def test_a_chinese_name_is_found_in_latin_letters_and_by_their_first_ones(chinese: Release, text: str) -> None:
    assert ranked(chinese, text)[0] == "xinfadi"


def test_chinese_in_latin_letters() -> None:
    assert in_latin("新发地批发市场") == ("xinfadipifashichang", "xfdpfsc")
    assert in_latin("重庆站 A") == ("chongqingzhan", "cqz")
    assert in_latin("Xinfadi market") == ()


@pytest.mark.parametrize("text", ["xfd", "xinfadi", "xinfdi", "fengtai", "shichang", "yuegezhaung", "39.81, 116.33"])
def test_few_places_and_many_find_the_same_in_the_same_order(chinese: Release, many: Release, text: str) -> None:
    assert all_listed(chinese)
    assert not all_listed(many)
    few, of_many = (
        [one["value"] for one in place_options(where, text, PLACE) if one.get("search", "").endswith(text)]
        for where in (chinese, many)
    )
    assert few
    assert sorted(few) == sorted(of_many)
    assert [one for one in few if one != "xinfadi"] == [one for one in of_many if one != "xinfadi"]


def test_what_begins_with_the_text_comes_before_what_holds_it_and_that_before_what_is_like_it(release: Release) -> None:
    names = {"like": "Hallo", "holds": "Challenge hallen", "begins": "Hallen", "none": "Market"}
    some = {
        site_id: Site(site_id=f"id-{site_id}", name=name, kind="x", lat=1, lng=1) for site_id, name in names.items()
    }
    some["holds"] = replace(some["holds"], name="Markthalle")
    few = replace(release, places={one.site_id: one for one in some.values()}, digest="names")
    assert ranked(few, "halle") == ["id-begins", "id-holds", "id-like"]


def test_no_figure_is_forgiven_and_of_many_the_first_are_shown(many: Release) -> None:
    assert ranked(many, "s299") == ["s299"]
    assert len(ranked(many, "stop")) == len(FAR_AWAY)
    assert len(place_options(many, "stop", PLACE)) == FOUND_AT_MOST + 1


@pytest.mark.parametrize(
    "text", ["39.81, 116.33", "39.81 116.33", "39.81\N{FULLWIDTH COMMA}116.33", " @39.81,116.33 ", "39.81°, 116.33°"]
)
def test_coordinates_are_a_point_and_an_option(release: Release, text: str) -> None:
    point = point_of(release, text)
    assert str(point) == "@39.81000,116.33000"
    assert place_options(release, text, PLACE)[-1] == {
        "label": "On the map: 39.81000, 116.33000",
        "value": "@39.81000,116.33000",
        "search": text,
    }


@pytest.mark.parametrize("text", ["xinfadi", "39.81", "39.81, 116.33, 5", "", "1, 2", "95, 10", "39.8, 999"])
def test_what_is_no_point_or_far_away_is_none(release: Release, text: str) -> None:
    assert point_of(release, text) is None


def test_a_point_that_was_chosen_stands_once(release: Release) -> None:
    point = parse_place("@39.81000,116.33000")
    for text in ("39.81, 116.33", "xinfadi", ""):
        assert [one["value"] for one in place_options(release, text, point)].count(str(point)) == 1
