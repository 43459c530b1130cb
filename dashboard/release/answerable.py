"""Whether a release can answer a rule, and the nearest rule that it can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dashboard.errors import RuleError
from dashboard.language import _
from dashboard.place import NamedPlace, RulePlace, parse_place
from dashboard.release.load import Release
from dashboard.release.resolve import place_error
from dashboard.rule import FIELDS, Rule, no_date, out_of_order


def check_rule(release: Release, rule: Rule) -> None:
    """Raise RuleError, with the nearest valid value, if a release cannot answer a rule."""
    check_place(release, rule.place)
    problem = next(iter(_problems(release, vars(rule))), None)
    if problem is not None:
        raise problem


def check_place(release: Release, place: RulePlace) -> None:
    """Raise RuleError, with the nearest place, if a release does not have a place."""
    problem = place_error(release, place, default=default_rule(release).place)
    if problem is not None:
        raise problem


def check_window(release: Release, start: date, end: date) -> None:
    """Raise RuleError, with the nearest date, if dates lie outside the period of a release."""
    for field, day in (("start", start), ("end", end)):
        problem = _date_error(release, field, day.isoformat(), day)
        if problem is not None:
            raise problem


def settle(release: Release, query: Mapping[str, Any]) -> tuple[Rule, list[RuleError]]:
    """Return the rule of a URL query, each wrong part replaced by the nearest valid value, and what was wrong.

    A part that is absent takes its default and is no error.
    """
    usual = default_rule(release)
    given = {k: v for k, v in query.items() if k in FIELDS and v}
    values: dict[str, Any] = {**usual.to_dict(), **given}
    place, problems = _settle_place(release, given.get("site"), usual.place)
    for problem in _problems(release, values):
        problems.append(problem)
        values[problem.field] = problem.nearest
    if str(values["start"]) > str(values["end"]):
        order = RuleError(
            out_of_order(values["start"], values["end"]),
            field="start",
            nearest=values["end"],
        )
        problems.append(order)
        values["start"] = values["end"]
    return Rule.of_place(place, values), problems


def default_rule(release: Release) -> Rule:
    """Return the rule that the page opens with: first market, about 1,000 m, any stay, the whole period."""
    manifest = release.manifest
    markets = [place.site_id for place in release.places.values() if place.kind == "market"]
    return Rule(
        place=NamedPlace(site_id=next(iter(markets or release.places), "none")),
        radius_m=_closest(1000, manifest.radii_m),
        min_dwell_min=manifest.min_dwell_min[0],
        start=manifest.period.start,
        end=manifest.period.end,
    )


def _settle_place(release: Release, asked: object | None, usual: RulePlace) -> tuple[RulePlace, list[RuleError]]:
    """Return the place of a text, or the nearest one if it is wrong, and what was wrong."""
    try:
        place = usual if asked is None else parse_place(str(asked))
    except RuleError as error:
        return usual, [RuleError(str(error), field="site", nearest=usual)]
    problem = place_error(release, place, default=usual)
    if problem is None:
        return place, []
    return problem.nearest if isinstance(problem.nearest, RulePlace) else usual, [problem]


def _problems(release: Release, values: Mapping[str, Any]) -> Iterable[RuleError]:
    """Yield what is wrong with the numbers and the dates of a rule."""
    manifest = release.manifest
    for field, stops in (("radius_m", manifest.radii_m), ("min_dwell_min", manifest.min_dwell_min)):
        problem = _stop_error(field, values[field], stops)
        if problem is not None:
            yield problem
    for field, fallback in (("start", manifest.period.start), ("end", manifest.period.end)):
        problem = _date_error(release, field, values[field], fallback)
        if problem is not None:
            yield problem


def _stop_error(field: str, value: object, stops: list[int]) -> RuleError | None:
    try:
        number = float(str(value))
    except ValueError:
        number = float("nan")
    if number in stops:
        return None
    nearest = stops[0] if number != number else _closest(number, stops)  # noqa: PLR0124 nan is not itself
    return RuleError(
        _("{field} is {value}, expected one of {stops}; the nearest is {nearest}").format(
            field=field, value=repr(value), stops=", ".join(map(str, stops)), nearest=nearest
        ),
        field=field,
        nearest=nearest,
    )


def _date_error(release: Release, field: str, value: object, fallback: date) -> RuleError | None:
    period = release.manifest.period
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return RuleError(no_date(field, value), field=field, nearest=fallback.isoformat())
    if period.start <= day <= period.end:
        return None
    nearest = min(max(day, period.start), period.end).isoformat()
    return RuleError(
        _("{field} is {value}, expected a date from {start} to {end}; the nearest is {nearest}").format(
            field=field, value=day, start=period.start, end=period.end, nearest=nearest
        ),
        field=field,
        nearest=nearest,
    )


def _closest(value: float, stops: list[int]) -> int:
    return min(stops, key=lambda stop: (abs(stop - value), stop))
