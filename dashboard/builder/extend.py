"""Add a day to a release: read and count only what the sightings of the new day can change.

The result is, row for row, the release that a build over the longer period gives. Let D be the new date, `longest` the
longest of all stay stops and band edges, and `reach back` max_gap_min + `longest`, in whole days with three hours to
spare for clocks that are set.

- A visit or stay goes on into D only if it was sighted within max_gap_min before D. One that began more than `reach
  back` before D had `longest` behind it by then, and qualifies and lies in its band as it did. So the dates within
  `reach back` of D are counted again, and every earlier row and presence file stays as it is.
- `days_since` of these dates needs every date since lookback_start on which a device qualified, so that sightings are
  read from `reach back` before lookback_start: a visit that began earlier still must not seem to begin on it. Only
  devices that were near a place lately have rows on these dates; the past of all others is let go.
- Presence needs sightings from `reach back` before the first date that is counted again.
- What was sighted up to `reach back` after D counts, where it is there: stays of D may go on into the next day.

The date before the first that is counted again is counted, too, and must be as it was: the proof that the sightings,
the homes and the builder are those of the release.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.builder.build import Order, check_countable, counted, local_dates
from dashboard.builder.clock import clock, first_second
from dashboard.builder.defaults import GENERATOR
from dashboard.builder.disclosure import Tables
from dashboard.builder.engines.engine import Engine, Sightings
from dashboard.builder.engines.query import Query
from dashboard.builder.engines.recent import Recent
from dashboard.builder.plan import AS_NAMED, SightingsPlan
from dashboard.builder.progress import Report
from dashboard.builder.sightings import CELL_RESOLUTION, read
from dashboard.errors import InputError, ReleaseError
from dashboard.release import tables
from dashboard.release.check import check
from dashboard.release.check.files import partition_date
from dashboard.release.load import DISTRICTS_FILE, Release, load
from dashboard.release.manifest import Manifest, Period
from dashboard.release.replace import workshop
from dashboard.release.tables import Table
from dashboard.release.write import Contents, write
from dashboard.site import Place

_DAY = timedelta(days=1)
_CLOCKS_SET_MIN = 180


@dataclass(frozen=True, kw_only=True)
class Again:
    """What is counted again: dates from `start`, and `proof`, the date that must be as it was.

    Sightings are read within a `span` of epoch seconds; from `recent` on those of all devices.
    """

    proof: date
    start: date
    recent: int
    span: tuple[int, int]

    @classmethod
    def of(cls, manifest: Manifest) -> Again:
        """Return what the last date of a manifest's period changes."""
        longest_min = max(*manifest.min_dwell_min, *manifest.dwell_bands_min)
        back = -(-(manifest.max_gap_min + longest_min + _CLOCKS_SET_MIN) // (24 * 60)) * _DAY
        start = max(manifest.period.start, manifest.period.end - back)
        first, after = manifest.lookback_start - back, manifest.period.end + back + _DAY
        proof = max(manifest.period.start, start - _DAY)
        return cls(
            proof=proof,
            start=start,
            recent=first_second(manifest.time_zone, proof - back),
            span=(first_second(manifest.time_zone, first), first_second(manifest.time_zone, after) - 1),
        )


def open_release(out: Path) -> Release:
    """Open a release, put back first if a killed build had moved it away; ReleaseError if it is not sound."""
    with workshop(out):
        faults = check(out)
    if faults:
        raise ReleaseError(faults)
    return load(out)


def extend(  # noqa: PLR0913 an operator sets each
    release: Release,
    sightings: Path | str | pl.DataFrame,
    *,
    day: date,
    home: pl.DataFrame | Path | None,
    report: Report,
    cell_resolution: int = CELL_RESOLUTION,
    engine: Engine[Any] | None = None,
    plan: SightingsPlan = AS_NAMED,
) -> Manifest:
    """Add to a release, opened by open_release, the date after its last, and return its manifest.

    `sightings`, `home`, `engine` and `plan` as for `build`; of a folder of sightings by date only the dates that are
    needed are read. Raises InputError where it cannot be extended.
    """
    manifest = _longer(release, day, has_home=home is not None)
    again = Again.of(manifest)
    places = list(release.places.values())
    narrowed = (
        engine.within(again.span)
        if isinstance(engine, Query)
        else Recent(again.span, again.recent, places, manifest.radii_m[-1])
    )
    found = read(
        sightings,
        engine=narrowed,
        time_zone=manifest.time_zone,
        report=report,
        cell_resolution=cell_resolution,
        plan=plan,
    )
    _check_reaches(found, manifest)
    part = manifest.model_copy(update={"period": Period(start=again.proof, end=day)})
    districts = release.where.read(DISTRICTS_FILE).decode() if release.districts else None
    order = Order(sites=places, out=Path(release.path), manifest=part, home=home, districts=districts)
    new, _ = counted(found, order, report)
    if again.proof < again.start:
        _check_proof(release, new, again.proof)
    joined = _joined(release, places, new, again.start)
    written = write(Path(release.path), manifest, joined, grown_from=release.where)
    report(f"Wrote {release.path}: added {day}, counted again from {again.start}.")
    return written


def _longer(release: Release, day: date, *, has_home: bool) -> Manifest:
    manifest = release.manifest
    if release.reach is None:
        msg = f"{release.path} holds presence alone, expected a release that was built from sightings"
        raise InputError(msg)
    if manifest.conditions:
        msg = (
            f"{release.path} has conditions, under which a new date can change visits that began long before it; "
            "expected a release without: build the longer period anew"
        )
        raise InputError(msg)
    if manifest.disclosure.noisy:
        msg = (
            f"{release.path} carries noise, and counting dates again would spend their budget twice; "
            "expected a release without noise: build the longer period anew, within its budget"
        )
        raise InputError(msg)
    following = manifest.period.end + _DAY
    if day != following:
        msg = f"the date to add is {day} and the release ends on {manifest.period.end}, expected {following}"
        raise InputError(msg)
    if has_home != (release.reach_by_home is not None):
        none = "no " if has_home else ""
        msg = f"{release.path} has {none}counts by home, expected {none}homes of the devices"
        raise InputError(msg)
    now = datetime.now(UTC).replace(microsecond=0)
    period = Period(start=manifest.period.start, end=day)
    longer = manifest.model_copy(update={"period": period, "created_at": now, "generator": GENERATOR})
    check_countable(longer)
    return longer


def _check_reaches(sightings: Sightings[Any], manifest: Manifest) -> None:
    first, last = local_dates(sightings, clock(manifest.time_zone, sightings.first, sightings.last))
    if first > manifest.lookback_start:
        msg = (
            f"the sightings begin on {first}, expected some of {manifest.lookback_start} (the release's lookback_start)"
        )
        raise InputError(msg)
    if last < manifest.period.end:
        msg = f"the sightings end on {last}, expected some of {manifest.period.end}, the date to add"
        raise InputError(msg)


def _check_proof(release: Release, new: Tables, proof: date) -> None:
    presence = tables.presence(release.manifest.time_zone)
    compared = (
        (tables.REACH, release.reach, new.reach),
        (tables.REACH_BY_HOME, release.reach_by_home, new.reach_by_home),
        (presence, release.presence, new.presence.get(proof, pl.DataFrame(schema=presence.schema))),
    )
    for table, old, again in compared:
        if old is None or again is None:
            continue
        one, other = (_typed(rows, table).filter(_date(table) == proof).collect() for rows in (old, again.lazy()))
        differ = sum(
            a.join(b, on=a.columns, how="anti", nulls_equal=True).height for a, b in permutations((one, other))
        )
        if differ:
            msg = (
                f"{release.path}: {table.name} of {proof} is not what these sightings give ({differ:,} rows differ), "
                "expected the sightings, homes and cells that the release was built from; otherwise build it anew"
            )
            raise InputError(msg)


def _joined(release: Release, places: list[Place], new: Tables, start: date) -> Contents:
    """Return the rows of a release before a date and the new ones from it on."""
    return Contents(
        places=places,
        reach=_rows(tables.REACH, start, release.reach, new.reach),
        reach_by_home=_rows(tables.REACH_BY_HOME, start, release.reach_by_home, new.reach_by_home),
        presence={day: rows for day, rows in new.presence.items() if day >= start},
        kept=tuple(file for file in release.manifest.files if _stays(file.path, start)),
    )


def _rows(table: Table, start: date, old: pl.LazyFrame | None, new: pl.DataFrame | None) -> pl.DataFrame | None:
    if new is None:
        return None
    earlier = [] if old is None else [_typed(old, table).filter(_date(table) < start)]
    later = _typed(new.lazy(), table).filter(_date(table) >= start)
    return pl.concat([*earlier, later]).collect()


def _stays(name: str, start: date) -> bool:
    day = partition_date(name)
    return name == DISTRICTS_FILE or (day is not None and date.fromisoformat(day) < start)


def _typed(rows: pl.LazyFrame, table: Table) -> pl.LazyFrame:
    return rows.select(pl.col(column).cast(dtype) for column, dtype in table.schema.items())


def _date(table: Table) -> pl.Expr:
    return pl.col("date") if "date" in table.columns else pl.col("hour").dt.date()
