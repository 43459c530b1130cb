"""One part of the report, and how much is tried for it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.builder import defaults
from dashboard.release.disclosure import Disclosure


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """A sentence that says what was found, and the figures."""

    name: str
    title: str
    meaning: str
    figures: pl.DataFrame


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How much is tried: targets of a kind in small worlds and among devices, worlds to reconstruct, windows."""

    simulated: int = 200
    real: int = 50
    reconstructed: int = 2
    windows: int = 300


def small_group(disclosure: Disclosure) -> int:
    """Return below how many devices a group is small: the threshold, or where there is none the builder's own."""
    return disclosure.threshold if disclosure.threshold > 1 else int(defaults.DEFAULTS["disclosure"]["threshold"])


def percent(share: float) -> str:
    """Return a share as a percentage; what is not quite none or all is not rounded to it."""
    if 0 < share < 0.001:
        return "under 0.1%"
    if 0.999 < share < 1:
        return "over 99.9%"
    return f"{share:.0%}" if share in {0, 1} else f"{share:.1%}"
