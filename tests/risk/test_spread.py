"""Less noise than is stated is found wherever it is missing, and as soon as chance cannot be why."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from market_days import MARKET, Stay, manifest, released, sightings
from scipy.stats import norm

from dashboard.builder.build import build
from dashboard.builder.disclosure import Protection
from dashboard.release.load import Release, load
from dashboard.release.tables import COUNT
from dashboard.risk.known import known
from dashboard.risk.spread import Found, spreads

SITES = [replace(MARKET, site_id=name, name=name, lng=MARKET.lng + 0.001 * n) for n, name in enumerate("abc")]
# The rows of a place over three days (six by date and days since), three radii and three stays.
ROWS = 6 * 3 * 3
# Of the median deviation as an estimate, in shares of what it estimates. Source: Rousseeuw and Croux, 1993.
ERROR = float(np.sqrt(0.5 / 0.3675 / ROWS))


@pytest.fixture(scope="module")
def one_place(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return released(tmp_path_factory.mktemp("one"), [Stay("d")], threshold=15, protection=Protection(rho=0.1))


@pytest.fixture(scope="module")
def three_places(tmp_path_factory: pytest.TempPathFactory) -> Release:
    out = tmp_path_factory.mktemp("three") / "release"
    build(
        sightings([Stay("d")]),
        sites=SITES,
        out=out,
        manifest=manifest(15),
        home=None,
        report=lambda _: None,
        protection=Protection(rho=0.1),
    )
    return load(out)


def normal(seed: int, rows: int = ROWS) -> np.ndarray:
    """Values spread as the normal law says, in any order."""
    return np.random.default_rng(seed).permutation(norm.ppf((np.arange(rows) + 0.5) / rows))


def stated(release: Release) -> float:
    noise = release.manifest.disclosure.noise
    assert noise is not None
    return noise.reach_sd


def publishing(release: Release, folder: Path, values: Callable[[str], np.ndarray]) -> Release:
    """A copy with other counts: of each place, by radius, stay and so on, in standard deviations of the noise."""
    rows = release.reach.collect()
    ordered = rows.sort([name for name in rows.columns if name != COUNT])
    parts = [
        part.with_columns(pl.Series(COUNT, np.rint(values(site) * stated(release)).astype(np.int64)))
        for (site,), part in ordered.group_by("site_id", maintain_order=True)
    ]
    return written(release, folder, pl.concat(parts))


def written(release: Release, folder: Path, rows: pl.DataFrame) -> Release:
    """A copy of a release with other rows of reach."""
    out = shutil.copytree(release.path, folder / "copy")
    path = out / "reach.parquet"
    schema = pl.read_parquet_schema(path)
    rows.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).write_parquet(path)
    return load(out)


def found(release: Release) -> Found:
    (reach,) = (each for each in spreads(release, None) if each.table == "reach")
    return reach


@pytest.mark.parametrize("times", [0.6, 0.85])
def test_what_chance_may_be_is_not_taken_for_less(one_place: Release, tmp_path: Path, times: float) -> None:
    # Two groups are looked at, all rows and those of the place: one of a thousand releases may be taken for less.
    share = 1 - times * float(norm.isf(0.001 / 2)) * ERROR
    said = found(publishing(one_place, tmp_path, lambda _: share * normal(1)))
    assert (said.found, said.where) == (said.stated, "everywhere as stated")


@pytest.mark.parametrize("times", [1.15, 1.4])
def test_what_chance_cannot_be_is_found_to_be_as_little_as_it_is(
    one_place: Release, tmp_path: Path, times: float
) -> None:
    share = 1 - times * float(norm.isf(0.001 / 2)) * ERROR
    said = found(publishing(one_place, tmp_path, lambda _: share * normal(1)))
    assert said.found == pytest.approx(share * said.stated, rel=0.15)
    assert said.where == "over all rows"


@pytest.mark.parametrize("quiet", "abc")
def test_one_place_with_less_of_it_is_named(three_places: Release, tmp_path: Path, quiet: str) -> None:
    said = found(publishing(three_places, tmp_path, lambda site: (0.2 if site == quiet else 1) * normal(ord(site))))
    assert said.where == f"site_id {quiet}"
    assert said.found == pytest.approx(0.2 * said.stated, rel=0.1)


@pytest.mark.parametrize("alike", ["ab", "ac", "bc"])
def test_two_places_with_nearly_the_same_noise_are_named(three_places: Release, tmp_path: Path, alike: str) -> None:
    def noise(site: str) -> np.ndarray:
        own = normal(ord(site))
        return normal(7) + 0.3 * own if site in alike else own

    said = found(publishing(three_places, tmp_path, noise))
    assert said.where == f"between {alike[0]} and {alike[1]}"
    assert said.found == pytest.approx(0.3 * said.stated, rel=0.3)


def test_with_the_exact_counts_known_what_is_beyond_them_is_looked_at(tmp_path: Path) -> None:
    stays = [Stay(f"d{n}", day=n % 3) for n in range(300)]
    sightings(stays).write_parquet(tmp_path / "sightings.parquet")
    release = released(tmp_path, stays, threshold=15, protection=Protection(rho=0.1))
    exact = released(tmp_path, stays, threshold=1).reach.collect()
    with known(release, tmp_path / "sightings.parquet", None) as truth:
        assert truth is not None
        assert found(release).found == stated(release)
        key = [name for name in exact.columns if name != COUNT]
        rows = release.reach.collect()
        bare = (
            rows.drop(COUNT).join(exact, on=key, how="left", nulls_equal=True).with_columns(pl.col(COUNT).fill_null(0))
        )
        (reach,) = spreads(written(release, tmp_path, bare), truth)
        assert reach.found == 0
