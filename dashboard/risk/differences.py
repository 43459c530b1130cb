"""Neighbouring differences: what is learnt by taking the number of one rule from that of the next."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from dashboard.counting.interval import Counts, bounds
from dashboard.counting.matrix import nested
from dashboard.release.disclosure import Disclosure
from dashboard.release.load import Release
from dashboard.risk.part import Part, small_group
from dashboard.risk.rows import Rows, every_window, rows_of

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Differences:
    """Wider rules less their narrower neighbours, one element each: `low` to `high` as far as what is published says.

    `hidden` marks those behind which rows are withheld; the others have one value, low = high.
    """

    low: Counts
    high: Counts
    hidden: Mask


def part(release: Release) -> Part:
    """Return the neighbouring differences of a release."""
    small = small_group(release.manifest.disclosure)
    figures = differences(release, small)
    in_all = figures.select(pl.col(pl.Int64).sum()).row(0, named=True)
    said = (
        f"Of {in_all['differences']:,} differences between neighbouring rules, {in_all['isolating']:,} isolate 1 to "
        f"{small - 1} devices, {in_all['one']:,} of these a single one, and intervals pin {in_all['pinned']:,} more: "
        "whoever takes the one number from the other learns the size of so small a group, whatever is withheld."
    )
    return Part(name="differences", title="Neighbouring differences", meaning=said, figures=figures)


def differences(release: Release, small: int) -> pl.DataFrame:
    """Return, by place and kind of neighbour, how many differences isolate fewer than `small` devices.

    The neighbours of a rule have the next radius, the next stay, or one date more at either end of the window; all
    windows of the period are taken. Columns: place, neighbour, differences (all), isolating (nothing is withheld and
    1 to small - 1 devices lie between the rules), one (exactly one device), withheld (behind which rows are withheld),
    few (of those, the ones that intervals hold between 1 and small - 1) and pinned (that they hold to one such value).
    Sizes count: a wider radius may flag fewer by visits that began on the date before. Under noise see
    noisy_differences. Raises InputError for a release without reach.
    """
    found = []
    for site, place in release.places.items():
        rows = rows_of(release, site)
        for neighbour, between in by_neighbour(rows, release.manifest.disclosure).items():
            found.append({"place": place.name, "neighbour": neighbour, **_counts(between, small)})
    return pl.DataFrame(found)


def by_neighbour(rows: Rows, disclosure: Disclosure) -> dict[str, Differences]:
    """Return the differences of every rule of a place and period, by kind of neighbour."""
    windows = _windows(rows, disclosure)
    start, end = np.triu_indices(len(windows.counted))
    # Windows of two dates and more, which have a neighbour without their last and one without their first.
    first, last = np.triu_indices(len(windows.counted), k=1)
    longer, without_last, without_first = (
        windows.at(np.s_[ends]) for ends in ((first, last), (first, last - 1), (first + 1, last))
    )
    of_the_first = windows.withheld[first, first]
    wider, narrower = windows.at(np.s_[start, end, 1:]), windows.at(np.s_[start, end, :-1])
    shorter, stayed = windows.at(np.s_[start, end, :, :-1]), windows.at(np.s_[start, end, :, 1:])
    return {
        "radius": _between(wider, narrower, disclosure, is_inside=False),
        "stay": _between(shorter, stayed, disclosure),
        "day after": _between(longer, without_last, disclosure, shared=without_last.withheld),
        "day before": _between(longer, without_first, disclosure, shared=longer.withheld - of_the_first),
    }


@dataclass(frozen=True, kw_only=True, eq=False)
class _Windows:
    """Rules by (start, end, radius, stay): released counts, rows withheld, and the interval that the page shows."""

    counted: Counts
    withheld: Counts
    low: Counts
    high: Counts

    def at(self, index: Any) -> _Windows:  # noqa: ANN401 whatever indexes an array
        return _Windows(**{field.name: getattr(self, field.name)[index] for field in fields(self)})


def _windows(rows: Rows, disclosure: Disclosure) -> _Windows:
    counted, withheld, released = map(every_window, (rows.counted, rows.withheld, rows.released))
    by_stay = (-1, counted.shape[-1])
    ends = bounds(counted.reshape(by_stay), withheld.reshape(by_stay), released.reshape(by_stay), disclosure)
    low, _, high = nested(*ends, noisy=False, across_radii=False)
    return _Windows(
        counted=counted, withheld=withheld, low=low.reshape(counted.shape), high=high.reshape(counted.shape)
    )


def _between(
    wide: _Windows, narrow: _Windows, disclosure: Disclosure, *, shared: Counts | int = 0, is_inside: bool = True
) -> Differences:
    """Return wide less narrow; `shared` withheld rows are in both and cancel.

    `is_inside` says that whoever is flagged by the narrow rule is flagged by the wide one.
    """
    most = disclosure.threshold - 1
    added, removed = wide.withheld - shared, narrow.withheld - shared
    counted = wide.counted - narrow.counted
    low, high = counted + added - removed * most, counted + added * most - removed
    low, high = np.maximum(low, wide.low - narrow.high), np.minimum(high, wide.high - narrow.low)
    low = np.maximum(low, 0) if is_inside else low
    return Differences(low=low, high=high, hidden=(added + removed) > 0)


def _counts(between: Differences, small: int) -> dict[str, int]:
    size = np.abs(between.low)
    is_small = (size >= 1) & (size < small)
    few = between.hidden & (between.low >= 1) & (between.high < small)
    return {
        "differences": size.size,
        "isolating": int((~between.hidden & is_small).sum()),
        "one": int((~between.hidden & (size == 1)).sum()),
        "withheld": int(between.hidden.sum()),
        "few": int(few.sum()),
        "pinned": int((few & (between.low == between.high)).sum()),
    }
