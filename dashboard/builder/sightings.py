"""Read sightings: identifiers coded, times in epoch seconds, positions in cells, in the order of each device."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.builder import activity
from dashboard.builder.engines.engine import Engine, Sightings
from dashboard.builder.plan import AS_NAMED, SightingsPlan
from dashboard.builder.progress import Report
from dashboard.errors import InputError

CELL_RESOLUTION = 10


def read(  # noqa: PLR0913 what is read, and how
    data: Path | str | pl.DataFrame,
    *,
    engine: Engine[Any],
    time_zone: str | None,
    report: Report,
    cell_resolution: int = CELL_RESOLUTION,
    plan: SightingsPlan = AS_NAMED,
    activities: Sequence[str] = (),
) -> Sightings[Any]:
    """Read sightings from a frame, or from text or Parquet: a file, a folder of files, or a URL.

    Columns, as the plan names them: device (text or whole numbers), time (see times.py; times without an offset are
    local in `time_zone`, refused if that is None) and one of cell (H3 text or integer, resolution 9 or finer), lat and
    lng in WGS-84 degrees, or what names a tower (towers.py); the last two are placed in cells of `cell_resolution`. A
    row with an end or a duration stands for sightings through a stay (stays.py). The column activity is
    read if there are `activities` to tell, other columns are not. Of several
    sightings of a device in the same second the one with the smallest cell index is kept, of any activity of those in
    that cell. Raises InputError with the
    file, the column and the row where a value cannot be used.
    """
    found = engine.read(
        data,
        plan=plan,
        time_zone=time_zone,
        cell_resolution=cell_resolution,
        report=report,
        activities=activities,
    )
    if not found.rows:
        name = "sightings" if isinstance(data, pl.DataFrame) else data
        msg = f"{name} holds no sightings, expected at least one row"
        raise InputError(msg)
    activity.check(activities, found.sighted)
    if found.unplaced:
        share = found.unplaced / found.handed_in
        report(f"Left out {found.unplaced:,} of {found.handed_in:,} rows ({share:.1%}): they have no position.")
    report(
        f"Read {found.rows:,} sightings of {found.devices:,} devices in {len(found.cells):,} cells; "
        f"{found.repeated:,} were in the same second as another of their device and do not count."
    )
    return found
