"""Visits that meet a condition: parts of them within hours and weekdays, those with an activity, of some homes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path
from typing import Generic

import narwhals as nw
import polars as pl
from pydantic import TypeAdapter, ValidationError

from dashboard.builder import activity
from dashboard.builder.clock import Clock
from dashboard.builder.distances import centres, distances
from dashboard.builder.homes import HOME, Homes
from dashboard.builder.neighbours import Frame, in_order, joined, with_nearest
from dashboard.builder.progress import Report
from dashboard.builder.reach import Question, dated_visits, in_period
from dashboard.builder.visits import ACTIVE, edges
from dashboard.errors import InputError
from dashboard.release.conditions import WEEKDAYS, Condition, apart
from dashboard.release.fields import fault_of
from dashboard.release.tables import CONDITION
from dashboard.site import Place

_VISIT = ("radius", "site", "device")
_LIVES = "lives there"


@dataclass(frozen=True, kw_only=True)
class Asked(Generic[Frame]):
    """A condition as an engine asks it.

    `activity` are the columns of the sightings that say whether they are of its activity, `homes` the numbers of homes
    that meet it (None: any; `elsewhere`: those that are not among them), `near` the devices that live near a site.
    """

    condition: Condition
    activity: tuple[str, ...]
    homes: tuple[int, ...] | None
    elsewhere: bool
    near: Frame | None


def read_conditions(path: Path) -> list[Condition]:
    """Return the conditions of a JSON file, a list of them; raise InputError, with what is wrong, in one sentence."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        msg = f"{path} cannot be read, expected a JSON file with a list of conditions"
        raise InputError(msg) from None
    try:
        conditions = TypeAdapter(list[Condition]).validate_json(text, strict=True)
    except ValidationError as error:
        fault = fault_of(str(path), error.errors()[0])
        raise InputError(str(fault)) from None
    try:
        return apart(conditions)
    except ValueError as error:
        msg = f"{path}: {error.args[0]}"
        raise InputError(msg) from None


def stated(conditions: Sequence[Condition]) -> list[dict[str, object]]:
    """Return conditions as the JSON values of a manifest."""
    found: list[dict[str, object]] = [
        json.loads(condition.model_dump_json(exclude_none=True)) for condition in conditions
    ]
    return found


def activities(conditions: Sequence[Condition]) -> tuple[str, ...]:
    """Return the activities that conditions ask for, each once, rising."""
    return tuple(sorted({value for condition in conditions for value in condition.activity or ()}))


def check_met(conditions: Sequence[Condition], homes: Homes | None, codes: Sequence[str] | None) -> None:
    """Raise InputError where a condition asks for homes that nobody stated; `codes` are those of the districts."""
    for condition in conditions:
        if condition.home is None:
            continue
        if homes is None:
            msg = f"condition {condition.id} asks where devices are at home, and no homes are given: expected --home"
            raise InputError(msg)
        if condition.home.by_distance and homes.cells is None:
            msg = (
                f"condition {condition.id} asks how far homes lie from a place, expected a column cell in the homes: "
                "the H3 cell where the device is at home"
            )
            raise InputError(msg)
        known = set(homes.names) if codes is None else set(codes)
        unknown = [code for code in condition.home.districts or () if code not in known]
        if unknown:
            msg = (
                f"condition {condition.id} asks for homes in {unknown[0]!r}, which is no home of a device, expected "
                f"districts that occur, such as {', '.join(sorted(known)[:3]) or 'none'}"
            )
            raise InputError(msg)


def tell_cost(conditions: Sequence[Condition], report: Report) -> None:
    """Report, before the long read, how many rows conditions make and what noise costs more."""
    if conditions:
        times = 1 + len(conditions)
        report(
            f"Conditions: {', '.join(condition.id for condition in conditions)}: up to {times} times the rows "
            f"of reach; with noise, {times**0.5:.1f} times as wide as without them for the same budget."
        )


def tell_unmet(counts: pl.DataFrame, conditions: Sequence[Condition], report: Report) -> None:
    """Report the conditions that nobody near a place meets, by exact counts of all of them."""
    met = set(counts[CONDITION]) if CONDITION in counts.columns else set()
    for condition in conditions:
        if condition.id not in met:
            report(f"Note: nobody near a place meets the condition {condition.id} in the period.")


