"""A link opens what it says, and a link that asks for what is not there opens the nearest."""

import string
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.release.ask import check_rule, default_rule, settle
from dashboard.release.load import Release, load
from dashboard.rule import FIELDS, Rule
from dashboard.settings import DEMO_RELEASE
from dashboard.ui.look import Look

DEMO = load(DEMO_RELEASE)
PERIOD = DEMO.manifest.period
DAYS = [PERIOD.start + timedelta(days=day) for day in range((PERIOD.end - PERIOD.start).days + 1)]


def _rule(site: str, radius_m: int, min_dwell_min: int, days: tuple[date, date]) -> Rule:
    return Rule(site=site, radius_m=radius_m, min_dwell_min=min_dwell_min, start=min(days), end=max(days))


RULES = st.builds(
    _rule,
    st.sampled_from(list(DEMO.places)),
    st.sampled_from(DEMO.manifest.radii_m),
    st.sampled_from(DEMO.manifest.min_dwell_min),
    st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)),
)
HOURS = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda hours: hours[0] < hours[1])
LOOKS = st.builds(
    lambda focus, hours, layer: Look(focus=focus, hours=hours, layer=layer),
    st.none() | st.sampled_from(list(DEMO.districts)),
    HOURS,
    st.sampled_from(["heat", "homes"]),
)
ANYTHING = st.text(string.printable, max_size=12) | st.integers().map(str) | st.dates().map(str)


def stored(look: Look) -> dict[str, Any]:
    """Return a look as its store in the page holds it."""
    return {"focus": look.focus or "", "hours": list(look.hours), "layer": look.layer, "theme": "dark"}


def query_of(look: Look) -> dict[str, str]:
    """Return a look as the page writes it into the address."""
    return {"focus": look.focus or "", "hours": f"{look.hours[0]}-{look.hours[1]}", "layer": look.layer}


@given(RULES)
def test_the_address_of_a_rule_opens_that_rule(rule: Rule) -> None:
    assert settle(DEMO, dict(parse_qsl(rule.to_query()))) == (rule, [])


@given(LOOKS)
def test_the_address_of_a_look_opens_that_look(look: Look) -> None:
    assert Look.settle(DEMO, query_of(look)) == (look, [])
    assert Look.from_store(stored(look)) == look


@given(st.dictionaries(st.sampled_from([*FIELDS, "focus", "hours", "layer"]), ANYTHING))
def test_any_link_opens_a_rule_that_the_release_can_answer(query: dict[str, str]) -> None:
    rule, problems = settle(DEMO, query)
    check_rule(DEMO, rule)
    assert settle(DEMO, rule.to_dict()) == (rule, [])
    for problem in problems:
        assert problem.field in query
    look, wrong = Look.settle(DEMO, query)
    assert Look.settle(DEMO, query_of(look)) == (look, [])
    assert len(wrong) <= len({"focus", "hours", "layer"} & set(query))


def test_a_bare_address_opens_the_default_without_a_word(release: Release) -> None:
    assert settle(release, {}) == (default_rule(release), [])
    assert Look.settle(release, {}) == (Look(), [])


@pytest.mark.parametrize(
    ("field", "asked", "nearest"),
    [
        ("radius_m", "600", 500),
        ("radius_m", "99999", 3000),
        ("radius_m", "about 1 km", 250),
        ("min_dwell_min", "14", 15),
        ("site", "xinfad", "xinfadi"),
        ("start", "2019-01-01", PERIOD.start),
        ("end", "2031-01-01", PERIOD.end),
        ("end", "12 June", PERIOD.end),
    ],
)
def test_a_wrong_part_is_named_and_the_nearest_taken(release: Release, field: str, asked: str, nearest: object) -> None:
    rule, (problem,) = settle(release, {field: asked})
    assert getattr(rule, field) == nearest
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
def test_a_wrong_look_is_named_and_left_out(release: Release, part: str, asked: str, words: str) -> None:
    look, (problem,) = Look.settle(release, {part: asked})
    assert look == Look()
    assert problem.startswith(f"{part} is {asked!r}")
    assert problem.endswith(words)
