"""The place of a rule: its text opens it again, and a wrong text says which part is wrong, and what is expected."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
import small
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.errors import RuleError
from dashboard.place import CORNERS_AT_MOST, RulePlace, drawn, named, parse_place
from dashboard.release.answerable import check_rule, settle
from dashboard.release.load import Release, load
from dashboard.rule import Rule

DEGREES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
DRAWN = st.lists(DEGREES, min_size=3, max_size=CORNERS_AT_MOST) | DEGREES.map(lambda point: [point])
NAMED = st.lists(st.text("abc-_19", min_size=1), min_size=1)
PLACES = NAMED.map(named) | DRAWN.map(drawn)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return load(small.write_small(tmp_path_factory.mktemp("sites") / "release"))


def rule(place: RulePlace) -> Rule:
    return Rule(place=place, radius_m=500, min_dwell_min=15, start=small.START, end=date(2020, 6, 11))


@given(PLACES)
@example(drawn([(39.8, 1e-7)]))
@example(drawn([(-0.0, 1 / 3)]))
def test_the_text_of_a_place_is_that_place(place: RulePlace) -> None:
    assert parse_place(str(place)) == place
    assert Rule.from_query(dict(parse_qsl(rule(place).to_query()))) == rule(place)


@given(PLACES, PLACES)
def test_equal_places_are_one_in_text_and_in_a_set_and_others_are_not(place: RulePlace, other: RulePlace) -> None:
    assert (str(place) == str(other)) == (place == other)
    assert len({place, other, parse_place(str(place))}) == len({str(place), str(other)})


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("xinfadi", "~xinfadi~xinfadi~"),
        ("xinfadi~xingong", "xinfadi~~xingong~xinfadi"),
        ("@39.80123,116.34567", "@39.80123000,1.1634567e2"),
        ("@39.80000,-0.00000", "@39.8, 0"),
        ("@39.80000,116.30000~39.90000,116.30000~39.90000,116.40000", "@39.8,116.3~39.9,116.3~39.9,116.4"),
    ],
)
def test_however_it_is_spelled_a_place_is_one(text: str, alike: str) -> None:
    assert parse_place(text) == parse_place(alike)
    assert str(parse_place(alike)) == str(parse_place(text))


@given(DEGREES.map(lambda point: tuple(round(degrees, 5) + 0.0 for degrees in point)))
def test_a_point_of_the_map_is_written_as_the_page_writes_it(point: tuple[float, float]) -> None:
    assert str(drawn([point])) == "@" + ",".join(f"{degrees:.5f}" for degrees in point)


@pytest.mark.parametrize("corners", [0, 2, CORNERS_AT_MOST + 1])
def test_an_area_has_so_many_corners(corners: int) -> None:
    with pytest.raises(RuleError, match=f"site has {corners} corners, expected one point, or an area of 3 to 60"):
        drawn([(39.8, 116 + n / 100) for n in range(corners)])


@pytest.mark.parametrize(
    ("site", "says"),
    [
        ("@", "such as @39.80123,116.34567"),
        ("@39.8", "site has '39.8', expected a latitude and a longitude"),
        ("@39.8,116.3,5", "expected a latitude and a longitude"),
        ("@39.8;116.3", "expected a latitude and a longitude"),
        ("@nan,116.3", "expected a latitude from -90 to 90"),
        ("@inf,116.3", "expected a latitude from -90 to 90"),
        ("@91,116.3", "site has '91,116.3', expected a latitude from -90 to 90"),
        ("@39.8,181", "a longitude from -180 to 180"),
        ("@39.8,116.3~39.9,116.3", "site has 2 corners, expected one point, or an area of 3 to 60 corners"),
        ("@39.8,116.3~39.9~39.9,116.4", "site has '39.9', expected a latitude and a longitude"),
        ("@" + "~".join(f"39.8,116.{n:02d}" for n in range(61)), "site has 61 corners"),
        ("@48.8,2.3", "site is at 48.8, 2.3, outside the area of the release"),
        ("@39.8,116.3~39.9,116.3~39.9,121", "site is at 39.9, 121, outside the area"),
        ("xinfadi~nowhere", "site is 'nowhere', expected one of xinfadi, xingong, both"),
        ("~", "site is empty, expected the site_id"),
    ],
)
def test_a_bad_site_is_said_and_a_good_one_shown(release: Release, site: str, says: str) -> None:
    shown, problems = settle(release, {"site": site})
    (problem,) = problems
    assert problem.field == "site"
    assert says in str(problem)
    check_rule(release, shown)
    with pytest.raises(RuleError) as raised:
        check_rule(release, rule(parse_place(site)))
    assert says in str(raised.value)


def test_of_several_places_only_the_unknown_one_is_replaced(release: Release) -> None:
    shown, (problem,) = settle(release, {"site": "xingong~xinfad"})
    assert shown.place == problem.nearest == named(["xingong", "xinfadi"])


@pytest.mark.parametrize("site", ["xinfadi~xingong", "@39.81234,116.34567", "@39.8,116.3~39.9,116.3~39.9,116.4"])
def test_a_good_site_stands_as_it_is(release: Release, site: str) -> None:
    shown, problems = settle(release, {"site": site})
    assert (shown.place, problems) == (parse_place(site), [])
