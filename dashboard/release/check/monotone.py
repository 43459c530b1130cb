"""Check that reach never falls as the radius grows and never rises as the stay grows, as far as counts can tell.

Rows are compared as sums over days_since: the devices of a date, and the distinct devices of the whole period.
What is withheld or may be noise is allowed for. A stay orders the same visits, so its counts must fall on every date.
A radius does not: a visit belongs to the date it starts on, and within a wider radius the same visit may have
started before midnight. So a date's devices may be missing within a wider radius by as many as were there the day
before and did not come back, and of the whole period those of its first date, before which nothing is known.
(Taken for granted: no visit goes on beyond the date after the one it started on.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard.language import Message, mark
from dashboard.release.check.bounds import HIGH, LOW, high, low, noise
from dashboard.release.check.findings import ROW, Finding, Located, RowRule, rows_at_fault
from dashboard.release.load import REACH_FILE
from dashboard.release.manifest import Manifest
from dashboard.release.tables import CONDITION

_POSSIBLE, _CARRIED = "possible rows", "carried"
_RANK, _NEXT, _LEAST, _BEFORE = "rank", "next rank", "least", "before"
_ANYONE = ""
_EPOCH = date(1970, 1, 1)
_PLACE = ("site_id", "radius_m", "min_dwell_min")
_DATE = (*_PLACE, "date")
ALONE = Located(file=REACH_FILE, where=REACH_FILE)


@dataclass(frozen=True, kw_only=True)
class _Axis:
    """One way in which counts must not fall: along `stops` of `column`, given in the order in which they may rise."""

    column: str
    stops: Sequence[int] | Sequence[str]
    before: Message
    after: Message
    remedy: Message


def check_monotone(rows: pl.DataFrame, manifest: Manifest, at: Located = ALONE, *, parts: int = 1) -> Iterator[Finding]:
    """Yield the findings on rows, each sound by itself, of the file of reach at `at`, with their ROW.

    `parts` are the files of reach, in all of which as many sums are compared.
    """
    if rows.is_empty():
        return
    if manifest.conditions:
        yield from _check_conditions(rows, manifest, at, parts)
        return
    yield from _check_axes(rows, manifest, at, parts, across_radii=True)


def _check_conditions(rows: pl.DataFrame, manifest: Manifest, at: Located, parts: int) -> Iterator[Finding]:
    """Yield the findings on each condition by itself, and on one that counts more devices than there are of anyone.

    A visit counts under a condition on the visit's own date, so that no date may have more, nor the period. Within a
    wider radius two visits may be one: who came twice may not have come twice there, and radii are not compared.
    """
    anyone = rows.filter(pl.col(CONDITION).is_null()).drop(CONDITION)
    yield from _check_axes(anyone, manifest, at, parts, across_radii=True)
    for condition in manifest.conditions:
        of_it = rows.filter(pl.col(CONDITION) == condition.id).drop(CONDITION)
        yield from _check_axes(of_it, manifest, at, parts, across_radii=condition.min_visits is None)
        axis = _Axis(
            column=CONDITION,
            stops=(condition.id, _ANYONE),
            before=mark("under the condition {condition}", condition=condition.id),
            after=mark("for anyone"),
            remedy=mark("Count conditions from the same visits as anyone: who meets one is among all"),
        )
        for sums in (_by_date, _over_period):
            both = [sums(of_it, manifest).with_columns(pl.lit(condition.id).alias(CONDITION))]
            both.append(sums(anyone, manifest).with_columns(pl.lit(_ANYONE).alias(CONDITION)))
            yield from _falls(pl.concat(both), axis, manifest, at, parts)


def _check_axes(
    rows: pl.DataFrame, manifest: Manifest, at: Located, parts: int, *, across_radii: bool
) -> Iterator[Finding]:
    if rows.is_empty():
        return
    radius = _Axis(
        column="radius_m",
        stops=manifest.radii_m,
        before=mark("within a smaller radius"),
        after=mark("within the next wider radius"),
        remedy=mark("Count all radii from the same sightings: reach does not fall as the radius grows"),
    )
    stay = _Axis(
        column="min_dwell_min",
        stops=manifest.min_dwell_min[::-1],
        before=mark("for a longer stay"),
        after=mark("for the next shorter stay"),
        remedy=mark("Count all stays from the same visits: reach does not rise as the stay grows"),
    )
    by_date = _by_date(rows, manifest)
    over_period = _over_period(rows, manifest)
    yield from _falls(by_date, stay, manifest, at, parts)
    yield from _falls(over_period, stay, manifest, at, parts)
    if not across_radii:
        return
    yield from _falls(_with_carried(by_date, rows, manifest), radius, manifest, at, parts)
    yield from _falls(_after_first_date(over_period, rows, manifest), radius, manifest, at, parts)


def _by_date(rows: pl.DataFrame, manifest: Manifest) -> pl.DataFrame:
    days_back = pl.col("date").to_physical().cast(pl.Int64) - (manifest.lookback_start - _EPOCH).days
    sums = rows.group_by(_DATE).agg(low(), high(manifest.disclosure), pl.col(ROW).min())
    return sums.with_columns((days_back + 1).alias(_POSSIBLE))


def _over_period(rows: pl.DataFrame, manifest: Manifest) -> pl.DataFrame:
    sums = _first_in_period(rows, manifest).group_by(_PLACE).agg(low(), high(manifest.disclosure), pl.col(ROW).min())
    period, back = manifest.period, (manifest.period.start - manifest.lookback_start).days
    possible = ((period.end - period.start).days + 1) * (back + 1)
    return sums.with_columns(pl.lit(possible, dtype=pl.Int64).alias(_POSSIBLE))


def _first_in_period(rows: pl.DataFrame, manifest: Manifest) -> pl.DataFrame:
    day = pl.col("date").to_physical().cast(pl.Int64)
    before = day - pl.col("days_since").cast(pl.Int64) < (manifest.period.start - _EPOCH).days
    return rows.filter(before.fill_null(value=True))


def _with_carried(by_date: pl.DataFrame, rows: pl.DataFrame, manifest: Manifest) -> pl.DataFrame:
    """Add to HIGH the devices of the day before that did not come back: their visit may have gone on past midnight."""
    returned = rows.filter(pl.col("days_since") == 1).group_by(_DATE).agg((-low()).alias(_CARRIED))
    the_day_before = by_date.select(
        *_PLACE, pl.col("date") + pl.duration(days=1), pl.col(HIGH).alias(_CARRIED), pl.col(_POSSIBLE) + 1
    )
    sums = (
        pl.concat([by_date, the_day_before, returned], how="diagonal")
        .group_by(_DATE)
        .agg(pl.col(LOW, HIGH, _CARRIED).sum(), pl.col(_POSSIBLE).max() * 2, pl.col(ROW).min())
        .with_columns(pl.col(HIGH) + pl.col(_CARRIED).clip(lower_bound=0))
    )
    # Nothing tells who was there on the day before the first date.
    return sums.filter(pl.col("date").is_between(manifest.period.start, manifest.period.end, closed="right"))


def _after_first_date(over_period: pl.DataFrame, rows: pl.DataFrame, manifest: Manifest) -> pl.DataFrame:
    """Leave those of the first date out of LOW: their visit may have started before it."""
    later = rows.filter(pl.col("date") > manifest.period.start)
    sums = _first_in_period(later, manifest).group_by(_PLACE).agg(low())
    return over_period.drop(LOW).join(sums, on=_PLACE, how="left").with_columns(pl.col(LOW).fill_null(0))


def _falls(sums: pl.DataFrame, axis: _Axis, manifest: Manifest, at: Located, parts: int) -> Iterator[Finding]:
    """Yield a finding if, along an axis, the most that a stop may hold is less than the least of a stop before it."""
    keys = [name for name in _DATE if name in sums.columns and name != axis.column]
    rank = pl.col(axis.column).replace_strict(list(axis.stops), list(range(len(axis.stops))), return_dtype=pl.Int64)
    ranked = (
        sums.with_columns(rank.alias(_RANK))
        .sort(*keys, _RANK)
        .with_columns(
            pl.col(LOW).cum_max().over(keys).alias(_LEAST),
            pl.col(_RANK).shift(-1).over(keys).fill_null(len(axis.stops)).alias(_NEXT),
        )
        .with_columns(pl.col(_LEAST).shift(1).over(keys).alias(_BEFORE))
    )
    slack = noise(manifest.disclosure, pl.col(_POSSIBLE) * 2, ranked.height * parts)
    when = {} if "date" in keys else {"date": mark("whole period")}
    lower = RowRule(
        column=axis.column,
        needs=(*keys, axis.column, HIGH, _BEFORE),
        bad=pl.col(_BEFORE) - pl.col(HIGH) > slack,
        problem=mark(
            "at most {high} devices ({site_id}, {date}, {radius_m} m, {min_dwell_min} min), "
            "but at least {before} {where}"
        ),
        remedy=axis.remedy,
        values={**when, "where": axis.before},
    )
    absent = RowRule(
        column=axis.column,
        needs=(*keys, axis.column, _LEAST),
        bad=(pl.col(_NEXT) > pl.col(_RANK) + 1) & (pl.col(_LEAST) > slack),
        problem=mark(
            "at least {least} devices ({site_id}, {date}, {radius_m} m, {min_dwell_min} min), but no row {where}"
        ),
        remedy=axis.remedy,
        values={**when, "where": axis.after},
    )
    yield from rows_at_fault(ranked, [lower, absent], at)
