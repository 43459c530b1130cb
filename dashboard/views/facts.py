"""What a release says of itself, in words: where it comes from, what was counted, withheld and checked."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from dashboard.counting.once import once_per_release
from dashboard.release.load import Release
from dashboard.release.manifest import Manifest
from dashboard.release.receipt import checked_at
from dashboard.release.rows import rows_by_date
from dashboard.release.summary import Rows, tables_of
from dashboard.views import text

Facts = list[tuple[str, str]]

NOT_STATED = "Not stated"
TABLES = {
    "reach": "Devices by place, radius, stay and date",
    "reach_by_home": "The same by home district",
    "presence": "Devices by cell, hour and stay",
}
PRESENCE_RULES = {
    "one_cell_per_hour": "A device counts once an hour, in the cell where it was longest",
    "every_cell": "A device counts once an hour in every cell where it was",
}


def origin(manifest: Manifest) -> Facts:
    """Return where a release comes from."""
    operator = manifest.operator
    return [
        ("Title", manifest.title),
        ("Data", "Synthetic: made by a model; no real person is in it" if manifest.synthetic else "Of real devices"),
        ("Operator", operator.name),
        ("Market share", NOT_STATED if operator.market_share is None else f"{operator.market_share:.0%}"),
        ("Source", manifest.source),
        ("Licence", manifest.licence),
        (
            "Made",
            "{moment}, by {generator}".format(
                moment=_moment(manifest, manifest.created_at), generator=manifest.generator
            ),
        ),
    ]


def scope(release: Release) -> Facts:
    """Return what was counted, and how finely."""
    manifest = release.manifest
    period = manifest.period
    dates = (period.end - period.start).days + 1
    return [
        ("Period", "{window} ({dates} dates)".format(window=text.window(period.start, period.end), dates=dates)),
        ("Known since", text.day(manifest.lookback_start)),
        ("Time zone", manifest.time_zone),
        ("Places", text.whole(len(release.places))),
        ("Districts", text.whole(len(release.districts))),
        ("Radii", ", ".join(text.metres(radius) for radius in manifest.radii_m)),
        ("Minimum stays", ", ".join(text.minutes_short(stay) for stay in manifest.min_dwell_min)),
        ("A visit ends", "After {gap} without a sighting".format(gap=text.minutes(manifest.max_gap_min))),
        ("Presence", PRESENCE_RULES[manifest.presence_rule]),
    ]


def accuracy(manifest: Manifest) -> Facts:
    """Return how far off a position may be, and how many persons a device stands for."""
    error, persons = manifest.positioning_error_m, manifest.persons_per_device
    positions, scale = NOT_STATED, "Not stated: numbers are of devices"
    if error is not None:
        positions = "Half are within {median}, 95% within {p95} of the true place".format(
            median=text.metres(round(error.median)), p95=text.metres(round(error.p95))
        )
    if persons is not None:
        scale = "{mid:g} ({low:g} to {high:g})".format(low=persons.low, mid=persons.mid, high=persons.high)
    return [
        ("Positioning error", positions),
        ("Persons per device", scale),
        ("Residents", NOT_STATED if manifest.population is None else text.whole(manifest.population.total)),
    ]


def disclosure(release: Release) -> Facts:
    """Return how the counts are protected, and for each table how many rows are withheld."""
    protected = release.manifest.disclosure
    noise = protected.noise
    budget = []
    if noise is not None:
        words = "rho {rho:.3g} (epsilon {epsilon:.2g} at delta {delta:g}) for a visitor of one day".format(
            rho=noise.rho, epsilon=noise.epsilon, delta=noise.delta
        )
        budget = [("Privacy budget", words)]
    return [
        ("Protection", text.protection(protected)),
        *budget,
        *((TABLES[rows.table], _withheld(rows)) for rows in _tables(release)),
    ]


def checks(release: Release) -> Facts:
    """Return when a release was checked, and what tells it from any other."""
    checked = checked_at(release.where)
    return [
        ("Checked", "Before it was opened" if checked is None else _moment(release.manifest, checked)),
        ("Result", "Sound: every count, column and file agrees with the manifest"),
        ("Files", text.whole(len(release.manifest.files))),
        ("SHA-256 of the manifest", release.digest),
    ]


@once_per_release
def coverage(release: Release) -> pl.DataFrame:
    """Return the rows of presence on every date of the period: date, rows, withheld; 0 where a date has none."""
    period = release.manifest.period
    days = [period.start + timedelta(days=day) for day in range((period.end - period.start).days + 1)]
    every = pl.DataFrame({"date": days}, schema={"date": pl.Date})
    if release.presence_parts is None:
        return every.with_columns(rows=pl.lit(0), withheld=pl.lit(0))
    found = rows_by_date(release.presence_parts)
    return every.join(found, on="date", how="left", maintain_order="left").fill_null(0)


@once_per_release
def _tables(release: Release) -> tuple[Rows, ...]:
    return tables_of(release)


def _withheld(rows: Rows) -> str:
    return "{rows} rows, {withheld} withheld ({share:.1%})".format(
        rows=text.whole(rows.rows), withheld=text.whole(rows.withheld), share=rows.withheld_share
    )


def _moment(manifest: Manifest, moment: datetime) -> str:
    there = moment.astimezone(ZoneInfo(manifest.time_zone))
    return "{day}, {clock} ({zone})".format(day=text.day(there.date()), clock=f"{there:%H:%M}", zone=manifest.time_zone)
