"""The tables behind what is expected of a rule and what it takes; what they assume stands in the link."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from dashboard.answers import cost
from dashboard.answers.assumed import INPUTS, Assumed
from dashboard.answers.selection import Selection
from dashboard.counting.certainty.circle import expectation
from dashboard.counting.certainty.expect import Expectation
from dashboard.counting.effort import backlog as left_by_day
from dashboard.counting.frontier import Point
from dashboard.export import tables
from dashboard.language import _
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.views.expected import on_the_line, there

Table = Callable[[Release, Rule, Assumed], pl.DataFrame]

_ENDS = ("low", "mid", "high")


def certainty(release: Release, rule: Rule, assumed: Assumed) -> pl.DataFrame:
    """Return the expected shares of every radius and stay; no row where nothing can be expected.

    `truly_there` is the share of those flagged who were truly there (precision), `caught` that of those truly there who
    are flagged (recall); shares from 0 to 1, null where nobody is flagged.
    """
    found = _found(release, rule, assumed)
    columns = {f"{name}_{end}": pl.Float64 for name in ("truly_there", "caught") for end in _ENDS}
    schema = {"radius_m": pl.Int64, "min_dwell_min": pl.Int64, **columns}
    if found is None:
        return pl.DataFrame(schema=schema)
    shares = [getattr(part, end) for part in (found.precision, found.recall) for end in _ENDS]
    rows = [
        (radius_m, stay, *(None if np.isnan(share[r, s]) else round(float(share[r, s]), 4) for share in shares))
        for r, radius_m in enumerate(found.radii_m)
        for s, stay in enumerate(found.min_dwell_min)
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def frontier(release: Release, rule: Rule, assumed: Assumed) -> pl.DataFrame:
    """Return those whom every radius and stay flags, and the share of true visitors expected to be caught.

    `efficient` marks the line; no row where nothing can be expected.
    """
    found = _found(release, rule, assumed)
    points = [] if found is None else cost.points_of(release, rule, found)[0]
    line = set(on_the_line(points))
    rows = [
        (one.radius_m, one.min_dwell_min, *(round(share, 4) for share in _caught(one)), one in line) for one in points
    ]
    caught = {f"caught_{end}": pl.Float64 for end in _ENDS}
    schema = {"radius_m": pl.Int64, "min_dwell_min": pl.Int64, **caught, "efficient": pl.Boolean}
    expected = pl.DataFrame(rows, schema=schema, orient="row")
    flagged = tables.matrix(release, rule, Selection())
    stops = [pl.col(name).cast(pl.Int64) for name in ("radius_m", "min_dwell_min")]
    return flagged.with_columns(stops).join(
        expected, on=["radius_m", "min_dwell_min"], how="inner", maintain_order="left"
    )


def _caught(point: Point) -> tuple[float, float, float]:
    return point.recall_low, point.recall, point.recall_high


def backlog(release: Release, rule: Rule, assumed: Assumed) -> pl.DataFrame:
    """Return the tests still to be made after every day, until none is left; no row where people are not known."""
    effort = cost.effort_of(release, rule, assumed.means)
    left = [] if effort is None else left_by_day(effort.tests, assumed.means.tests_a_day)
    rows = [(day, one.low, one.mid, one.high) for day, one in enumerate(left)]
    return pl.DataFrame(
        rows, schema={"day": pl.Int64, **{f"tests_left_{end}": pl.Int64 for end in _ENDS}}, orient="row"
    )


def assumption(name: str, assumed: Assumed) -> str:
    """Return what a table assumes, in words."""
    if name == "backlog":
        given = (
            _("{label}: {value}").format(label=_(one.label), value=f"{assumed.values[one.name]:,.12g}")
            for one in INPUTS
        )
        return _("Assumed, not counted: {given}").format(given=_(", ").join(given))
    return _("Expected by a model, not counted; a true visitor was {there}").format(there=there(assumed.true_visit))


def _found(release: Release, rule: Rule, assumed: Assumed) -> Expectation | None:
    return expectation(release, rule.place, rule.start, rule.end, assumed.true_visit)


TABLES: dict[str, Table] = {"certainty": certainty, "frontier": frontier, "backlog": backlog}
