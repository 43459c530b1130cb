"""What protection costs: python tests/bench/bench_disclosure.py [RELEASE].

The release's counts, with a draw in place of each withheld one, stand for the truth. They are protected anew: by the
threshold alone, by noise on each row alone, by fitted noise. Every place, window, radius and stay is asked, the numbers
of the page are held against the truth, and assets/disclosure.svg is drawn.
"""

import math
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import NormalDist

import numpy as np
import polars as pl

from dashboard.builder.disclosure.budget import PLACES, RHO, mechanisms
from dashboard.builder.disclosure.fit import Fit, fitted, independent
from dashboard.builder.disclosure.noisy import noisy_reach
from dashboard.builder.disclosure.threshold import withhold
from dashboard.counting.matrix import Matrix
from dashboard.counting.reach import matrix
from dashboard.place import parse_place
from dashboard.release.load import Release, load
from dashboard.release.manifest import Manifest
from dashboard.release.write import Contents, write

ROOT = Path(__file__).parents[2]
FIGURE = ROOT / "assets" / "disclosure.svg"
SEED = 7
DRAWS = 4
DECILES = 10


@dataclass(frozen=True)
class Asked:
    """Every rule that was asked: the truth, and low, mid and high of the page."""

    truth: np.ndarray
    low: np.ndarray
    mid: np.ndarray
    high: np.ndarray

    @property
    def error(self) -> np.ndarray:
        """The error of the middle, as a part of the truth."""
        return np.abs(self.mid - self.truth) / np.maximum(self.truth, 1)

    @property
    def covered(self) -> np.ndarray:
        """Whether the truth lies in the interval."""
        return (self.low <= self.truth) & (self.truth <= self.high)


def main(folder: Path) -> None:
    """Print errors and coverage by decile of size, and how long the noise takes."""
    release = load(folder)
    manifest = release.manifest.model_copy(update={"lookback_start": release.manifest.period.start})
    exact = truth_of(release)
    print(f"{folder}, {len(release.places)} places, load {os.getloadavg()[0]:.1f}")
    modes = {"threshold alone": threshold_alone(release, manifest, exact)}
    for name, fit in (("each row alone", independent), ("fitted", fitted)):
        modes[name] = with_noise(release, manifest, exact, fit)
    show(modes)
    FIGURE.write_text(figure(modes), encoding="utf-8")


def truth_of(release: Release) -> pl.DataFrame:
    """Return exact counts: the release's, draws in place of those withheld; nothing before the period is known."""
    rows = release.reach.collect()
    hidden = np.random.default_rng(SEED).integers(1, release.manifest.disclosure.threshold, rows.height)
    into = (pl.col("date") - release.manifest.period.start).dt.total_days()
    inside = pl.when(pl.col("days_since") <= into).then("days_since")
    filled = rows.with_columns(pl.col("devices").fill_null(pl.Series(hidden)).cast(pl.Int64), days_since=inside)
    return filled.group_by(pl.exclude("devices")).agg(pl.col("devices").sum())


def threshold_alone(release: Release, manifest: Manifest, exact: pl.DataFrame) -> Asked:
    """Protect by the threshold alone, and ask."""
    return asked(release, manifest, exact, [withhold(exact, manifest.disclosure.threshold)])


def with_noise(release: Release, manifest: Manifest, exact: pl.DataFrame, fit: Fit) -> Asked:
    """Protect by noise, and ask."""
    began = time.perf_counter()
    planned = mechanisms(manifest, rho=RHO, places=PLACES, by_home=True, fit=fit)
    fitting = time.perf_counter() - began
    noise = planned.noise
    stated = manifest.model_copy(update={"disclosure": manifest.disclosure.model_copy(update={"noise": noise})})
    began = time.perf_counter()
    drawn = [noisy_reach(exact, planned.reach, stated, among={"site_id": list(release.places)}) for _ in range(DRAWS)]
    print(
        f"{fit.__name__}: rho {noise.rho:.3f} (AUC {auc(noise.rho):.2f}, epsilon {noise.epsilon:.1f}), any date "
        f"{noise.rho_day:.2f} (epsilon {noise.epsilon_day:.1f}); a row's sd {np.mean(noise.reach_sd):.1f}, by home "
        f"{np.mean(noise.home_sd or 0):.1f}, presence {noise.presence_sd:.1f} (from {noise.presence_threshold}); "
        f"fitted in {fitting:.1f} s, {drawn[0].height:,} rows drawn in {(time.perf_counter() - began) / DRAWS:.1f} s"
    )
    return asked(release, stated, exact, drawn)


def auc(rho: float) -> float:
    """Return the AUC of the best test between two worlds that cost rho: Phi(d' / sqrt 2), d' = sqrt(2 rho)."""
    return NormalDist().cdf(math.sqrt(rho))


