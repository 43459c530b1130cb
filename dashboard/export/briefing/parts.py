"""The parts of a briefing: stay, matrix, days, home districts and frontier, as numbers with their words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.answers import charts
from dashboard.answers.cost import points_of
from dashboard.counting import reach
from dashboard.counting.certainty.chances import TrueVisit
from dashboard.counting.certainty.circle import expectation
from dashboard.counting.count import matrix_of
from dashboard.counting.frontier import Point
from dashboard.counting.interval import Estimate
from dashboard.counting.matrix import Matrix, stay_bands
from dashboard.counting.people import people
from dashboard.counting.scaled import in_people
from dashboard.export.briefing.colours import Field, field
from dashboard.export.briefing.headline import in_words
from dashboard.language import _, mark
from dashboard.place import DrawnArea
from dashboard.release.load import Release
from dashboard.release.resolve import counted_place
from dashboard.rule import Rule
from dashboard.views import expected, text

HOMES_SHOWN = 10

NO_STAY = mark("A bracket does not tell how long people stayed.")
FEW_STAYS = mark("Too few were counted to say how long they stayed.")
NO_DAYS = mark("A place that was not counted as one cannot be split by day.")
NO_HOMES = mark("This release does not hold the home districts of those flagged around this place.")


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: its label, its number, and whether the rule flags it (`ours`)."""

    label: str
    estimate: Estimate
    words: str
    ours: bool = True


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Bars in the order to show them, or none and why."""

    bars: tuple[Bar, ...] = ()
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class Day:
    """Those flagged on a date: for the first time in the window, and returning."""

    day: date
    first: Estimate
    returning: Estimate

    @property
    def total(self) -> Estimate:
        """Return all who were flagged on the date."""
        return self.first + self.returning


def guessed(estimate: Estimate) -> bool:
    """Say whether a bar is less certain than it is high: as on the page, it is grey then."""
    return estimate.high - estimate.low > (estimate.mid or 0)


@dataclass(frozen=True, kw_only=True)
class Days:
    """The dates of the window, or none and why."""

    days: tuple[Day, ...] = ()
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """The rules of one radius, by stay; None where nothing bounds the place."""

    label: str
    fields: tuple[Field | None, ...]


@dataclass(frozen=True, kw_only=True)
class MatrixPart:
    """Every radius and stay."""

    stays: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, kw_only=True)
class Frontier:
    """Every rule by people flagged and expected share caught, with its words, or none and why."""

    points: tuple[Point, ...] = ()
    line: tuple[Point, ...] = ()
    present: Point | None = None
    sentence: str = ""
    warning: str = ""
    better: str = ""
    why_not: str = ""


def stay_part(release: Release, rule: Rule, unit: str) -> Bars:
    """Return those within the radius split by how long they stayed; none for a bracket."""
    matrix = matrix_of(release, rule.place, rule.start, rule.end)
    if matrix.method == "bracket":
        return Bars(why_not=_(NO_STAY))
    if _shown(release, matrix, rule.radius_m, rule.min_dwell_min).mid is None:
        return Bars(why_not=_(FEW_STAYS))
    bars = []
    for band in stay_bands(matrix, rule.radius_m):
        shown = text.shown_of(band.devices, people(release.manifest, band.devices))
        ours = band.from_min >= rule.min_dwell_min
        words = in_words(shown, unit)
        bars.append(Bar(label=text.band(band.from_min, band.to_min), estimate=shown, words=words, ours=ours))
    return Bars(bars=tuple(bars))


def matrix_part(release: Release, rule: Rule) -> MatrixPart:
    """Return the matrix of a rule's place and dates, the widest radius on top as on the page.

    The colour of each field goes by the logarithm of its number.
    """
    manifest = release.manifest
    matrix = matrix_of(release, rule.place, rule.start, rule.end)
    area = isinstance(rule.place, DrawnArea)
    radii = manifest.radii_m[:1] if area else manifest.radii_m
    shown: dict[tuple[int, int], Estimate] = {}
    for radius_m in radii:
        for stay in manifest.min_dwell_min if radius_m in matrix.radii_m else ():
            shown[radius_m, stay] = _shown(release, matrix, radius_m, stay)
    sizes = [math.log10(size) for size in map(_size, shown.values()) if size > 0]
    ends = (min(sizes, default=0.0), max(sizes, default=0.0))
    rows = [
        MatrixRow(
            label=_("Area") if area else text.radius_label(radius_m),
            fields=tuple(
                field(
                    shown[radius_m, stay],
                    ends,
                    present=stay == rule.min_dwell_min and (area or radius_m == rule.radius_m),
                )
                if (radius_m, stay) in shown
                else None
                for stay in manifest.min_dwell_min
            ),
        )
        for radius_m in reversed(radii)
    ]
    return MatrixPart(stays=tuple(text.minutes_short(stay) for stay in manifest.min_dwell_min), rows=tuple(rows))


def days_part(release: Release, rule: Rule) -> Days:
    """Return those flagged by date; none for a place that was not counted."""
    if release.reach is None or counted_place(release, rule.place) is None:
        return Days(why_not=_(NO_DAYS))
    table, unit = in_people(release.manifest, reach.by_day(release, rule))
    return Days(
        days=tuple(
            Day(day=day, first=_read(first, unit), returning=_read(returning, unit))
            for day, *ends in table.iter_rows()
            for first, returning in [(ends[:3], ends[3:])]
        )
    )


def homes_part(release: Release, rule: Rule, unit: str) -> Bars:
    """Return those flagged by home district, most first, the least ones together; none where they were not counted."""
    if not charts.has_homes(release, rule):
        return Bars(why_not=_(NO_HOMES))
    table, _unit = charts.homes_of(release, rule)
    named = [(name, _read(ends, unit)) for name, *ends in table.select("name", "low", "mid", "high").iter_rows()]
    first, rest = named[:HOMES_SHOWN], named[HOMES_SHOWN:]
    if rest:
        others = sum((estimate for _name, estimate in rest[1:]), start=rest[0][1])
        first.append((_("{districts} others together").format(districts=len(rest)), others))
    return Bars(
        bars=tuple(Bar(label=name, estimate=estimate, words=in_words(estimate, unit)) for name, estimate in first)
    )


def frontier_part(release: Release, rule: Rule, true_visit: TrueVisit) -> Frontier:
    """Return what is expected of every rule of the place and dates, or why nothing can be said."""
    found = expectation(release, rule.place, rule.start, rule.end, true_visit)
    if found is None:
        return Frontier(why_not=expected.why_not(release) or _(expected.NOT_COUNTED))
    points, _unit = points_of(release, rule, found)
    dates = rule.start.isoformat(), rule.end.isoformat()
    words = expected.expected(found, points, rule.place, dates, release.manifest)
    r, s = found.radii_m.index(rule.radius_m), found.min_dwell_min.index(rule.min_dwell_min)
    return Frontier(
        points=tuple(points),
        line=tuple(expected.on_the_line(points)),
        present=_present(points, rule),
        sentence=words["sentences"][r][s],
        warning=words["warnings"][r][s],
        better=words["better"][r][s],
    )


def _shown(release: Release, matrix: Matrix, radius_m: int, stay: int) -> Estimate:
    """Return a field of the matrix as it is read."""
    devices = matrix.at(radius_m, stay)
    return text.shown_of(devices, people(release.manifest, devices))


def _present(points: Sequence[Point], rule: Rule) -> Point:
    asked = (rule.radius_m, rule.min_dwell_min)
    return next(point for point in points if (point.radius_m, point.min_dwell_min) == asked)


def _read(ends: Sequence[int], unit: str) -> Estimate:
    """Return low, mid and high as they are read: people to four significant digits, devices as they are."""
    low, mid, high = ends
    estimate = Estimate(low=low, mid=mid, high=high)
    return text.rounded(estimate) if unit == text.PEOPLE else estimate


def _size(estimate: Estimate) -> int:
    return estimate.high if estimate.mid is None else estimate.mid
