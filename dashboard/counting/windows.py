"""Two windows of one place, radius and stay: whom both flag, from the days since each device's last visit.

Let W1 = [a, b] begin first, W2 = [c, d], and a row count the devices that qualify on date x, before that last on date p
(long ago, if never). Whoever a window flags has one row in it with p before it:

    flagged in W1:  x in W1, p < a        flagged in W2:  x in W2, p < c

    in both:  x in W1 and W2, p < c               flagged on the dates that they share
          or  x in W2 after b, a <= p <= b, p < c   not on those, but in W2 later, and in W1 the time before

Where dates lie between the windows, G = [b + 1, c - 1], some of those with x in W2 and p in G are in both, too. They
came in G; whether in W1 before that, their rows do not say: flow.py bounds how many. Where there is no G, and where
nobody came in it and in W2, every part is counted. Those with x in W2 and p < a are in W2 alone in any case.

A part is a sum of rows less another. A row in both sums, be its count withheld or noisy, is one number: it is left out
of both, so that what is not known of it counts not once, let alone twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from dashboard.counting.comparison import Comparison, Difference, Split, difference_of
from dashboard.counting.flow import flow_bounds
from dashboard.counting.interval import Estimate
from dashboard.counting.reach import rows_of, spread_of
from dashboard.counting.sums import SUMS, with_bounds
from dashboard.release.disclosure import Disclosure
from dashboard.release.load import Release
from dashboard.release.tables import COUNT
from dashboard.rule import Rule

NOBODY = Estimate(low=0, mid=0, high=0)


def compare_windows(release: Release, first: Rule, second: Rule) -> Comparison:
    """Return how two rules compare that differ by their dates alone, around a place that was counted, in devices.

    Raises RuleError for a rule that the release cannot answer, ScopeError for a release without reach.
    """
    if second.start < first.start:
        found = compare_windows(release, second, first)
        return replace(found, split=found.split.mirrored, difference=found.difference.mirrored)
    rows = _rows(release, first, second)
    a, b, c, d = first.start, first.end, second.start, second.end
    x, p = pl.col("date"), pl.col("before")
    in_first, in_second = x.is_between(a, b) & (p < a), x.is_between(c, d) & (p < c)
    again = (x > b) & (p >= a) & (p <= b)
    both = in_second & ((x <= b) | again)
    came_between = in_second & (p > b)
    known, others = _between(rows, first, second, came_between)
    parts = (
        rows.less(in_first, both).without(known),
        rows.sum(both) + known,
        rows.sum(in_second & ~both & ~came_between) + others,
    )
    counted = all(part.mid is not None for part in parts)
    split = Split(only_first=parts[0], both=parts[1], only_second=parts[2], method="counted" if counted else "bracket")
    return Comparison(split=split, difference=rows.difference(in_first, in_second), method="counted")


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """The rows of a place, radius and stay: date, before, devices; and how they were protected."""

    table: pl.DataFrame
    disclosure: Disclosure
    spread: float | None

    def sum(self, part: pl.Expr) -> Estimate:
        tallied = self.table.filter(part).select(SUMS)
        ends = with_bounds(tallied, self.disclosure, row_sd=self.spread).row(0, named=True)
        return Estimate(low=ends["low"], mid=ends["mid"], high=ends["high"])

    def less(self, part: pl.Expr, other: pl.Expr) -> Estimate:
        """Return the one sum less the other, which is no larger."""
        return self.sum(part & ~other).without(self.sum(other & ~part))

    def difference(self, first: pl.Expr, second: pl.Expr) -> Difference:
        """Return how much more the second sum is."""
        return difference_of(self.sum(first & ~second), self.sum(second & ~first))


def _rows(release: Release, first: Rule, second: Rule) -> _Rows:
    asked = replace(first, end=max(first.end, second.end))
    table = rows_of(release, asked).collect()
    before = (pl.col("date") - pl.duration(days="days_since")).fill_null(date.min)
    return _Rows(
        table=table.select("date", COUNT, before.alias("before")),
        disclosure=release.manifest.disclosure,
        spread=spread_of(release),
    )


def _between(rows: _Rows, first: Rule, second: Rule, came: pl.Expr) -> tuple[Estimate, Estimate]:
    """Return those who came between the windows and in the second: who had come in the first, and who had not."""
    gap = (first.end + timedelta(days=1), second.start - timedelta(days=1))
    if gap[0] > gap[1]:
        return NOBODY, NOBODY
    if rows.disclosure.noisy:
        # A flow through many noisy rows holds with no probability that can be stated.
        some = replace(rows.sum(came), low=0, mid=None)
        return some, some
    withheld = rows.disclosure.threshold - 1
    ends = rows.table.filter(pl.col("date") <= second.end).with_columns(
        pl.col(COUNT).fill_null(1).alias("least"), pl.col(COUNT).fill_null(withheld).alias("most")
    )
    return flow_bounds(ends, first.start, gap)
