"""Visits by brute force over whole tracks: tens of millions of sightings, nothing of the builder."""

from dataclasses import dataclass
from itertools import starmap

import h3.api.basic_int as h3
import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_M = 6_371_007.180918475

Integers = NDArray[np.int64]
Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Visits:
    """The visits to a place: device, local day (since 1970-01-01) on which each begins, and how long it is."""

    device: NDArray[np.int32]
    day: Integers
    dwell_s: Integers

    def distinct(self, stay_min: int, first_day: int, last_day: int) -> int:
        """Devices with a visit long enough on at least one of the days."""
        qualifies = (self.dwell_s >= stay_min * 60) & (self.day >= first_day) & (self.day <= last_day)
        return np.count_nonzero(np.bincount(self.device[qualifies]))


class Tracks:
    """Whole tracks, by device and second; of the same second the smallest cell."""

    def __init__(
        self, device: NDArray[np.uint32], second: Integers, cell: NDArray[np.uint64], *, utc_offset_s: int
    ) -> None:
        cells = np.unique(cell)
        epoch, spots = int(second.min()), len(cells)
        seconds = int(second.max()) - epoch + 1
        assert (int(device.max()) + 1) * seconds * spots < 2**63, "device, second and cell do not fit in one number"
        packed = (device.astype(np.int64) * seconds + second - epoch) * spots + np.searchsorted(cells, cell)
        packed.sort()
        moment, spot = np.divmod(packed, spots)
        first = np.concatenate([[True], np.diff(moment) != 0])
        device, since = np.divmod(moment[first], seconds)
        self.device, self.second, self.spot = device.astype(np.int32), since + epoch, spot[first].astype(np.int32)
        self.centres = np.radians([h3.cell_to_latlng(c) for c in cells.tolist()])
        self.utc_offset_s = utc_offset_s

    def metres(self, points: tuple[Point, ...]) -> NDArray[np.float64]:
        """Metres from every cell to the nearest of the points."""
        return np.min(list(starmap(self._metres, np.radians(points))), axis=0)

    def visits(self, points: tuple[Point, ...], radii_m: list[int], max_gap_min: int) -> dict[int, Visits]:
        """Visits to one place by radius."""
        of_spot = self.metres(points)
        near = np.flatnonzero((of_spot <= max(radii_m))[self.spot])
        metres = of_spot[self.spot[near]]
        return {radius_m: self._runs(near[metres <= radius_m], max_gap_min) for radius_m in radii_m}

    def _runs(self, inside: Integers, max_gap_min: int) -> Visits:
        """Runs of sightings inside, given by their rows."""
        device, second = self.device[inside], self.second[inside]
        # A run begins at every other device, after every long gap, and wherever a sighting outside lies between.
        begins = (
            (np.diff(inside, prepend=-2) != 1)
            | (np.diff(device, prepend=-1) != 0)
            | (np.diff(second, prepend=0) > max_gap_min * 60)
        )
        begin = np.flatnonzero(begins)
        end = np.append(begin[1:], len(inside))[: len(begin)] - 1
        day = (second[begin] + self.utc_offset_s) // 86_400
        return Visits(device=device[begin], day=day, dwell_s=second[end] - second[begin])

    def _metres(self, lat: float, lng: float) -> NDArray[np.float64]:
        north, east = self.centres.T
        half = np.sin((north - lat) / 2) ** 2 + np.cos(lat) * np.cos(north) * np.sin((east - lng) / 2) ** 2
        return 2 * EARTH_RADIUS_M * np.arctan2(np.sqrt(half), np.sqrt(1 - half))
