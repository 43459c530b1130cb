"""Time the radius x stay matrix of one site and 14 days: python tests/bench/bench_matrix.py [RELEASE] [SITE].

Beside it, the same numbers asked for one by one: a filtered sum over the reach table for each radius and stay.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl

from dashboard.counting.reach import matrix
from dashboard.place import parse_place
from dashboard.release.answerable import default_rule
from dashboard.release.load import Release, load
from dashboard.rule import Rule

DEMO = Path(__file__).parents[2] / "data" / "demo"
DAYS = 14
RUNS = 200
RUNS_EACH = 5


def main(folder: Path, site: str | None) -> None:
    """Print the median and the 95th percentile of the matrix, and how many times longer asking each rule takes."""
    release = load(folder)
    period = release.manifest.period
    end = min(period.end, period.start + timedelta(days=DAYS - 1))
    asked = site or str(default_rule(release).place)
    one_pass = timed(lambda: matrix(release, parse_place(asked), period.start, end), RUNS)
    rules = every_rule(release, asked)
    one_by_one = timed(lambda: [one_sum(release, rule) for rule in rules], RUNS_EACH)
    fast, slow = statistics.median(one_pass), statistics.median(one_by_one)
    print(f"{folder}, {asked}, {period.start} to {end}, {len(rules)} radii x stays")
    print(f"matrix      median {fast:7.2f} ms   p95 {np.quantile(one_pass, 0.95):7.2f} ms   ({RUNS} runs)")
    print(f"one by one  median {slow:7.2f} ms   p95 {np.quantile(one_by_one, 0.95):7.2f} ms   ({RUNS_EACH} runs)")
    print(f"ratio       {slow / fast:.1f}")


def every_rule(release: Release, site: str) -> list[Rule]:
    """Return one rule for each entry of the matrix."""
    manifest = release.manifest
    start = manifest.period.start
    end = min(manifest.period.end, start + timedelta(days=DAYS - 1))
    return [
        Rule(place=parse_place(site), radius_m=radius_m, min_dwell_min=stay, start=start, end=end)
        for radius_m in manifest.radii_m
        for stay in manifest.min_dwell_min
    ]


def one_sum(release: Release, rule: Rule) -> pl.DataFrame:
    """Return the counted devices and the withheld rows of one rule."""
    days_into_window = (pl.col("date") - rule.start).dt.total_days()
    return (
        release.reach.filter(
            pl.col("site_id") == str(rule.place),
            pl.col("date").is_between(rule.start, rule.end),
            pl.col("radius_m") == rule.radius_m,
            pl.col("min_dwell_min") == rule.min_dwell_min,
            pl.col("days_since").is_null() | (pl.col("days_since") > days_into_window),
        )
        .select(pl.col("devices").sum(), pl.col("devices").null_count().alias("withheld"))
        .collect()
    )


def timed(ask: Callable[[], object], runs: int) -> list[float]:
    """Return the milliseconds of each run, after one that warms up."""
    ask()
    spent = []
    for _ in range(runs):
        began = time.perf_counter()
        ask()
        spent.append(1000 * (time.perf_counter() - began))
    return spent


if __name__ == "__main__":
    main(
        Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO,
        sys.argv[2] if len(sys.argv) > 2 else None,
    )
