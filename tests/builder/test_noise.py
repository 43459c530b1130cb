"""Noise: what one device can change, what is released, and that the page's intervals hold."""

import itertools
import json
from collections import defaultdict
from datetime import date, timedelta
from math import comb
from pathlib import Path

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from separation import separation

from dashboard import cells
from dashboard.builder.build import build
from dashboard.builder.disclosure import Protection
from dashboard.builder.disclosure.contributions import left_out, numbered_places, within_bound
from dashboard.builder.disclosure.fit import fitted, independent
from dashboard.builder.disclosure.gaussian import secure, seeded
from dashboard.builder.disclosure.mechanism import Mechanism
from dashboard.builder.disclosure.noisy import noisy_presence, noisy_reach
from dashboard.builder.disclosure.shapes import shapes
from dashboard.counting.interval import bounds
from dashboard.counting.reach import by_day, by_home, matrix
from dashboard.errors import InputError
from dashboard.place import parse_place
from dashboard.release.check import check
from dashboard.release.disclosure import Disclosure
from dashboard.release.load import load
from dashboard.release.manifest import Manifest
from dashboard.release.summary import summary
from dashboard.rule import Rule
from dashboard.site import Site
from dashboard.views.facts import disclosure

RADII, STAYS, DAYS = 4, 3, 5
RHO = 0.5
START = date(2020, 6, 3)
MARKET = Site(site_id="market", name="Market", kind="market", lat=39.81, lng=116.341)
STATION = Site(site_id="station", name="Station", kind="station", lat=39.9, lng=116.5)
MECHANISM = Mechanism.of(radii=RADII, stays=STAYS, places=1, rho=RHO)

Longest = tuple[int, ...]  # of each radius, how many stays the longest visit of a date reaches
Days = dict[int, Longest]


def rows_of(days: Days) -> np.ndarray:
    """What one device adds: (date, days since, 0 for none) x (radius, stay), worked out stay by stay."""
    counts = np.zeros((DAYS, DAYS, RADII, STAYS), dtype=np.int64)
    for radius, stay in itertools.product(range(RADII), range(STAYS)):
        dates = sorted(day for day, longest in days.items() if longest[radius] > stay)
        for before, day in itertools.pairwise([None, *dates]):
            counts[day, 0 if before is None else day - before, radius, stay] += 1
    return counts.reshape(DAYS * DAYS, RADII * STAYS)


any_longest = st.tuples(*[st.integers(0, STAYS)] * RADII)
nested_longest = any_longest.map(lambda longest: tuple(sorted(longest)))


def test_shapes_are_all_that_nest() -> None:
    every = {tuple(shape) for shape in shapes(RADII, STAYS).astype(int).tolist()}
    nested = set()
    for bits in itertools.product((0, 1), repeat=RADII * STAYS):
        shape = np.array(bits).reshape(RADII, STAYS)
        if (np.diff(shape, axis=0) >= 0).all() and (np.diff(shape, axis=1) <= 0).all() and shape.any():
            nested.add(bits)
    assert every == nested
    assert len(every) == comb(RADII + STAYS, STAYS) - 1


def test_too_many_stops_are_refused() -> None:
    with pytest.raises(InputError, match="30 radii and 20 stays make"):
        shapes(30, 20)


@given(nested_longest, st.integers(0, DAYS - 1))
def test_a_visitor_of_one_day_costs_rho_at_most(longest: Longest, day: int) -> None:
    assert separation(MECHANISM, rows_of({day: longest})) ** 2 / 2 <= RHO * (1 + 1e-9)


def test_some_visitor_costs_rho() -> None:
    costs = [separation(MECHANISM, shape.astype(np.int64)) ** 2 / 2 for shape in shapes(RADII, STAYS)]
    assert max(costs) == pytest.approx(RHO)
    assert MECHANISM.rho == pytest.approx(RHO)


@given(st.dictionaries(st.integers(0, DAYS - 1), any_longest, min_size=1), st.data())
def test_any_date_of_any_device_costs_rho_day_at_most(days: Days, data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(sorted(days)))
    without = {day: longest for day, longest in days.items() if day != gone}
    change = rows_of(days) - rows_of(without)
    assert separation(MECHANISM, change) ** 2 / 2 <= MECHANISM.rho_day


def test_fitted_noise_is_smaller_than_that_of_each_row_alone() -> None:
    alone = Mechanism.of(radii=RADII, stays=STAYS, places=1, rho=RHO, fit=independent)
    assert alone.rho == pytest.approx(MECHANISM.rho)
    assert (MECHANISM.row_sd < alone.row_sd).all()
    assert fitted(shapes(1, 1)) == pytest.approx(np.ones((1, 1)))


def test_noise_is_unbiased_and_as_wide_as_stated() -> None:
    rows = 4_000
    counts = np.random.default_rng(1).integers(0, 1_000, (rows, RADII * STAYS))
    noise = MECHANISM.apply(counts, seeded(2)) - counts
    sd = MECHANISM.row_sd.reshape(-1)
    assert np.abs(noise.mean(axis=0)) == pytest.approx(0, abs=6 * sd.max() / np.sqrt(rows))
    # Rounding to whole devices adds 1 / 12 to the variance.
    assert noise.std(axis=0) == pytest.approx(np.sqrt(sd**2 + 1 / 12), rel=0.08)


