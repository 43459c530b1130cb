from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_world import manifest

from dashboard.counting.interval import Estimate
from dashboard.counting.people import people


def test_worked_example() -> None:
    # 100 / 0.4 x 0.9 = 225, 110 / 0.4 x 1 = 275, 121 / 0.4 x 1.25 = 378.125
    assert people(manifest(), Estimate(low=100, mid=110, high=121)) == Estimate(low=225, mid=275, high=379)


def test_low_rounds_down_mid_to_the_nearest_and_high_up() -> None:
    scale = manifest(
        operator={"name": "O", "market_share": 0.3}, persons_per_device={"low": 1.0, "mid": 1.0, "high": 1.0}
    )
    assert people(scale, Estimate(low=1, mid=2, high=4)) == Estimate(low=3, mid=7, high=14)
    half = manifest(operator={"name": "O", "market_share": 0.4}, persons_per_device={"low": 1, "mid": 1, "high": 1})
    assert people(half, Estimate(low=1, mid=1, high=1)) == Estimate(low=2, mid=3, high=3)


def test_whole_results_do_not_grow_by_binary_rounding() -> None:
    scale = manifest(
        operator={"name": "O", "market_share": 0.1}, persons_per_device={"low": 0.7, "mid": 0.7, "high": 0.7}
    )
    for devices in range(1000):
        result = people(scale, Estimate(low=devices, mid=devices, high=devices))
        assert result == Estimate(low=7 * devices, mid=7 * devices, high=7 * devices)


def test_a_bracket_has_no_mid() -> None:
    assert people(manifest(), Estimate(low=4, mid=None, high=8)) == Estimate(low=9, mid=None, high=25)


@pytest.mark.parametrize("missing", [{"operator": {"name": "O"}}, {"persons_per_device": None}])
def test_without_a_share_or_persons_there_are_no_people(missing: dict[str, Any]) -> None:
    assert people(manifest(**missing), Estimate(low=1, mid=1, high=1)) is None


@given(
    st.integers(0, 10**7),
    st.integers(0, 10**7),
    st.floats(0.01, 1),
    st.lists(st.floats(0.1, 10), min_size=3, max_size=3),
)
def test_people_keep_order_and_grow_with_devices(few: int, more: int, share: float, persons: list[float]) -> None:
    low, mid, high = sorted(persons)
    scale = manifest(
        operator={"name": "O", "market_share": share}, persons_per_device={"low": low, "mid": mid, "high": high}
    )
    a = people(scale, Estimate(low=few, mid=few, high=few))
    b = people(scale, Estimate(low=few + more, mid=few + more, high=few + more))
    assert a.low <= a.mid <= a.high
    assert (a.low, a.mid, a.high) <= (b.low, b.mid, b.high)
    assert (few == 0) <= (a == Estimate(low=0, mid=0, high=0))
