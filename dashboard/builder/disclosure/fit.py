"""Fit the noise of a place to the shapes of visit, so that no visitor stands out and sums stay as true as can be."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from dashboard.builder.disclosure.shapes import Shapes

Matrix = npt.NDArray[np.float64]
Fit = Callable[[Shapes], Matrix]

# A date of a device that came before may split over as many rows as there are dates; whatever the split, it stands
# out at most this many times as much (squared) as a visitor of one day.
SPLIT = 6.0
_STEPS = 40
_ROUNDS = 3
_ADDED = 500


def fitted(every: Shapes) -> Matrix:
    """Return a precision Q (entries x entries), the inverse of the noise's covariance.

    Among the covariances C with v' Q v <= 1 for each shape v, and trace(Q) <= SPLIT, it has nearly the least total
    variance. At the optimum C is the square root of the shapes' second moment, under the weights for which none
    stands out (Lagrange; as in Edmonds, Nikolov and Ullman, The power of factorization mechanisms, 2020): weights
    grow where v' Q v is large, step by step. It is fitted on a few shapes, then again with those that stood out most.
    """
    shapes = every.astype(np.float64)
    some = shapes[:: max(1, len(shapes) // _ADDED)]
    precision = _on(some)
    for _ in range(_ROUNDS - 1):
        worst = np.argsort(_seen(shapes, precision))[-_ADDED:]
        some = np.unique(np.concatenate([some, shapes[worst]]), axis=0)
        precision = _on(some)
    scaled: Matrix = precision / _seen(shapes, precision).max()
    return scaled


def independent(every: Shapes) -> Matrix:
    """Return the precision of equal noise on each entry, independent of the others; to compare with."""
    precision: Matrix = np.eye(every.shape[1]) / every.sum(axis=1).max()
    return precision


def _on(some: Matrix) -> Matrix:
    weights = np.full(len(some) + 1, 1 / (len(some) + 1))
    precision = identity = np.eye(some.shape[1])
    for _ in range(_STEPS):
        moment = (some.T * weights[:-1]) @ some + weights[-1] / SPLIT * identity
        values, vectors = np.linalg.eigh(moment)
        precision = (vectors / np.sqrt(values)) @ vectors.T
        weights *= np.append(_seen(some, precision), np.trace(precision) / SPLIT)
        weights /= weights.sum()
    return precision


def _seen(shapes: Matrix, precision: Matrix) -> Matrix:
    seen: Matrix = ((shapes @ precision) * shapes).sum(axis=1)
    return seen
