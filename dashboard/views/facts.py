"""What a release says of itself, in words: where it comes from, what was counted, withheld and checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from dashboard.counting.memo import once_per_release
from dashboard.language import _, day, in_words, mark, name_of, percent, whole, window
from dashboard.release.disclosure import Noise, Who
from dashboard.release.load import Release
from dashboard.release.manifest import Manifest
from dashboard.release.receipt import checked_at
from dashboard.release.rows import rows_by_date
from dashboard.release.summary import Rows, tables_of
from dashboard.views import text

Facts = list[tuple[str, str]]

TABLES = {
    "reach": mark("Devices by place, radius, stay and date"),
    "reach_by_home": mark("The same by home district"),
    "presence": mark("Devices by hexagon, hour and stay"),
}
PRESENCE_RULES = {
    "one_cell_per_hour": mark("A device counts once an hour, in the hexagon where it was longest"),
    "every_cell": mark("A device counts once an hour in every hexagon where it was"),
}


# What somebody who knows a person's track, and all other data, may ask of the release.
ASKED: dict[Who, str] = {
    "visit": mark("Whether a person, resident or not, visited one place on one date"),
    "date": mark("Whether all that a device did on one date is in it"),
    "daily": mark("Whether a person was at one place on every date"),
    "network": mark("Whether a device that was everywhere, always, is in it"),
}


KNOWS = mark(
    "Somebody who knows a person's whole track, and everybody else's data, tells what is asked with an AUC of: 0.5 is "
    "a guess, 1 is certainty. What is higher is less protected; a smaller rho, and more noise, lowers it."
)


@dataclass(frozen=True, kw_only=True)
class Questions:
    """A table of who asks what: what it means, the heads of its columns, and rows of a question and its figures."""

    meaning: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def origin(release: Release) -> Facts:
    """Return where a release comes from; of several operators' each one where they differ.

    What the manifest says freely is said as given, or in the language spoken where the catalogue has it.
    """
    manifest = release.manifest
    operator = manifest.operator
    return [
        (_("Title"), in_words(manifest.title, manifest.title_zh)),
        (
            _("Data"),
            _("Synthetic: made by a model; no real person is in it") if manifest.synthetic else _("Of real devices"),
        ),
        (_("Operator"), _(operator.name)),
        (_("Market share"), _("Not stated") if operator.market_share is None else percent(operator.market_share)),
        (_("Source"), _of_each(release, lambda one: _(one.manifest.source))),
        (_("Licence"), _of_each(release, lambda one: one.manifest.licence)),
        (_("Made"), _of_each(release, _made)),
    ]


def scope(release: Release) -> Facts:
    """Return what was counted, and how finely."""
    manifest = release.manifest
    period = manifest.period
    dates = (period.end - period.start).days + 1
    return [
        (_("Period"), _("{window} ({dates} dates)").format(window=window(period.start, period.end), dates=dates)),
        (_("Earlier visits known since"), day(manifest.lookback_start)),
        (_("Time zone"), manifest.time_zone),
        (_("Places"), whole(len(release.places))),
        (_("Districts"), whole(len(release.districts))),
        (_("Radii"), _(", ").join(text.radius_label(radius) for radius in manifest.radii_m)),
        (_("Minimum stays"), _(", ").join(text.minutes_short(stay) for stay in manifest.min_dwell_min)),
        *(
            [(_("Conditions counted apart"), _(", ").join(name_of(one) for one in manifest.conditions))]
            if manifest.conditions
            else []
        ),
        (_("A visit ends"), _("After {gap} without a sighting").format(gap=text.minutes(manifest.max_gap_min))),
        (_("Counts on the map"), _(PRESENCE_RULES[manifest.presence_rule])),
    ]


def accuracy(manifest: Manifest) -> Facts:
    """Return how far off a position may be, and how many persons a device stands for."""
    error, persons = manifest.positioning_error_m, manifest.persons_per_device
    positions, scale = _("Not stated"), _("Not stated: numbers are of devices")
    if error is not None:
        positions = _("Half are within {median}, 95% within {p95} of the true place").format(
            median=text.metres(round(error.median)), p95=text.metres(round(error.p95))
        )
    if persons is not None:
        scale = _("{mid:g} ({low:g} to {high:g})").format(low=persons.low, mid=persons.mid, high=persons.high)
    return [
        (_("Positioning error"), positions),
        (_("Persons per device"), scale),
        (_("Residents"), _("Not stated") if manifest.population is None else whole(manifest.population.total)),
    ]


def disclosure(release: Release) -> Facts:
    """Return how the counts are protected, and for each table how many rows are withheld."""
    return [
        (_("Protection"), text.protection(release.manifest.disclosure)),
        *((_(TABLES[rows.table]), _withheld(rows)) for rows in _tables(release)),
    ]


def asked(noise: Noise) -> Questions:
    """Return whom noise protects from which question."""
    return Questions(
        meaning=_(KNOWS),
        heads=(_("Who asks what"), _("AUC"), _("AUC measured"), "rho", "epsilon", "delta"),
        rows=tuple(
            (
                _(ASKED[one.who]),
                f"{one.auc:.2f}",
                _("Not measured") if one.auc_measured is None else f"{one.auc_measured:.2f}",
                f"{one.rho:.3g}",
                f"{one.epsilon:.3g}",
                f"{one.delta:.1e}",
            )
            for one in noise.asked
        ),
    )


def checks(release: Release) -> Facts:
    """Return when a release was checked, and what tells it from any other; of several operators' each one."""
    return [
        (_("Checked"), _of_each(release, _checked)),
        (_("Result"), _("Sound: every count, column and file is as the release states")),
        (_("Files"), whole(len(release.manifest.files))),
        (_("Fingerprint of the release (SHA-256)"), _of_each(release, lambda one: one.digest)),
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
    return _("{rows} rows, {withheld} withheld ({share})").format(
        rows=whole(rows.rows), withheld=whole(rows.withheld), share=f"{rows.withheld_share:.1%}"
    )


def _of_each(release: Release, said: Callable[[Release], str]) -> str:
    """Return what is said of a release; of several operators' what is said of each, once where it is the same."""
    found = {one.manifest.operator.name: said(one) for one in release.members or (release,)}
    if len(set(found.values())) == 1:
        return next(iter(found.values()))
    return _("; ").join(_("{label}: {value}").format(label=_(name), value=words) for name, words in found.items())


def _made(release: Release) -> str:
    manifest = release.manifest
    moment = _moment(manifest, manifest.created_at)
    return _("{moment}, by {generator}").format(moment=moment, generator=_(manifest.generator))


def _checked(release: Release) -> str:
    checked = checked_at(release.where)
    return _("Before it was opened") if checked is None else _moment(release.manifest, checked)


def _moment(manifest: Manifest, moment: datetime) -> str:
    there = moment.astimezone(ZoneInfo(manifest.time_zone))
    return _("{day}, {clock} ({zone})").format(day=day(there.date()), clock=f"{there:%H:%M}", zone=manifest.time_zone)
