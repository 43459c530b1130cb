"""Rows of an input, read as a plan says, into presence."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.check.findings import ROW
from dashboard.release.ingest.about import About
from dashboard.release.ingest.cells import parse_places
from dashboard.release.ingest.clock_texts import Reading
from dashboard.release.ingest.counts import Counted, numbers_of, parse_counts
from dashboard.release.ingest.guess import wide_hours
from dashboard.release.ingest.laying import shared_out
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.read import Problem, refuse
from dashboard.release.ingest.rows import TIME, added_up, kept_rows, long_rows
from dashboard.release.ingest.times import parse_hours
from dashboard.release.ingest.unused import refuse_identifiers
from dashboard.release.tables import COUNT, LOW

_BAD = "at fault"


@dataclass(frozen=True, kw_only=True, eq=False)
class Presence:
    """Counts by cell, hour and stay, with LOW where they have one; how they were laid; and what was decided."""

    counts: pl.DataFrame
    resolution: int
    beyond_m: float
    threshold: int
    zeros: int
    notes: tuple[str, ...]


def presence_of(rows: pl.DataFrame, plan: Plan, about: About, reading: Reading | None = None) -> Presence:
    """Return the presence that rows give; times are read as `reading` says, else as all of these rows allow.

    Raises InputError that names the column and the first rows of whatever cannot be used.
    """
    refuse_identifiers(rows, _used(plan, rows), plan.ignore, plan.cell)
    kept, left_out = kept_rows(rows, plan)
    kept, plan = long_rows(kept, plan)
    placed = parse_places(kept, plan)
    place = [plan.cell] if plan.cell else [plan.lat, plan.lng]
    same = [*filter(None, place), *filter(None, [plan.dwell]), *plan.add]
    timed = parse_hours(kept, plan, about.time_zone, same=same, reading=reading)
    counted = parse_counts(kept, plan.devices or "", threshold=about.threshold, decimal=plan.decimal)
    each = pl.DataFrame(
        [kept[ROW], placed.cells, timed.hours, timed.times.alias(TIME), _bands(kept, plan.dwell), counted.counts]
    )
    added, how = added_up(each, kept, plan, adds_up=about.presence_rule == "one_cell_per_hour")
    numbers = [name for name in (COUNT, LOW) if name in added.columns]
    whole = added.drop(ROW, strict=False).with_columns(pl.col(numbers).round(mode="half_to_even").cast(pl.Int64))
    if placed.cells_of is not None:
        if counted.threshold > 1:
            msg = _("--lay is area, and counts under {threshold:,} were withheld, expected centre").format(
                threshold=counted.threshold
            )
            raise InputError(msg)
        whole = shared_out(whole, placed.cells_of)
    counts = whole.filter(pl.col(COUNT).is_null() | (pl.col(COUNT) > 0))
    return Presence(
        counts=counts,
        resolution=placed.resolution,
        beyond_m=placed.beyond_m,
        threshold=counted.threshold,
        zeros=whole.height - counts.height,
        notes=(*left_out, *placed.notes, *timed.notes, *_rounded(counted, plan), *how),
    )


def _used(plan: Plan, rows: pl.DataFrame) -> list[str]:
    named = (plan.cell, plan.lat, plan.lng, plan.time, plan.hour, plan.devices, plan.dwell, *plan.keep, *plan.add)
    return list(dict.fromkeys([*filter(None, named), *wide_hours(rows.columns, plan.devices)]))


def _rounded(counted: Counted, plan: Plan) -> tuple[str, ...]:
    if not counted.rounded:
        return ()
    told = _("column {column}: {number:,} fractions are rounded to the nearest whole number").format(
        column=plan.devices, number=counted.rounded
    )
    return (_("{told}; activity, such as calls or messages, is no number of devices").format(told=told),)


def _bands(rows: pl.DataFrame, column: str | None) -> pl.Series:
    if column is None:
        return pl.Series("dwell_band_min", [0], dtype=pl.Int64).new_from_index(0, rows.height)
    numbers = numbers_of(rows, column, ".") if rows.schema[column] == pl.String else rows[column].cast(pl.Float64)
    bad = numbers.is_null() | (numbers != numbers.round()) | ~numbers.is_between(0, 65_535)
    expected = _("the lower edge of a stay band in whole minutes, 0 to 65,535")
    refuse(rows.with_columns(bad.alias(_BAD)), [Problem(column=column, bad=pl.col(_BAD), expected=expected)])
    return numbers.cast(pl.Int64).alias("dwell_band_min")
