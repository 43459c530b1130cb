"""Import device counts by place and hour, from anyone, as a release of presence alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import ValidationError

from dashboard.errors import InputError
from dashboard.release.check.findings import ROW
from dashboard.release.fields import fault_of
from dashboard.release.ingest.cells import parse_places
from dashboard.release.ingest.counts import Counted, numbers_of, parse_counts
from dashboard.release.ingest.guess import Guess, complete, wide_hours
from dashboard.release.ingest.laying import shared_out
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.read import Problem, read_input, refuse
from dashboard.release.ingest.rows import TIME, added_up, kept_rows, long_rows
from dashboard.release.ingest.sites import check_distinct, near_the_counts
from dashboard.release.ingest.times import parse_hours
from dashboard.release.ingest.unused import refuse_identifiers
from dashboard.release.manifest import FILE_NAME, NOT_STATED, Manifest
from dashboard.release.tables import COUNT, LOW
from dashboard.release.write import Contents, write
from dashboard.site import Site

RADII_M = range(250, 3001, 250)
MAX_GAP_MIN = 60  # of no effect without reach; the contract's usual value
_BAD = "at fault"


@dataclass(frozen=True, kw_only=True)
class About:
    """What the input cannot say of itself.

    `presence_rule` "every_cell" claims least: a device may count in several cells of one hour. `threshold` is the one
    that was applied to the input, 1 for none; above it an empty count is a withheld one. Without `market_share` and
    `persons_per_device` (low, mid, high) a release shows devices, not people.
    """

    title: str
    time_zone: str
    title_zh: str | None = None
    operator: str = NOT_STATED
    presence_rule: Literal["one_cell_per_hour", "every_cell"] = "every_cell"
    threshold: int = 1
    market_share: float | None = None
    persons_per_device: tuple[float, float, float] | None = None
    source: str | None = None
    licence: str = NOT_STATED
    synthetic: bool = False
    sites: tuple[Site, ...] = ()


def look(file: Path, plan: Plan) -> list[Guess]:
    """Return what the columns of a file are taken for, stated or found, and how sure that is.

    Raises InputError if the file cannot be read, or something that is needed can neither be found nor is stated.
    """
    return complete(read_input(file, plan), plan)[1]


def import_counts(
    file: Path,
    *,
    out: Path,
    plan: Plan,
    about: About,
    report: Callable[[str], None] = lambda _: None,
) -> Manifest:
    """Write the counts of a file, a folder or a zip of files as a release of presence to `out`; return its manifest.

    What the plan leaves open is found by looking. Raises InputError that names the column and the first rows of
    whatever cannot be used, or the option at fault. `report` is told of what was decided and of rows that are left out.
    """
    check_distinct(about.sites)
    _manifest(about, file, days=[date(1970, 1, 1)], resolution=0, bands=[0])  # options are refused before a long read
    table = read_input(file, plan)
    plan, _ = complete(table, plan)
    refuse_identifiers(table.rows, _used(plan, table.rows), plan.ignore, plan.cell)
    rows, left_out = kept_rows(table.rows, plan)
    rows, plan = long_rows(rows, plan)
    placed = parse_places(rows, plan)
    place = [plan.cell] if plan.cell else [plan.lat, plan.lng]
    timed = parse_hours(
        rows, plan, about.time_zone, same=[*filter(None, place), *filter(None, [plan.dwell]), *plan.add]
    )
    counted = parse_counts(rows, plan.devices or "", threshold=about.threshold, decimal=plan.decimal)
    about = replace(about, threshold=counted.threshold)
    each = pl.DataFrame(
        [rows[ROW], placed.cells, timed.hours, timed.times.alias(TIME), _bands(rows, plan.dwell), counted.counts]
    )
    added_counts, added = added_up(each, rows, plan, adds_up=about.presence_rule == "one_cell_per_hour")
    numbers = [name for name in (COUNT, LOW) if name in added_counts.columns]
    presence = added_counts.with_columns(pl.col(numbers).round(mode="half_to_even").cast(pl.Int64))
    if placed.cells_of is not None:
        if about.threshold > 1:
            msg = (
                f"--lay is area, and counts under {about.threshold:,} were withheld, expected centre: each stays whole"
            )
            raise InputError(msg)
        presence = shared_out(presence.drop(ROW, strict=False), placed.cells_of)
    for note in (*table.notes, *left_out, *placed.notes, *timed.notes, *_rounded(counted, plan), *added):
        report(note)
    counts = presence.filter(pl.col(COUNT).is_null() | (pl.col(COUNT) > 0)).drop(ROW, strict=False)
    zeros = presence.height - counts.height
    if zeros:
        rows_are = "row with a count of 0 is" if zeros == 1 else "rows with a count of 0 are"
        report(f"{zeros:,} {rows_are} left out: what is absent counts zero")
    if counts.is_empty():
        msg = f"{file}, column {plan.devices}: every count is 0, expected devices somewhere"
        raise InputError(msg)
    for warning in near_the_counts(about.sites, counts["cell"]):
        report(warning)
    days = counts["hour"].dt.date().unique().sort().to_list()
    bands = counts["dwell_band_min"].unique().sort().to_list()
    return write(
        out,
        _manifest(about, file, days=days, resolution=placed.resolution, bands=bands).model_copy(
            update={"presence_low": LOW in counts.columns, "presence_beyond_m": placed.beyond_m}
        ),
        Contents(places=list(about.sites), presence=counts),
    )


def _used(plan: Plan, rows: pl.DataFrame) -> list[str]:
    named = (plan.cell, plan.lat, plan.lng, plan.time, plan.hour, plan.devices, plan.dwell, *plan.keep, *plan.add)
    return list(dict.fromkeys([*filter(None, named), *wide_hours(rows.columns, plan.devices)]))


def _rounded(counted: Counted, plan: Plan) -> tuple[str, ...]:
    if not counted.rounded:
        return ()
    told = f"column {plan.devices}: {counted.rounded:,} fractions are rounded to the nearest whole number"
    return (f"{told}; activity, such as calls or messages, is no number of devices",)


def _bands(rows: pl.DataFrame, column: str | None) -> pl.Series:
    if column is None:
        return pl.Series("dwell_band_min", [0], dtype=pl.Int64).new_from_index(0, rows.height)
    numbers = numbers_of(rows, column, ".") if rows.schema[column] == pl.String else rows[column].cast(pl.Float64)
    bad = numbers.is_null() | (numbers != numbers.round()) | ~numbers.is_between(0, 65_535)
    expected = "the lower edge of a stay band in whole minutes, 0 to 65,535"
    refuse(rows.with_columns(bad.alias(_BAD)), [Problem(column=column, bad=pl.col(_BAD), expected=expected)])
    return numbers.cast(pl.Int64).alias("dwell_band_min")


def _manifest(about: About, file: Path, *, days: list[date], resolution: int, bands: list[int]) -> Manifest:
    low_mid_high = about.persons_per_device
    fields = {
        "title": about.title,
        "title_zh": about.title_zh,
        "synthetic": about.synthetic,
        "operator": {"name": about.operator, "market_share": about.market_share},
        "persons_per_device": low_mid_high and dict(zip(("low", "mid", "high"), low_mid_high, strict=True)),
        "time_zone": about.time_zone,
        "period": {"start": days[0], "end": days[-1]},
        "lookback_start": days[0],
        "radii_m": list(RADII_M),
        "min_dwell_min": bands,
        "dwell_bands_min": bands,
        "max_gap_min": MAX_GAP_MIN,
        "presence_resolution": resolution,
        "presence_rule": about.presence_rule,
        "disclosure": {"threshold": about.threshold},
        "source": about.source or file.name,
        "licence": about.licence,
        "created_at": datetime.now(UTC).replace(microsecond=0),
        "generator": "screening-scope import",
    }
    try:
        return Manifest.model_validate(fields)
    except ValidationError as error:
        faults = [fault_of(FILE_NAME, detail) for detail in error.errors()]
        problems = "; ".join(f"{fault.column}: {fault.problem}" for fault in faults)
        msg = f"{file} cannot become a release: {problems}"
        raise InputError(msg) from None