def asked(release: Release, manifest: Manifest, exact: pl.DataFrame, drawn: list[pl.DataFrame]) -> Asked:
    """Ask every rule of releases of these rows, and of the exact ones."""
    found = [(truth.mid, told.low, told.mid, told.high) for truth, told in _matrices(release, manifest, exact, drawn)]
    columns = zip(*found, strict=True)
    return Asked(*(np.concatenate([np.asarray(part).reshape(-1) for part in column]) for column in columns))


def _matrices(
    release: Release, manifest: Manifest, exact: pl.DataFrame, drawn: list[pl.DataFrame]
) -> Iterator[tuple[Matrix, Matrix]]:
    plain = manifest.model_copy(update={"disclosure": release.manifest.disclosure})
    with tempfile.TemporaryDirectory() as base:
        true = _opened(Path(base) / "true", plain, release, exact)
        told = [_opened(Path(base) / str(n), manifest, release, rows) for n, rows in enumerate(drawn)]
        for site in release.places:
            for start, end in windows(manifest):
                truth = matrix(true, parse_place(site), start, end)
                yield from ((truth, matrix(one, parse_place(site), start, end)) for one in told)


def _opened(folder: Path, manifest: Manifest, release: Release, rows: pl.DataFrame) -> Release:
    write(folder, manifest, Contents(places=list(release.places.values()), reach=rows))
    return load(folder)


def windows(manifest: Manifest) -> list[tuple[date, date]]:
    """Return every window of the period."""
    first = manifest.period.start
    days = range((manifest.period.end - first).days + 1)
    return [(first + timedelta(days=a), first + timedelta(days=b)) for a in days for b in days if a <= b]


def show(modes: dict[str, Asked]) -> None:
    """Print a line for each decile of size, then for counts of 10,000 and 100,000 and more."""
    print(f"{'devices':>20}" + "".join(f"{name:>34}" for name in modes))
    print(" " * 20 + f"{'median':>13}{'p95':>10}{'covered':>11}" * len(modes))
    truth = next(iter(modes.values())).truth
    edges = np.quantile(truth, np.linspace(0, 1, DECILES + 1))
    parts = [(f"{low:,.0f} to {high:,.0f}", low, high) for low, high in pairwise(edges)]
    parts += [("10,000 to 100,000", 1e4, 1e5), ("100,000 and more", 1e5, np.inf)]
    for name, low, high in parts:
        line = f"{name:>20}"
        for mode in modes.values():
            inside = (mode.truth >= low) & (mode.truth <= high)
            if inside.any():
                median, p95 = np.quantile(mode.error[inside], [0.5, 0.95])
                line += f"{median:>13.2%}{p95:>10.2%}{mode.covered[inside].mean():>11.1%}"
        print(line)
    print(f"{truth.size:,} rules, noise drawn {DRAWS} times")


def figure(modes: dict[str, Asked]) -> str:
    """Return an SVG of the median error by size, both axes logarithmic."""
    sizes = np.geomspace(100, 100_000, 13)
    lines, colours = [], ("#6b7280", "#b45309", "#0f766e")
    for (name, mode), colour in zip(modes.items(), colours, strict=True):
        points = [
            (math.sqrt(low * high), np.median(mode.error[inside]))
            for low, high in pairwise(sizes)
            if (inside := (mode.truth >= low) & (mode.truth < high)).sum() > 50
        ]
        placed = [(_x(size), _y(error)) for size, error in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        x, y = placed[0]
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines.append(f'<text x="{x - 4:.0f}" y="{y - 8:.0f}" fill="{colour}">{name}</text>')
    ticks = [
        f'<text x="{_x(size):.0f}" y="282" text-anchor="middle">{size:,}</text>'
        for size in (100, 1_000, 10_000, 100_000)
    ]
    ticks += [
        f'<text x="52" y="{_y(error) + 4:.0f}" text-anchor="end">{error:g}%</text>'.replace(
            f"{error:g}%", f"{error:.2%}"
        )
        + f'<line x1="58" x2="580" y1="{_y(error):.0f}" y2="{_y(error):.0f}" stroke="#e5e7eb"/>'
        for error in (0.0001, 0.001, 0.01, 0.1, 1)
    ]
    look = 'font-family="sans-serif" font-size="12" fill="#374151"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 630 310" {look}>'
    title = (
        '<text x="58" y="302">devices flagged; the median error of what the page shows, as a part of the truth</text>'
    )
    return "\n".join([head, '<rect width="630" height="310" fill="#fff"/>', *ticks, *lines, title, "</svg>", ""])


def _x(size: float) -> float:
    return 70 + 170 * (math.log10(size) - 2)


def _y(error: float) -> float:
    return 20 - 60 * math.log10(max(error, 1e-4))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data" / "demo")
