import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.counting.interval import Estimate, bounds
from dashboard.errors import ScopeError
from dashboard.release.disclosure import Disclosure

SIZES = st.integers(0, 10**6)


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    low, mid, high = sorted(draw(st.tuples(SIZES, SIZES, SIZES)))
    return Estimate(low=low, mid=draw(st.sampled_from([mid, None])), high=high)


def interval(counted: int, withheld: int, rows: int, disclosure: Disclosure) -> Estimate:
    ends = bounds(*(np.array([number]) for number in (counted, withheld, rows)), disclosure)
    low, mid, high = (int(end[0]) for end in ends)
    return Estimate(low=low, mid=mid, high=high)


@pytest.mark.parametrize(
    ("counted", "withheld", "rows", "threshold", "noise_sd", "low", "mid", "high"),
    [
        (0, 0, 0, 15, 0, 0, 0, 0),
        (100, 0, 4, 15, 0, 100, 100, 100),
        (100, 1, 4, 15, 0, 101, 108, 114),  # 7.5 withheld in the middle, half up
        (100, 2, 4, 15, 0, 102, 115, 128),
        (100, 3, 4, 2, 0, 103, 103, 103),  # under a threshold of 2 a withheld row is exactly 1
        (100, 0, 4, 1, 2, 92, 100, 108),  # 1.96 x 2 x sqrt(4) = 7.84
        (5, 0, 4, 1, 10, 0, 5, 45),  # 39.2 below 5 is clipped
        (100, 2, 4, 15, 2, 94, 115, 136),
    ],
)
def test_worked_intervals(  # noqa: PLR0913, PLR0917 a table
    counted: int, withheld: int, rows: int, threshold: int, noise_sd: float, low: int, mid: int | None, high: int
) -> None:
    disclosure = Disclosure(threshold=threshold, noise_sd=noise_sd)
    assert interval(counted, withheld, rows, disclosure) == Estimate(low=low, mid=mid, high=high)


@given(SIZES, st.integers(0, 1000), st.integers(0, 1000), st.integers(2, 50), st.floats(0, 100))
def test_low_mid_and_high_are_in_order(counted: int, withheld: int, rows: int, threshold: int, noise_sd: float) -> None:
    disclosure = Disclosure(threshold=threshold, noise_sd=noise_sd)
    estimate = interval(counted, withheld, rows, disclosure)
    assert 0 <= estimate.low <= estimate.mid <= estimate.high
    assert estimate.exact == (estimate.low == estimate.high)


def test_rows_cannot_be_withheld_under_a_threshold_of_one() -> None:
    with pytest.raises(ScopeError, match="3 rows are withheld under a threshold of 1, expected 2 or more"):
        interval(10, 3, 5, Disclosure(threshold=1))


@pytest.mark.parametrize(("low", "mid", "high"), [(-1, 0, 1), (2, 1, 3), (1, 4, 3), (2, None, 1)])
def test_an_estimate_out_of_order_is_refused(low: int, mid: int | None, high: int) -> None:
    with pytest.raises(ScopeError, match="expected 0 <= low <= mid <= high"):
        Estimate(low=low, mid=mid, high=high)


def test_lows_add_to_lows_and_highs_to_highs() -> None:
    assert Estimate(low=1, mid=2, high=3) + Estimate(low=10, mid=20, high=40) == Estimate(low=11, mid=22, high=43)
    assert (Estimate(low=1, mid=2, high=3) + Estimate(low=10, mid=None, high=40)).mid is None


@given(estimates(), estimates(), st.data())
def test_a_sum_and_a_rest_contain_what_their_parts_contain(
    whole: Estimate, part: Estimate, data: st.DataObject
) -> None:
    a = data.draw(st.integers(whole.low, whole.high))
    b = data.draw(st.integers(part.low, part.high))
    total = whole + part
    assert total.low <= a + b <= total.high
    if b <= a:
        rest = whole.without(part)
        assert rest.low <= a - b <= rest.high


def test_a_rest_is_never_negative() -> None:
    small, large = Estimate(low=1, mid=2, high=3), Estimate(low=5, mid=6, high=7)
    assert small.without(large) == Estimate(low=0, mid=0, high=0)
    assert large.without(small) == Estimate(low=2, mid=4, high=6)
