"""Reconstruction: what linear programming finds behind the rows that are withheld, in a world where it is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import linprog

from dashboard.counting.interval import Counts
from dashboard.risk.rows import every_window
from dashboard.risk.worlds import WITHHELD, published

# A bound that the solver finds may miss a whole number by its tolerance.
_TOLERANCE = 1e-6

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Ranges:
    """The withheld rows of a table: the least and the most that each can hold, and what it holds."""

    least: Counts
    most: Counts
    truth: Counts


@dataclass(frozen=True, kw_only=True, eq=False)
class _Program:
    """What is known of the withheld rows by home, the variables: matrix @ variables <= limit, each low to high."""

    matrix: sparse.csr_array
    limit: Numbers
    low: int
    high: int

    def range(self, goal: Numbers) -> tuple[int, int]:
        """Return the least and the most whole number that goal @ variables can be."""
        bounds = (self.low, self.high)
        # The program is small: solving it takes less than simplifying it first.
        options = {"presolve": False}
        least, most = (
            sign * linprog(sign * goal, self.matrix, self.limit, bounds=bounds, method="highs", options=options).fun
            for sign in (1, -1)
        )
        return int(np.ceil(least - _TOLERANCE)), int(np.floor(most + _TOLERANCE))


def reconstruct(exact: Counts, threshold: int) -> dict[str, Ranges]:
    """Return, by table, the ranges of the rows that a release of exact counts withholds.

    `exact` holds counts by (home, previous, date, radius, stay). The attacker knows what is published of them and of
    their sums over the homes, and what holds for any visits of a day to one place: who stays longer or comes closer
    also does less, and nobody comes again who did not come before.
    """
    homes, cells = len(exact), exact[0].size
    by_home, in_all = published(exact, threshold).ravel(), published(exact.sum(axis=0), threshold).ravel()
    free = by_home == WITHHELD
    sums = sparse.kron(np.ones((1, homes)), sparse.eye_array(cells), format="csr")
    program = _program(exact.shape, sums, by_home, in_all, threshold)
    hidden = np.flatnonzero(in_all == WITHHELD)
    known = sums @ np.where(free, 0, by_home)
    return {
        "reach": _ranges(program, sums[hidden][:, free].toarray(), known[hidden], (sums @ exact.ravel())[hidden]),
        "reach_by_home": _ranges(
            program, np.eye(int(free.sum())), np.zeros(int(free.sum()), dtype=np.int64), exact.ravel()[free]
        ),
    }


def best_fit(noisy: Counts, deviation: Numbers) -> Counts:
    """Return the counts that noisy ones fit best: least absolute errors in units of each entry's deviation.

    `noisy` holds counts by (previous, date, radius, stay), `deviation` the noise's standard deviation by (radius,
    stay). What the attacker holds true of exact counts binds the fit, which is rounded to whole numbers.
    """
    size, ordered, values = noisy.size, order(noisy.shape), noisy.ravel()
    count, error = sparse.eye_array(size), sparse.diags_array(np.broadcast_to(deviation, noisy.shape).ravel())
    matrix = sparse.block_array([[count, -error], [-count, -error], [-ordered, None]], format="csr")
    limit = np.concatenate([values, -values, np.zeros(ordered.shape[0])])
    goal = np.concatenate([np.zeros(size), np.ones(size)])
    found: Numbers = linprog(goal, A_ub=matrix, b_ub=limit, bounds=(0, None), method="highs").x[:size]
    return np.rint(found).astype(np.int64).reshape(noisy.shape)


def order(shape: tuple[int, ...]) -> sparse.csr_array:
    """Return a matrix whose products with the exact counts of a home, (previous, date, radius, stay), are never < 0.

    Its rows say, for every window, that a wider radius flags no fewer, a longer stay no more, and that a window flags
    no fewer with the day before.
    """
    dates, _, radii, stays = shape
    cells = int(np.prod(shape))
    each = np.eye(cells, dtype=np.int64).reshape(dates, dates, radii, stays * cells)
    flagged = every_window(each).reshape(*shape, cells)
    wider = flagged[:, :, 1:] - flagged[:, :, :-1]
    longer = flagged[:, :, :, :-1] - flagged[:, :, :, 1:]
    start, end = np.triu_indices(dates, k=1)
    earlier = flagged[start, end] - flagged[start + 1, end]
    rows = np.concatenate([part.reshape(-1, cells) for part in (wider, longer, earlier)])
    return sparse.csr_array(np.unique(rows, axis=0))


def _program(
    shape: tuple[int, ...], sums: sparse.csr_array, by_home: Counts, in_all: Counts, threshold: int
) -> _Program:
    withheld = in_all == WITHHELD
    least, most = np.where(withheld, 1, in_all), np.where(withheld, threshold - 1, in_all)
    ordered = sparse.kron(sparse.eye_array(shape[0]), order(shape[1:]), format="csr")
    free = by_home == WITHHELD
    matrix = sparse.vstack([-ordered, sums, -sums], format="csr")
    limit = np.concatenate([np.zeros(ordered.shape[0]), most, -least]) - matrix @ np.where(free, 0, by_home)
    of_free = matrix[:, free]
    used = np.diff(of_free.indptr) > 0
    return _Program(matrix=of_free[used], limit=limit[used], low=1, high=threshold - 1)


def _ranges(program: _Program, goals: Numbers, known: Counts, truth: Counts) -> Ranges:
    found = np.array([program.range(goal) for goal in goals], dtype=np.int64).reshape(-1, 2)
    return Ranges(least=found[:, 0] + known, most=found[:, 1] + known, truth=truth)
