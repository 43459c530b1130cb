"""Those who came between two windows and again in the second: how many of them had come in the first one.

A device is a path through the dates on which it qualifies; a row (date x, previous date p) counts the paths that go
from p to x. Which of those who arrive at a date go on from it, and where to, no row says. Let G be the dates between
the windows, and M the devices that go from G into the second window. Two kinds of paths enter G: of those who had come
in the first window (p in it), and of all others (p before it, or never). With the rows as capacities, the maximum flow

    from the first kind through G into the second window   is the most of M that can have come in the first window
    from the others     through G into the second window   is the most of M that can have not

and M less the one is the least of the other. Both ends are sharp: paths that meet at a date can swap how they go on and
no row changes, so that the same counts have a world with so many.

Withheld rows stand for their most. In M less a flow, the rows that leave G stand for their least, since for each cut of
the network (max-flow min-cut) that difference is the rows that leave G outside the cut, less the other rows in it.

Source: Ford and Fulkerson, Maximal flow through a network, 1956.
"""

from __future__ import annotations

from datetime import date

import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_flow

from dashboard.counting.interval import Estimate


def flow_bounds(rows: pl.DataFrame, since: date, gap: tuple[date, date]) -> tuple[Estimate, Estimate]:
    """Return those who came in the gap and after it, by whether they had come from `since` to the gap, or had not.

    `rows` hold date, before (the previous date, long ago if there is none), least and most: the ends of each count.
    No mid, unless the ends are one number.
    """
    begins, ends = gap
    within = pl.col("before").is_between(begins, ends)
    leaving = rows.filter(within, pl.col("date") > ends)
    inner = rows.filter(within, pl.col("date") <= ends)
    entering = rows.filter(pl.col("date").is_between(begins, ends), pl.col("before") < begins)
    had, had_not = (entering.filter((pl.col("before") >= since) == came) for came in (True, False))
    least = int(leaving["least"].sum())
    known = _known(least - _flow(had_not, inner, leaving, gap, "least"), _flow(had, inner, leaving, gap, "most"))
    others = _known(least - _flow(had, inner, leaving, gap, "least"), _flow(had_not, inner, leaving, gap, "most"))
    return known, others


def _known(low: int, high: int) -> Estimate:
    return Estimate(low=low, mid=low if low == high else None, high=high)


def _flow(
    entering: pl.DataFrame, inner: pl.DataFrame, leaving: pl.DataFrame, gap: tuple[date, date], leave: str
) -> int:
    """Return the maximum flow that enters the gap by some rows and leaves it by others, these at one of their ends."""
    begins, ends = gap
    dates = (ends - begins).days + 1
    source, sink = pl.lit(dates), pl.lit(dates + 1)
    before, day = ((pl.col(name) - begins).dt.total_days() for name in ("before", "date"))
    steps = ((entering, source, day, "most"), (inner, before, day, "most"), (leaving, before, sink, leave))
    edges = pl.concat(
        rows.select(tail.cast(pl.Int32).alias("tail"), head.cast(pl.Int32).alias("head"), pl.col(most).alias("most"))
        for rows, tail, head, most in steps
    )
    capacity = edges["most"].cast(pl.Int32).to_numpy()
    network = coo_array((capacity, (edges["tail"].to_numpy(), edges["head"].to_numpy())), shape=(dates + 2, dates + 2))
    return int(maximum_flow(network.tocsr(), dates, dates + 1).flow_value)
