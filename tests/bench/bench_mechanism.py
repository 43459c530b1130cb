"""Mechanisms that were tried beside independent noise on every row: python tests/bench/bench_mechanism.py [RELEASE].

First, noise that is correlated over the rows of one place, radius and stay (the date before, the date), shaped for the
windows that are asked: the standard deviation of a window at the same cost of one date, and what all dates cost then.
Second, middles put in order over radii and stays, which costs no budget: median error, bias and coverage.
"""

import os
import sys
from datetime import timedelta
from itertools import product
from pathlib import Path

import numpy as np
from scipy.optimize import isotonic_regression

from dashboard.builder.disclosure.budget import RHO, planned
from dashboard.counting.matrix import nested
from dashboard.counting.reach import matrix
from dashboard.place import NamedPlace
from dashboard.release.cost import Extent
from dashboard.release.disclosure import auc_of
from dashboard.release.load import Release, load

ROOT = Path(__file__).parents[2]
DATES = 14
SEED = 7
ROUNDS = 30

Floats = np.ndarray


def main(folder: Path) -> None:
    """Print a line for each mechanism."""
    print(f"load {os.getloadavg()[0]:.1f}")
    shaped()
    in_order(load(folder))


def shaped() -> None:
    """Print the spread of windows under noise of several shapes, each scaled to the same cost of one date."""
    rows = [(before, day) for day in range(1, DATES + 1) for before in range(day)]
    at = {row: number for number, row in enumerate(rows)}
    windows = [(a, b) for a in range(1, DATES + 1) for b in range(a, DATES + 1)]
    asked = np.zeros((len(windows), len(rows)))
    for number, (a, b) in enumerate(windows):
        asked[number, [at[before, day] for day in range(a, b + 1) for before in range(a)]] = 1
    one, every = dates_out(at), tracks(at)
    plain = np.sqrt(asked.sum(axis=1))
    root = square_root(DATES)
    print(f"{'noise':>32}{'a window, median':>20}{'of independent':>16}{'all dates, AUC':>16}")
    for name, precision in {
        "independent": np.eye(len(rows)),
        "a quarter of the way to the root": strategy(0.75 * np.eye(DATES) + 0.25 * root, rows),
        "half of the way": strategy(0.5 * np.eye(DATES) + 0.5 * root, rows),
        "root of sums over dates": strategy(root, rows),
        "the best for relative variance": best(asked / plain[:, np.newaxis], one),
    }.items():
        cost = quadratic(one, precision).max() / 3
        spread = np.sqrt(quadratic(asked, np.linalg.inv(precision)) * cost)
        all_dates = float(quadratic(every, precision).max()) / cost
        ratio = spread / plain
        print(
            f"{name:>32}{np.median(spread):>20.2f}{f'{np.median(ratio):.2f} ({ratio.min():.2f}-{ratio.max():.2f})':>18}"
            f"{auc_of(RHO * all_dates / 3):>14.2f}"
        )


def dates_out(at: dict[tuple[int, int], int]) -> Floats:
    """Return what changes where one date of a track is taken out, for every date, the one before and the one after."""
    found = []
    for (before, day), row in at.items():
        change = np.zeros(len(at))
        change[row] = 1
        found.append(change)
        for after in range(day + 1, DATES + 1):
            between = change.copy()
            between[[at[day, after], at[before, after]]] = 1, -1
            found.append(between)
    return np.array(found)


def tracks(at: dict[tuple[int, int], int]) -> Floats:
    """Return the rows of every track: of every set of dates."""
    found = np.zeros((2**DATES, len(at)))
    for number, track in enumerate(product((False, True), repeat=DATES)):
        before = 0
        for day in (day for day, came in enumerate(track, start=1) if came):
            found[number, at[before, day]] = 1
            before = day
    return found


def square_root(size: int) -> Floats:
    """Return the lower triangular matrix of which the square sums up: Fichtenberger, Henzinger and Upadhyay, 2023."""
    first = np.cumprod([1.0, *((2 * k - 1) / (2 * k) for k in range(1, size))])
    return np.array([[first[i - j] if i >= j else 0.0 for j in range(size)] for i in range(size)])


