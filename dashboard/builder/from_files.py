"""Build a release from files, with defaults for whatever the operator does not state."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dashboard.boundary import Boundary
from dashboard.builder import defaults
from dashboard.builder.build import Order, check_countable, count_and_write, local_dates
from dashboard.builder.clock import EPOCH, clock
from dashboard.builder.conditions import activities, read_conditions, tell_cost
from dashboard.builder.conditions import stated as conditions_stated
from dashboard.builder.disclosure import THRESHOLD_ONLY, Protection, tell_noise
from dashboard.builder.districts import read_districts
from dashboard.builder.engines.engine import Engine
from dashboard.builder.engines.memory import Memory
from dashboard.builder.extend import extend, open_release
from dashboard.builder.places import read_places
from dashboard.builder.plan import AS_NAMED, SightingsPlan
from dashboard.builder.progress import Report
from dashboard.builder.sightings import CELL_RESOLUTION, read
from dashboard.builder.strays import refuse_strays
from dashboard.builder.times import LATEST_S
from dashboard.errors import InputError
from dashboard.release.load import Release
from dashboard.release.manifest import Manifest
from dashboard.site import Place


def build_from_files(  # noqa: PLR0913 an operator sets each
    sightings: Path | str,
    sites: Path | None,
    out: Path,
    *,
    report: Report,
    radii_m: list[int] | None = None,
    min_dwell_min: list[int] | None = None,
    threshold: int | None = None,
    home: Path | None = None,
    areas: Path | None = None,
    districts: Path | None = None,
    conditions: Path | None = None,
    manifest: Path | None = None,
    add_date: date | None = None,
    cell_resolution: int = CELL_RESOLUTION,
    engine: Engine[Any] | None = None,
    protection: Protection = THRESHOLD_ONLY,
    plan: SightingsPlan = AS_NAMED,
) -> Manifest:
    """Build a release from files alone: see `build`, sightings.read, places.read_places and homes.read_homes.

    `manifest` is a JSON file with any of a manifest's fields; the options win over it, and defaults.py stands in
    for the rest, with the first and the last local date of the sightings as the period. Times without an offset are
    refused unless it states time_zone. `areas` holds the boundaries of places, `districts` is a
    GeoJSON file of those of home districts, each with a code and a name. `conditions` is a JSON file with a list of
    them.

    With `add_date` the release in the folder `out` is extended by that date, see `extend`. It says what to count; what
    is stated all the same has to be as it says. The plan says how the sightings are written.
    """
    stated = _stated(manifest, radii_m, min_dwell_min, threshold)
    if conditions is not None:
        stated["conditions"] = conditions_stated(read_conditions(conditions))
    if districts is not None and add_date is not None:
        msg = f"districts are given ({districts}) with a date to add, expected none: the release keeps its own"
        raise InputError(msg)
    if add_date is not None:
        release = _release_alike(out, sites, areas, stated)
        return extend(
            release,
            sightings,
            day=add_date,
            home=home,
            report=report,
            cell_resolution=cell_resolution,
            engine=engine,
            plan=plan,
        )
    title = out.resolve().name
    # Whatever is wrong with the fields is said before the long read; only the dates of the sightings are not known.
    places = _places(sites, areas)
    stated = _with_inside(stated, places)
    earliest, latest = stated.get("lookback_start", EPOCH), EPOCH + timedelta(seconds=LATEST_S)
    widest = defaults.complete(stated, title=title, first=str(earliest), last=str(latest))
    tell_cost(widest.conditions, report)
    boundaries = None if districts is None else read_districts(districts, places)
    tell_noise(widest, places, protection, by_home=home is not None, report=report)
    if "period" in stated:
        protection.check_account(widest)
    found = read(
        sightings,
        engine=engine or Memory(),
        time_zone=stated.get("time_zone"),
        cell_resolution=cell_resolution,
        report=report,
        plan=plan,
        activities=activities(widest.conditions),
    )
    if "period" not in stated:
        refuse_strays(found, sightings, plan, stated.get("time_zone"))
    time_zone = str(stated.get("time_zone", defaults.TIME_ZONE))
    if "time_zone" not in stated:
        report(f"No time zone is stated: dates and hours are those of {time_zone}.")
    first, last = local_dates(found, clock(time_zone, found.first, found.last))
    complete = defaults.complete(stated, title=title, first=str(first), last=str(last))
    check_countable(complete)
    order = Order(sites=places, out=out, manifest=complete, home=home, districts=boundaries, protection=protection)
    return count_and_write(found, order, report)


def _with_inside(stated: dict[str, Any], places: Sequence[Place]) -> dict[str, Any]:
    """Return what is stated with the radius 0, which is inside a boundary, where radii are not stated; InputError."""
    has_areas = any(isinstance(shape, Boundary) for place in places for shape in place.shapes)
    radii = stated.get("radii_m")
    if not has_areas and isinstance(radii, list) and 0 in radii:
        msg = "radii_m has 0, which is inside a boundary, and no place has one: expected --areas, or metres above zero"
        raise InputError(msg)
    if has_areas and radii is None:
        return stated | {"radii_m": [0, *defaults.DEFAULTS["radii_m"]]}
    return stated


def _places(sites: Path | None, areas: Path | None) -> list[Place]:
    if sites is None and areas is None:
        msg = "--sites is missing, expected a CSV file of the places to count around (or --areas, of their boundaries)"
        raise InputError(msg)
    return read_places(sites, areas)


def _release_alike(out: Path, sites: Path | None, areas: Path | None, stated: dict[str, Any]) -> Release:
    """Return the release in a folder, sound; raise InputError if the places or what else is stated are not its own."""
    release = open_release(out)
    _check_alike(stated, release.manifest)
    given = [path for path in (sites, areas) if path is not None]
    if given and {place.site_id: place for place in read_places(sites, areas)} != release.places:
        msg = f"{given[0]} does not hold the places of {out}, expected those that it was built around, or no file"
        raise InputError(msg)
    return release


def _check_alike(stated: dict[str, Any], manifest: Manifest) -> None:
    known = manifest.model_dump(mode="json", by_alias=True)
    for field in stated.keys() - {"period"}:
        value, before = stated[field], known.get(field)
        whole = before | value if isinstance(before, dict) and isinstance(value, dict) else value
        if whole != before:
            msg = (
                f"{field} is {json.dumps(value)} and in the release to extend {json.dumps(before)}, expected the same: "
                "leave it out, or build anew"
            )
            raise InputError(msg)


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
