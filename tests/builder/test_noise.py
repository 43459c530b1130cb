"""Noise: what is released, that the page's intervals hold, and what the manifest says of it."""

import json
from datetime import timedelta
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pytest
from examples import of
from hypothesis import given, settings
from hypothesis import strategies as st
from market_crowd import DAYS, MARKET, START, STATION, crowd, manifest

from dashboard.builder.build import build
from dashboard.builder.disclosure import Protection, Tables, protect
from dashboard.builder.disclosure.gaussian import Draw, secure, seeded
from dashboard.builder.disclosure.noisy import noisy_presence, noisy_reach
from dashboard.counting.interval import bounds
from dashboard.counting.reach import by_day, by_home, matrix
from dashboard.errors import InputError
from dashboard.place import parse_place
from dashboard.release.check import check
from dashboard.release.disclosure import Disclosure
from dashboard.release.load import load
from dashboard.release.summary import summary
from dashboard.release.write import hash_of
from dashboard.rule import Rule
from dashboard.site import Site
from dashboard.views.facts import asked as asked_of

RADII, STAYS = 4, 3


def test_opendp_draws_whole_numbers_of_the_scale() -> None:
    drawn = secure(3_000, 40.0)
    assert drawn.dtype == np.int64
    assert drawn.mean() == pytest.approx(0, abs=6 * 40 / np.sqrt(3_000))
    assert drawn.std() == pytest.approx(40, rel=0.1)
    assert secure(0, 1.0).size == 0


COLUMNS = {
    "site_id": pl.String,
    "radius_m": pl.Int64,
    "min_dwell_min": pl.Int64,
    "date": pl.Date,
    "days_since": pl.Int64,
    "devices": pl.Int64,
}


def test_a_row_is_there_for_whatever_could_be_counted() -> None:
    among = {"site_id": ["market", "station"]}
    some = pl.DataFrame([("market", 500, 15, START + timedelta(days=1), 1, 400)], schema=COLUMNS, orient="row")
    keys = [name for name in COLUMNS if name != "devices"]
    one = noisy_reach(some, 30.0, manifest(), among=among, draw=seeded(1))
    none = noisy_reach(some.clear(), 30.0, manifest(), among=among, draw=seeded(1))
    assert one.select(keys).equals(none.select(keys))
    assert one.height == 2 * (1 + 2 + 3 + 4 + 5) * RADII * STAYS
    # The same draw: the row that counted somebody is the only one that differs, by what it counted.
    other = one.with_columns(before=none["devices"]).filter(pl.col("devices") != pl.col("before"))
    assert other.select(keys).rows() == some.select(keys).rows()
    assert (other["devices"] - other["before"]).to_list() == [400]


def test_noise_is_unbiased_independent_and_as_wide_as_stated() -> None:
    days = [START + timedelta(days=day) for day in range(DAYS)]
    some = pl.DataFrame([("market", 500, 0, day, None, 9) for day in days], schema=COLUMNS, orient="row")
    rows = noisy_reach(some, 40.0, manifest(), among={"site_id": [f"s{n}" for n in range(40)]}, draw=seeded(2))
    noise = rows["devices"].to_numpy().reshape(40, -1)
    assert noise.mean() == pytest.approx(0, abs=6 * 40 / np.sqrt(noise.size))
    assert noise.std() == pytest.approx(40, rel=0.05)
    # Rows of one place do not move together.
    assert noise.sum(axis=1).std() == pytest.approx(40 * np.sqrt(noise.shape[1]), rel=0.5)


def test_presence_that_is_small_after_noise_is_left_out() -> None:
    counts = pl.DataFrame({"devices": [1] * 500 + [200] * 500})
    kept = noisy_presence(counts, 25.0, 150, draw=seeded(1))["devices"]
    assert kept.min() >= 150
    assert 450 < kept.len() <= 500


