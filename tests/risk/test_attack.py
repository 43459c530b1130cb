"""The ROC of scores: what is known of the normal law, and the two ends of the scale."""

import numpy as np
import pytest

from dashboard.builder.disclosure.likelihood import auc
from dashboard.risk.attack import gaussian_auc, gaussian_true_positives, true_positives

DRAWS = 40_000


@pytest.mark.parametrize("distance", [0.0, 0.3, 1.0, 2.5])
def test_normal_scores_have_the_auc_and_the_true_positives_of_the_formula(distance: float) -> None:
    rng = np.random.default_rng(3)
    outside, inside = rng.normal(0, 1, DRAWS), rng.normal(distance, 1, DRAWS)
    # Four standard errors of a share over as many draws; a quantile at 1% errs by more.
    assert auc(inside, outside) == pytest.approx(float(gaussian_auc(distance)), abs=0.012)
    assert true_positives(inside, outside) == pytest.approx(float(gaussian_true_positives(distance)), abs=0.03)


def test_known_values_of_the_formula() -> None:
    assert float(gaussian_auc(0)) == 0.5
    assert float(gaussian_auc(1)) == pytest.approx(0.7602, abs=1e-4)
    assert float(gaussian_auc(np.inf)) == 1
    assert float(gaussian_true_positives(0)) == pytest.approx(0.01)


def test_scores_apart_are_certain_and_equal_ones_a_guess() -> None:
    apart, same = (np.array([1.0]), np.array([-1.0])), (np.array([0.0]), np.array([0.0]))
    assert (auc(*apart), true_positives(*apart)) == (1, 1)
    assert (auc(*same), true_positives(*same)) == (0.5, pytest.approx(0.01))
    assert auc(apart[1], apart[0]) == 0


def test_infinite_scores_are_ranked() -> None:
    assert auc(np.array([np.inf, 0]), np.array([-np.inf, 0])) == pytest.approx(1 - 0.5 / 4)