def asked(  # noqa: PLR0913, PLR0917 what is asked, of whom
    condition: Condition,
    conditions: Sequence[Condition],
    homes: Homes,
    places: Sequence[Place],
    codes: Sequence[str] | None,
    table: Callable[[pl.DataFrame], Frame],
) -> Asked[Frame]:
    """Return one of some conditions as an engine asks it: `table` hands it a small table."""
    home, names, elsewhere = condition.home, None, False
    if home is not None and (home.districts or home.outside):
        inside = homes.names if codes is None else codes
        wanted, elsewhere = (home.districts, False) if home.districts else (inside, True)
        names = tuple(number for number, name in enumerate(homes.names) if name in wanted)
    near = None
    if home is not None and home.by_distance and homes.cells is not None:
        metres = home.within_m if home.within_m is not None else home.beyond_m
        near = table(_near(homes.cells, places, metres or 0))
    known = activities(conditions)
    return Asked(
        condition=condition,
        activity=tuple(activity.column(known.index(value)) for value in condition.activity or ()),
        homes=names,
        elsewhere=elsewhere,
        near=near,
    )


def meeting(  # noqa: PLR0913, PLR0917 what is counted, and of whom
    near: Frame,
    everyone: Frame,
    asking: Asked[Frame],
    homes: Frame,
    clock: Clock,
    question: Question,
    keep: Callable[[Frame], Frame],
) -> Frame:
    """Return the visits that meet a condition, as reach.in_period does, each on its date with a stay that counts.

    `near` are the sightings of visits.near_places, `everyone` the visits of reach.dated_visits without a condition. A
    visit comes once for each of its parts.
    """
    condition = asking.condition
    found = everyone
    if condition.timed or condition.activity:
        within = near.filter(*_within(condition, clock)) if condition.timed else near
        if condition.activity:
            any_of = reduce(add, (nw.col(column).cast(nw.Int64) for column in asking.activity))
            within = within.with_columns(any_of.alias(ACTIVE))
        active = bool(condition.activity)
        at_edge = edges(within, radii=len(question.radii_m), max_gap_s=question.max_gap_s, active=active)
        found = dated_visits(at_edge, homes, clock, question, keep, active=active)
        if condition.timed:
            found = _on_the_date_of_the_visit(found, everyone)
    return keep(_at_home(in_period(found, clock, question), asking))


def _within(condition: Condition, clock: Clock) -> list[nw.Expr]:
    """Return what is true of sightings within the hours and the weekdays."""
    t, found = nw.col("t"), []
    if condition.span is not None:
        first, end = condition.span
        after, before = clock.hour_of_day(t) >= first, clock.hour_of_day(t) < end
        # Hours to the end of the day end before 0.
        found.append(after & before if first < end else after | before)
    if condition.weekdays is not None:
        found.append(clock.weekday(t).is_in([WEEKDAYS.index(day) for day in condition.weekdays]))
    return found


def _on_the_date_of_the_visit(parts: Frame, everyone: Frame) -> Frame:
    """Return parts of visits with the date of the visit: that which began last before them, or with them."""
    columns = (*_VISIT, HOME, "dwell_s")
    seq, date, is_part = nw.col("seq"), nw.col("date"), nw.col("is_part")
    began = everyone.select(*columns, "date", turn=seq * 2, is_part=nw.lit(0))
    later = parts.select(*columns, "date", turn=seq * 2 + 1, is_part=nw.lit(1))
    both = in_order(nw.concat([began, later]), *_VISIT, "turn")
    known = both.with_columns(date=nw.when(is_part == 0).then(date))
    dated = with_nearest(known, _VISIT, "turn", back=["date"], ahead=[])
    return dated.filter(is_part == 1).select(*columns, "date")


def _at_home(visited: Frame, asking: Asked[Frame]) -> Frame:
    if asking.homes is not None:
        among = nw.col(HOME).is_in(asking.homes or (-1,)).fill_null(value=False)
        visited = visited.filter(~among if asking.elsewhere else among)
    if asking.near is not None and asking.condition.home is not None:
        marked = joined(visited, asking.near, on=["device", "site"], how="left")
        away = nw.col(_LIVES).is_null()
        visited = marked.filter(away if asking.condition.home.beyond_m is not None else ~away).drop(_LIVES)
    return visited


def _near(home_cells: pl.DataFrame, places: Sequence[Place], metres: int) -> pl.DataFrame:
    """Return the devices (with `site`, the number of a place) that live within metres of it, from device and cell."""
    found = [home_cells.head(0).select("device", site=pl.lit(0, pl.Int16))]
    where = centres(home_cells["cell"].unique())
    for site, place in enumerate(places):
        cells = distances(where, place.shapes, metres).select("cell")
        live = home_cells.join(cells, on="cell", how="semi")
        found.append(live.select("device", site=pl.lit(site, pl.Int16)))
    return pl.concat(found).with_columns(pl.lit(1, pl.Int8).alias(_LIVES))
