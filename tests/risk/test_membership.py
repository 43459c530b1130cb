"""Whether a person is told apart, held against releases built with the person and without."""

from pathlib import Path

import numpy as np
import pytest
from market_days import DAYS, Stay, home_table, released, sightings

from dashboard.release.load import Release
from dashboard.risk.known import known
from dashboard.risk.membership import membership, told_apart
from dashboard.risk.rows import every_window
from dashboard.risk.target import EVERY_DAY, ONCE, Target, added
from dashboard.risk.targets import drawn
from dashboard.risk.worlds import Shape, rows, visitors

THRESHOLD = 15


def unmoved(others: list[int]) -> Target:
    """A target in rows with some others; what it adds matters under noise alone."""
    return Target(others=np.array(others, dtype=np.int64), change=np.zeros((0, 1), dtype=np.int64))


@pytest.mark.parametrize(
    ("others", "threshold", "apart"),
    [
        ([0], 15, True),  # withheld against absent
        ([3], 15, False),  # withheld both times
        ([13], 15, False),
        ([14], 15, True),  # 15 against withheld
        ([400], 15, True),  # 401 against 400
        ([3, 5, 200], 15, True),  # one row is enough
        ([3], 1, True),
        ([], 15, False),
    ],
)
def test_a_person_is_told_apart_where_a_published_row_changes(
    others: list[int], threshold: int, *, apart: bool
) -> None:
    target = unmoved(others)
    assert told_apart(target, threshold) is apart


def test_certainty_for_all_is_an_auc_of_1_and_for_none_of_a_half() -> None:
    withheld, alone = (unmoved([others]) for others in (3, 0))
    assert membership([alone], THRESHOLD) == {"told_apart": 1, "auc": 1, "true_positives": 1}
    assert membership([withheld], THRESHOLD)["auc"] == 0.5
    half = membership([alone, withheld], THRESHOLD)
    assert (half["told_apart"], half["auc"], half["true_positives"]) == (0.5, 0.75, pytest.approx(0.505))


@pytest.mark.parametrize("day", range(DAYS))
@pytest.mark.parametrize("others", [0, 3, 14, 20])
def test_a_device_is_told_apart_just_where_the_releases_differ(tmp_path: Path, day: int, others: int) -> None:
    regulars = [f"regular-{number}" for number in range(others)]
    stays = [Stay(name, day=when) for name in regulars for when in range(DAYS)]
    homes = dict.fromkeys([*regulars, "guest"], "north")
    everyone = [*stays, Stay("guest", day=day), Stay("beyond", radius_m=1000), Stay("beyond", day=1, radius_m=1000)]
    release = released(tmp_path / "with", everyone, threshold=THRESHOLD, homes=homes)
    without = [stay for stay in everyone if stay.device != "guest"]
    other = released(tmp_path / "without", without, threshold=THRESHOLD, homes=homes)
    sightings(everyone).write_parquet(tmp_path / "sightings.parquet")
    home_table(homes).write_csv(tmp_path / "home.csv")
    with known(release, tmp_path / "sightings.parquet", tmp_path / "home.csv") as truth:
        assert truth is not None
        (guest,) = drawn(np.random.default_rng(1), truth, ONCE, targets=5)
        assert len(drawn(np.random.default_rng(1), truth, EVERY_DAY, targets=5)) == min(others, 5)
    assert told_apart(guest, THRESHOLD) == differ(release, other)
    # The guest came to the closest radius for 20 minutes: one row, of three radii by stays of 0, 15 and not 60 min.
    assert guest.change.tolist() == [[1, 1, 0] * 3]
    # At noon, for 20 minutes: one cell and hour.
    assert guest.presence == 1


def differ(one: Release, other: Release) -> bool:
    tables = zip(contents(one), contents(other), strict=True)
    return any(not mine.equals(yours) for mine, yours in tables)


def contents(release: Release) -> list:
    tables = (release.reach, release.reach_by_home, release.presence)
    return [table.collect() for table in tables if table is not None]


@pytest.mark.parametrize("kind", [ONCE, EVERY_DAY])
def test_a_person_is_added_to_every_table_of_the_release(tmp_path: Path, kind: str) -> None:
    stays = [Stay(f"d{number}", day=day) for number in range(30) for day in range(DAYS)]
    homes = {f"d{number}": "north" for number in range(30)}
    release = released(tmp_path, stays, threshold=THRESHOLD, homes=homes)
    targets = list(added(np.random.default_rng(1), release, kind, targets=20))
    # 30 devices were there: whoever joins them is seen.
    assert membership(targets, THRESHOLD)["auc"] == 1
    for target in targets:
        dates = DAYS if kind == EVERY_DAY else 1
        assert target.presence == 2 * dates
        assert len(target.others) == 2 * target.change.sum() + target.presence
    if kind == EVERY_DAY:
        assert {target.change.sum() for target in targets} == {DAYS * 3 * 3}


def test_a_person_who_is_alone_but_for_those_withheld_is_seen_where_nobody_was(tmp_path: Path) -> None:
    release = released(tmp_path, [Stay("a"), Stay("b")], threshold=THRESHOLD)
    targets = list(added(np.random.default_rng(1), release, ONCE, targets=40))
    assert 0.5 < membership(targets, THRESHOLD)["auc"] <= 1


@pytest.mark.parametrize("seed", range(10))
def test_the_rows_of_a_world_flag_its_distinct_devices(seed: int) -> None:
    shape = Shape(homes=3, dates=4, radii=3, stays=2)
    people = visitors(np.random.default_rng(seed), shape, 30)
    flagged = every_window(rows(people, shape.homes).sum(axis=0))
    for first in range(shape.dates):
        for last in range(first, shape.dates):
            distinct = people.qualifies[:, first : last + 1].any(axis=1).sum(axis=0)
            assert flagged[first, last].tolist() == distinct.tolist()
