"""Differences between neighbouring rules find a single visitor, and their intervals hold what is true."""

from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from market_days import DAYS, RADII_M, STAYS_MIN, Stay, released

from dashboard.counting.reach import matrix
from dashboard.place import parse_place
from dashboard.release.disclosure import Disclosure
from dashboard.release.load import Release
from dashboard.risk.differences import by_neighbour, differences
from dashboard.risk.rows import Rows, every_window, rows_of
from dashboard.risk.worlds import WITHHELD, Shape, published, rows, visitors

THRESHOLD = 15


def crowd(devices: int, **where: int) -> list[Stay]:
    return [Stay(f"crowd-{number}-{where}", **where) for number in range(devices)]


def found(release: Release, neighbour: str) -> dict[str, int]:
    row = differences(release, THRESHOLD).row(by_predicate=pl.col("neighbour") == neighbour, named=True)
    return {name: row[name] for name in ("isolating", "one", "few", "pinned")}


def test_a_single_visitor_further_out_is_found_between_two_radii(tmp_path: Path) -> None:
    release = released(tmp_path, [*crowd(20), Stay("alone", radius_m=500)], threshold=THRESHOLD)
    # 250 and 500 m differ by one device, for the stays of 0 and 15 min, in the windows that hold the first day.
    assert found(release, "radius") == {"isolating": 6, "one": 6, "few": 0, "pinned": 0}


def test_nobody_is_isolated_where_everyone_did_the_same(tmp_path: Path) -> None:
    release = released(tmp_path, crowd(20), threshold=THRESHOLD)
    assert {tuple(found(release, kind).values()) for kind in ("radius", "stay", "day after", "day before")} == {
        (0,) * 4
    }


def test_one_more_of_those_who_stayed_is_found_between_two_stays(tmp_path: Path) -> None:
    release = released(tmp_path, [*crowd(20), Stay("brief", minutes=5)], threshold=THRESHOLD)
    assert found(release, "stay") == {"isolating": 9, "one": 9, "few": 0, "pinned": 0}


def test_a_withheld_date_is_known_to_be_few_and_not_how_many(tmp_path: Path) -> None:
    release = released(tmp_path, [*crowd(20), *crowd(3, day=1)], threshold=THRESHOLD)
    # Windows that begin on the first day or on the second, with the second day last, less those without it.
    after = found(release, "day after")
    assert (after["isolating"], after["pinned"]) == (0, 0)
    assert after["few"] == 6


def test_a_count_that_must_equal_a_shorter_stays_is_pinned() -> None:
    # Of 20 who came, 19 stayed 15 min by one row and at least one more by a withheld row: exactly 20.
    counted = np.array([20, 19, 17]).reshape(1, 1, 1, 3)
    withheld = np.array([0, 1, 0]).reshape(1, 1, 1, 3)
    shown = Rows(counted=counted, withheld=withheld, released=np.ones_like(counted))
    between = by_neighbour(shown, Disclosure(threshold=THRESHOLD))["stay"]
    assert between.low.ravel().tolist() == between.high.ravel().tolist() == [0, 3]


@pytest.mark.parametrize("seed", range(20))
def test_intervals_hold_the_true_differences(seed: int) -> None:
    shape = Shape(homes=1, dates=4, radii=2, stays=3)
    exact = rows(visitors(np.random.default_rng(seed), shape, 25 + 5 * seed), shape.homes)[0]
    none = np.zeros_like(exact)
    truth = by_neighbour(Rows(counted=exact, withheld=none, released=none), Disclosure(threshold=1))
    shown = published(exact, THRESHOLD)
    hidden = (shown == WITHHELD).astype(np.int64)
    held = by_neighbour(
        Rows(counted=np.where(hidden > 0, 0, shown), withheld=hidden, released=1 - hidden),
        Disclosure(threshold=THRESHOLD),
    )
    for kind, between in held.items():
        assert not truth[kind].hidden.any()
        assert (truth[kind].low == truth[kind].high).all()
        assert (between.low <= truth[kind].low).all()
        assert (truth[kind].low <= between.high).all()
        assert (between.low == between.high)[~between.hidden].all()


def test_every_window_is_the_matrix_of_the_page(tmp_path: Path) -> None:
    stays = [
        Stay(f"{day}-{radius_m}-{minutes}-{again}", day=on, radius_m=radius_m, minutes=minutes)
        for day, radius_m, minutes, again in product(range(DAYS), RADII_M, (5, 70), range(2))
        for on in {day, (day + again) % DAYS}
    ]
    release = released(tmp_path, stays)
    windows = every_window(rows_of(release, "market").counted)
    start = release.manifest.period.start
    for first, last in product(range(DAYS), repeat=2):
        if first > last:
            assert not windows[first, last].any()
            continue
        ends = (start.replace(day=start.day + first), start.replace(day=start.day + last))
        assert windows[first, last].tolist() == matrix(release, parse_place("market"), *ends).low.tolist()
    assert windows.shape == (DAYS, DAYS, len(RADII_M), len(STAYS_MIN))
