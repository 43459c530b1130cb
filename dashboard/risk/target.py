"""Targets: persons whose presence in the data an attacker asks for, added to what the release itself counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from dashboard.counting.interval import Counts
from dashboard.release.load import Release
from dashboard.release.tables import COUNT
from dashboard.risk import worlds
from dashboard.risk.rows import rows_of
from dashboard.risk.worlds import People, Shape

ONCE, EVERY_DAY = "on one day", "on every day"

_PLACES = 8  # around which targets come, drawn from all
_HOURS = 2  # of presence a date
_CELLS = 50_000  # rows of presence of a date, of which theirs are drawn


@dataclass(frozen=True, kw_only=True, eq=False)
class Target:
    """One person as the attacker sees it.

    `others` holds the exact counts, without it, of the rows that it would add one to; `change` what it would add to
    the reach, by row (a place, a date, days since the last visit) and entry (a radius and stay, the stay fastest);
    `presence` how many rows of presence it adds to.
    """

    others: Counts
    change: Counts
    presence: int = 0


def added(rng: np.random.Generator, release: Release, kind: str, targets: int) -> Iterator[Target]:
    """Yield targets who come ONCE, or EVERY_DAY, close and for long, to a place of the release, beside those counted.

    They are in every table that the release has. A row that it withholds counts any number under the threshold.
    """
    manifest = release.manifest
    dates = (manifest.period.end - manifest.period.start).days + 1
    shape = Shape(homes=1, dates=dates, radii=len(manifest.radii_m), stays=len(manifest.min_dwell_min))
    sites = list(release.places)
    near = [sites[number] for number in rng.permutation(len(sites))[:_PLACES]]
    tables = {site: list(_around(rng, release, site)) for site in near}
    by_date = _presence(release, dates)
    for _ in range(targets):
        own = worlds.rows(_one_person(rng, shape, kind), 1)[0]
        counted = [others[own > 0] for others in tables[near[rng.integers(len(near))]]]
        came = np.flatnonzero(own.any(axis=(0, 2, 3)))
        cells = [by_date[day][rng.integers(len(by_date[day]), size=_HOURS)] for day in came if len(by_date[day])]
        by_row = own.reshape(dates**2, -1)
        yield Target(
            others=np.concatenate([*counted, *(_filled(rng, one, release) for one in cells)]),
            change=by_row[by_row.any(axis=1)],
            presence=sum(map(len, cells)),
        )


def _around(rng: np.random.Generator, release: Release, site: str) -> Iterator[Counts]:
    """Yield what is counted of a place by (previous, date, radius, stay), in all and of one home."""
    homes = [None]
    if release.reach_by_home is not None:
        named = release.reach_by_home.filter(pl.col("site_id") == site).select(pl.col("home").unique()).collect()
        homes += [named["home"].sort()[int(rng.integers(named.height))]] if named.height else []
    for home in homes:
        rows = rows_of(release, site, home)
        withheld = rng.integers(1, max(2, release.manifest.disclosure.threshold), rows.withheld.shape)
        yield rows.counted + rows.withheld * withheld


def _presence(release: Release, dates: int) -> list[Counts]:
    """Return counts of presence by date, -1 where withheld; none where a date has none."""
    start = release.manifest.period.start
    return [_of_date(release, start + timedelta(days=day)) for day in range(dates)]


def _of_date(release: Release, day: date) -> Counts:
    if release.presence_parts is None or day not in release.presence_dates:
        return np.zeros(0, dtype=np.int64)
    rows = release.presence_parts.holding(None, (day, day)).select(pl.col(COUNT).cast(pl.Int64)).head(_CELLS)
    return rows.collect()[COUNT].fill_null(worlds.WITHHELD).to_numpy()


def _filled(rng: np.random.Generator, counts: Counts, release: Release) -> Counts:
    """Return the counts of others: one less than is counted, any number under the threshold where that is withheld."""
    some = rng.integers(0, max(1, release.manifest.disclosure.threshold - 1), counts.shape)
    return np.where(counts == worlds.WITHHELD, some, counts - 1)


def _one_person(rng: np.random.Generator, shape: Shape, kind: str) -> People:
    if kind == EVERY_DAY:
        everywhere = np.ones((1, shape.dates, shape.radii, shape.stays), dtype=bool)
        return People(home=np.zeros(1, dtype=np.int64), qualifies=everywhere)
    present = np.zeros((1, shape.dates), dtype=bool)
    present[0, rng.integers(shape.dates)] = True
    return worlds.people(rng, shape, present)
