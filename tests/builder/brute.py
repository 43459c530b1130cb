"""Qualifying devices by brute force over whole tracks: tens of millions of sightings, nothing of the builder."""

from dataclasses import dataclass
from itertools import starmap

import h3.api.basic_int as h3
import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_M = 6_371_007.180918475

Integers = NDArray[np.int64]
Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class DeviceDays:
    """Devices with the local days (since 1970-01-01) on which they qualify, each pair once."""

    device: Integers
    day: Integers

    def distinct(self, first_day: int, last_day: int) -> int:
        within = (self.day >= first_day) & (self.day <= last_day)
        return len(np.unique(self.device[within]))


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

    def qualifying(
        self, points: tuple[Point, ...], radius_m: int, max_gap_min: int, stays_min: list[int]
    ) -> dict[int, DeviceDays]:
        """Device-days by minimum stay, of one place and radius."""
        device, second, inside = self._of_devices_inside(self.metres(points) <= radius_m)
        # A run is cut before and after every sighting outside, at every other device and at every long gap.
        cut = (np.diff(device) != 0) | (np.diff(second) > max_gap_min * 60) | ~inside[1:] | ~inside[:-1]
        begin = np.flatnonzero(inside & np.concatenate([[True], cut]))
        end = np.flatnonzero(inside & np.concatenate([cut, [True]]))
        dwell_s = second[end] - second[begin]
        day = (second[begin] + self.utc_offset_s) // 86_400
        found = {}
        for stay in stays_min:
            long_enough = dwell_s >= stay * 60
            pairs = np.unique(device[begin][long_enough] * np.int64(100_000) + day[long_enough])
            found[stay] = DeviceDays(device=pairs // 100_000, day=pairs % 100_000)
        return found

    def _of_devices_inside(
        self, inside_spot: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int32], Integers, NDArray[np.bool_]]:
        inside = inside_spot[self.spot]
        ever = np.zeros(self.device.max() + 1, dtype=bool)
        ever[self.device[inside]] = True
        rows = ever[self.device]
        return self.device[rows], self.second[rows], inside[rows]

    def _metres(self, lat: float, lng: float) -> NDArray[np.float64]:
        north, east = self.centres.T
        half = np.sin((north - lat) / 2) ** 2 + np.cos(lat) * np.cos(north) * np.sin((east - lng) / 2) ** 2
        return 2 * EARTH_RADIUS_M * np.arctan2(np.sqrt(half), np.sqrt(1 - half))
