"""Check that reach_by_home adds up to reach, row by row, as far as withheld rows and noise let one tell."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from dashboard.language import mark
from dashboard.release.check.bounds import HIGH, LOW, high, low, noise
from dashboard.release.check.findings import ROW, Finding, Located, RowRule, rows_at_fault
from dashboard.release.disclosure import Disclosure
from dashboard.release.load import REACH_BY_HOME_FILE, REACH_FILE
from dashboard.release.tables import REACH

_HOMES, _LOW_HOMES, _HIGH_HOMES = "homes", "low_homes", "high_homes"
ALONE = Located(file=REACH_BY_HOME_FILE, where=REACH_BY_HOME_FILE)
_REMEDY = mark("Split the devices of {reach} by home, each in one district or outside", reach=REACH_FILE)


def check_home(
    reach: pl.DataFrame,
    by_home: pl.DataFrame,
    disclosure: Disclosure,
    at: Located = ALONE,
    *,
    key: Sequence[str] = REACH.key,
) -> list[Finding]:
    """Return the findings on rows, each sound by itself, of reach and of the file of reach_by_home at `at`.

    Both have their ROW and hold the same sites.
    """
    if reach.is_empty() and by_home.is_empty():
        return []
    whole = reach.group_by(key).agg(low(), high(disclosure), pl.col(ROW).min())
    split = by_home.group_by(key).agg(
        low().alias(_LOW_HOMES),
        high(disclosure).alias(_HIGH_HOMES),
        pl.len().alias(_HOMES),
        pl.col(ROW).min(),
    )
    both = whole.join(split, on=list(key), how="full", nulls_equal=True, coalesce=True, suffix=" of homes")
    sums = both.with_columns(pl.col(LOW, HIGH, _LOW_HOMES, _HIGH_HOMES, _HOMES).fill_null(0))
    slack = noise(disclosure, pl.col(_HOMES).cast(pl.Int64) + 1, sums.height)
    homes = sums.with_columns(pl.col(f"{ROW} of homes").alias(ROW))
    too_many = RowRule(
        column="devices",
        needs=(*key, _LOW_HOMES, HIGH),
        bad=pl.col(_LOW_HOMES) - pl.col(HIGH) > slack,
        problem=mark(
            "at least {low_homes} devices over all homes "
            "({site_id}, {date}, {radius_m} m, {min_dwell_min} min, days_since {days_since}), "
            "but at most {high} in {reach}"
        ),
        remedy=_REMEDY,
        values={"reach": REACH_FILE},
    )
    too_few = RowRule(
        column="devices",
        needs=(*key, LOW, _HIGH_HOMES),
        bad=pl.col(LOW) - pl.col(_HIGH_HOMES) > slack,
        problem=mark(
            "at most {high_homes} devices over all homes "
            "({site_id}, {date}, {radius_m} m, {min_dwell_min} min, days_since {days_since}), "
            "but at least {low} in {reach}"
        ),
        remedy=_REMEDY,
        values={"reach": REACH_FILE},
    )
    return rows_at_fault(homes, [too_many, too_few], at)
