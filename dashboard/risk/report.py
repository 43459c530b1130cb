"""The report: what a release gives away by each way of looking, and what its protection costs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dashboard.builder.plan import AS_NAMED, SightingsPlan
from dashboard.errors import ChangedError, InputError
from dashboard.release.load import Release
from dashboard.release.summary import summarise
from dashboard.risk import accuracy, differences, membership, noisy_differences, noisy_reconstruction, withheld
from dashboard.risk.known import known
from dashboard.risk.noise import noise_of
from dashboard.risk.part import Effort, Part

_SEED = 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Report:
    """What was measured of which release: statistics alone."""

    release: dict[str, Any]
    parts: list[Part]

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON values: `release`, and for each part its meaning and its rows."""
        parts = {part.name: {"meaning": part.meaning, "rows": part.figures.to_dicts()} for part in self.parts}
        return {"release": self.release, **parts}


def risk(
    release: Release,
    *,
    sightings: Path | str | None = None,
    home: Path | None = None,
    plan: SightingsPlan = AS_NAMED,
    effort: Effort | None = None,
) -> Report:
    """Return the report on a release that was checked; the same for the same arguments.

    With the `sightings`, read as the plan says, and the `home` of the devices that it was built from, real devices are
    targets too and the accuracy is measured against exact counts. Raises InputError for a release without reach, for
    homes without sightings, and as known.known does; ChangedError if the release changed meanwhile.
    """
    if home is not None and sightings is None:
        msg = f"homes are given ({home}) without sightings, expected both or neither"
        raise InputError(msg)
    tried = effort or Effort()
    rng = np.random.default_rng(_SEED)
    noise = noise_of(release)
    parts = [differences.part(release) if noise is None else noisy_differences.part(release, noise.reach_sd)]
    with known(release, sightings, home, plan) as truth:
        parts += [
            membership.part(release, truth, rng, tried),
            withheld.part(release, rng, tried)
            if noise is None
            else noisy_reconstruction.part(release, noise, rng, tried),
        ]
        if truth is not None:
            parts.append(accuracy.part(release, truth.exact, rng, tried))
    changed = release.where.changed()
    if changed is not None:
        raise ChangedError(changed)
    return Report(release=_about(release), parts=parts)


def _about(release: Release) -> dict[str, Any]:
    facts, noise = summarise(release), release.manifest.disclosure.noise
    return {
        "title": facts.title,
        "synthetic": facts.synthetic,
        "operator": facts.operator,
        "start": facts.start.isoformat(),
        "end": facts.end.isoformat(),
        "threshold": facts.threshold,
        "noise_sd": facts.noise_sd,
        "noise": None if noise is None else noise.model_dump(include={"rho", "delta", "epsilon", "spent", "asked"}),
        "digest": facts.digest,
        "not_attacked": [condition.id for condition in release.manifest.conditions],
    }