@settings(max_examples=of(40))
@given(
    st.sampled_from([0, 3, 8, 15, 30, 60, 1_000]),
    st.sampled_from([1, 3, 14, 60]),
    st.sampled_from([2.0, 10.0, 30.0, 80.0]),
)
def test_intervals_hold_95_times_in_a_hundred_and_the_middle_is_not_off(count: int, rows: int, sd: float) -> None:
    draws = 4_000
    noise = np.rint(np.random.default_rng(count + rows).normal(0, sd, (draws, rows))).astype(np.int64)
    sums, none = (count + noise).sum(axis=1), np.zeros(draws, dtype=np.int64)
    low, mid, high = bounds(sums, none, np.full(draws, rows), Disclosure(threshold=15), sd)
    assert ((low >= 0) & (low <= mid) & (mid <= high)).all()
    assert ((low <= count * rows) & (count * rows <= high)).mean() > 0.94
    # A middle is never below zero, so that of nobody lies above; of more than one standard deviation it is true.
    if count * rows > sd * np.sqrt(rows):
        assert abs(mid.mean() - count * rows) < (high - low).mean() / 10


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of 1,500 devices with noise; one home is that of somebody who never came."""
    out = tmp_path_factory.mktemp("noisy") / "release"
    homes = pl.DataFrame(
        {"device": range(1_501), "home": ["east", "west"] * 750 + ["north"]}, schema_overrides={"device": pl.UInt32}
    )
    build(
        crowd(1_500),
        sites=[MARKET, STATION],
        out=out,
        manifest=manifest(lookback_start=START - timedelta(days=1)),
        home=homes,
        protection=Protection(rho=0.2),
        report=lambda _: None,
    )
    return out


def test_check_accepts_what_build_writes(noisy: Path) -> None:
    assert check(noisy) == []
    stated = load(noisy).manifest
    assert stated.lookback_start == START
    assert stated.disclosure.noise is not None
    assert stated.disclosure.noise.rho == pytest.approx(0.2)


def test_every_home_has_its_rows_whoever_came(noisy: Path) -> None:
    release = load(noisy)
    rows = release.reach_by_home.group_by("home").len().collect()
    assert set(rows["home"]) == {"east", "north", "west", "outside"}
    assert rows["len"].n_unique() == 1


def test_whom_the_noise_protects_is_said_where_a_release_is_summed_up(noisy: Path) -> None:
    release = load(noisy)
    noise = release.manifest.disclosure.noise
    assert noise is not None
    said = summary(release)
    for asked in noise.asked:
        assert asked.auc_measured is not None
        measured = f"{asked.auc_measured:.2f} as measured"
        assert f"AUC {asked.auc:.2f} ({measured}, rho {asked.rho:.3g}, epsilon {asked.epsilon:.3g}" in said
    assert asked_of(noise).rows[0][:2] == ("Whether a person, resident or not, visited one place on one date", "0.67")


def recorded(draws: list[tuple[int, float]]) -> Draw:
    def draw(size: int, scale: float) -> np.ndarray:
        draws.append((size, scale))
        return np.zeros(size, dtype=np.int64)

    return draw


def test_the_account_is_what_was_drawn(noisy: Path) -> None:
    """By the definition: rows that one visit changes by one, each under the noise that was drawn on it."""
    release = load(noisy)
    draws: list[tuple[int, float]] = []
    exact = Tables(
        reach=pl.DataFrame(schema=COLUMNS),
        reach_by_home=pl.DataFrame(schema={**COLUMNS, "home": pl.String}),
        presence={START: pl.DataFrame({"devices": [1]})},
    )
    places, homes = list(release.places.values()), ["east", "outside"]
    _, stated = protect(exact, places, manifest(), Protection(rho=0.3), homes=homes, draw=recorded(draws))
    noise = stated.disclosure.noise
    assert noise is not None
    per_place = (1 + 2 + 3 + 4 + 5) * RADII * STAYS
    sizes, sds = zip(*draws[:3], strict=True)
    assert {sd for _, sd in draws[3:]} == set(sds), "what is attacked is drawn as what is published"
    assert sorted(sizes) == [1, 2 * per_place, 2 * 2 * per_place]
    reach_sd, presence_sd, home_sd = sds
    # A date between two others: a row before it, one after it, one over it, at the four radii of one place.
    spent = [3 * RADII * STAYS / (2 * sd**2) for sd in (reach_sd, home_sd)]
    spent.append(26 / (2 * presence_sd**2))
    assert [one.rho for one in noise.spent] == pytest.approx(spent)
    assert noise.rho == pytest.approx(0.3)
    assert sum(spent) == pytest.approx(0.3)
    # A lone row is there if noise lifts 1 over the threshold: that tail, 26 times, and as much again for epsilon.
    steps = np.arange(-60 * int(presence_sd), 60 * int(presence_sd))
    weights = np.exp(-(steps**2) / (2 * presence_sd**2))
    tail = weights[steps >= noise.presence_threshold - 1].sum() / weights.sum()
    assert 26 * tail <= noise.spent[-1].delta
    assert noise.delta <= 1e-6
    assert noise.spent[-1].delta <= 5e-7


def test_order_of_places_is_nothing() -> None:
    rng = Random(4)  # noqa: S311 an order
    places = [
        Site(site_id=f"s{n}", name=f"s{n}", kind="market", lat=39.8 + n % 5 / 99, lng=116.3 + n // 5 / 99)
        for n in range(24)
    ]
    homes = ["east", "outside"]
    exact = Tables(
        reach=pl.DataFrame([(f"s{n}", 500, 0, START, None, 100 + n) for n in range(24)], schema=COLUMNS, orient="row"),
        reach_by_home=None,
        presence={},
    )
    found = []
    for _ in range(3):
        draws: list[tuple[int, float]] = []
        told, stated = protect(exact, places, manifest(), Protection(rho=0.1), homes=homes, draw=recorded(draws))
        found.append((stated.disclosure, draws, told.reach.sort(told.reach.columns).rows()))
        rng.shuffle(places)
    assert found[0] == found[1] == found[2]
    # Nothing is left out anywhere: without noise each count is as it was.
    counted = told.reach.filter(pl.col("devices") != 0).select("site_id", "devices").sort("devices").rows()
    assert counted == [(f"s{n}", 100 + n) for n in range(24)]


def test_numbers_of_a_noisy_release_are_near_the_truth_and_in_order(noisy: Path) -> None:
    release = load(noisy)
    end = START + timedelta(days=DAYS - 1)
    found = matrix(release, parse_place("market"), START, end)
    # 8 standard deviations of the widest sum: five dates of one row each.
    widest = 8 * release.manifest.disclosure.noise.reach_sd * np.sqrt(DAYS)
    assert np.abs(found.mid[:, :2] - 1_500).max() < widest
    assert found.high[:, 2].max() < widest
    assert (found.low >= 0).all()
    assert (found.low <= found.mid).all()
    assert (found.mid <= found.high).all()
    for ends in (found.low, found.mid, found.high):
        assert (np.diff(ends, axis=1) <= 0).all()
    rule = Rule(place=parse_place("market"), radius_m=500, min_dwell_min=15, start=START, end=end)
    assert set(by_home(release, rule)["home"]) == {"east", "north", "west", "outside"}
    assert by_day(release, rule).height == DAYS


@pytest.mark.parametrize(
    ("changed", "column", "said"),
    [
        ({"epsilon": 0.1}, "disclosure.noise", "epsilon is 0.1, expected"),
        ({"rho": 0.01}, "disclosure.noise", "rho is 0.01, expected 0.2, what its tables add up to"),
        ({"reach_sd": 90.0}, None, "what one visit costs in reach is"),
        ({"circles": 0}, "disclosure.noise.circles", "expected at least 1"),
        ({"circles": 3}, "disclosure.noise", "circles is 3, expected 4"),
    ],
)
def test_check_refuses_noise_that_contradicts_itself(
    noisy: Path, tmp_path: Path, changed: dict[str, object], column: str | None, said: str
) -> None:
    path = copied(noisy, tmp_path) / "manifest.json"
    stated = json.loads(path.read_text())
    stated["disclosure"]["noise"].update(changed)
    path.write_text(json.dumps(stated))
    faults = check(path.parent)
    assert any(said in fault.problem and column in {None, fault.column} for fault in faults), faults


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"lookback_start": "2020-06-01"}, "lookback_start is 2020-06-01 in a release with noise"),
        ({"disclosure": {"noise_sd": 2.0}}, "noise_sd is 2 beside noise"),
    ],
)
def test_check_refuses_a_manifest_that_does_not_fit_noise(
    noisy: Path, tmp_path: Path, fields: dict[str, object], said: str
) -> None:
    path = copied(noisy, tmp_path) / "manifest.json"
    stated = json.loads(path.read_text())
    disclosure = {**stated["disclosure"], **fields.pop("disclosure", {})}
    path.write_text(json.dumps({**stated, **fields, "disclosure": disclosure}))
    assert any(said in fault.problem for fault in check(path.parent))


def test_check_refuses_a_row_withheld_after_noise(noisy: Path, tmp_path: Path) -> None:
    path = copied(noisy, tmp_path) / "reach.parquet"
    kept = pl.when(pl.col("devices") >= 15).then("devices")
    pl.read_parquet(path).with_columns(kept).write_parquet(path)
    stated = json.loads((path.parent / "manifest.json").read_text())
    for file in stated["files"]:
        if file["path"] == path.name:
            file["sha256"] = hash_of(path)
    (path.parent / "manifest.json").write_text(json.dumps(stated))
    assert any("is withheld, expected the count with its noise" in fault.problem for fault in check(path.parent))


def test_check_refuses_a_release_with_noise_that_leaves_rows_out(noisy: Path, tmp_path: Path) -> None:
    path = copied(noisy, tmp_path) / "reach.parquet"
    pl.read_parquet(path).filter(pl.col("devices") > 0).write_parquet(path)
    stated = json.loads((path.parent / "manifest.json").read_text())
    for file in stated["files"]:
        if file["path"] == path.name:
            file |= {"sha256": hash_of(path), "rows": pl.read_parquet(path).height}
    (path.parent / "manifest.json").write_text(json.dumps(stated))
    assert any("market does not have 180 rows" in fault.problem for fault in check(path.parent))


def copied(release: Path, folder: Path) -> Path:
    for file in release.rglob("*"):
        if file.is_file():
            to = folder / "copy" / file.relative_to(release)
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(file.read_bytes())
    return folder / "copy"


def test_a_release_without_noise_does_not_name_it() -> None:
    assert "noise" not in Disclosure(threshold=15).model_dump()


@pytest.mark.parametrize("rho", [0.0, -1.0, 11.0])
def test_a_budget_that_is_none_is_refused(rho: float) -> None:
    with pytest.raises(InputError, match="expected above 0 and up to 10"):
        Protection(rho=rho)


def test_a_budget_that_leaves_no_answer_useful_is_refused_before_the_read(tmp_path: Path) -> None:
    near = [MARKET, *(Site(site_id=f"s{n}", name="s", kind="market", lat=39.81, lng=116.342) for n in range(9))]
    with pytest.raises(
        InputError, match=r"off by up to .* expected 10,000 at most: give rho 8.1e-06 or more"
    ) as refused:
        build(
            tmp_path / "nothing.csv",
            sites=near,
            out=tmp_path / "out",
            manifest=manifest(),
            home=None,
            protection=Protection(rho=1e-6),
            report=lambda _: None,
        )
    assert "10 places, of which many lie near each other: 3.2 times as wide" in str(refused.value)
    assert "times without the radius of 2,000 m" in str(refused.value)
