"""The likelihood ratio of what was measured, with a person in the data and without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import mannwhitneyu

from dashboard.builder.disclosure.gaussian import Draw

Numbers = npt.NDArray[np.float64]
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Moved:
    """By how much a person moves each measured value of a table, and the scale of the Gaussian noise on each."""

    by: Numbers
    scale: float

    @property
    def distance(self) -> float:
        """Return d', the move in standard deviations; without noise any move is beyond doubt."""
        length = float(np.linalg.norm(self.by))
        if not length:
            return 0.0
        return length / self.scale if self.scale else np.inf


def distance(tables: Sequence[Moved]) -> float:
    """Return d' over tables whose noise is independent."""
    return float(np.linalg.norm([table.distance for table in tables]))


def auc(inside: Scores, outside: Scores) -> float:
    """Return the area under the ROC: the chance that a score with the person exceeds one without; a tie is half."""
    return float(mannwhitneyu(inside, outside).statistic) / (len(inside) * len(outside))


def likelihood_ratios(tables: Sequence[Moved], draw: Draw, draws: int) -> tuple[Scores, Scores]:
    """Return the log likelihood ratios of some draws with the person, and of the same without.

    With x what the person adds to the measured values and y what these are beyond the other people's, the ratio is
    the sum of (2 y - x) x / (2 scale^2), for the Gaussian and for the discrete one alike: the constants of their
    densities cancel. With the person y = x + noise, without y = noise, of the same draws: what they have in common does
    not blur how far the two lie apart.
    """
    half = distance(tables) ** 2 / 2
    if np.isinf(half):
        return np.full(draws, np.inf), np.full(draws, -np.inf)
    noise = np.zeros(draws)
    for table in tables:
        by = table.by[table.by != 0]
        noise += draw(draws * len(by), table.scale).reshape(draws, len(by)) @ by / table.scale**2
    return noise + half, noise - half
