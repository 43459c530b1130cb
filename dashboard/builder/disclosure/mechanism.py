"""The noise mechanism of a place's counts, radii x stays at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
from scipy.linalg import solve_triangular

from dashboard.builder.disclosure.fit import Fit, Matrix, fitted
from dashboard.builder.disclosure.gaussian import Draw, Integers, secure
from dashboard.builder.disclosure.shapes import Shapes, shapes

Floats = npt.NDArray[np.float64]

_GRID = 2**16  # steps to 1 of the whole numbers that stand for the strategy


@dataclass(frozen=True, kw_only=True, eq=False)
class Mechanism:
    """Noise on rows of radii x stays counts, independent from row to row, fitted within a row.

    A row x (a place, a date, days since the last visit; entries in the order of radius, then stay) is measured as
    y = B x + z: `strategy` B is a triangular matrix of whole numbers, z discrete Gaussian of `scale`. What is released
    is made of y alone. `places` bounds the places that one device counts at on one date.
    """

    radii: int
    stays: int
    strategy: Integers
    scale: float
    places: int

    @classmethod
    def of(cls, *, radii: int, stays: int, places: int, rho: float, fit: Fit = fitted) -> Mechanism:
        """Return the mechanism under which a visitor of one day, at up to `places` places, costs `rho` (zCDP)."""
        strategy, seen = _strategy(radii, stays, fit)
        return cls(
            radii=radii, stays=stays, strategy=strategy, scale=float(np.sqrt(places * seen / (2 * rho))), places=places
        )

    def apply(self, counts: Integers, draw: Draw = secure) -> Integers:
        """Return rows x (radii x stays) of exact counts with noise, unbiased, rounded; some may be negative."""
        # Whole numbers below 2 ** 53, which float64 holds and multiplies exactly.
        measured = counts @ self._exactly.T + draw(counts.size, self.scale).reshape(counts.shape)
        found: Integers = np.rint(solve_triangular(self._exactly, measured.T).T).astype(np.int64)
        return found

    @cached_property
    def row_sd(self) -> Floats:
        """The standard deviation of the noise of one row, radii x stays."""
        inverse = solve_triangular(self._exactly, np.eye(len(self.strategy)))
        spread: Floats = self.scale * np.sqrt((inverse**2).sum(axis=1))
        return spread.reshape(self.radii, self.stays)

    @cached_property
    def rho(self) -> float:
        """What a visitor of one day costs at most."""
        return self.places * most_seen(self.strategy, shapes(self.radii, self.stays)) / (2 * self.scale**2)

    @cached_property
    def rho_day(self) -> float:
        """What any one date of any device costs at most, whatever its other dates and however its visits lie.

        Taking a date out takes 1 from each entry at most, each in the row of its days since (A), and moves 1 from one
        row (B) to another (C) of each entry's next date. Whatever rows the entries of A lie in, it weighs at most the
        trace of Q = B'B and its positive parts off the diagonal; so do B and C; and |A|^2 + |B + C|^2 <= 5 of that.
        """
        gram = self._exactly.T @ self._exactly
        split = np.trace(gram) + np.maximum(gram - np.diag(np.diag(gram)), 0).sum()
        return float(5 * self.places * split / (2 * self.scale**2))

    @cached_property
    def _exactly(self) -> Floats:
        return self.strategy.astype(np.float64)


def most_seen(strategy: Integers, every: Shapes) -> float:
    """Return the largest |B v|^2 over all shapes v."""
    return float(((every.astype(np.float64) @ strategy.T.astype(np.float64)) ** 2).sum(axis=1).max())


def whole(precision: Matrix) -> Integers:
    """Return an upper triangular strategy B of whole numbers with B'B about _GRID^2 times a precision."""
    strategy: Integers = np.rint(np.linalg.cholesky(precision, upper=True) * _GRID).astype(np.int64)
    return strategy


@lru_cache(maxsize=8)
def _strategy(radii: int, stays: int, fit: Fit) -> tuple[Integers, float]:
    every = shapes(radii, stays)
    strategy = whole(fit(every))
    strategy.flags.writeable = False
    return strategy, most_seen(strategy, every)
