"""Build a release from sightings: count around every place and by cell, withhold, write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from dashboard import cells
from dashboard.builder.clock import Clock, clock
from dashboard.builder.conditions import activities, tell_unmet
from dashboard.builder.count import count
from dashboard.builder.disclosure import THRESHOLD_ONLY, Protection, Tables, protect, tell_noise
from dashboard.builder.districts import within
from dashboard.builder.engines.engine import Engine, Sightings
from dashboard.builder.engines.memory import Memory
from dashboard.builder.homes import OUTSIDE
from dashboard.builder.presence import MOST_BANDS
from dashboard.builder.progress import Report
from dashboard.builder.reach import reach
from dashboard.builder.sightings import CELL_RESOLUTION, read
from dashboard.errors import InputError
from dashboard.release.ingest.sites import near_the_counts
from dashboard.release.load import parse_districts
from dashboard.release.manifest import Manifest
from dashboard.release.summary import account_in_words
from dashboard.release.tables import COUNT
from dashboard.release.write import Contents, write
from dashboard.site import Group, Place, Site

_LONGEST_SPAN_DAYS = 255  # days_since is an unsigned 8-bit number


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to build beside the sightings: the places, the folder, the manifest, homes, districts, protection."""

    sites: list[Place]
    out: Path
    manifest: Manifest
    home: pl.DataFrame | Path | None
    districts: str | None
    protection: Protection = THRESHOLD_ONLY


def build(  # noqa: PLR0913 an operator sets each
    sightings: Path | str | pl.DataFrame,
    *,
    sites: list[Place],
    out: Path,
    manifest: Manifest,
    home: pl.DataFrame | Path | None,
    report: Report,
    districts: str | None = None,
    cell_resolution: int = CELL_RESOLUTION,
    engine: Engine[Any] | None = None,
    protection: Protection = THRESHOLD_ONLY,
) -> Manifest:
    """Count sightings around sites and by cell, write the release to the folder `out` and return its manifest.

    `sightings` are read as sightings.read says, times without an offset as local in the manifest's time zone; `home`
    (device, home) gives reach_by_home; `districts` is the text of a GeoJSON file. The manifest says what to count.
    `report` takes what progress.Report says, never a device. `engine` counts, polars in memory unless another is
    given; `protection` says whether with noise. Raises InputError for input that cannot be used.
    """
    check_countable(manifest)
    tell_noise(manifest, sites, protection, by_home=home is not None, report=report)
    found = read(
        sightings,
        engine=engine or Memory(),
        time_zone=manifest.time_zone,
        cell_resolution=cell_resolution,
        report=report,
        activities=activities(manifest.conditions),
    )
    order = Order(sites=sites, out=out, manifest=manifest, home=home, districts=districts, protection=protection)
    return count_and_write(found, order, report)


def check_countable(manifest: Manifest) -> None:
    """Raise InputError where a manifest asks for what this builder does not count."""
    span = (manifest.period.end - manifest.lookback_start).days
    wrong = {
        f"presence_rule is {manifest.presence_rule}, expected one_cell_per_hour": (
            manifest.presence_rule != "one_cell_per_hour"
        ),
        f"noise_sd is {manifest.disclosure.noise_sd}, expected 0: --rho asks for noise, of a spread that fits": (
            manifest.disclosure.noise_sd != 0
        ),
        "disclosure states noise, expected the threshold alone: --rho asks for noise, and the builder states it": (
            manifest.disclosure.noise is not None
        ),
        f"dwell_bands_min begins with {manifest.dwell_bands_min[0]}, expected 0: every stay has a band": (
            manifest.dwell_bands_min[0] != 0
        ),
        f"dwell_bands_min has {len(manifest.dwell_bands_min)} edges, expected at most {MOST_BANDS}": (
            len(manifest.dwell_bands_min) > MOST_BANDS
        ),
        f"the period ends {span} days after lookback_start, expected at most {_LONGEST_SPAN_DAYS}": (
            span > _LONGEST_SPAN_DAYS
        ),
    }
    for msg, is_wrong in wrong.items():
        if is_wrong:
            raise InputError(msg)