def test_opendp_draws_whole_numbers_of_the_scale() -> None:
    drawn = secure(3_000, 40.0)
    assert drawn.dtype == np.int64
    assert drawn.mean() == pytest.approx(0, abs=6 * 40 / np.sqrt(3_000))
    assert drawn.std() == pytest.approx(40, rel=0.1)
    assert secure(0, 1.0).size == 0


def manifest(**changes: object) -> Manifest:
    fields = {
        "title": "Small world",
        "synthetic": True,
        "operator": {"name": "Operator"},
        "time_zone": "Asia/Shanghai",
        "period": {"start": START, "end": START + timedelta(days=DAYS - 1)},
        "lookback_start": START,
        "radii_m": [250, 500, 1000, 2000],
        "min_dwell_min": [0, 15, 60],
        "dwell_bands_min": [0, 15],
        "max_gap_min": 60,
        "presence_resolution": 9,
        "presence_rule": "one_cell_per_hour",
        "disclosure": {"threshold": 15},
        "source": "tests",
        "licence": "none",
        "created_at": "2020-06-10T00:00:00+08:00",
        "generator": "tests",
    }
    return Manifest.model_validate({**fields, **changes})


COLUMNS = {
    "site_id": pl.String,
    "radius_m": pl.Int64,
    "min_dwell_min": pl.Int64,
    "date": pl.Date,
    "days_since": pl.Int64,
    "devices": pl.Int64,
}


def test_a_row_is_there_for_whatever_could_be_counted_and_none_is_small() -> None:
    among = {"site_id": ["market", "station"]}
    some = pl.DataFrame([("market", 500, 15, START + timedelta(days=1), 1, 400)], schema=COLUMNS, orient="row")
    keys = [name for name in COLUMNS if name != "devices"]
    one = noisy_reach(some, MECHANISM, manifest(), among=among, draw=seeded(1))
    none = noisy_reach(some.clear(), MECHANISM, manifest(), among=among, draw=seeded(1))
    assert one.select(keys).equals(none.select(keys))
    assert one.height == 2 * (1 + 2 + 3 + 4 + 5) * RADII * STAYS
    assert one["devices"].min() >= 15
    # The same draw: the row that counted somebody is the only one that differs.
    other = one.with_columns(before=none["devices"]).filter(pl.col("devices").ne_missing(pl.col("before")))
    assert other.select(keys).rows() == some.select(keys).rows()
    assert 400 - 6 * MECHANISM.row_sd.max() < other["devices"].item() < 400 + 6 * MECHANISM.row_sd.max()


def test_presence_that_is_small_after_noise_is_left_out() -> None:
    counts = pl.DataFrame({"devices": [1] * 500 + [200] * 500})
    kept = noisy_presence(counts, 25.0, 150, draw=seeded(1))["devices"]
    assert kept.min() >= 150
    assert 450 < kept.len() <= 500


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 4)), max_size=30), st.integers(1, 4))
def test_a_device_counts_at_its_first_places_of_a_date(visits: list[tuple[int, int, int]], places: int) -> None:
    frame = pl.DataFrame(visits, schema={"device": pl.Int64, "date": pl.Int64, "site": pl.Int64}, orient="row")
    numbered = numbered_places(nw.from_native(frame, eager_only=True))
    went = defaultdict(set)
    for device, day, site in visits:
        went[device, day].add(site)
    kept = [(device, day, site) for device, day, site in visits if site in sorted(went[device, day])[:places]]
    assert within_bound(numbered, places).to_native().rows() == kept
    assert left_out(numbered, places) == sum(len(sites) > places for sites in went.values())


@settings(max_examples=40)
@given(
    st.sampled_from([0, 3, 8, 15, 30, 60, 1_000]),
    st.sampled_from([1, 3, 14, 60]),
    st.sampled_from([2.0, 10.0, 30.0, 80.0]),
)
def test_intervals_hold_95_times_in_a_hundred_whatever_the_rows(count: int, rows: int, sd: float) -> None:
    draws = 4_000
    noisy = count + np.rint(np.random.default_rng(count + rows).normal(0, sd, (draws, rows))).astype(np.int64)
    released = noisy >= 15
    sums = ((noisy * released).sum(axis=1), (~released).sum(axis=1), released.sum(axis=1))
    low, mid, high = bounds(*sums, Disclosure(threshold=15), np.full(draws, sd))
    assert ((low >= 0) & (low <= mid) & (mid <= high)).all()
    assert ((low <= count * rows) & (count * rows <= high)).mean() > 0.945


