"""Weigh the behaviours so that they give the counts: the weights nearest to the prior ones that do, up to a tolerance.

With a prior share q of each behaviour, the expected counts A x of shares x, and counts y, all relative to the largest,

    minimise  sum x ln(x / q) - x + q  +  1/2 sum ((A x - y) / (tolerance y))^2

Minimum discrimination information (Kullback 1959; maximum entropy, Jaynes 1957) with soft constraints.

Found by a primal-dual interior-point method with Mehrotra's predictor and corrector (Nocedal and Wright, Numerical
Optimization, 2006, chapters 14.2 and 19.3; for entropy Saunders and Tomlin 1996, PDCO): x > 0 with multipliers z, and
r = y - A x relative to the tolerance, which is the multiplier of the counts. At the end x = q exp(A' r).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from dashboard.counting.certainty.behaviours import Floats
from dashboard.errors import ScopeError

TOLERANCE = 0.05
# Counts below this share of the largest are met to this share of it.
SMALLEST = 1e-4

# The problem is strictly convex; the hardest of the demonstration takes 40 steps.
_STEPS = 200
# How far the entropy and the fit together may be above the least, and the conditions off.
_CLOSE = 1e-9
# Of the way to where a weight or a multiplier would be 0.
_SHORT = 0.99


def weigh(expected: Floats, counts: Floats, prior: Floats) -> Floats:
    """Return the devices of each behaviour.

    `expected` (counts x behaviours) holds what one device of a behaviour adds to each count.
    Nothing counted weighs nothing. Raises ScopeError where no weights are found.
    """
    largest = float(counts.max(initial=0))
    if largest <= 0:
        return np.zeros_like(prior)
    tolerance = TOLERANCE * np.maximum(counts, SMALLEST * largest)
    base = prior * (counts.sum() / largest / (expected @ prior).sum())
    return _nearest(expected * (largest / tolerance[:, None]), counts / tolerance, base) * largest


@dataclass(frozen=True, kw_only=True)
class _Point:
    weights: Floats
    multipliers: Floats
    residuals: Floats


def _nearest(rows: Floats, target: Floats, base: Floats) -> Floats:
    """Return the x that minimises sum x ln(x / base) - x + base + 1/2 |rows x - target|^2."""
    start = target - rows @ base
    at = _Point(
        weights=base,
        multipliers=np.full_like(base, max(1.0, float(np.abs(start @ rows).max()))),
        residuals=np.zeros_like(target),
    )
    for _ in range(_STEPS):
        off_weights = np.log(at.weights / base) - at.residuals @ rows - at.multipliers
        off_counts = target - rows @ at.weights - at.residuals
        gap = float(at.weights @ at.multipliers)
        if gap + float(at.weights @ off_weights**2) + float(off_counts @ off_counts) < _CLOSE:
            return at.weights
        at = _step(rows, at, off_weights, off_counts)
    msg = f"no weights give the counts: after {_STEPS} steps they are {gap:.1e} above the least, expected {_CLOSE:.0e}"
    raise ScopeError(msg)


def _step(rows: Floats, at: _Point, off_weights: Floats, off_counts: Floats) -> _Point:
    weights, multipliers = at.weights, at.multipliers
    curvature = (1 + multipliers) / weights
    scaled = rows / np.sqrt(curvature)
    system = scaled @ scaled.T
    system[np.diag_indices_from(system)] += 1
    solved = cho_factor(system, overwrite_a=True, check_finite=False)

    def towards(products: Floats) -> tuple[Floats, Floats, Floats]:
        pull = products / weights - off_weights
        residuals = cho_solve(solved, off_counts - rows @ (pull / curvature), check_finite=False)
        moved = (pull + residuals @ rows) / curvature
        return moved, (products - multipliers * moved) / weights, residuals

    moved, changed, _ = towards(-weights * multipliers)
    length, length_of_multipliers = _room(weights, moved), _room(multipliers, changed)
    gap = weights @ multipliers
    left = (weights + length * moved) @ (multipliers + length_of_multipliers * changed) / gap
    centre = left**3 * gap / len(weights)
    moved, changed, residuals = towards(centre - weights * multipliers - moved * changed)
    length, length_of_multipliers = _SHORT * _room(weights, moved), _SHORT * _room(multipliers, changed)
    return _Point(
        weights=weights + length * moved,
        multipliers=multipliers + length_of_multipliers * changed,
        residuals=at.residuals + length_of_multipliers * residuals,
    )


def _room(values: Floats, change: Floats) -> float:
    """Return how much of a change, up to the whole over _SHORT, leaves all values positive."""
    return float(1 / max(_SHORT, (-change / values).max()))
