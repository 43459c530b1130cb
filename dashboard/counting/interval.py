"""Estimates: a number with its low and its high, and how lows and highs add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dashboard.errors import ScopeError

Method = Literal["counted", "bracket"]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A number of devices or people between `low` and `high`; `mid` is None in a bracket, which has no best guess."""

    low: int
    mid: int | None
    high: int

    def __post_init__(self) -> None:
        """Check that low <= mid <= high and that none is negative."""
        mid = self.low if self.mid is None else self.mid
        if not 0 <= self.low <= mid <= self.high:
            msg = f"estimate is {self.low}, {self.mid}, {self.high}, expected 0 <= low <= mid <= high"
            raise ScopeError(msg)

    @property
    def exact(self) -> bool:
        """Say whether nothing was withheld and no noise added."""
        return self.low == self.mid == self.high
