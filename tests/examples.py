"""How many examples of a law are tried: as many as the law asks for, and of them a part in `make quick`."""

import math

from hypothesis import settings

ALL = 100


def of(examples: int) -> int:
    """Return how many to try of the examples that a law asks for, by the profile that is in use; one at least."""
    return math.ceil(examples * settings.default.max_examples / ALL)
