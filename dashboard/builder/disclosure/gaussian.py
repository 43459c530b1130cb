"""Discrete Gaussian noise."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import opendp.prelude as dp

Integers = npt.NDArray[np.int64]
Draw = Callable[[int, float], Integers]
"""How many, and with which scale; returns whole numbers."""

dp.enable_features("contrib")


def secure(size: int, scale: float) -> Integers:
    """Return discrete Gaussian noise (Canonne, Kamath and Steinke, 2020), drawn by OpenDP from the system's randomness.

    `scale` is the sigma of the distribution, its standard deviation in all but name.
    """
    if not size:
        return np.zeros(0, dtype=np.int64)
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l2_distance(T="f64")
    measure = dp.m.make_gaussian(*space, scale=scale)
    return np.asarray(measure([0] * size), dtype=np.int64)


def seeded(seed: int) -> Draw:
    """Return a draw of rounded Gaussian noise from a seed: to test and to simulate, never to protect."""
    rng = np.random.default_rng(seed)
    return lambda size, scale: np.rint(rng.normal(0, scale, size)).astype(np.int64)
