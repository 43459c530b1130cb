"""Noise as an attacker knows it, held against draws, against densities written out, and against built releases."""

from pathlib import Path

import numpy as np
import pytest
from market_days import DAYS, Stay, home_table, manifest, released, sightings
from separation import separation

from dashboard.builder.disclosure import Protection
from dashboard.builder.disclosure.gaussian import seeded
from dashboard.builder.disclosure.likelihood import Moved, distance, likelihood_ratios
from dashboard.release.load import Release
from dashboard.risk.known import known
from dashboard.risk.membership import membership_under_noise
from dashboard.risk.noise import ReleaseNoise, noise_of
from dashboard.risk.noisy_differences import deviations
from dashboard.risk.part import Effort
from dashboard.risk.report import risk
from dashboard.risk.rows import every_window
from dashboard.risk.target import Target
from dashboard.risk.targets import dates_out

RHO = 0.5
QUICK = Effort(simulated=5, real=3, reconstructed=1, windows=6)


def moved(length: float, scale: float) -> Moved:
    return Moved(by=np.full(4, length / 2), scale=scale)


@pytest.mark.parametrize("wanted", [0.2, 1.0, 2.0])
def test_the_attack_does_as_well_as_the_formula_says(wanted: float) -> None:
    # Noise of a large scale, so that rounding it does not show.
    targets = [[moved(600 * wanted, 1000), moved(800 * wanted, 1000)]] * 100
    found = membership_under_noise(targets, np.random.default_rng(1))
    assert found["distance"] == pytest.approx(wanted)
    # 100 targets of 200 draws each; the second highest of 200 is a low guess at a quantile of 1%.
    assert found["auc"] == pytest.approx(found["auc_by_formula"], abs=0.01)
    assert found["true_positives"] == pytest.approx(found["true_positives_by_formula"], abs=0.05)


def test_no_noise_is_certainty_and_endless_noise_a_guess() -> None:
    rng = np.random.default_rng(1)
    assert membership_under_noise([[moved(1, 0)]], rng)["auc"] == 1
    endless = membership_under_noise([[moved(1, 1e9)]] * 100, rng)
    assert endless["auc_by_formula"] == pytest.approx(0.5)
    assert endless["auc"] == pytest.approx(0.5, abs=0.01)


def test_who_moves_nothing_is_never_told() -> None:
    inside, outside = likelihood_ratios([Moved(by=np.zeros(3), scale=2)], seeded(1), 10)
    assert not inside.any()
    assert not outside.any()


def test_the_ratio_is_that_of_the_discrete_densities() -> None:
    scale, by = 1.7, np.array([1.0, 0.0, 2.0, 1.0])
    noise = np.array([3, -1, 0])
    inside, outside = likelihood_ratios([Moved(by=by, scale=scale)], lambda _size, _scale: noise, 1)
    moves = by[by != 0]
    assert inside == pytest.approx([log_density(noise, scale) - log_density(noise + moves, scale)])
    assert outside == pytest.approx([log_density(noise - moves, scale) - log_density(noise, scale)])


def log_density(values: np.ndarray, scale: float) -> float:
    """The discrete Gaussian, normalised over the whole numbers that matter."""
    support = np.arange(-60, 61)
    total = np.exp(-(support**2) / (2 * scale**2)).sum()
    return float((-(values**2) / (2 * scale**2) - np.log(total)).sum())


def test_distances_of_tables_with_noise_of_their_own_add_as_squares() -> None:
    assert distance([moved(3, 1), moved(8, 2)]) == pytest.approx(5)


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Path, Path]:
    """A release with noise, and what it was built from."""
    folder = tmp_path_factory.mktemp("noisy")
    stays = [Stay(f"460001234{n:06}", day=day) for n in range(40) for day in range(DAYS) if n % 3 == 0 or day == n % 3]
    homes = {stay.device: "north" for stay in stays}
    sightings(stays).write_parquet(folder / "sightings.parquet")
    home_table(homes).write_parquet(folder / "home.parquet")
    release = released(folder, stays, threshold=15, homes=homes, protection=Protection(rho=RHO))
    return release, folder / "sightings.parquet", folder / "home.parquet"


def test_the_noise_of_a_release_is_what_it_states(noisy: tuple[Release, Path, Path]) -> None:
    release, _, _ = noisy
    noise, stated = noise_of(release), release.manifest.disclosure.noise
    assert noise is not None
    assert stated is not None
    # A visit of one day to the one place costs no more than rho in all the tables.
    visit = Target(others=np.zeros(0, dtype=np.int64), change=np.array([[1, 1, 0] * 3]), presence=1)
    assert 0 < distance(noise.moved(visit)) <= np.sqrt(2 * stated.rho)
    assert Moved(by=np.ones(6), scale=noise.reach_sd).distance == pytest.approx(
        separation(noise.reach_sd, visit.change)
    )


def test_deviations_of_differences_are_those_of_drawn_noise() -> None:
    noise = ReleaseNoise(reach_sd=12.0, home_sd=None, presence_sd=1.0)
    there = np.triu(np.ones((DAYS, DAYS), dtype=np.int64))[..., None, None] * np.ones((3, 2), dtype=np.int64)
    draw, none = seeded(5), np.zeros_like(there)
    drawn = np.array([every_window(noise.added(none, draw) * there) for _ in range(3000)])
    said = deviations(there, noise.reach_sd)
    start, end = np.triu_indices(DAYS)
    first, last = np.triu_indices(DAYS, k=1)
    between = {
        "radius": drawn[:, start, end, 1:] - drawn[:, start, end, :-1],
        "stay": drawn[:, start, end, :, :-1] - drawn[:, start, end, :, 1:],
        "day after": drawn[:, first, last] - drawn[:, first, last - 1],
        "day before": drawn[:, first, last] - drawn[:, first + 1, last],
    }
    assert list(said) == list(between)
    for kind, differences in between.items():
        assert said[kind] == pytest.approx(differences.std(axis=0), rel=0.08)


def test_noise_that_somebody_else_added_is_on_each_row(tmp_path: Path) -> None:
    release = released(tmp_path, [Stay("a")])
    foreign = manifest(1).model_copy(
        update={"disclosure": release.manifest.disclosure.model_copy(update={"noise_sd": 3.0})}
    )
    noise = noise_of(Release(**{**vars(release), "manifest": foreign}))
    assert noise == ReleaseNoise(reach_sd=3.0, home_sd=None, presence_sd=3.0)


def test_the_report_on_noise_has_its_parts_and_names_no_device(noisy: tuple[Release, Path, Path]) -> None:
    release, seen, home = noisy
    parts = risk(release, sightings=seen, home=home, effort=QUICK).to_dict()
    assert list(parts) == ["release", "differences", "membership", "reconstruction", "accuracy"]
    assert "460001234" not in repr(parts)
    for row in parts["membership"]["rows"]:
        assert 0.5 < row["auc_by_formula"] < 1
    assert {row["by"] for row in parts["reconstruction"]["rows"]} == {"published", "linear programme", "nobody came"}


def test_a_date_of_a_real_device_moves_what_the_definition_says(noisy: tuple[Release, Path, Path]) -> None:
    release, seen, home = noisy
    with known(release, seen, home) as truth:
        assert truth is not None
        found = dates_out(np.random.default_rng(1), truth, targets=40)
    # Of stays of 20 minutes within every radius: six entries; a date before another changes three rows, the last one.
    assert {target.change.sum() for target in found} == {6, 18}
    assert {target.presence for target in found} == {2}
