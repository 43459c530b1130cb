"""Who is asked for: what a person adds to a release, and what the release counts beside it."""

from pathlib import Path

import numpy as np
import pytest
from market_days import DAYS, RADII_M, STAYS_MIN, Stay, home_table, released, sightings

from dashboard.builder.disclosure import Protection
from dashboard.release.disclosure import Disclosure
from dashboard.risk.known import known
from dashboard.risk.membership import part as membership_part
from dashboard.risk.noise import ReleaseNoise
from dashboard.risk.noisy_differences import deviations, noisy_differences
from dashboard.risk.part import Effort, small_group
from dashboard.risk.rows import rows_of
from dashboard.risk.target import EVERY_DAY, ONCE, added
from dashboard.risk.targets import dates_out
from dashboard.risk.worlds import Shape, visitors

THRESHOLD = 15


@pytest.mark.parametrize("kind", [ONCE, EVERY_DAY])
@pytest.mark.parametrize("devices", [20, 45])
def test_beside_a_person_are_all_who_are_counted(tmp_path: Path, kind: str, devices: int) -> None:
    release = released(
        tmp_path, [Stay(f"d{n}", day=day) for n in range(devices) for day in range(DAYS)], threshold=THRESHOLD
    )
    for target in added(np.random.default_rng(1), release, kind, targets=10):
        assert set(target.others[-target.presence :].tolist()) == {devices - 1}
        assert target.change.shape == (DAYS if kind == EVERY_DAY else 1, len(RADII_M) * len(STAYS_MIN))


def test_beside_a_person_in_a_withheld_row_is_any_number_that_is_withheld_with_it(tmp_path: Path) -> None:
    release = released(tmp_path, [Stay("a"), Stay("b")], threshold=THRESHOLD)
    targets = [target for target in added(np.random.default_rng(1), release, ONCE, targets=400) if target.presence]
    beside = {count for target in targets for count in target.others[-target.presence :].tolist()}
    assert beside == set(range(THRESHOLD - 1))


def test_people_of_made_worlds_come_on_one_date_in_six_beside_the_sure_one() -> None:
    shape = Shape(homes=1, dates=50, radii=1, stays=1)
    often = visitors(np.random.default_rng(1), shape, 20_000).qualifies.any(axis=(2, 3)).mean()
    assert often == pytest.approx(1 / 6 + 5 / 6 / 50, abs=0.005)


@pytest.mark.parametrize("days", [(0,), (0, 1), (0, 2), (1, 2), (0, 1, 2)])
def test_a_date_spent_elsewhere_takes_the_rows_that_end_or_begin_on_it(tmp_path: Path, days: tuple[int, ...]) -> None:
    stays = [Stay(f"d{n}", day=day, minutes=20) for n in range(12) for day in days]
    sightings(stays).write_parquet(tmp_path / "sightings.parquet")
    release = released(tmp_path, stays)
    with known(release, tmp_path / "sightings.parquet", None) as truth:
        assert truth is not None
        targets = dates_out(np.random.default_rng(1), truth, targets=12)
    entries = 3 * 2  # every radius, and the stays of 0 and 15 minutes
    last, earlier = entries, 3 * entries
    assert {target.change.size for target in targets} == ({last, earlier} if len(days) > 1 else {last})


def test_no_more_noise_is_believed_than_was_found_in_either_table() -> None:
    noise = ReleaseNoise(reach_sd=10, home_sd=20, presence_sd=5)
    assert noise.no_more_than({"reach": 4, "reach_by_home": 7}) == ReleaseNoise(reach_sd=4, home_sd=7, presence_sd=5)
    assert noise.no_more_than({"reach": 40, "reach_by_home": 70}) == noise
    assert noise.no_more_than({}) == noise
    bare = ReleaseNoise(reach_sd=10, home_sd=None, presence_sd=5)
    assert bare.no_more_than({"reach": 4, "reach_by_home": 7}).home_sd is None


def test_the_least_noise_on_a_difference_is_that_on_the_one_of_the_fewest_rows(tmp_path: Path) -> None:
    release = released(tmp_path, [Stay(f"d{n}", day=n % DAYS) for n in range(60)], threshold=THRESHOLD)
    rows = rows_of(release, "market")
    said = {row["neighbour"]: row for row in noisy_differences(release, 3.0).iter_rows(named=True)}
    for kind, on_each in deviations(rows.withheld + rows.released, 3.0).items():
        noisy = [value for value in on_each.ravel() if value > 0]
        assert said[kind]["least_noise"] == (pytest.approx(min(noisy)) if noisy else None)
        assert said[kind]["differences"] == on_each.size
    # A date more is a row more; two radii have none in common.
    assert said["day after"]["least_noise"] == pytest.approx(3.0)
    assert said["radius"]["least_noise"] == pytest.approx(3.0 * np.sqrt(2))


@pytest.mark.parametrize(("threshold", "below"), [(1, 15), (2, 2), (10, 10), (15, 15)])
def test_a_group_is_small_below_the_threshold_or_the_builders_own(threshold: int, below: int) -> None:
    assert small_group(Disclosure(threshold=threshold)) == below


def test_real_devices_are_asked_for_by_a_visit_too(tmp_path: Path) -> None:
    stays = [Stay(f"d{n}", day=n % DAYS) for n in range(30)]
    homes = {stay.device: "north" for stay in stays}
    sightings(stays).write_parquet(tmp_path / "sightings.parquet")
    home_table(homes).write_parquet(tmp_path / "home.parquet")
    release = released(tmp_path, stays, threshold=THRESHOLD, homes=homes, protection=Protection(rho=0.1))
    effort = Effort(simulated=5, real=4, reconstructed=1, windows=6)
    with known(release, tmp_path / "sightings.parquet", tmp_path / "home.parquet") as truth:
        figures = membership_part(release, truth, np.random.default_rng(1), effort).figures
    rows = figures.filter(figures["among"] == "devices").rows(named=True)
    assert [(row["who"], row["targets"]) for row in rows] == [("one visit, or elsewhere", 4), ("on one day", 4)]
