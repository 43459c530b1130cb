"""A release that gives away more than its manifest says: the report finds it, and never says less."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from market_days import DAYS, Stay, home_table, released, sightings

from dashboard.builder.disclosure import Protection
from dashboard.errors import ChangedError
from dashboard.release.load import Release, load
from dashboard.release.tables import COUNT
from dashboard.risk import report
from dashboard.risk.part import Effort, Part
from dashboard.risk.report import risk
from dashboard.risk.spread import spreads

QUICK = Effort(simulated=5, real=3, reconstructed=1, windows=6)
STAYS = [Stay(f"d{n}", day=day) for n in range(40) for day in range(DAYS) if n % 3 == 0 or day == n % 3]
HOMES = {stay.device: ("north", "south")[int(stay.device[1:]) % 2] for stay in STAYS}


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("honest")
    sightings(STAYS).write_parquet(folder / "sightings.parquet")
    home_table(HOMES).write_parquet(folder / "home.parquet")
    released(folder, STAYS, threshold=15, homes=HOMES, protection=Protection(rho=0.1))
    return folder


def leaking(honest: Path, folder: Path, table: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Release:
    out = shutil.copytree(honest / "release-15", folder / "leaking")
    path = out / f"{table}.parquet"
    rows = pl.read_parquet(path)
    change(rows).select(pl.col(name).cast(dtype) for name, dtype in rows.schema.items()).write_parquet(path)
    return load(out)


def worst(release: Release, **known: Path) -> float:
    rows = risk(release, effort=QUICK, **known).to_dict()["membership"]["rows"]
    return next(row["auc"] for row in rows if row["who"] == "one visit, or elsewhere")


def test_an_honest_release_is_reported_as_it_states(honest: Path) -> None:
    release = load(honest / "release-15")
    noise = release.manifest.disclosure.noise
    assert noise is not None
    assert [found.found for found in spreads(release, None)] == [noise.reach_sd, noise.home_sd]
    files = {"sightings": honest / "sightings.parquet", "home": honest / "home.parquet"}
    for known in ({}, files):
        assert worst(release, **known) == pytest.approx(noise.asked[0].auc, abs=0.03)


def test_a_release_that_changes_while_it_is_looked_at_has_no_report(
    honest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = load(shutil.copytree(honest / "release-15", tmp_path / "r"))
    part = report.noisy_reconstruction.part

    def meanwhile(*given: object) -> Part:
        (tmp_path / "r" / "sites.parquet").touch()
        return part(*given)  # type: ignore[arg-type]

    assert report.risk(release, effort=QUICK).parts
    monkeypatch.setattr(report.noisy_reconstruction, "part", meanwhile)
    with pytest.raises(ChangedError, match=r"sites\.parquet"):
        report.risk(release, effort=QUICK)


def quarter(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col(COUNT) // 4)


def bare(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.lit(20).alias(COUNT))


def sparse(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col(COUNT) > 0)


@pytest.mark.parametrize("table", ["reach", "reach_by_home"])
@pytest.mark.parametrize(("change", "least"), [(quarter, 0.7), (bare, 1.0), (sparse, 1.0)])
def test_less_noise_than_is_stated_is_found(
    honest: Path, tmp_path: Path, table: str, change: Callable[[pl.DataFrame], pl.DataFrame], least: float
) -> None:
    if table == "reach_by_home" and change is quarter:
        least = 0.64  # the home table holds little of the budget
    assert worst(leaking(honest, tmp_path, table, change)) >= least


def test_noise_that_is_too_small_is_found_by_the_sightings_whatever_the_counts(honest: Path, tmp_path: Path) -> None:
    exact = released(tmp_path, STAYS, homes=HOMES).reach.collect()
    key = [name for name in exact.columns if name != COUNT]

    def nearly_exact(rows: pl.DataFrame) -> pl.DataFrame:
        joined = rows.drop(COUNT).join(exact, on=key, how="left", nulls_equal=True)
        little = np.rint(np.random.default_rng(1).normal(0, 2, rows.height)).astype(np.int64)
        return joined.with_columns(pl.col(COUNT).fill_null(0).cast(pl.Int64) + pl.Series(little))

    files = {"sightings": honest / "sightings.parquet", "home": honest / "home.parquet"}
    assert worst(leaking(honest, tmp_path, "reach", nearly_exact), **files) > 0.9
