"""Of many places near each other, whatever their order, every single one has intervals that hold."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
from market_crowd import DAYS, MARKET, START, manifest

from dashboard import cells
from dashboard.builder.build import build
from dashboard.builder.disclosure import Protection, Tables, protect
from dashboard.builder.disclosure.gaussian import seeded
from dashboard.counting.reach import matrix
from dashboard.place import parse_place
from dashboard.release.load import Release, load
from dashboard.release.manifest import Manifest
from dashboard.release.write import Contents, write
from dashboard.site import Site

NUMBER, DRAWS = 24, 8
PLACES = [
    Site(site_id=f"s{n}", name=f"s{n}", kind="market", lat=MARKET.lat + n % 5 / 250, lng=MARKET.lng + n // 5 / 250)
    for n in range(NUMBER)
]


def walkers(devices: int) -> pl.DataFrame:
    """Devices that walk from place to place, half an hour at each, on some of the days."""
    rng = np.random.default_rng(1)
    rows = []
    for device in range(devices):
        for day in range(DAYS):
            if rng.random() < 0.4:
                continue
            morning = 1_591_142_400 + day * 86_400  # 8:00 of 3 June 2020 in Shanghai
            for step, number in enumerate(rng.choice(NUMBER, 6, replace=False)):
                cell = cells.at(PLACES[number].lat, PLACES[number].lng, 10)
                rows += [(device, morning + step * 3600 + part * 1800, cell) for part in (0, 1)]
    return pl.DataFrame(rows, schema={"device": pl.UInt32, "time": pl.Int64, "cell": pl.UInt64}, orient="row")


def written(out: Path, rows: pl.DataFrame, stated: Manifest) -> Release:
    write(out, stated, Contents(places=PLACES, reach=rows))
    return load(out)


def test_at_every_place_intervals_hold_and_middles_are_not_off(tmp_path: Path) -> None:
    build(
        walkers(400),
        sites=PLACES,
        out=tmp_path / "exact",
        manifest=manifest(disclosure={"threshold": 1}),
        home=None,
        report=lambda _: None,
    )
    exact = load(tmp_path / "exact")
    counts = Tables(reach=exact.reach.collect(), reach_by_home=None, presence={})
    plain = exact.manifest.model_copy(update={"files": []})
    drawn = []
    for seed in range(DRAWS):
        told, stated = protect(counts, PLACES, plain, Protection(rho=5), draw=seeded(seed))
        drawn.append(written(tmp_path / str(seed), told.reach, stated))
    windows = [(START + timedelta(days=a), START + timedelta(days=b)) for a in (0, 3) for b in range(a, DAYS)]
    for place in PLACES:
        held, off, width = [], [], []
        for window in windows:
            truth = matrix(exact, parse_place(place.site_id), *window).mid
            assert truth.max() > 50
            for release in drawn:
                found = matrix(release, parse_place(place.site_id), *window)
                held.append((found.low <= truth) & (truth <= found.high))
                # Where the count shows above its noise; below, a middle that is never negative lies above.
                shows = truth > found.high - found.low
                off.append((found.mid - truth)[shows])
                width.append((found.high - found.low)[shows])
        assert np.mean(held) >= 0.93, place.site_id
        assert abs(np.concatenate(off).mean()) <= np.concatenate(width).mean() / 10
