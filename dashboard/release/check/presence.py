"""Check presence, one date after the other: cells, hours, bands, counts and keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from dashboard import cells
from dashboard.language import Message, mark
from dashboard.release import tables
from dashboard.release.check.columns import read_columns, read_table
from dashboard.release.check.counts import duplicate_keys, low_rules, presence_rules, stop_rule
from dashboard.release.check.files import partition_date
from dashboard.release.check.findings import Finding, Located, RowRule, one, rows_at_fault
from dashboard.release.check.parts import Span, check_statements, overlapping, span
from dashboard.release.load import CELLS_FILE, PRESENCE_FOLDER
from dashboard.release.manifest import Manifest
from dashboard.release.tables import Table


def check_presence(
    files: Mapping[str, Path], parts: Sequence[str], manifest: Manifest, cells: set[int]
) -> Iterator[Finding]:
    """Yield the findings on the presence files that `parts` names by path; put their cells into `cells`.

    Holds the rows of one file in memory at a time, and the keys of one date where its files share cells.
    """
    known: dict[int, str] = {}
    by_date: dict[str, list[str]] = {}
    for name in parts:
        by_date.setdefault(partition_date(name) or "", []).append(name)
    for day, names in by_date.items():
        yield from _check_date(day, files, names, manifest, known)
    cells.update(known)


def check_cells(file: Path, cells: AbstractSet[int]) -> Iterator[Finding]:
    """Yield the findings on the list of cells, which are to be those of presence."""
    at = Located(file=CELLS_FILE, where=CELLS_FILE)
    rows, findings = read_table(file, tables.CELLS, at)
    yield from findings
    yield from duplicate_keys([(rows, at)], tables.CELLS)
    if "cell" in rows.columns and set(rows["cell"].drop_nulls().to_list()) != cells:
        yield one(
            CELLS_FILE,
            mark("does not list the cells of presence"),
            mark("List each cell of presence once"),
            column="cell",
        )
    elif "cell" in rows.columns and not rows["cell"].is_sorted():
        yield one(CELLS_FILE, mark("its cells do not rise"), mark("Sort the cells"), column="cell")


def _check_date(
    day: str, files: Mapping[str, Path], names: Sequence[str], manifest: Manifest, known: dict[int, str]
) -> Iterator[Finding]:
    window = _window(day, manifest)
    if isinstance(window, Message):
        remedy = mark("Move the rows to the folder of their date, or correct the period in the manifest")
        yield from (one(name, window, remedy, column="date", where=PRESENCE_FOLDER) for name in names)
        return
    table = tables.presence(manifest.time_zone, low=manifest.presence_low)
    spans: list[Span] = []
    within: list[Finding] = []
    for name in names:
        file = files[name]
        at = Located(file=name, where=PRESENCE_FOLDER)
        rows, findings = read_table(file, table, at)
        yield from findings
        yield from rows_at_fault(rows, [*_rules(manifest), *_hour_rules(rows, day, window)], at)
        yield from _cells_at_fault(rows, manifest.presence_resolution, at, known)
        yield from check_statements(file, rows, "cell", at)
        here = span(rows, "cell", at)
        spans += [here] if here else []
        within += duplicate_keys([(rows, at)], table)
    yield from _duplicates_across({name: files[name] for name in names}, table) if overlapping(spans) else within


def _duplicates_across(files: Mapping[str, Path], table: Table) -> list[Finding]:
    read = {name: read_columns(file, table.key) for name, file in files.items()}
    parts = [(rows, Located(file=name, where=PRESENCE_FOLDER)) for name, rows in read.items() if rows is not None]
    return duplicate_keys(parts, table)


def _window(day: str, manifest: Manifest) -> tuple[int, int] | Message:
    """Return the first and the following midnight of a local date in epoch milliseconds, or what is wrong with it."""
    try:
        start = date.fromisoformat(day)
    except ValueError:
        return mark("its folder is date={day}, which is no date", day=day)
    if not manifest.period.start <= start <= manifest.period.end:
        first, last = manifest.period.start, manifest.period.end
        return mark("its folder is date={day}, outside the period {first} to {last}", day=day, first=first, last=last)
    return _midnight_ms(start, manifest.time_zone), _midnight_ms(start + timedelta(days=1), manifest.time_zone)


def _midnight_ms(day: date, time_zone: str) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(time_zone)).timestamp() * 1000)


def _rules(manifest: Manifest) -> list[RowRule]:
    return [
        stop_rule("dwell_band_min", manifest.dwell_bands_min, "dwell_bands_min"),
        *presence_rules(manifest.disclosure),
        *low_rules(manifest.disclosure),
    ]


def _hour_rules(rows: pl.DataFrame, day: str, window: tuple[int, int]) -> list[RowRule]:
    if "hour" not in rows.columns:
        return []
    # Compared as integers: a time far off makes the conversion to the city's zone fail.
    moment = pl.col("hour").to_physical()
    on_date = moment.is_between(*window, closed="left")
    distinct = rows.select("hour").filter(on_date).unique()
    local = pl.col("hour").dt
    ragged = distinct.filter((local.minute() != 0) | (local.second() != 0) | (local.millisecond() != 0))
    return [
        RowRule(
            column="hour",
            needs=("hour",),
            bad=~on_date,
            problem=mark("is {value}, expected an hour of {day}, the date of its folder"),
            remedy=mark("Move the row to the folder of its local date"),
            values={"day": day},
        ),
        RowRule(
            column="hour",
            needs=("hour",),
            bad=moment.is_in(ragged["hour"].to_physical().implode()),
            problem=mark("is {value}, expected the start of an hour"),
            remedy=mark("Count by whole hours of the city's clock and store the start of each"),
        ),
    ]


def _cells_at_fault(rows: pl.DataFrame, resolution: int, at: Located, known: dict[int, str]) -> list[Finding]:
    if "cell" not in rows.columns:
        return []
    met = rows["cell"].drop_nulls().unique().to_list()
    known.update({cell: _cell_problem(cell, resolution) for cell in met if cell not in known})
    invalid = [cell for cell in met if known[cell] == "invalid"]
    misfits = [cell for cell in met if known[cell] == "resolution"]
    rules = [
        RowRule(
            column="cell",
            needs=("cell",),
            bad=pl.col("cell").is_in(pl.Series(invalid, dtype=pl.UInt64).implode()),
            problem=mark("is not a hexagon of the grid"),  # its value may be anything, an identifier even: not shown
            remedy=mark("Store the hexagon's index as an unsigned 64-bit integer"),
        ),
        RowRule(
            column="cell",
            needs=("cell",),
            bad=pl.col("cell").is_in(pl.Series(misfits, dtype=pl.UInt64).implode()),
            problem=mark("is a hexagon of another size, expected {resolution}, the manifest's presence_resolution"),
            remedy=mark("Count by hexagons of resolution {resolution}, or correct the manifest", resolution=resolution),
            values={"resolution": resolution},
        ),
    ]
    return rows_at_fault(rows, rules, at)


def _cell_problem(cell: int, resolution: int) -> str:
    if not cells.is_cell(cell):
        return "invalid"
    return "" if cells.resolution(cell) == resolution else "resolution"
