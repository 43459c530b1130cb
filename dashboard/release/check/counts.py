"""Rules that rows of counts share, whatever the table: the count itself, its stops, and keys that occur once."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from dashboard.language import mark
from dashboard.release.check.findings import ROW, Finding, Located, RowRule, found, listed
from dashboard.release.disclosure import Disclosure
from dashboard.release.manifest import Period
from dashboard.release.tables import COUNT, Table

_PART = "part number"


def count_rules(disclosure: Disclosure) -> list[RowRule]:
    """Return what a count may not be: zero, below the threshold, or withheld where nothing is withheld.

    With noise every count under the threshold is withheld, a zero too.
    """
    below = disclosure.threshold - 1
    if disclosure.noise is not None:
        problem = f"is {{devices}}, expected null for any count under {disclosure.threshold:,} after noise"
        return [
            _count_rule(
                pl.col(COUNT) < disclosure.threshold, problem, mark("Withhold the count: put null in its place")
            )
        ]
    rules = [
        _count_rule(
            pl.col(COUNT) == 0,
            mark("is 0, expected no row where there is no device"),
            mark("Remove rows that count no device"),
        )
    ]
    if below == 0:
        withheld = pl.col(COUNT).is_null()
        problem = mark("is withheld, though the threshold in the manifest is 1")
        return [
            *rules,
            _count_rule(withheld, problem, mark("Fill in the count, or state the threshold that was applied")),
        ]
    small = pl.col(COUNT).is_between(1, below)
    problem = f"is {{devices}}, expected null for any count from 1 to {below:,}"
    return [*rules, _count_rule(small, problem, mark("Withhold the count: put null in its place"))]


def presence_rules(disclosure: Disclosure) -> list[RowRule]:
    """Return what a count of presence may not be: as in any table, but with noise small ones are left out."""
    if disclosure.noise is None:
        return count_rules(disclosure)
    least = disclosure.noise.presence_threshold
    bad = pl.col(COUNT).is_null() | (pl.col(COUNT) < least)
    problem = f"is {{devices}}, expected {least:,} or more, the manifest's presence_threshold"
    return [_count_rule(bad, problem, mark("Leave the row out: that it is there would tell that somebody was"))]


def stop_rule(column: str, stops: Sequence[int], field: str) -> RowRule:
    """Return the rule that a column holds only the values that a field of the manifest lists."""
    return RowRule(
        column=column,
        needs=(column,),
        bad=~pl.col(column).is_in(list(stops)),
        problem=f"is {{{column}}}, expected one of {listed(stops)}",
        remedy=f"Remove the rows, or list the value in {field} of the manifest",
    )


def period_rule(period: Period) -> RowRule:
    """Return the rule that dates lie in the period."""
    return RowRule(
        column="date",
        needs=("date",),
        bad=~pl.col("date").is_between(period.start, period.end),
        problem=f"is {{date}}, expected a date from {period.start} to {period.end}",
        remedy=mark("Remove the rows, or correct the period in the manifest"),
    )


def member_rule(column: str, members: Sequence[str], whose: str, remedy: str) -> RowRule:
    """Return the rule that a text column holds only known names; null passes."""
    return RowRule(
        column=column,
        needs=(column,),
        bad=~pl.col(column).is_in(pl.Series(members, dtype=pl.String).implode()),
        problem=f"is {{{column}}}, expected one of {whose}",
        remedy=remedy,
    )


def duplicate_keys(parts: Sequence[tuple[pl.DataFrame, Located]], table: Table) -> list[Finding]:
    """Return findings on rows that share a key, in one file or across files; the first row of a key is not at fault."""
    key = list(table.key)
    if any(not set(key) <= set(rows.columns) for rows, _ in parts):
        return []
    if len(parts) == 1 and _rises(parts[0][0], table.sort or table.key):
        return []
    together = pl.concat(
        rows.select(*key, ROW, pl.lit(number, dtype=pl.UInt32).alias(_PART)) for number, (rows, _) in enumerate(parts)
    )
    shared = together.group_by(key).len().filter(pl.col("len") > 1)
    if shared.is_empty():
        return []
    again = together.join(shared, on=key, how="semi", nulls_equal=True, maintain_order="left").filter(
        ~pl.struct(key).is_first_distinct()
    )
    rule = RowRule(
        column=key[0],
        needs=(ROW,),
        bad=pl.lit(value=True),
        problem=f"the row has the same {', '.join(key)} as a row before it",
        remedy=f"Keep one row for each {', '.join(key)}",
    )
    by_part = again.partition_by(_PART, as_dict=True)
    return [found(by_part[number,], rule, at) for number, (_, at) in enumerate(parts) if (number,) in by_part]


def _rises(rows: pl.DataFrame, key: Sequence[str]) -> bool:
    """Say whether each row's key comes after that of the row before, nulls first: then no key occurs twice."""
    rising = pl.lit(value=False)
    for name in reversed(key):
        value, before = pl.col(name), pl.col(name).shift(1)
        later = (before.is_null() & value.is_not_null()) | (value > before).fill_null(value=False)
        rising = later | (value.eq_missing(before) & rising)
    return bool(rows.select(rising.slice(1).all()).item())


def _count_rule(bad: pl.Expr, problem: str, remedy: str) -> RowRule:
    return RowRule(column=COUNT, needs=(COUNT,), bad=bad, problem=problem, remedy=remedy)