def crowd(devices: int) -> pl.DataFrame:
    """Devices by the market, each for half an hour at noon on one date, every third on all dates."""
    at = cells.at(MARKET.lat, MARKET.lng, 10)
    noon = 1_591_156_800  # 12:00 of 3 June 2020 in Shanghai
    rows = [
        (device, noon + day * 86_400 + minute * 60, at)
        for device in range(devices)
        for day in (range(DAYS) if device % 3 == 0 else [device % DAYS])
        for minute in (0, 30)
    ]
    return pl.DataFrame(rows, schema={"device": pl.UInt32, "time": pl.Int64, "cell": pl.UInt64}, orient="row")


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of 1,500 devices with noise."""
    out = tmp_path_factory.mktemp("noisy") / "release"
    homes = pl.DataFrame(
        {"device": range(1_500), "home": ["east", "west"] * 750}, schema_overrides={"device": pl.UInt32}
    )
    build(
        crowd(1_500),
        sites=[MARKET, STATION],
        out=out,
        manifest=manifest(lookback_start=START - timedelta(days=1)),
        home=homes,
        protection=Protection(rho=0.2, places=5),
        report=lambda _: None,
    )
    return out


def test_check_accepts_what_build_writes(noisy: Path) -> None:
    assert check(noisy) == []
    stated = load(noisy).manifest
    assert stated.lookback_start == START
    assert stated.disclosure.noise is not None
    assert stated.disclosure.noise.rho == pytest.approx(0.2)
    assert stated.disclosure.noise.places == 2


def test_what_the_bound_of_places_left_out_is_told_with_noise(tmp_path: Path) -> None:
    by_the_market = crowd(900)
    # A device is by the station, too, on every date on which its number is even.
    also = by_the_market.filter(pl.col("device") % 2 == 0).with_columns(
        pl.col("time") + 4 * 3600, cell=pl.lit(cells.at(STATION.lat, STATION.lng, 10), dtype=pl.UInt64)
    )
    build(
        pl.concat([by_the_market, also]),
        sites=[MARKET, STATION],
        out=tmp_path / "release",
        manifest=manifest(lookback_start=START - timedelta(days=1)),
        home=None,
        protection=Protection(rho=5, places=1),
        report=lambda _: None,
    )
    release = load(tmp_path / "release")
    noise = release.manifest.disclosure.noise
    assert noise is not None
    assert noise.clipped is not None
    assert noise.rho == pytest.approx(5)
    assert noise.clipped.sd == pytest.approx(10)
    left_out = also.height // 2  # each is sighted twice a date
    assert noise.clipped.dates == pytest.approx(left_out, abs=80)
    low, high = noise.clipped.bounds
    assert (low, high) == (noise.clipped.dates - 20, noise.clipped.dates + 20)
    assert f"{low:,} to {high:,} devices' dates lost places beyond 1" in summary(release)
    told = dict(disclosure(release))["Visits left out"]
    assert told == f"Beyond 1 places a date, on {low:,} to {high:,} devices' dates"


def test_numbers_of_a_noisy_release_are_near_the_truth_and_in_order(noisy: Path) -> None:
    release = load(noisy)
    end = START + timedelta(days=DAYS - 1)
    found = matrix(release, parse_place("market"), START, end)
    # 8 standard deviations of the widest sum: five dates of one row each.
    widest = 8 * np.max(release.manifest.disclosure.noise.reach_sd) * np.sqrt(DAYS)
    assert np.abs(found.mid[:, :2] - 1_500).max() < widest
    assert found.high[:, 2].max() < widest
    assert (found.low >= 0).all()
    assert (found.low <= found.mid).all()
    assert (found.mid <= found.high).all()
    for ends in (found.low, found.mid, found.high):
        assert (np.diff(ends, axis=1) <= 0).all()
    rule = Rule(place=parse_place("market"), radius_m=500, min_dwell_min=15, start=START, end=end)
    assert set(by_home(release, rule)["home"]) == {"east", "west"}
    assert by_day(release, rule).height == DAYS


@pytest.mark.parametrize(
    ("changed", "column", "said"),
    [
        ({"epsilon": 0.1}, "disclosure.noise", "epsilon is 0.1, expected"),
        ({"rho_day": 0.01, "epsilon_day": 0.753}, "disclosure.noise", "rho_day is 0.01, expected at least rho"),
        ({"reach_sd": [[1.0]]}, None, "reach_sd is no table of 4 radii by 3 stays"),
        ({"places": 0}, "disclosure.noise.places", "expected at least 1"),
    ],
)
def test_check_refuses_noise_that_contradicts_itself(
    noisy: Path, tmp_path: Path, changed: dict[str, object], column: str | None, said: str
) -> None:
    path = copied(noisy, tmp_path) / "manifest.json"
    stated = json.loads(path.read_text())
    stated["disclosure"]["noise"].update(changed)
    path.write_text(json.dumps(stated))
    (fault,) = check(path.parent)
    assert fault.column == column
    assert said in fault.problem


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"lookback_start": "2020-06-01"}, "lookback_start is 2020-06-01 in a release with noise"),
        ({"disclosure": {"noise_sd": 2.0}}, "noise_sd is 2 beside noise"),
        ({"disclosure": {"threshold": 300}}, "expected null for any count under 300 after noise"),
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
