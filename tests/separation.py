"""How far a change of the counts moves what a mechanism measures, by the definition, for the tests of its budget."""

import numpy as np
import numpy.typing as npt

from dashboard.builder.disclosure.mechanism import Mechanism


def separation(mechanism: Mechanism, change: npt.NDArray[np.int64]) -> float:
    """Return d', in standard deviations; the change of the counts (rows x entries) costs d' ** 2 / 2 of zCDP."""
    measured = np.atleast_2d(change) @ mechanism.strategy.astype(np.float64).T
    return float(np.linalg.norm(measured) / mechanism.scale)
