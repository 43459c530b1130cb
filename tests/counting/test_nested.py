"""Entries of a matrix brought into order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dashboard.counting.interval import Counts
from dashboard.counting.matrix import nested

RADII, STAYS = 4, 3
SIZES = st.lists(st.integers(0, 50), min_size=RADII * STAYS, max_size=RADII * STAYS)


def table(values: list[int]) -> Counts:
    return np.array(values, dtype=np.int64).reshape(RADII, STAYS)


def in_order(entries: Counts) -> bool:
    return bool((entries[1:] >= entries[:-1]).all() and (entries[:, 1:] <= entries[:, :-1]).all())


def true_entries(parts: list[int]) -> Counts:
    """Return entries that are in order because each sums the parts inside it."""
    return table(parts).cumsum(axis=0)[:, ::-1].cumsum(axis=1)[:, ::-1]


def test_worked_example() -> None:
    # Radii down, stays across. 20 within the smaller radius are 20 within the larger; of those at most 24 stay.
    low, mid, high = np.array([[20, 3], [12, 5]]), np.array([[20, 9], [30, 16]]), np.array([[24, 30], [40, 26]])
    tight = nested(low, mid, high, noisy=False, across_radii=True)
    assert [end.tolist() for end in tight] == [[[20, 3], [20, 5]], [[20, 9], [30, 16]], [[24, 24], [40, 26]]]
    wide = nested(low, mid, high, noisy=True, across_radii=True)
    assert [end.tolist() for end in wide] == [[[12, 3], [12, 5]], [[20, 9], [30, 16]], [[30, 30], [40, 30]]]


def test_middles_out_of_order_meet_halfway() -> None:
    low, high = np.array([[10], [10]]), np.array([[40], [40]])
    assert nested(low, np.array([[30], [21]]), high, noisy=False, across_radii=True)[1].tolist() == [[26], [26]]
    assert nested(low, None, high, noisy=False, across_radii=True)[1] is None


@given(SIZES, SIZES, SIZES)
def test_ends_come_closer_around_the_truth(parts: list[int], below: list[int], above: list[int]) -> None:
    true = true_entries(parts)
    low, high = np.maximum(true - table(below), 0), true + table(above)
    tight_low, tight_mid, tight_high = nested(low, (low + high) // 2, high, noisy=False, across_radii=True)
    assert (low <= tight_low).all()
    assert (tight_low <= true).all()
    assert (true <= tight_high).all()
    assert (tight_high <= high).all()
    assert (tight_low <= tight_mid).all()
    assert (tight_mid <= tight_high).all()
    assert in_order(tight_low)
    assert in_order(tight_mid)
    assert in_order(tight_high)


@given(SIZES, SIZES, SIZES)
def test_ends_that_hold_with_a_probability_move_apart(first: list[int], second: list[int], third: list[int]) -> None:
    low, mid, high = np.sort(np.stack([table(first), table(second), table(third)]), axis=0)
    wide_low, wide_mid, wide_high = nested(low, mid, high, noisy=True, across_radii=True)
    assert (wide_low <= low).all()
    assert (high <= wide_high).all()
    for end in (wide_low, wide_mid, wide_high):
        assert in_order(end)
    assert (wide_low <= wide_mid).all()
    assert (wide_mid <= wide_high).all()


@given(SIZES)
def test_what_is_in_order_stays_as_it_is(parts: list[int]) -> None:
    true = true_entries(parts)
    for noisy in (False, True):
        assert all((end == true).all() for end in nested(true, true, true, noisy=noisy, across_radii=True))


@given(SIZES, SIZES, SIZES)
def test_a_release_that_contradicts_itself_still_has_ordered_ends(
    first: list[int], second: list[int], third: list[int]
) -> None:
    low, mid, high = np.sort(np.stack([table(first), table(second), table(third)]), axis=0)
    ends = nested(low, mid, high, noisy=False, across_radii=True)
    assert (ends[0] <= ends[1]).all()
    assert (ends[1] <= ends[2]).all()
    assert all(in_order(end) for end in ends)


@given(SIZES, st.booleans())
def test_exact_counts_that_fall_with_the_radius_stay_as_they_are(parts: list[int], noisy: bool) -> None:
    # Each radius on its own in order: within a wider one, a visit may have started before the window.
    exact = table(parts)[:, ::-1].cumsum(axis=1)[:, ::-1]
    for end in nested(exact, exact, exact, noisy=noisy, across_radii=False):
        assert (end == exact).all()
