"""Membership: whether an attacker who knows all data but one person's, and that person's track, tells that it is in."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from dashboard.release.disclosure import Disclosure
from dashboard.release.load import Release
from dashboard.risk.attack import auc, true_positives
from dashboard.risk.known import Known
from dashboard.risk.part import Effort, Part, percent
from dashboard.risk.target import EVERY_DAY, ONCE, Target, simulated
from dashboard.risk.targets import drawn
from dashboard.risk.worlds import Shape, published


def part(release: Release, known: Known | None, rng: np.random.Generator, effort: Effort) -> Part:
    """Return how well the attacker does on persons who come once or every day, simulated and, where known, real."""
    manifest = release.manifest
    shape = Shape(
        homes=_homes(release),
        dates=(manifest.period.end - manifest.period.start).days + 1,
        radii=len(manifest.radii_m),
        stays=len(manifest.min_dwell_min),
    )
    found = []
    for kind in (ONCE, EVERY_DAY):
        groups = {"small worlds": list(simulated(rng, shape, kind, effort.simulated))}
        if known is not None:
            groups["devices"] = drawn(rng, known, kind, effort.real)
        found += [
            {"who": kind, "among": among, **membership(targets, manifest.disclosure)}
            for among, targets in groups.items()
            if targets
        ]
    figures = pl.DataFrame(found)
    return Part(name="membership", title="Membership", meaning=_meaning(figures), figures=figures)


def told_apart(target: Target, threshold: int) -> bool:
    """Say whether a release with a threshold is another one with the target than without."""
    return bool((published(target.others, threshold) != published(target.others + 1, threshold)).any())


def membership(targets: Iterable[Target], disclosure: Disclosure) -> dict[str, float | int]:
    """Return how well the attacker does on targets: their number, the share told apart, AUC and true positives.

    A release without noise is the same each time: the attacker compares it with the two that it can compute.
    """
    apart = [told_apart(target, disclosure.threshold) for target in targets]
    scores = [np.array([float(differs)]) for differs in apart]
    return {
        "targets": len(apart),
        "told_apart": float(np.mean(apart)),
        "auc": float(np.mean([auc(score, -score) for score in scores])),
        "true_positives": float(np.mean([true_positives(score, -score) for score in scores])),
    }


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
