"""The matrix: devices flagged for every radius and stay of a release, for one site and window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from dashboard.counting.interval import Counts, Estimate, Method
from dashboard.errors import RuleError

Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Matrix:
    """Devices flagged by (radius, stay), arrays of radii x stays; `mid` is None in a bracket.

    `withheld` holds the rows withheld behind each entry, `unseen` whether all of its rows are (None: of none).
    """

    radii_m: tuple[int, ...]
    min_dwell_min: tuple[int, ...]
    low: Counts
    mid: Counts | None
    high: Counts
    withheld: Counts
    method: Method
    unseen: Marks | None = None

    def __post_init__(self) -> None:
        """Make the arrays read-only: a matrix is shared."""
        for array in (self.low, self.mid, self.high, self.withheld, self.unseen):
            if array is not None:
                array.flags.writeable = False

    def at(self, radius_m: int, min_dwell_min: int) -> Estimate:
        """Return the devices of one entry, without a mid where all of its rows are withheld.

        Raise RuleError for a radius or stay that the matrix does not have.
        """
        middle = self.middle_at(radius_m, min_dwell_min)
        unseen = self.unseen is not None and bool(self.unseen[self._entry(radius_m, min_dwell_min)])
        return replace(middle, mid=None) if unseen and not middle.exact else middle

    def middle_at(self, radius_m: int, min_dwell_min: int) -> Estimate:
        """Return the devices of one entry with the middle of its low and high, too, to count on with; raise as `at`."""
        entry = self._entry(radius_m, min_dwell_min)
        return Estimate(
            low=int(self.low[entry]),
            mid=None if self.mid is None else int(self.mid[entry]),
            high=int(self.high[entry]),
        )

    def withheld_at(self, radius_m: int, min_dwell_min: int) -> int:
        """Return the rows withheld behind one entry; raise RuleError as `at` does."""
        return int(self.withheld[self._entry(radius_m, min_dwell_min)])

    def _entry(self, radius_m: int, min_dwell_min: int) -> tuple[int, int]:
        return (
            _position("radius_m", radius_m, self.radii_m),
            _position("min_dwell_min", min_dwell_min, self.min_dwell_min),
        )


def entries(matrix: Matrix) -> pl.DataFrame:
    """Return a matrix as rows: radius_m, min_dwell_min, low, mid (null where it is None), high, withheld."""
    rows = [
        {"radius_m": radius_m, "min_dwell_min": stay, "low": at.low, "mid": at.mid, "high": at.high}
        for radius_m in matrix.radii_m
        for stay in matrix.min_dwell_min
        for at in [matrix.at(radius_m, stay)]
    ]
    withheld = pl.Series("withheld", matrix.withheld.reshape(-1), dtype=pl.Int64)
    return pl.DataFrame(rows, schema_overrides={"mid": pl.Int64}).with_columns(withheld)


def nested(
    low: Counts, mid: Counts | None, high: Counts, *, noisy: bool, across_radii: bool
) -> tuple[Counts, Counts | None, Counts]:
    """Return low, mid and high, radii x stays, that never rise as the stay grows.

    Who stays longer also stays shorter. So, without noise, every low of a longer stay is a low of a shorter one too,
    and every high of a shorter one a high of a longer: the ends come closer. Ends that hold only with a probability
    are moved apart instead, so that each interval still contains its own. Middles out of order meet halfway, inside
    the ends; what is in order stays as it is. `across_radii` does the same from smaller to larger radii, which is
    right for a bracket; a count by date is not nested so, since within a wider radius a visit may have started on
    the date before.
    """
    if noisy:
        low, high = _least_around(low, across_radii=across_radii), _most_inside(high, across_radii=across_radii)
    else:
        low, high = _most_inside(low, across_radii=across_radii), _least_around(high, across_radii=across_radii)
        # A release that contradicts itself, which its check refuses, could put a low above a high.
        high = np.maximum(low, high)
    if mid is None:
        return low, None, high
    halfway = (_most_inside(mid, across_radii=across_radii) + _least_around(mid, across_radii=across_radii) + 1) // 2
    return low, np.clip(halfway, low, high), high


def _most_inside(entries: Counts, *, across_radii: bool) -> Counts:
    """Return the largest entry of the same or longer stays, and of the same or smaller radii if across them."""
    by_radius = np.maximum.accumulate(entries, axis=0) if across_radii else entries
    return np.maximum.accumulate(by_radius[:, ::-1], axis=1)[:, ::-1]


def _least_around(entries: Counts, *, across_radii: bool) -> Counts:
    """Return the smallest entry of the same or shorter stays, and of the same or larger radii if across them."""
    by_radius = np.minimum.accumulate(entries[::-1], axis=0)[::-1] if across_radii else entries
    return np.minimum.accumulate(by_radius, axis=1)


@dataclass(frozen=True, kw_only=True)
class StayBand:
    """Devices whose longest stay in the window is at least `from_min` and under `to_min` minutes (None: no end)."""

    from_min: int
    to_min: int | None
    devices: Estimate


def stay_bands(matrix: Matrix, radius_m: int) -> list[StayBand]:
    """Return the flagged devices of a radius split by stay, shortest first; none for a bracket.

    Who stays t' > t also stays t, so a band is the difference flagged(t) - flagged(t'): exact where nothing is
    withheld, else low = low(t) - high(t'), high = high(t) - low(t'), mid = mid(t) - mid(t'), none below 0.
    A band of whom every row is withheld has no mid. Raises RuleError for a radius that the matrix does not have.
    """
    if matrix.method == "bracket":
        return []
    stays = matrix.min_dwell_min
    reached = [matrix.middle_at(radius_m, stay) for stay in stays]
    sizes = [*(longer.without(rest) for longer, rest in pairwise(reached)), reached[-1]]
    return [
        StayBand(
            from_min=stay,
            to_min=to_min,
            devices=replace(size, mid=None) if matrix.at(radius_m, stay).mid is None else size,
        )
        for stay, to_min, size in zip(stays, [*stays[1:], None], sizes, strict=True)
    ]


def _position(field: str, value: int, stops: Sequence[int]) -> int:
    if value not in stops:
        msg = f"{field} is {value}, expected one of {', '.join(map(str, stops))}"
        raise RuleError(msg, field=field, nearest=min(stops, key=lambda stop: (abs(stop - value), stop)))
    return stops.index(value)
