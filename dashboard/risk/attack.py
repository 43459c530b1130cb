"""How well an attacker tells whether a person is in the data: the ROC of a score."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

from dashboard.builder.disclosure.likelihood import Scores

FALSE_POSITIVES = 0.01


def true_positives(inside: Scores, outside: Scores, false_positives: float = FALSE_POSITIVES) -> float:
    """Return the share of true positives at a share of false ones; among equal scores the attacker draws lots."""
    cuts = np.unique(np.concatenate([inside, outside]))[::-1]
    ranked_in, ranked_out = np.sort(inside), np.sort(outside)
    found = 1 - np.searchsorted(ranked_in, cuts) / len(inside)
    wrong = 1 - np.searchsorted(ranked_out, cuts) / len(outside)
    return float(np.interp(false_positives, np.concatenate([[0], wrong]), np.concatenate([[0], found])))


def gaussian_auc(distance: npt.ArrayLike) -> Scores:
    """Return the AUC of two normal laws of equal variance whose means lie d' deviations apart: Phi(d' / sqrt 2).

    Source: Green and Swets, Signal Detection Theory and Psychophysics (1966); also Dong, Roth and Su, Gaussian
    Differential Privacy (2022), where d' is mu.
    """
    return np.asarray(norm.cdf(np.asarray(distance) / np.sqrt(2)), dtype=np.float64)


def gaussian_true_positives(distance: npt.ArrayLike, false_positives: float = FALSE_POSITIVES) -> Scores:
    """Return the share of true positives of the same two laws: Phi(d' - z), with z the quantile of 1 - false ones."""
    return np.asarray(norm.cdf(np.asarray(distance) - norm.isf(false_positives)), dtype=np.float64)
