"""Weigh the behaviours so that they give the counts: the weights nearest to the prior ones that do, up to a tolerance.

With a prior share q of each behaviour, the expected counts A x of shares x, and counts y, all relative to the largest,

    minimise  sum x ln(x / q) - x + q  +  1/2 sum ((A x - y) / (tolerance y))^2

Minimum discrimination information (Kullback 1959; maximum entropy, Jaynes 1957) with soft constraints. The solution is
x = q exp(l A'), l of as many entries as there are counts, found by Newton's method on the convex dual.
"""

from __future__ import annotations

import numpy as np

from dashboard.counting.certainty.behaviours import Floats

TOLERANCE = 0.05
# Counts below this share of the largest are met to this share of it.
SMALLEST = 1e-4

_STEPS = 200
_CLOSE = 1e-7
_LARGEST_EXPONENT = 60.0


def weigh(expected: Floats, counts: Floats, prior: Floats) -> Floats:
    """Return the devices of each behaviour.

    `expected` (counts x behaviours) holds what one device of a behaviour adds to each count.
    Nothing counted weighs nothing.
    """
    largest = float(counts.max(initial=0))
    if largest <= 0:
        return np.zeros_like(prior)
    scale = np.maximum(counts, SMALLEST * largest)
    rows, target = expected * (largest / scale[:, None]), counts / scale
    base = prior / np.mean(rows @ prior)
    slope = np.zeros(len(target))
    shares, value = _dual(slope, rows, target, base)
    for _ in range(_STEPS):
        gradient = rows @ shares - target + TOLERANCE**2 * slope
        curvature = (rows * shares) @ rows.T + TOLERANCE**2 * np.eye(len(target))
        step = np.linalg.solve(curvature, gradient)
        descent = float(gradient @ step)
        if descent < _CLOSE:
            break
        length = 1.0
        new_shares, new_value = _dual(slope - step, rows, target, base)
        while new_value > value - 1e-4 * length * descent and length > _CLOSE:
            length /= 2
            new_shares, new_value = _dual(slope - length * step, rows, target, base)
        slope, shares, value = slope - length * step, new_shares, new_value
    return shares * largest


def _dual(slope: Floats, rows: Floats, target: Floats, base: Floats) -> tuple[Floats, float]:
    shares = base * np.exp(np.minimum(slope @ rows, _LARGEST_EXPONENT))
    return shares, float(shares.sum() - slope @ target + TOLERANCE**2 / 2 * (slope @ slope))
