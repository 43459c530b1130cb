"""What the site of a rule says: a link opens it again, and a bad one says what is wrong with it."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
import small
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import RuleError
from dashboard.release.answerable import check_rule, settle
from dashboard.release.load import Release, load
from dashboard.rule import Rule
from dashboard.where import CORNERS_AT_MOST, Chosen, Drawn, drawn_text, parse

DEGREES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
OUTLINES = st.lists(DEGREES, min_size=3, max_size=CORNERS_AT_MOST)
IDS = st.text("abc-_19", min_size=1)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return load(small.write_small(tmp_path_factory.mktemp("sites") / "release"))


def rule(site: str) -> Rule:
    return Rule(site=site, radius_m=500, min_dwell_min=15, start=small.START, end=date(2020, 6, 11))


@given(st.one_of(DEGREES.map(lambda point: [point]), OUTLINES))
def test_what_was_drawn_comes_back_from_its_link_to_a_metre(points: list[tuple[float, float]]) -> None:
    asked = rule(drawn_text(points))
    again = Rule.from_query(dict(parse_qsl(asked.to_query())))
    assert again == asked
    where = parse(again.site)
    assert isinstance(where, Drawn)
    assert where.is_area == (len(points) > 1)
    for drawn, point in zip(where.points, points, strict=True):
        assert drawn == pytest.approx(point, abs=6e-6)


@given(st.lists(IDS, min_size=1, unique=True))
def test_places_come_back_from_their_link_each_once(ids: list[str]) -> None:
    again = Rule.from_query(dict(parse_qsl(rule("~".join([*ids, ids[0]])).to_query())))
    assert parse(again.site) == Chosen(site_ids=tuple(ids))


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
        check_rule(release, rule(site))
    assert says in str(raised.value)


def test_of_several_places_only_the_unknown_one_is_replaced(release: Release) -> None:
    shown, _ = settle(release, {"site": "xingong~xinfad"})
    assert shown.site == "xingong~xinfadi"


@pytest.mark.parametrize("site", ["xinfadi~xingong", "@39.81234,116.34567", "@39.8,116.3~39.9,116.3~39.9,116.4"])
def test_a_good_site_stands_as_it_is(release: Release, site: str) -> None:
    shown, problems = settle(release, {"site": site})
    assert (shown.site, problems) == (site, [])