def count_and_write(sightings: Sightings[Any], order: Order, report: Report) -> Manifest:
    """Count sightings that were read, and go on as `build` does; tell of sites that no sighting is near."""
    for warning in near_the_counts(_points(order.sites), sightings.cells):
        report(f"Note: {warning}.")
    tables, manifest = counted(sightings, order, report)
    if manifest.disclosure.noise is not None:
        report(f"Budget: {account_in_words(manifest.disclosure.noise)}.")
    contents = Contents(
        places=order.sites,
        presence=tables.presence,
        reach=tables.reach,
        reach_by_home=tables.reach_by_home,
        districts=order.districts,
    )
    threshold = None if manifest.disclosure.noise is not None else manifest.disclosure.threshold
    written = write(order.out, manifest, contents)
    report(f"Wrote {order.out}: {', '.join(_rows(tables, threshold))}.")
    return written


def counted(sightings: Sightings[Any], order: Order, report: Report) -> tuple[Tables, Manifest]:
    """Count what an order's manifest asks for, and protect it; the manifest returned says how."""
    manifest = order.protection.fitting(order.manifest)
    order.protection.check_account(manifest)
    city_clock = clock(manifest.time_zone, sightings.first, sightings.last)
    _check_sightings(sightings, city_clock, manifest)
    codes = _districts(order)
    by_home, by_cell, named = count(
        sightings, order.sites, city_clock, manifest, home=order.home, report=report, codes=codes
    )
    tell_unmet(by_home, manifest.conditions, report)
    if codes is not None:
        by_home, named = within(by_home, codes), [home for home in named if home in codes]
    exact = Tables(
        reach=reach(by_home),
        reach_by_home=None if order.home is None else by_home,
        presence=by_cell,
    )
    return protect(
        exact, order.sites, manifest, order.protection, homes=sorted({*(codes or []), *named, OUTSIDE}), out=order.out
    )


def _districts(order: Order) -> list[str] | None:
    """Return the codes of the boundary file, which are the homes that a device can have; None without one."""
    return None if order.districts is None else [district.code for district in parse_districts(order.districts)]


def local_dates(sightings: Sightings[Any], city_clock: Clock) -> tuple[date, date]:
    """Return the local dates of the first and the last sighting."""
    return city_clock.date(sightings.first), city_clock.date(sightings.last)


def _points(places: Sequence[Place]) -> list[Site]:
    """Return the sites, each once, of places and of the groups among them."""
    sites = [site for place in places for site in (place.members if isinstance(place, Group) else (place,))]
    return list(dict.fromkeys(sites))


def _check_sightings(sightings: Sightings[Any], city_clock: Clock, manifest: Manifest) -> None:
    first, last = local_dates(sightings, city_clock)
    period = manifest.period
    if last < period.start or first > period.end:
        msg = (
            f"the sightings are from {first} to {last}, expected some in the period from {period.start} to {period.end}"
        )
        raise InputError(msg)
    coarsest = int(cells.resolution(sightings.cells.to_numpy()).min())
    if manifest.presence_resolution > coarsest:
        msg = (
            f"presence_resolution is {manifest.presence_resolution} and the sightings have cells of resolution "
            f"{coarsest}, expected {coarsest} or coarser (a smaller number)"
        )
        raise InputError(msg)


def _rows(counts: Tables, threshold: int | None) -> Iterator[str]:
    """Yield the rows of each table, and how many are withheld under a threshold; None under noise withholds none."""
    by_home = [] if counts.reach_by_home is None else [counts.reach_by_home]
    tables = {"reach": [counts.reach], "reach_by_home": by_home, "presence": list(counts.presence.values())}
    for name, frames in tables.items():
        if frames:
            shown = pl.concat([frame[COUNT] for frame in frames])
            hidden = shown.null_count()
            withheld = f" ({hidden:,} with fewer than {threshold} devices withheld)" if threshold is not None else ""
            yield f"{len(shown):,} rows of {name}{withheld}"
