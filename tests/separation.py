"""How far a change of the counts moves what is published, by the definition, for the tests of its budget."""

import numpy as np
import numpy.typing as npt


def separation(sd: float, change: npt.NDArray[np.int64]) -> float:
    """Return d', in standard deviations; the change of the counts costs d' ** 2 / 2 of zCDP."""
    return float(np.linalg.norm(change) / sd)
