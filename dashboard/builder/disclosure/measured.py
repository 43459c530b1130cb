"""Attack the noise of a release before it is published, and say how well the attacker does."""

from __future__ import annotations

import numpy as np

from dashboard.builder.disclosure.gaussian import Draw, Integers
from dashboard.builder.disclosure.likelihood import Moved, auc, likelihood_ratios
from dashboard.release.cost import Extent, Spread, Weight, weights
from dashboard.release.disclosure import Noise

_POOL = 50_000  # values drawn for each scale, of which the attacks draw theirs
_FEWEST, _DRAWS, _VALUES = 200, 4_000, 10_000_000


def measured(noise: Noise, extent: Extent, draw: Draw) -> Noise:
    """Return the noise with the AUC of an attack by likelihood ratio on each question, on all tables together.

    The attacks are on noise that is drawn anew, as that of the release is, and never on its own: how that came out is
    a secret, of which the manifest must not tell.
    """
    again = _resampled(draw)
    weighed, spread = weights(extent), Spread.of(noise)
    asked = [
        one.model_copy(update={"auc_measured": round(_attacked(weighed[one.who], spread, again), 3)})
        for one in noise.asked
    ]
    return noise.model_copy(update={"asked": asked})


def moved_by(weight: Weight, spread: Spread) -> list[Moved]:
    """Return how a weight moves what is published, by table."""
    around = [spread.reach, *([] if spread.home is None else [spread.home])]
    presence = Moved(by=np.ones(weight.presence), scale=spread.presence)
    return [presence, *(Moved(by=np.ones(weight.reach), scale=sd) for sd in around)]


def _attacked(weight: Weight, spread: Spread, draw: Draw) -> float:
    tables = moved_by(weight, spread)
    draws = max(_FEWEST, min(_DRAWS, _VALUES // sum(len(table.by) for table in tables)))
    return auc(*likelihood_ratios(tables, draw, draws))


def _resampled(draw: Draw) -> Draw:
    """Return a draw of values out of a pool of each scale, which takes a fraction of the time."""
    rng = np.random.default_rng()
    pools: dict[float, Integers] = {}

    def again(size: int, scale: float) -> Integers:
        if scale not in pools:
            pools[scale] = draw(_POOL, scale)
        return pools[scale][rng.integers(_POOL, size=size)]

    return again