def strategy(by_date: Floats, rows: list[tuple[int, int]]) -> Floats:
    """Return the precision of noise where sums over both dates are measured, of which the rows follow."""
    measured = np.kron(by_date, by_date)[:, [(day - 1) * DATES + before for before, day in rows]]
    return np.asarray(measured.T @ measured)


def best(asked: Floats, changes: Floats) -> Floats:
    """Return the precision with the least sum of variances of what is asked, the largest cost of a change being 1."""
    weight, wanted = np.ones(len(changes)) / len(changes), asked.T @ asked + 1e-9 * np.eye(asked.shape[1])
    found, least = np.eye(asked.shape[1]), np.inf
    for _ in range(150):
        half, back = roots((changes * weight[:, np.newaxis]).T @ changes)
        precision = back @ roots(half @ wanted @ half)[0] @ back
        cost = quadratic(changes, precision)
        value = float(np.trace(wanted @ np.linalg.inv(precision)) * cost.max())
        if value < least:
            found, least = precision, value
        weight *= np.sqrt(cost / (weight @ cost))
        weight /= weight.sum()
    return found


def quadratic(vectors: Floats, form: Floats) -> Floats:
    """Return the value of a quadratic form at each of some vectors."""
    return np.asarray(((vectors @ form) * vectors).sum(axis=1))


def roots(symmetric: Floats) -> tuple[Floats, Floats]:
    """Return the square root of a positive matrix, and its inverse."""
    values, vectors = np.linalg.eigh(symmetric)
    root = np.sqrt(np.maximum(values, 1e-12))
    return (vectors * root) @ vectors.T, (vectors / root) @ vectors.T


def in_order(release: Release) -> None:
    """Print the error of middles as drawn, as the page orders them, and in the nearest order over radii and stays."""
    extent = Extent.of(release.manifest, release.places.values())
    sd = planned(release.manifest, extent, rho=RHO, by_home=True).reach_sd
    rng, found = np.random.default_rng(SEED), []
    for site, a in product(release.places, range(DATES)):
        for b in range(a, DATES):
            start = release.manifest.period.start
            truth = matrix(release, NamedPlace(site_id=site), start + timedelta(a), start + timedelta(b)).mid
            noise = sd * np.sqrt((b - a + 1) * (a + 1))
            drawn = truth + rng.normal(0, noise, truth.shape)
            low, high = np.maximum(drawn - 1.96 * noise, 0).astype(int), np.ceil(drawn + 1.96 * noise).astype(int)
            plain = np.maximum(drawn, 0).round().astype(int)
            page = nested(low, plain, high, noisy=True, across_radii=False)[1]
            found.append((truth, np.full(truth.shape, noise), plain, page, np.maximum(ordered(drawn), 0)))
    truth, noise, *middles = (np.concatenate([part.ravel() for part in column]) for column in zip(*found, strict=True))
    sizes = {"1,000 to 2,000": (1e3, 2e3), "2,000 to 10,000": (2e3, 1e4), "10,000 and more": (1e4, np.inf)}
    print(f"row sd {sd:.0f}; median error, bias as a part of the interval's width, smallest field first")
    print(f"{'middles':>12}" + "".join(f"{name:>26}" for name in sizes))
    for name, mid in zip(("as drawn", "as shown", "in order"), middles, strict=True):
        line = f"{name:>12}"
        for least, most in sizes.values():
            inside = (truth >= least) & (truth < most) & (truth > 3.92 * noise)
            error = np.median(np.abs(mid - truth)[inside] / truth[inside])
            bias = np.mean(((mid - truth) / (3.92 * noise))[inside])
            line += f"{f'{error:.2%}, {bias:+.1%}':>26}"
        print(line)


def ordered(values: Floats) -> Floats:
    """Return the nearest matrix that rises with the radius and falls with the stay (Dykstra's projections)."""
    found, by_radius, by_stay = values.copy(), np.zeros_like(values), np.zeros_like(values)
    for _ in range(ROUNDS):
        rising = np.stack([isotonic_regression(column).x for column in (found + by_radius).T], axis=1)
        by_radius += found - rising
        found = np.stack([isotonic_regression(row, increasing=False).x for row in rising + by_stay])
        by_stay += rising - found
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data" / "demo")
