"""What protection costs: python tests/bench/bench_disclosure.py [RELEASE].

The release's counts, with a draw in place of each withheld one, stand for the truth. They are protected anew: by the
threshold alone, by noise around the release's own places, and by the noise that 1, 5, 20 and 50 places would take, near
each other or far. Every place, window, radius and stay is asked, the numbers of the page are held against the truth,
by size and by place, and assets/disclosure.svg is drawn.
"""

import math
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from dashboard.builder.disclosure.budget import RHO, planned
from dashboard.builder.disclosure.gaussian import secure
from dashboard.builder.disclosure.measured import measured
from dashboard.builder.disclosure.noisy import noisy_reach
from dashboard.builder.disclosure.threshold import withhold
from dashboard.counting.matrix import Matrix
from dashboard.counting.reach import matrix
from dashboard.place import parse_place
from dashboard.release.cost import Extent
from dashboard.release.disclosure import Noise, auc_of
from dashboard.release.load import Release, load
from dashboard.release.manifest import Manifest
from dashboard.release.write import Contents, write
from dashboard.site import Place, Site

ROOT = Path(__file__).parents[2]
FIGURE = ROOT / "assets" / "disclosure.svg"
SEED = 7
DRAWS = 2
NUMBERS = (1, 5, 20, 50)
DECILES = 10


@dataclass(frozen=True)
class Asked:
    """Every rule that was asked: its place, the truth, and low, mid and high of the page."""

    place: np.ndarray
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

    @property
    def bias(self) -> np.ndarray:
        """By how much of the interval's width the middle lies off, on average at each place over truths that show."""
        shows = self.truth > (self.high - self.low)
        return np.array(
            [
                np.mean((self.mid - self.truth)[at]) / max(1, np.mean((self.high - self.low)[at]))
                for place in np.unique(self.place)
                if (at := shows & (self.place == place)).any()
            ]
        )

    @property
    def covered_by_place(self) -> np.ndarray:
        """The share of answers that hold the truth, at each place."""
        return np.array([self.covered[self.place == place].mean() for place in np.unique(self.place)])


def main(folder: Path) -> None:
    """Print errors and coverage by size, by place and by number of places."""
    release = load(folder)
    manifest = release.manifest.model_copy(update={"lookback_start": release.manifest.period.start})
    exact = truth_of(release)
    print(f"{folder}, {len(release.places)} places, load {os.getloadavg()[0]:.1f}")
    modes = {"threshold alone": asked(release, manifest, exact, [withhold(exact, manifest.disclosure.threshold)])}
    for rho in (RHO, 4 * RHO):
        places = list(release.places.values())
        noise = measured(noise_of(manifest, places, rho), Extent.of(manifest, places), secure)
        name = f"noise, rho {rho:g}"
        print(f"{name}: {in_words(noise)}")
        modes[name] = with_noise(release, manifest, exact, noise)
    show(modes)
    curve(manifest)
    by_number(release, manifest, exact)
    FIGURE.write_text(figure(modes), encoding="utf-8")


def noise_of(manifest: Manifest, places: list[Place], rho: float) -> Noise:
    """Return the noise that a budget takes around places."""
    return planned(manifest, Extent.of(manifest, places), rho=rho, by_home=True)


def in_words(noise: Noise) -> str:
    """Return the spreads and whom the noise protects."""
    who = ", ".join(
        f"{one.who} {one.auc:.2f} (as measured {one.auc_measured or 0:.2f}, epsilon {one.epsilon:.1f})"
        for one in noise.asked
    )
    return (
        f"a row's sd {noise.reach_sd:.1f}, by home {noise.home_sd or 0:.1f}, presence {noise.presence_sd:.1f} (from "
        f"{noise.presence_threshold}); AUC of {who}"
    )


def curve(manifest: Manifest) -> None:
    """Print what one visit and all of one date tell, by the number of places and the widest radius, and the error.

    And the budget under which all of one date is told as a visit is by default, and its error.
    """
    print(f"{'places':>12}{'widest':>8}{'row sd':>8}{'visit':>8}{'date':>8}{'rho for 0.60':>14}{'row sd':>8}")
    for number in (1, 2, 5, 8, 20, 50):
        for where, places in (("near", near(number)), ("far", far(number))):
            for widest in (1000, 2000, 3000):
                stated = manifest.model_copy(update={"radii_m": [one for one in manifest.radii_m if one <= widest]})
                noise = noise_of(stated, places, RHO)
                visit, date = (one.rho for one in noise.asked[:2])
                held = RHO * RHO / max(visit, date)
                print(
                    f"{number:>7} {where:>4}{widest:>8}{noise.reach_sd:>8.0f}{auc_of(visit):>8.2f}{auc_of(date):>8.2f}"
                    f"{held:>14.4f}{noise_of(stated, places, held).reach_sd:>8.0f}"
                )


