"""Check reach and reach_by_home row by row: places, stops, dates, days since the last visit, counts and keys."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from dashboard.language import mark
from dashboard.release.check.columns import read_table
from dashboard.release.check.counts import count_rules, duplicate_keys, member_rule, period_rule, stop_rule
from dashboard.release.check.findings import Finding, Located, RowRule, rows_at_fault
from dashboard.release.load import SITES_FILE
from dashboard.release.manifest import FILE_NAME, Manifest
from dashboard.release.tables import CONDITION, Table

OUTSIDE = "outside"
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Known:
    """The site_id and the district codes of a release, None where they are not known."""

    sites: Collection[str] | None
    districts: Collection[str] | None


def check_reach(
    file: Path, table: Table, manifest: Manifest, at: Located, known: Known
) -> tuple[pl.DataFrame | None, list[Finding]]:
    """Return the rows, None unless all are sound by themselves, and the findings on a file of a reach table."""
    rows, findings = read_table(file, table, at)
    rules = [
        *_key_rules(manifest, known.sites, known.districts),
        *_days_rules(manifest),
        *count_rules(manifest.disclosure),
    ]
    findings += rows_at_fault(rows, rules, at)
    findings += duplicate_keys([(rows, at)], table)
    return (None if findings else rows), findings


def _key_rules(
    manifest: Manifest, sites: Collection[str] | None, districts: Collection[str] | None
) -> Iterator[RowRule]:
    if sites is not None:
        whose = mark("the site_id in {file}", file=SITES_FILE)
        remedy = mark("Add the place to {file}, or remove the rows", file=SITES_FILE)
        yield member_rule("site_id", sorted(sites), whose, remedy)
    yield stop_rule("radius_m", manifest.radii_m, "radii_m")
    yield stop_rule("min_dwell_min", manifest.min_dwell_min, "min_dwell_min")
    yield period_rule(manifest.period)
    if manifest.conditions:
        whose = mark("the ids of the conditions in {file}", file=FILE_NAME)
        remedy = mark("Remove the rows, or list the condition in the manifest")
        yield member_rule(CONDITION, [condition.id for condition in manifest.conditions], whose, remedy)
    if districts is not None:
        whose = mark('the district codes or "{outside}"', outside=OUTSIDE)
        remedy = mark('Use the codes of districts.geojson, and "{outside}" for any other home', outside=OUTSIDE)
        yield member_rule("home", [*sorted(districts), OUTSIDE], whose, remedy)


def _days_rules(manifest: Manifest) -> list[RowRule]:
    # Days as plain integers: a date far off cannot be reckoned with as a date.
    day = pl.col("date").to_physical().cast(pl.Int64)
    first = (manifest.lookback_start - _EPOCH).days
    return [
        RowRule(
            column="days_since",
            needs=("days_since",),
            bad=pl.col("days_since") == 0,
            problem=mark("is 0, expected 1 or more days, or null"),
            remedy=mark("Count the days back to the previous qualifying date; null if there is none"),
        ),
        RowRule(
            column="days_since",
            needs=("days_since", "date"),
            bad=(day - pl.col("days_since").cast(pl.Int64)) < first,
            problem=mark("is {value} on {date}, which reaches before lookback_start {first}"),
            remedy=mark("Put null where no earlier date since lookback_start qualifies, or correct lookback_start"),
            values={"first": manifest.lookback_start},
        ),
    ]
