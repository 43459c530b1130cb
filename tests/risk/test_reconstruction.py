"""What sums and linear programming pin, in worlds where it is known."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from market_days import Stay, released

from dashboard.risk.homes import homes_by_their_sum
from dashboard.risk.reconstruction import best_fit, order, reconstruct
from dashboard.risk.withheld import _summary
from dashboard.risk.worlds import WITHHELD, Shape, published, rows, visitors

THRESHOLD = 15
SHAPE = Shape(homes=3, dates=3, radii=2, stays=2)


def one_row(*homes: int) -> np.ndarray:
    return np.array(homes, dtype=np.int64).reshape(-1, 1, 1, 1, 1)


def test_a_single_withheld_home_beside_a_published_total_is_pinned() -> None:
    found = reconstruct(one_row(20, 3), THRESHOLD)["reach_by_home"]
    assert (found.least.tolist(), found.most.tolist(), found.truth.tolist()) == ([3], [3], [3])


def test_two_withheld_homes_share_what_is_left() -> None:
    found = reconstruct(one_row(20, 3, 4), THRESHOLD)["reach_by_home"]
    assert (found.least.tolist(), found.most.tolist()) == ([1, 1], [6, 6])


def test_a_withheld_total_is_at_least_its_homes() -> None:
    found = reconstruct(one_row(2, 3, 4), THRESHOLD)["reach"]
    assert (found.least.tolist(), found.most.tolist(), found.truth.tolist()) == ([3], [14], [9])


def test_nothing_is_withheld_without_a_threshold() -> None:
    found = reconstruct(one_row(2, 3, 4), 1)
    assert [len(ranges.truth) for ranges in found.values()] == [0, 0]


@pytest.mark.parametrize("seed", range(3))
def test_ranges_hold_the_truth_and_are_no_wider_than_the_threshold_says(seed: int) -> None:
    exact = rows(visitors(np.random.default_rng(seed), SHAPE, 60), SHAPE.homes)
    found = reconstruct(exact, THRESHOLD)
    assert len(found["reach_by_home"].truth) == (published(exact, THRESHOLD) == WITHHELD).sum()
    for ranges in found.values():
        assert (ranges.least <= ranges.truth).all()
        assert (ranges.truth <= ranges.most).all()
        assert (ranges.least >= 1).all()
        assert (ranges.most < THRESHOLD).all()
        assert (ranges.most - ranges.least < THRESHOLD - 2).any()


@pytest.mark.parametrize("seed", range(3))
def test_the_best_fit_of_noise_holds_what_is_true_and_lies_nearer(seed: int) -> None:
    rng = np.random.default_rng(seed)
    exact = rows(visitors(rng, SHAPE, 60), SHAPE.homes)[0]
    deviation = np.full(exact.shape[2:], 4.0)
    assert (best_fit(exact, deviation) == exact).all()
    noisy = exact + np.rint(rng.normal(0, 4, exact.shape)).astype(np.int64)
    found = best_fit(noisy, deviation)
    assert np.abs(found - exact).mean() < np.abs(noisy - exact).mean()
    assert (found >= 0).all()
    # Rounded to whole numbers, each of the dozen rows of a window by a half at most.
    assert (order(exact.shape) @ found.ravel() >= -12).all()


@pytest.mark.parametrize("seed", range(10))
def test_what_the_attacker_holds_true_is_true(seed: int) -> None:
    exact = rows(visitors(np.random.default_rng(seed), SHAPE, 40), SHAPE.homes)
    assert all((order(exact.shape[1:]) @ home.ravel() >= 0).all() for home in exact)


def test_the_homes_of_a_release_are_pinned_by_their_sum(tmp_path: Path) -> None:
    homes = {f"north-{n}": "north" for n in range(20)} | {f"south-{n}": "south" for n in range(3)}
    release = released(tmp_path, map(Stay, homes), threshold=THRESHOLD, homes=homes)
    found = homes_by_their_sum(release)
    assert found is not None
    # Three radii and two stays that all 23 reached.
    assert found.rows() == [(3, 3)] * 6


def test_two_withheld_homes_of_a_release_share_what_is_left(tmp_path: Path) -> None:
    of = {"north": 20, "south": 3, "west": 4}
    homes = {f"{home}-{n}": home for home, devices in of.items() for n in range(devices)}
    release = released(tmp_path, map(Stay, homes), threshold=THRESHOLD, homes=homes)
    found = homes_by_their_sum(release)
    assert found is not None
    assert found.rows() == [(1, 6)] * 12


def test_a_range_of_one_number_is_pinned_and_one_of_three_is_within_2() -> None:
    ranges = pl.DataFrame({"least": [1, 4, 1, 5], "most": [1, 4, 3, 14]})
    assert _summary(ranges) == {"withheld": 4, "pinned": 0.5, "within_2": 0.75, "width": 1}
