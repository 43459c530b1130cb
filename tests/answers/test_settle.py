"""A link opens what it says, and a link that asks for what is not there opens the nearest."""

import string
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.answers.assumed import INPUTS, TRUE_STAYS_MIN, Assumed, true_radii_m
from dashboard.answers.link import Link, usual
from dashboard.answers.map_view import MapView
from dashboard.answers.selection import LAYERS, Selection
from dashboard.counting.certainty.chances import TrueVisit
from dashboard.place import NamedPlace, parse_place
from dashboard.release.answerable import check_rule, default_rule, settle
from dashboard.release.load import Release, load
from dashboard.rule import FIELDS, Rule
from dashboard.shipped import DEMO_RELEASE

DEMO = load(DEMO_RELEASE)
PERIOD = DEMO.manifest.period
DAYS = [PERIOD.start + timedelta(days=day) for day in range((PERIOD.end - PERIOD.start).days + 1)]


def _rule(site: str, radius_m: int, min_dwell_min: int, days: tuple[date, date]) -> Rule:
    return Rule(place=parse_place(site), radius_m=radius_m, min_dwell_min=min_dwell_min, start=min(days), end=max(days))


RULES = st.builds(
    _rule,
    st.sampled_from(list(DEMO.places)),
    st.sampled_from(DEMO.manifest.radii_m),
    st.sampled_from(DEMO.manifest.min_dwell_min),
    st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)),
)
HOURS = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda hours: hours[0] < hours[1])
SELECTIONS = st.builds(
    lambda focus, hours, layer: Selection(focus=focus, hours=hours, layer=layer),
    st.none() | st.sampled_from(list(DEMO.districts)),
    HOURS,
    st.sampled_from(LAYERS),
)
MAP_VIEWS = st.builds(
    lambda at, districts, opacity: MapView(at=at, districts=districts, opacity=10 * opacity),
    st.none()
    | st.tuples(st.integers(-85, 85), st.integers(-180, 180), st.integers(10, 34).map(lambda steps: steps / 2)),
    st.booleans(),
    st.integers(1, 10),
)
ASSUMED = st.builds(
    lambda values, radius_m, stay_min: Assumed(
        values=values, true_visit=TrueVisit(radius_m=radius_m, stay_min=stay_min)
    ),
    st.fixed_dictionaries({one.name: st.integers(int(one.allowed.least), int(one.allowed.most)) for one in INPUTS}),
    st.sampled_from(true_radii_m(DEMO)),
    st.sampled_from(TRUE_STAYS_MIN),
)
BESIDE = list(usual(DEMO))
ANYTHING = st.text(string.printable, max_size=12) | st.integers().map(str) | st.dates().map(str)


def stored(selection: Selection) -> dict[str, Any]:
    """Return a selection as its store in the page holds it."""
    return {"focus": selection.focus or "", "hours": list(selection.hours), "layer": selection.layer, "theme": "dark"}


@given(RULES)
def test_the_address_of_a_rule_opens_that_rule(rule: Rule) -> None:
    assert settle(DEMO, dict(parse_qsl(rule.to_query()))) == (rule, [])


@given(SELECTIONS)
def test_the_address_of_a_selection_opens_that_selection(selection: Selection) -> None:
    assert Selection.settle(DEMO, selection.to_query()) == (selection, [])
    assert Selection.from_store(stored(selection)) == selection


@given(st.dictionaries(st.sampled_from([*FIELDS, "focus", "hours", "layer"]), ANYTHING))
def test_any_link_opens_a_rule_that_the_release_can_answer(query: dict[str, str]) -> None:
    rule, problems = settle(DEMO, query)
    check_rule(DEMO, rule)
    assert settle(DEMO, rule.to_dict()) == (rule, [])
    for problem in problems:
        assert problem.field in query
    selection, wrong = Selection.settle(DEMO, query)
    assert Selection.settle(DEMO, selection.to_query()) == (selection, [])
    assert len(wrong) <= len({"focus", "hours", "layer"} & set(query))


