"""Check that under noise every row is there that could be counted: one that is missing would say that nobody was."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from dashboard.language import mark
from dashboard.release.check.findings import ROW, Finding, Located, RowRule, rows_at_fault
from dashboard.release.manifest import Manifest

_FOUND = "rows of the place"


def check_complete(rows: pl.DataFrame, manifest: Manifest, at: Located) -> Iterator[Finding]:
    """Yield the findings on rows, sound by themselves, of a file of reach or reach_by_home of a release with noise."""
    dates = (manifest.period.end - manifest.period.start).days + 1
    homes = rows["home"].n_unique() if "home" in rows.columns else 1
    expected = (
        (1 + len(manifest.conditions))
        * homes
        * len(manifest.radii_m)
        * len(manifest.min_dwell_min)
        * dates
        * (dates + 1)
        // 2
    )
    of_place = rows.group_by("site_id").agg(pl.len().cast(pl.Int64).alias(_FOUND), pl.col(ROW).min())
    rule = RowRule(
        column="site_id",
        needs=("site_id", _FOUND),
        bad=pl.col(_FOUND) != expected,
        problem=mark("{site_id} does not have {expected} rows, one for whatever could be counted"),
        remedy=mark("Build the release again: where rows are missing, nobody was"),
        values={"expected": f"{expected:,}"},
    )
    yield from rows_at_fault(of_place, [rule], at)