def by_number(release: Release, manifest: Manifest, exact: pl.DataFrame) -> None:
    """Print a line for the noise of so many places, near and far."""
    print(f"{'places':>12}{'row sd':>8}{'10,000 and more':>20}{'1,000 to 10,000':>20}{'at each place':>16}{'bias':>8}")
    for number in NUMBERS:
        for where, places in (("near", near(number)), ("far", far(number))):
            noise = noise_of(manifest, places, RHO)
            found = with_noise(release, manifest, exact, noise)
            large, middling = found.truth >= 1e4, (found.truth >= 1e3) & (found.truth < 1e4)
            print(
                f"{number:>7} {where}{noise.reach_sd:>8.0f}{np.median(found.error[large]):>20.2%}"
                f"{np.median(found.error[middling]):>20.2%}{found.covered_by_place.min():>16.1%}"
                f"{np.abs(found.bias).max():>8.1%}"
            )


def near(number: int) -> list[Place]:
    """Return places that lie within 3 km of each other, in a spiral."""
    turns = [2.4 * n for n in range(number)]
    away = [1.5 * math.sqrt(n / number) for n in range(number)]  # km from the middle
    return [
        site(n, 39.85 + km * math.cos(turn) / 111.2, 116.35 + km * math.sin(turn) / 85.3)
        for n, (turn, km) in enumerate(zip(turns, away, strict=True))
    ]


def far(number: int) -> list[Place]:
    """Return places 10 km and more from each other."""
    return [site(n, 39.5 + n // 8 / 10, 116 + n % 8 / 8) for n in range(number)]


def site(number: int, lat: float, lng: float) -> Place:
    """Return a place of a number."""
    return Site(site_id=f"s{number}", name=f"s{number}", kind="market", lat=lat, lng=lng)


def truth_of(release: Release) -> pl.DataFrame:
    """Return exact counts: the release's, draws in place of those withheld; nothing before the period is known."""
    rows = release.reach.collect()
    hidden = np.random.default_rng(SEED).integers(1, release.manifest.disclosure.threshold, rows.height)
    into = (pl.col("date") - release.manifest.period.start).dt.total_days()
    inside = pl.when(pl.col("days_since") <= into).then("days_since")
    filled = rows.with_columns(pl.col("devices").fill_null(pl.Series(hidden)).cast(pl.Int64), days_since=inside)
    return filled.group_by(pl.exclude("devices")).agg(pl.col("devices").sum())


def with_noise(release: Release, manifest: Manifest, exact: pl.DataFrame, noise: Noise) -> Asked:
    """Protect by noise, and ask."""
    stated = manifest.model_copy(update={"disclosure": manifest.disclosure.model_copy(update={"noise": noise})})
    among = {"site_id": list(release.places)}
    drawn = [noisy_reach(exact, noise.reach_sd, stated, among=among) for _ in range(DRAWS)]
    return asked(release, stated, exact, drawn)


def asked(release: Release, manifest: Manifest, exact: pl.DataFrame, drawn: list[pl.DataFrame]) -> Asked:
    """Ask every rule of releases of these rows, and of the exact ones."""
    found = [
        (np.full_like(truth.mid, place), truth.mid, told.low, told.mid, told.high)
        for place, truth, told in _matrices(release, manifest, exact, drawn)
    ]
    columns = zip(*found, strict=True)
    return Asked(*(np.concatenate([np.asarray(part).reshape(-1) for part in column]) for column in columns))


def _matrices(
    release: Release, manifest: Manifest, exact: pl.DataFrame, drawn: list[pl.DataFrame]
) -> Iterator[tuple[int, Matrix, Matrix]]:
    plain = manifest.model_copy(update={"disclosure": release.manifest.disclosure})
    with tempfile.TemporaryDirectory() as base:
        true = _opened(Path(base) / "true", plain, release, exact)
        told = [_opened(Path(base) / str(n), manifest, release, rows) for n, rows in enumerate(drawn)]
        for number, site_id in enumerate(release.places):
            for start, end in windows(manifest):
                truth = matrix(true, parse_place(site_id), start, end)
                yield from ((number, truth, matrix(one, parse_place(site_id), start, end)) for one in told)


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
    for name, mode in modes.items():
        print(f"{name}: holds at each place {mode.covered_by_place.min():.1%} and more, bias {mode.bias.round(3)}")
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
