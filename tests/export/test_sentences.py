"""The titles of slides: sentences that hold whatever the truth between low and high is, or none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.counting.interval import Estimate
from dashboard.export.briefing.colours import field
from dashboard.export.briefing.parts import Bar, Bars, Day, Days, MatrixPart, MatrixRow
from dashboard.export.briefing.sentences import SURE, busiest, reaches, shortest
from dashboard.language import CHINESE, in_language

START = date(2020, 5, 30)


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    low, more, most = draw(st.integers(0, 9000)), draw(st.integers(0, 900)), draw(st.integers(0, 900))
    return Estimate(low=low, mid=low + more, high=low + more + most)


def bar(estimate: Estimate, *, ours: bool = True) -> Bar:
    return Bar(label="under 5 min", estimate=estimate, words="", ours=ours)


def exact(count: int) -> Estimate:
    return Estimate(low=count, mid=count, high=count)


def days(totals: list[Estimate]) -> Days:
    none = exact(0)
    return Days(
        days=tuple(Day(day=START + timedelta(days=n), first=one, returning=none) for n, one in enumerate(totals))
    )


def test_half_of_those_flagged() -> None:
    half = Bars(bars=(bar(exact(50)), bar(exact(30)), bar(exact(20))))
    assert shortest(half) == "50% of those flagged stayed under 5 min"
    with in_language(CHINESE):
        assert "50%" in shortest(half)


def test_what_the_rule_leaves_out_is_not_of_those_flagged() -> None:
    assert shortest(Bars(bars=(bar(exact(900), ours=False), bar(exact(30)), bar(exact(10))))).startswith("75% ")


def test_a_share_that_counts_do_not_tell_is_not_said() -> None:
    wide = Estimate(low=10, mid=50, high=90)
    assert shortest(Bars(bars=(bar(wide), bar(wide)))) == ""
    assert shortest(Bars(bars=(bar(Estimate(low=1, mid=None, high=9)), bar(exact(5))))) == ""
    assert shortest(Bars(bars=(bar(exact(0)), bar(exact(0))))) == ""
    assert shortest(Bars(bars=(bar(exact(9)),))) == ""
    assert shortest(Bars(why_not="No.")) == ""


@given(st.lists(estimates(), min_size=2, max_size=7), st.data())
def test_a_share_holds_whatever_the_truth_is(found: list[Estimate], data: st.DataObject) -> None:
    said = shortest(Bars(bars=tuple(map(bar, found))))
    if not said:
        return
    truth = [data.draw(st.integers(one.low, one.high)) for one in found]
    share = 100 * truth[0] / sum(truth)
    numbers = [
        float(word)
        for word in said.split(" of those")[0].replace("%", "").strip(")").replace("(", "").replace("to ", "").split()
    ]
    low, high = min(numbers), max(numbers)
    assert low - 0.5 <= share <= high + 0.5
    assert high - low <= 100 * SURE + 1


@given(st.lists(estimates(), min_size=1, max_size=14), st.data())
def test_the_busiest_day_is_named_only_where_no_other_can_be(found: list[Estimate], data: st.DataObject) -> None:
    said = busiest(days(found), "devices")
    truth = [data.draw(st.integers(one.low, one.high)) for one in found]
    named = [
        n
        for n in range(len(found))
        if f" {30 + n if n < 2 else n - 1} {'May' if n < 2 else 'June'}," in said.replace("Jun,", "June,")
    ]
    if named:
        assert truth[named[0]] == max(truth)
    elif len(found) > 1:
        assert said.endswith("on the busiest day")


@pytest.mark.parametrize("language", ["en", CHINESE])
def test_a_bracket_of_days_says_nothing(language: str) -> None:
    with in_language(language):
        assert busiest(days([]), "people") == ""
        assert busiest(days([Estimate(low=1, mid=None, high=5), exact(4)]), "people") == ""


@given(st.lists(estimates(), min_size=2, max_size=9))
def test_the_matrix_goes_from_its_least_low_to_its_greatest_high(found: list[Estimate]) -> None:
    fields = tuple(field(one, (0.0, 4.0), present=False) for one in found)
    part = MatrixPart(stays=("any",) * len(found), rows=(MatrixRow(label="250 m", fields=(None, *fields)),))
    low, high = min(one.low for one in found), max(one.high for one in found)
    assert reaches(part, "devices").endswith(f" flags {low:,}\N{EN DASH}{high:,} devices")
    assert reaches(replace(part, rows=()), "devices") == ""
