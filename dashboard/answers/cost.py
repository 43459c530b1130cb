"""What the panels of certainty and effort show: one pure function a panel, as in charts.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.counting.certainty.circle import expectation
from dashboard.counting.certainty.expect import Expectation, TrueVisit
from dashboard.counting.count import matrix_of
from dashboard.counting.effort import Effort, Means, backlog, effort
from dashboard.counting.frontier import Point
from dashboard.counting.interval import Estimate
from dashboard.counting.people import people
from dashboard.counting.proportion import districts_per_thousand, per_thousand
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.views import expected, text
from dashboard.views.effort import best_pool_words, effort_rows
from dashboard.views.figures.backlog import backlog_figure
from dashboard.views.figures.certainty import certainty_figure
from dashboard.views.figures.frontier import frontier_figure
from dashboard.views.proportion import Beside, beside_totals, rate
from dashboard.views.theme import Figure, Theme, empty_figure

DISTRICTS_SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The words of every rule of a place and dates, and the figures that they stand beside."""

    words: dict[str, Any]
    certainty: Figure
    frontier: Figure


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What the people flagged by a rule take: each figure's name and words, and the best size of a pool.

    No figures, and an empty backlog, where they are not known as people.
    """

    figures: tuple[tuple[str, str], ...] = ()
    best_pool: str = ""
    backlog: Figure


@dataclass(frozen=True, kw_only=True)
class Proportion:
    """Those flagged in proportion, in words.

    Per 1,000 residents of the city (None: not known) and of the first districts by name, and beside published totals.
    """

    city: str | None
    districts: tuple[tuple[str, str], ...]
    totals: tuple[Beside, ...]


def expected_of(release: Release, rule: Rule, true_visit: TrueVisit, theme: Theme) -> Expected:
    """Return what to expect of every radius and stay of a rule's place and dates, or why nothing can be said."""
    found = expectation(release, rule.place, rule.start, rule.end, true_visit)
    dates = (rule.start.isoformat(), rule.end.isoformat())
    if found is None:
        manifest, blank = release.manifest, empty_figure(theme)
        rules = len(manifest.radii_m), len(manifest.min_dwell_min)
        return Expected(words=expected.not_known(rule.place, dates, rules), certainty=blank, frontier=blank)
    points, unit = points_of(release, rule, found)
    return Expected(
        words=expected.expected(found, points, rule.place, dates, release.manifest),
        certainty=certainty_figure(found, theme),
        frontier=frontier_figure(points, expected.on_the_line(points), unit, theme),
    )


def taken_of(release: Release, rule: Rule, means: Means, theme: Theme) -> Taken:
    """Return what the people flagged by a rule take."""
    found = effort_of(release, rule, means)
    if found is None:
        return Taken(backlog=backlog_figure([], theme))
    return Taken(
        figures=tuple(effort_rows(found)),
        best_pool=best_pool_words(means),
        backlog=backlog_figure(backlog(found.tests, means.tests_a_day), theme),
    )


def effort_of(release: Release, rule: Rule, means: Means) -> Effort | None:
    """Return what the people flagged by a rule take, None where they are not known."""
    flagged = _people(release, rule)
    return None if flagged is None else effort(flagged, means)


def proportion_of(release: Release, rule: Rule) -> Proportion | None:
    """Return those flagged in proportion to residents, None where they are not known."""
    flagged = _people(release, rule)
    if flagged is None:
        return None
    population = release.manifest.population
    districts = districts_per_thousand(release, rule).select("name", "low", "mid", "high").head(DISTRICTS_SHOWN)
    return Proportion(
        city=None if population is None else rate(*per_thousand(flagged, population.total)),
        districts=tuple((name, rate(*ends)) for name, *ends in districts.iter_rows()),
        totals=beside_totals(flagged),
    )


def _people(release: Release, rule: Rule) -> Estimate | None:
    """Return the people flagged by a rule as they are read; None where they, or the place, are not known."""
    matrix = matrix_of(release, rule.place, rule.start, rule.end)
    if rule.radius_m not in matrix.radii_m:
        return None
    found = people(release.manifest, matrix.at(rule.radius_m, rule.min_dwell_min))
    return None if found is None else text.rounded(found)


def points_of(release: Release, rule: Rule, found: Expectation) -> tuple[list[Point], str]:
    """Return every rule of a place and dates as a point of the frontier, and the unit of those flagged."""
    matrix = matrix_of(release, rule.place, rule.start, rule.end)
    scaled = people(release.manifest, Estimate(low=0, mid=0, high=0)) is not None
    points = []
    for r, radius_m in enumerate(matrix.radii_m):
        for s, stay in enumerate(matrix.min_dwell_min):
            devices = matrix.at(radius_m, stay)
            flagged = text.shown_of(devices, people(release.manifest, devices))
            points.append(
                Point(
                    radius_m=radius_m,
                    min_dwell_min=stay,
                    devices=devices,
                    flagged=flagged,
                    recall=float(found.recall.mid[r, s]),
                    recall_low=float(found.recall.low[r, s]),
                    recall_high=float(found.recall.high[r, s]),
                )
            )
    return points, text.PEOPLE if scaled else text.DEVICES
