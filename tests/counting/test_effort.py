"""What it takes: Dorfman's pools, days, places, calls and the backlog."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.counting.effort import Effort, Means, backlog, best_pool, effort, pooled_tests
from dashboard.counting.interval import Estimate
from dashboard.counting.published import BEIJING, CAPACITIES, TOTALS
from dashboard.errors import ScopeError

EXACT = Estimate(low=355_000, mid=355_000, high=355_000)


@pytest.mark.parametrize(
    ("prevalence", "pool", "tests"),
    [(0.01, 11, 0.20), (0.02, 8, 0.27), (0.05, 5, 0.43), (0.10, 4, 0.59), (0.30, 3, 0.99)],
)
def test_the_best_pools_are_those_of_dorfmans_table(prevalence: float, pool: int, tests: float) -> None:
    """Dorfman 1943, Table I: the most efficient group size and the cost as a share of testing each alone."""
    assert best_pool(prevalence) == pool
    assert pooled_tests(pool, prevalence) == pytest.approx(tests, abs=0.006)


def test_a_sample_alone_takes_one_test() -> None:
    assert pooled_tests(1, 0.3) == 1


def test_without_cases_a_pool_takes_its_share_of_a_test() -> None:
    assert pooled_tests(10, 0) == pytest.approx(0.1)
    assert best_pool(0) == 100


@given(prevalence=st.floats(0, 1))
def test_no_pool_beats_the_best(prevalence: float) -> None:
    best = pooled_tests(best_pool(prevalence), prevalence)
    assert all(best <= pooled_tests(pool, prevalence) for pool in range(1, 101))


def test_355_000_people_in_beijing() -> None:
    found = effort(EXACT, BEIJING)
    assert found.tests.mid == 710_000
    assert found.testing_days.mid == 4  # 710,000 at 230,000 a day
    assert found.person_days.mid == 4_970_000
    assert found.calling_days.mid == 8
    assert [left.mid for left in backlog(found.tests, 230_000)] == [710_000, 480_000, 250_000, 20_000, 0]


@given(
    ends=st.tuples(*[st.integers(0, 2_000_000)] * 3).map(sorted),
    pool=st.integers(1, 20),
    prevalence=st.floats(0, 1),
    capacity=st.integers(1_000, 500_000),
)
def test_low_mid_and_high_stay_in_order(ends: list[int], pool: int, prevalence: float, capacity: int) -> None:
    low, mid, high = ends
    flagged = Estimate(low=low, mid=mid, high=high)
    found = effort(flagged, Means(pool=pool, prevalence=prevalence, tests_a_day=capacity))
    assert isinstance(found, Effort)  # an Estimate out of order is refused when it is made
    left = backlog(found.tests, capacity)
    assert left[0] == found.tests
    assert left[-1].high == 0
    assert len(left) == found.testing_days.high + 1


def test_a_bracket_has_no_middle_anywhere() -> None:
    found = effort(Estimate(low=10, mid=None, high=20), Means())
    assert found.tests == Estimate(low=20, mid=None, high=40)
    assert backlog(found.tests, 30) == [
        Estimate(low=20, mid=None, high=40),
        Estimate(low=0, mid=None, high=10),
        Estimate(low=0, mid=None, high=0),
    ]


@pytest.mark.parametrize(("wrong", "value"), [("pool", 0), ("prevalence", 1.5), ("tests_a_day", 0)])
def test_means_out_of_range_are_refused(wrong: str, value: float) -> None:
    with pytest.raises(ScopeError, match=wrong):
        Means(**{wrong: value})


def test_what_is_assumed_unless_told_is_what_beijing_did_by_a_published_capacity_that_only_rose() -> None:
    capacities = [capacity.tests_a_day for capacity in CAPACITIES]
    assert Means() == BEIJING
    assert BEIJING.tests_a_day in capacities
    assert capacities == sorted(set(capacities))


def test_every_published_figure_has_a_source_and_355_000_its_caveat() -> None:
    assert all(total.source and total.caveat and total.when for total in TOTALS)
    assert all(capacity.source and capacity.when for capacity in CAPACITIES)
    assert "Not a pure phone count" in TOTALS[0].caveat
