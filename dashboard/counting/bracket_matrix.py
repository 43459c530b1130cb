"""Brackets of what nobody counted: each end with the source that it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dashboard.counting.interval import Counts
from dashboard.counting.matrix import Matrix


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where an end of a bracket comes from: a place at a radius, a sum of places, presence, or (for a 0) nothing."""

    by: Literal["place", "sum", "presence", "nothing"]
    site_id: str | None = None
    radius_m: int | None = None


@dataclass(frozen=True, kw_only=True)
class Ends:
    """The sources of the low and the high end of one bracket.

    Where the bracket leaves out those who only passed through, `in_all` is the most devices counted in a circle inside,
    passing through or not, and `inside` that circle.
    """

    low: Source
    high: Source
    inside: Source | None = None
    in_all: int | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class BracketMatrix(Matrix):
    """A matrix of brackets with the source of every end; its radii are only those that something bounds."""

    ends: tuple[tuple[Ends, ...], ...]

    def ends_at(self, radius_m: int, min_dwell_min: int) -> Ends:
        """Return the sources of one entry; raise RuleError as `at` does."""
        r, s = self._entry(radius_m, min_dwell_min)
        return self.ends[r][s]


@dataclass(frozen=True, kw_only=True, eq=False)
class Candidate:
    """One bound of every stay, and the rows withheld behind it."""

    source: Source
    devices: Counts
    withheld: Counts


def of_place(site_id: str, counted: Matrix, radius_m: int, *, end: Literal["low", "high"]) -> Candidate:
    """Return the low or the high of a counted place at a radius."""
    r = counted.radii_m.index(radius_m)
    devices = counted.low[r] if end == "low" else counted.high[r]
    source = Source(by="place", site_id=site_id, radius_m=radius_m)
    return Candidate(source=source, devices=devices, withheld=counted.withheld[r])


@dataclass(frozen=True, kw_only=True, eq=False)
class Row:
    """The tightest bracket of every stay: the largest of the lows and the smallest of the highs."""

    low: Counts
    high: Counts
    withheld: Counts
    ends: tuple[Ends, ...]


def tightest(lows: Sequence[Candidate], highs: Sequence[Candidate]) -> Row:
    """Return the tightest bracket of every stay; of equal bounds the first one.

    A low may lie above a high where visits began before the window (see uncounted.py): the high is raised to it.
    """
    all_lows, all_highs = (np.stack([bound.devices for bound in bounds]) for bounds in (lows, highs))
    by_low, by_high = all_lows.argmax(axis=0), all_highs.argmin(axis=0)
    low = all_lows.max(axis=0)
    stays = range(len(low))
    return Row(
        low=low,
        high=np.maximum(low, all_highs.min(axis=0)),
        withheld=np.array([highs[by_high[s]].withheld[s] for s in stays], dtype=np.int64),
        ends=tuple(Ends(low=lows[by_low[s]].source, high=highs[by_high[s]].source) for s in stays),
    )


def bracket_matrix(radii_m: Sequence[int], min_dwell_min: Sequence[int], rows: Sequence[Row]) -> BracketMatrix:
    """Return the matrix of a bracket a radius."""
    shape = (len(radii_m), len(min_dwell_min))
    low, high, withheld = (
        np.array([getattr(row, name) for row in rows], dtype=np.int64).reshape(shape)
        for name in ("low", "high", "withheld")
    )
    return BracketMatrix(
        radii_m=tuple(radii_m),
        min_dwell_min=tuple(min_dwell_min),
        low=low,
        mid=None,
        high=high,
        withheld=withheld,
        method="bracket",
        ends=tuple(row.ends for row in rows),
    )