def test_a_bare_address_opens_the_default_without_a_word(release: Release) -> None:
    assert settle(release, {}) == (default_rule(release), [])
    assert Selection.settle(release, {}) == (Selection(), [])


@pytest.mark.parametrize(
    ("field", "asked", "nearest"),
    [
        ("radius_m", "600", 500),
        ("radius_m", "99999", 3000),
        ("radius_m", "about 1 km", 250),
        ("min_dwell_min", "14", 15),
        ("site", "xinfad", NamedPlace(site_id="xinfadi")),
        ("start", "2019-01-01", PERIOD.start),
        ("end", "2031-01-01", PERIOD.end),
        ("end", "12 June", PERIOD.end),
    ],
)
def test_a_wrong_part_is_named_and_the_nearest_taken(release: Release, field: str, asked: str, nearest: object) -> None:
    rule, (problem,) = settle(release, {field: asked})
    assert vars(rule)["place" if field == "site" else field] == nearest
    assert problem.field == field
    assert f"{field} is " in str(problem)
    assert asked in str(problem)


def test_dates_in_the_wrong_order_become_one_date(release: Release) -> None:
    rule, (problem,) = settle(release, {"start": str(PERIOD.end), "end": str(PERIOD.start)})
    assert (rule.start, rule.end) == (PERIOD.start, PERIOD.start)
    assert problem.field == "start"


@pytest.mark.parametrize(
    ("part", "asked", "words"),
    [
        ("focus", "1", "showing the place"),
        ("hours", "9-3", "showing all hours"),
        ("hours", "3-25", "showing all hours"),
        ("hours", "night", "showing all hours"),
        ("layer", "satellite", "showing heat"),
    ],
)
def test_a_wrong_selection_is_named_and_left_out(release: Release, part: str, asked: str, words: str) -> None:
    selection, (problem,) = Selection.settle(release, {part: asked})
    assert selection == Selection()
    assert problem.startswith(f"{part} is {asked!r}")
    assert problem.endswith(words)


@given(RULES, SELECTIONS, MAP_VIEWS, ASSUMED)
def test_the_address_of_a_whole_view_opens_that_view(
    rule: Rule, selection: Selection, map_view: MapView, assumed: Assumed
) -> None:
    link = Link(rule=rule, selection=selection, map_view=map_view, assumed=assumed)
    assert Link.settle(DEMO, rule.to_dict() | link.beside()) == (link, [])
    told = {name: value for name, value in link.beside().items() if value != usual(DEMO)[name]}
    assert Link.settle(DEMO, rule.to_dict() | told) == (link, [])


@given(st.dictionaries(st.sampled_from(BESIDE), ANYTHING))
def test_any_link_opens_a_view_that_its_own_address_opens(query: dict[str, str]) -> None:
    link, problems = Link.settle(DEMO, query)
    assert Link.settle(DEMO, link.rule.to_dict() | link.beside()) == (link, [])
    assert {problem.split(" is ")[0] for problem in problems} <= set(query)


@pytest.mark.parametrize(
    ("part", "asked", "nearest"),
    [
        ("opacity", "64", "60"),
        ("opacity", "0", "10"),
        ("opacity", "faint", "80"),
        ("districts", "maybe", "on"),
        ("at", "39.8,116.3,99", "39.80000,116.30000,17"),
        ("at", "here", ""),
        ("pool", "0", "1"),
        ("tests_a_day", "1e99", "10000000"),
        ("infected_of_1000", "nan", "1"),
        ("true_radius_m", "260", "250"),
        ("true_stay_min", "1000", "120"),
    ],
)
def test_what_is_wrong_beside_the_rule_is_named_and_the_nearest_taken(part: str, asked: str, nearest: str) -> None:
    link, (problem,) = Link.settle(DEMO, {part: asked})
    assert link.beside() == usual(DEMO) | {part: nearest}
    assert problem.startswith(f"{part} is {asked!r}")
