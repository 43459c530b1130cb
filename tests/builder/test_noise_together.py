"""Noisy releases of several operators count together, and low and high hold the exact sum of all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from market_crowd import MARKET, STATION, built, crowd, manifest

from dashboard.builder.disclosure import Protection, Tables, protect
from dashboard.builder.disclosure.gaussian import seeded
from dashboard.counting.compare import compare
from dashboard.counting.count import count
from dashboard.counting.reach import by_home, matrix
from dashboard.errors import ReleaseError
from dashboard.place import parse_place
from dashboard.release.check import check
from dashboard.release.combine import combine, together
from dashboard.release.load import Release, load
from dashboard.release.write import Contents, write
from dashboard.rule import Rule

PLACES = [MARKET, STATION]
START, END = manifest().period.start, manifest().period.end
RULE = Rule(place=parse_place("market"), radius_m=500, min_dwell_min=15, start=START, end=END)
OPERATORS = {"A": (900, 0.2), "B": (2_000, 0.5)}


def operator(name: str, share: float) -> dict[str, object]:
    return {"name": name, "market_share": share}


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    """Two operators' counts as they are."""
    folder = tmp_path_factory.mktemp("exact")
    return [
        built(folder / name, crowd(devices), disclosure={"threshold": 1}, operator=operator(name, share))
        for name, (devices, share) in OPERATORS.items()
    ]


def noisy(folder: Path, release: Release, seed: int, rho: float = 1.0) -> Release:
    tables = Tables(
        reach=release.reach.collect(),
        reach_by_home=release.reach_by_home.collect(),
        presence={day: rows for (day,), rows in release.presence.collect().partition_by("date", as_dict=True).items()},
    )
    manifest = release.manifest.model_copy(update={"disclosure": release.manifest.disclosure.model_copy(), "files": []})
    homes = ["east", "outside", "west"]
    told, stated = protect(tables, PLACES, manifest, Protection(rho=rho), homes=homes, draw=seeded(seed))
    out = folder / f"{release.manifest.operator.name}-{seed}"
    presence = {day: rows.drop("date") for day, rows in told.presence.items()}
    write(out, stated, Contents(places=PLACES, reach=told.reach, reach_by_home=told.reach_by_home, presence=presence))
    return load(out)


def windows() -> Sequence[tuple[date, date]]:
    days = [START + timedelta(days=n) for n in range((END - START).days + 1)]
    return [(a, b) for a in days for b in days if a <= b]


def test_operators_combine_and_intervals_hold_their_exact_sum(tmp_path: Path, exact: list[Release]) -> None:
    truth, held = combine(exact), []
    for seed in range(0, 16, 2):
        told = [noisy(tmp_path, release, seed + n) for n, release in enumerate(exact)]
        assert len(together(told)) == 1
        both = combine(told)
        assert both.manifest.operator.market_share == pytest.approx(0.7)
        shown, stated = ([one.manifest.disclosure.noise for one in group] for group in ([both], told))
        for of_both, *of_each in zip(*(noise.asked for noise in [*shown, *stated] if noise), strict=True):
            assert of_both.auc_measured == max(one.auc_measured or 0 for one in of_each), "no figure flatters"
        for site in ("market", "station"):
            for window in windows():
                true, found = (matrix(release, parse_place(site), *window) for release in (truth, both))
                held.append((found.low <= true.mid) & (true.mid <= found.high))
    assert np.mean(held) > 0.93
    assert all(check(tmp_path / f"{name}-{number}") == [] for number, name in enumerate(OPERATORS))


def test_what_is_made_of_them_holds_too(tmp_path: Path, exact: list[Release]) -> None:
    truth, both = combine(exact), combine([noisy(tmp_path, release, 50 + n) for n, release in enumerate(exact)])
    of_truth, of_both = count(truth, RULE), count(both, RULE)
    assert of_both.people is not None
    assert of_both.people.low <= of_truth.people.mid <= of_both.people.high
    other = replace(RULE, radius_m=1000)
    assert compare(both, RULE, other).split.only_first.mid == 0
    assert set(by_home(both, RULE)["home"]) == {"east", "west", "outside"}


@pytest.mark.parametrize(("rho", "said"), [(2.0, "disclosure.noise.rho is 2.0"), (None, "disclosure.noise is missing")])
def test_other_noise_is_refused_in_a_short_sentence(
    tmp_path: Path, exact: list[Release], rho: float | None, said: str
) -> None:
    first, other = exact
    other = other if rho is None else noisy(tmp_path, other, 2, rho)
    if rho is None:
        alike = other.manifest.model_copy(update={"lookback_start": first.manifest.lookback_start})
        other = replace(other, manifest=alike)
    with pytest.raises(ReleaseError) as refused:
        combine([noisy(tmp_path, first, 1), other])
    (fault,) = refused.value.faults
    assert said in fault.problem
    assert len(fault.problem) <= 300
    assert pl.Series([fault.problem]).str.count_matches(r"\. ").item() == 0
