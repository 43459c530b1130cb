"""Import device counts by H3 cell and hour, from anyone, as a release of presence alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import ValidationError

from dashboard.errors import InputError
from dashboard.release.check.findings import EXAMPLES, ROW
from dashboard.release.fields import fault_of
from dashboard.release.ingest.cells import parse_cells
from dashboard.release.ingest.read import Problem, read_input, refuse
from dashboard.release.ingest.sites import check_distinct
from dashboard.release.ingest.times import parse_hours
from dashboard.release.manifest import FILE_NAME, NOT_STATED, Manifest
from dashboard.release.tables import COUNT
from dashboard.release.write import Contents, write
from dashboard.site import Site

RADII_M = range(250, 3001, 250)
MAX_GAP_MIN = 60  # of no effect without reach; the contract's usual value
_MOST = 2**32 - 1
_BAD = "at fault"


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Which columns of the input hold what; `dwell` is None where stays are not told apart."""

    cell: str
    time: str
    devices: str
    dwell: str | None = None


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


def import_counts(
    file: Path,
    *,
    out: Path,
    columns: Columns,
    about: About,
    report: Callable[[str], None] = lambda _: None,
) -> Manifest:
    """Write the counts of a CSV (also .gz) or Parquet file as a release of presence to `out`; return its manifest.

    The input has a row for each H3 cell, hour and, where given, stay. Raises InputError that names the column and the
    first rows of whatever cannot be used, or the option at fault. `report` is told of rows that are left out.
    """
    check_distinct(about.sites)
    _manifest(about, file, days=[date(1970, 1, 1)], resolution=0, bands=[0])  # options are refused before a long read
    rows = read_input(file, [name for name in (columns.cell, columns.time, columns.devices, columns.dwell) if name])
    if rows.is_empty():
        msg = f"{file} has no rows, expected counts by cell and hour"
        raise InputError(msg)
    cells, resolution = parse_cells(file, rows, columns.cell)
    presence = pl.DataFrame(
        [
            rows[ROW],
            cells,
            parse_hours(file, rows, columns.time, about.time_zone),
            _bands(file, rows, columns.dwell),
            _counts(file, rows, columns.devices, about.threshold),
        ]
    )
    _refuse_duplicates(file, presence)
    counted = presence.filter(pl.col(COUNT).is_null() | (pl.col(COUNT) > 0)).drop(ROW)
    zeros = presence.height - counted.height
    if zeros:
        rows_are = "row with a count of 0 is" if zeros == 1 else "rows with a count of 0 are"
        report(f"{zeros:,} {rows_are} left out: what is absent counts zero")
    if counted.is_empty():
        msg = f"{file}, column {columns.devices}: every count is 0, expected devices somewhere"
        raise InputError(msg)
    days = counted["hour"].dt.date().unique().sort().to_list()
    bands = counted["dwell_band_min"].unique().sort().to_list()
    return write(
        out,
        _manifest(about, file, days=days, resolution=resolution, bands=bands),
        Contents(places=list(about.sites), presence=counted),
    )


def _bands(file: Path, rows: pl.DataFrame, column: str | None) -> pl.Series:
    if column is None:
        return pl.Series("dwell_band_min", [0], dtype=pl.Int64).new_from_index(0, rows.height)
    bands = _whole(rows[column])
    bad = bands.is_null() | ~bands.is_between(0, 65_535)
    expected = "the lower edge of a stay band in whole minutes, 0 to 65,535"
    refuse(file, rows.with_columns(bad.alias(_BAD)), [Problem(column=column, bad=pl.col(_BAD), expected=expected)])
    return bands.alias("dwell_band_min")


def _counts(file: Path, rows: pl.DataFrame, column: str, threshold: int) -> pl.Series:
    counts = _whole(rows[column])
    bad = (counts.is_null() & rows[column].is_not_null()) | ~counts.is_between(0, _MOST)
    problems = [Problem(column=column, bad=pl.col(_BAD), expected="a whole number of devices, 0 or more")]
    refuse(file, rows.with_columns(bad.alias(_BAD)), problems)
    if threshold == 1:
        bad = counts.is_null()
        expected = "a whole number of devices; if an empty count is a withheld one, state the threshold applied"
    else:
        bad = counts.is_between(1, threshold - 1)
        expected = f"none from 1 to {threshold - 1:,}, which the threshold {threshold:,} withholds; leave those empty"
    refuse(file, rows.with_columns(bad.alias(_BAD)), [Problem(column=column, bad=pl.col(_BAD), expected=expected)])
    return counts.alias(COUNT)


def _whole(values: pl.Series) -> pl.Series:
    """Return values as integers, null where one is no whole number."""
    text = values.cast(pl.String) if values.dtype in (pl.Categorical, pl.Enum) else values
    numbers = text.str.strip_chars() if text.dtype == pl.String else text
    if not (numbers.dtype == pl.String or numbers.dtype.is_numeric()):
        return pl.Series([None], dtype=pl.Int64).new_from_index(0, len(values))
    floats = numbers.cast(pl.Float64, strict=False)
    whole = floats.is_finite() & (floats == floats.round()) & (floats.abs() < 2**53)
    return floats.set(~whole.fill_null(value=False), None).cast(pl.Int64)


def _refuse_duplicates(file: Path, presence: pl.DataFrame) -> None:
    first = pl.col(ROW).min().over("cell", "hour", "dwell_band_min")
    again = presence.with_columns(first.alias("first")).filter(pl.col(ROW) > pl.col("first"))
    if again.is_empty():
        return
    pairs = again.head(EXAMPLES).select(ROW, "first").iter_rows()
    examples = "; ".join(f"row {row:,} has the same cell, hour and stay as row {before:,}" for row, before in pairs)
    rest = again.height - EXAMPLES
    more = f"; and {rest:,} more rows like these" if rest > 0 else ""
    msg = f"{file}: {examples}{more}; expected one row for each, since it is not known whether such counts overlap"
    raise InputError(msg)


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
