"""Membership: whether an attacker who knows all data but one person's, and that person's track, tells that it is in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from dashboard.builder.disclosure.gaussian import seeded
from dashboard.release.load import Release
from dashboard.risk.attack import Scores, auc, gaussian_auc, gaussian_true_positives, true_positives
from dashboard.risk.known import Known
from dashboard.risk.likelihood import Moved, distance, likelihood_ratios
from dashboard.risk.noise import noise_of
from dashboard.risk.part import Effort, Part, percent
from dashboard.risk.target import EVERY_DAY, ONCE, Target, simulated
from dashboard.risk.targets import drawn
from dashboard.risk.worlds import Shape, published

# Draws of the noise for each target, with it in the data and as many without.
_DRAWS = 200


def part(release: Release, known: Known | None, rng: np.random.Generator, effort: Effort) -> Part:
    """Return how well the attacker does on persons who come once or every day, simulated and, where known, real."""
    noise = noise_of(release)
    shape = _shape(release)
    found = []
    for kind in (ONCE, EVERY_DAY):
        groups = {"small worlds": list(simulated(rng, shape, kind, effort.simulated))}
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
    table = pl.DataFrame(found)
    said = _meaning(table) if noise is None else _meaning_under_noise(table)
    return Part(name="membership", title="Membership", meaning=said, figures=table)


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


def membership_under_noise(moved: Sequence[Sequence[Moved]], rng: np.random.Generator) -> dict[str, float]:
    """Return how well the attacker does on targets that move what was measured, by target and table.

    The likelihood ratio of the measured values bounds any attack on what is made of them. Returns distance (the mean
    d'), auc and true_positives over draws of the noise, and both as the formula of the normal law has them.
    """
    distances = np.array([distance(tables) for tables in moved])
    draw = seeded(int(rng.integers(2**32)))
    return {
        "distance": float(distances.mean()),
        **_measured([likelihood_ratios(tables, draw, _DRAWS) for tables in moved]),
        "auc_by_formula": float(gaussian_auc(distances).mean()),
        "true_positives_by_formula": float(gaussian_true_positives(distances).mean()),
    }


def _measured(scores: Sequence[tuple[Scores, Scores]]) -> dict[str, float]:
    """Return the means over targets, each attacked by itself."""
    return {
        "auc": float(np.mean([auc(*each) for each in scores])),
        "true_positives": float(np.mean([true_positives(*each) for each in scores])),
    }


def _shape(release: Release) -> Shape:
    manifest = release.manifest
    return Shape(
        homes=_homes(release),
        dates=(manifest.period.end - manifest.period.start).days + 1,
        radii=len(manifest.radii_m),
        stays=len(manifest.min_dwell_min),
    )


def _homes(release: Release) -> int:
    if release.reach_by_home is None:
        return 1
    return int(release.reach_by_home.select(pl.col("home").n_unique()).collect(engine="streaming").item())


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
        f"{row['auc']:.2f} for those who came {row['who']} ({row['among']})" for row in figures.iter_rows(named=True)
    ]
    return (
        "Whoever knows a person's track, everybody else's data and what was measured under the release tells whether "
        f"that person is in it with an AUC of {', '.join(said)}, where 0.5 is a guess and 1 is certainty; every date "
        "on which a person comes adds to it."
    )
