"""The noise as it is: how widely the published counts are spread, held against what the manifest states.

True counts vary, and that only adds: for noise that is symmetric with one peak, half of its values lie no closer
once anything independent is added (Anderson, 1955). So counts that lie closer than the stated noise alone would have
less of it, whoever wrote the manifest, and the attacker is given what there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from scipy.stats import norm

from dashboard.builder.disclosure.likelihood import Numbers
from dashboard.release.disclosure import Noise
from dashboard.release.load import Release
from dashboard.release.manifest import Manifest
from dashboard.release.tables import COUNT, REACH
from dashboard.risk.known import Known

_HALF = float(norm.ppf(0.75))
_FALSE_ALARM = 0.001  # the chance, over all groups of rows, that noise as stated is taken for less
_EFFICIENCY = 0.3675  # of the median deviation, against the standard deviation. Source: Rousseeuw and Croux, 1993
_FEWEST = 50  # rows from which a spread is taken
_PAIRS = 300  # of places whose noise is compared


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found of the noise of a table: where it is least, stated and found standard deviations."""

    table: str
    where: str
    stated: float
    found: float


def spreads(release: Release, known: Known | None) -> list[Found]:
    """Return, for each table of reach, where its noise is least, as stated unless what is published shows less.

    With the exact counts known, what is looked at is the difference. 0 stands where rows are missing, which says where
    nobody was, and where two places have the same noise.
    """
    noise = release.manifest.disclosure.noise
    return [] if noise is None else [_least(release, known, noise, table) for table in _stated(noise)]


def _stated(noise: Noise) -> dict[str, float]:
    return {"reach": noise.reach_sd} | ({} if noise.home_sd is None else {"reach_by_home": noise.home_sd})


def _least(release: Release, known: Known | None, noise: Noise, table: str) -> Found:
    stated = _stated(noise)[table]
    rows = _rows(release, known, table)
    missing = _every(release.manifest, rows, len(release.places)) - rows.height
    if missing:
        return Found(table=table, where=f"{missing:,} rows are missing", stated=stated, found=0.0)
    least = Found(table=table, where="everywhere as stated", stated=stated, found=stated)
    spread, efficiency = (_of_middle_half, _EFFICIENCY) if known is None else (_deviation, 1.0)
    groups = list(_groups(rows))
    sure = float(norm.isf(_FALSE_ALARM / len(groups)))
    for where, values in groups:
        found = spread(values)
        if found < stated * (1 - sure * np.sqrt(0.5 / efficiency / len(values))) and found < least.found:
            least = Found(table=table, where=where, stated=stated, found=found)
    return least


def _rows(release: Release, known: Known | None, table: str) -> pl.DataFrame:
    published = _read(release, table)
    if known is None:
        return published
    key = [name for name in published.columns if name != COUNT]
    exact = _read(known.exact, table).rename({COUNT: "exact"})
    both = published.join(exact, on=key, how="left", nulls_equal=True, maintain_order="left")
    return both.select(*key, pl.col(COUNT) - pl.col("exact").fill_null(0))


def _read(release: Release, table: str) -> pl.DataFrame:
    scan = release.reach if table == REACH.name else release.reach_by_home
    return pl.DataFrame() if scan is None else scan.with_columns(pl.col(COUNT).cast(pl.Int64)).collect()


def _every(manifest: Manifest, rows: pl.DataFrame, places: int) -> int:
    """Return how many rows there are where each that could be counted is there."""
    dates = (manifest.period.end - manifest.period.start).days + 1
    homes = rows["home"].n_unique() if "home" in rows.columns else 1
    return places * homes * len(manifest.radii_m) * len(manifest.min_dwell_min) * dates * (dates + 1) // 2


def _groups(rows: pl.DataFrame) -> Iterator[tuple[str, Numbers]]:
    """Yield the counts of all rows, of each place, radius and stay, and the differences between places."""
    yield "over all rows", rows[COUNT].to_numpy()
    for names in (("site_id",), ("site_id", "radius_m"), ("site_id", "radius_m", "min_dwell_min"), ("date",)):
        for key, part in rows.group_by(*names):
            if part.height >= _FEWEST:
                yield (
                    ", ".join(f"{name} {value}" for name, value in zip(names, key, strict=True)),
                    part[COUNT].to_numpy(),
                )
    ordered = rows.sort([name for name in (*REACH.key, "home") if name in rows.columns and name != "site_id"])
    by_site = {site: part[COUNT].to_numpy() for (site,), part in ordered.group_by("site_id", maintain_order=True)}
    for one, other in list(combinations(sorted(by_site), 2))[:_PAIRS]:
        if len(by_site[one]) >= _FEWEST:
            yield f"between {one} and {other}", (by_site[one] - by_site[other]) / np.sqrt(2)


def _of_middle_half(values: Numbers) -> float:
    """Return the standard deviation of normal noise whose middle half is as wide."""
    return float(np.median(np.abs(values - np.median(values)))) / _HALF


def _deviation(values: Numbers) -> float:
    """Return the root of the mean square of what is noise alone."""
    return float(np.sqrt(np.mean(np.square(values, dtype=np.float64))))
