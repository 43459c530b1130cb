"""Build a release from files, with defaults for whatever the operator does not state."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from dashboard.build import defaults
from dashboard.build.build import Order, Report, check_countable, count_and_write, local_dates
from dashboard.build.clock import EPOCH, clock
from dashboard.build.engines.engine import Engine
from dashboard.build.engines.memory import Memory
from dashboard.build.places import read_places
from dashboard.build.sightings import CELL_RESOLUTION, read
from dashboard.build.times import LATEST_S
from dashboard.release.manifest import Manifest


def build_from_files(  # noqa: PLR0913 an operator sets each
    sightings: Path,
    sites: Path,
    out: Path,
    *,
    report: Report,
    radii_m: list[int] | None = None,
    min_dwell_min: list[int] | None = None,
    threshold: int | None = None,
    home: Path | None = None,
    manifest: Path | None = None,
    cell_resolution: int = CELL_RESOLUTION,
    engine: Engine[Any] | None = None,
) -> Manifest:
    """Build a release from files alone: see `build`, sightings.read, places.read_places and homes.read_homes.

    `manifest` is a JSON file with any of a manifest's fields; the options win over it, and defaults.py stands in
    for the rest, with the first and the last local date of the sightings as the period. Times without an offset are
    refused unless it states time_zone.
    """
    stated = _stated(manifest, radii_m, min_dwell_min, threshold)
    title = out.resolve().name
    # Whatever is wrong with the fields is said before the long read; only the dates of the sightings are not known.
    earliest, latest = stated.get("lookback_start", EPOCH), EPOCH + timedelta(seconds=LATEST_S)
    defaults.complete(stated, title=title, first=str(earliest), last=str(latest))
    places = read_places(sites)
    found = read(
        sightings,
        engine=engine or Memory(),
        time_zone=stated.get("time_zone"),
        cell_resolution=cell_resolution,
        report=report,
    )
    time_zone = str(stated.get("time_zone", defaults.TIME_ZONE))
    if "time_zone" not in stated:
        report(f"No time zone is stated: dates and hours are those of {time_zone}.")
    first, last = local_dates(found, clock(time_zone, found.first, found.last))
    complete = defaults.complete(stated, title=title, first=str(first), last=str(last))
    check_countable(complete)
    order = Order(sites=places, out=out, manifest=complete, home=home, districts=None)
    return count_and_write(found, order, report)


def _stated(
    manifest: Path | None, radii_m: list[int] | None, min_dwell_min: list[int] | None, threshold: int | None
) -> dict[str, Any]:
    stated = defaults.read_fields(manifest)
    if radii_m is not None:
        stated["radii_m"] = sorted(set(radii_m))
    if min_dwell_min is not None:
        stated["min_dwell_min"] = sorted(set(min_dwell_min))
    disclosure = stated.get("disclosure", {})
    if threshold is not None and isinstance(disclosure, dict):
        stated["disclosure"] = disclosure | {"threshold": threshold}
    return stated
