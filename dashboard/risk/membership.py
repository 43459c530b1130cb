"""Membership: whether an attacker who knows all data but one person's, and that person's track, tells that it is in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import polars as pl

from dashboard.builder.disclosure.budget import DELTA
from dashboard.builder.disclosure.gaussian import seeded
from dashboard.builder.disclosure.likelihood import Moved, Scores, auc, distance, likelihood_ratios
from dashboard.release.cost import Extent, weights
from dashboard.release.disclosure import Noise, Who, epsilon_of
from dashboard.release.load import Release
from dashboard.risk.attack import gaussian_auc, gaussian_true_positives, true_positives
from dashboard.risk.known import Known
from dashboard.risk.noise import ReleaseNoise, noise_of
from dashboard.risk.part import Effort, Part, percent
from dashboard.risk.spread import spreads
from dashboard.risk.target import EVERY_DAY, ONCE, Target, added
from dashboard.risk.targets import dates_out, drawn
from dashboard.risk.worlds import published

# Draws of the noise for each target, with it in the data and as many without; fewer where it is in many rows.
_DRAWS, _VALUES = 200, 20_000_000
_OWN, _WORST = "its own places", "its own places, at worst"
_ASKED: dict[Who, str] = {
    "visit": "one visit, or elsewhere",
    "date": "all of one date",
    "daily": "every date, or elsewhere",
    "network": "in the data at all",
}


def part(release: Release, known: Known | None, rng: np.random.Generator, effort: Effort) -> Part:
    """Return how well the attacker does on persons added to the release's own tables and, where known, on real ones."""
    stated, noise = release.manifest.disclosure.noise, noise_of(release)
    found: list[dict[str, Any]] = []
    if stated is not None and noise is not None:
        noise = noise.no_more_than({one.table: one.found for one in spreads(release, known)})
        found += _asked(release, stated, noise, rng)
        if known is not None:
            devices = [noise.moved(target) for target in dates_out(rng, known, effort.real)]
            if devices:
                about = {"who": _ASKED["visit"], "among": "devices", "targets": len(devices)}
                found.append({**about, **membership_under_noise(devices, rng)})
    for kind in (ONCE, EVERY_DAY):
        groups = {} if stated is not None else {_OWN: list(added(rng, release, kind, effort.simulated))}
        if known is not None:
            groups["devices"] = drawn(rng, known, kind, effort.real)
        for among, targets in groups.items():
            if not targets:
                continue
            figures = (
                membership(targets, release.manifest.disclosure.threshold)
                if noise is None
                else membership_under_noise([noise.moved(target) for target in targets], rng)
            )
            found.append({"who": kind, "among": among, "targets": len(targets), **figures})
    table = pl.DataFrame(found, infer_schema_length=None)
    said = _meaning(table) if noise is None else _meaning_under_noise(table)
    return Part(name="membership", title="Membership", meaning=said, figures=table)


def _asked(release: Release, stated: Noise, noise: ReleaseNoise, rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Yield how well the attacker does on each question of the manifest, at worst, with all tables together."""
    weighed = weights(Extent.of(release.manifest, release.places.values()))
    for answer in stated.asked:
        weight = weighed[answer.who]
        tables = noise.moved_by(weight)
        draws = max(50, min(20 * _DRAWS, _VALUES // (2 * weight.reach + weight.presence)))
        figures = membership_under_noise([tables], rng, draws)
        rho = distance(tables) ** 2 / 2
        budget = {
            "rho": rho if np.isfinite(rho) else None,
            "epsilon": epsilon_of(rho, DELTA / 2) if np.isfinite(rho) else None,
            "delta": answer.delta,
        }
        yield {"who": _ASKED[answer.who], "among": _WORST, "targets": 1, **figures, **budget}


def told_apart(target: Target, threshold: int) -> bool:
    """Say whether a release with a threshold is another one with the target than without."""
    return bool((published(target.others, threshold) != published(target.others + 1, threshold)).any())


def membership(targets: Sequence[Target], threshold: int) -> dict[str, float]:
    """Return how well the attacker does on targets of a release with a threshold: told_apart, auc, true_positives.

    Such a release is the same each time: the attacker compares it with the two that it can compute.
    """
    apart = [told_apart(target, threshold) for target in targets]
    scores = [(np.array([float(differs)]), -np.array([float(differs)])) for differs in apart]
    return {"told_apart": float(np.mean(apart)), **_measured(scores)}


def membership_under_noise(
    moved: Sequence[Sequence[Moved]], rng: np.random.Generator, draws: int = _DRAWS
) -> dict[str, float | None]:
    """Return how well the attacker does on targets that move what was measured, by target and table.

    The likelihood ratio of the measured values bounds any attack on what is made of them. Returns distance (the mean
    d'), auc and true_positives over draws of the noise, and both as the formula of the normal law has them.
    """
    distances = np.array([distance(tables) for tables in moved])
    draw = seeded(int(rng.integers(2**32)))
    return {
        "distance": float(distances.mean()) if np.isfinite(distances).all() else None,
        **_measured([likelihood_ratios(tables, draw, draws) for tables in moved]),
        "auc_by_formula": float(gaussian_auc(distances).mean()),
        "true_positives_by_formula": float(gaussian_true_positives(distances).mean()),
    }


def _measured(scores: Sequence[tuple[Scores, Scores]]) -> dict[str, float]:
    """Return the means over targets, each attacked by itself."""
    return {
        "auc": float(np.mean([auc(*each) for each in scores])),
        "true_positives": float(np.mean([true_positives(*each) for each in scores])),
    }


def _meaning(figures: pl.DataFrame) -> str:
    said = [
        f"{percent(row['told_apart'])} of those who came {row['who']} ({row['among']}, AUC {row['auc']:.2f})"
        for row in figures.iter_rows(named=True)
    ]
    return (
        "Whoever knows a person's track and everybody else's data learns from the release whether that person is in "
        f"it, for {', '.join(said)}; an AUC of 0.5 is a guess, 1 is certainty."
    )


def _meaning_under_noise(figures: pl.DataFrame) -> str:
    said = [
        f"{max(row['auc'], row['auc_by_formula']):.2f} for {row['who']} ({row['among']})"
        for row in figures.iter_rows(named=True)
    ]
    return (
        "Whoever knows a person's track and everybody else's data tells what is asked of that person with an AUC of "
        f"{', '.join(said)}, where 0.5 is a guess and 1 is certainty. A smaller --rho lowers all of them: a quarter of "
        "it doubles the noise."
    )
