"""A briefing as plain data: what both the PDF and the slides show, in the language that is spoken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dashboard.answers import cost
from dashboard.answers.assumed import Assumed
from dashboard.export.briefing.headline import Headline, headline
from dashboard.export.briefing.map import MapPart, map_part
from dashboard.export.briefing.method import method_lines
from dashboard.export.briefing.paper import Paper, stamp_of, unit_of
from dashboard.export.briefing.parts import (
    Bars,
    Days,
    Frontier,
    MatrixPart,
    days_part,
    frontier_part,
    homes_part,
    matrix_part,
    stay_part,
)
from dashboard.export.provenance import exported, origin
from dashboard.language import _
from dashboard.place import DrawnArea
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.views import text
from dashboard.views.effort import NOT_KNOWN
from dashboard.views.places import place_words, where_words
from dashboard.views.theme import LIGHT


@dataclass(frozen=True, kw_only=True)
class Briefing(Paper):
    """The content of the briefing of a rule; `where` is its place and radius in words."""

    rule: str
    where: str
    headline: Headline
    stay: Bars
    map: MapPart
    days: Days
    matrix: MatrixPart
    frontier: Frontier
    homes: Bars
    effort: tuple[tuple[str, str], ...]
    effort_why_not: str


def briefing(release: Release, rule: Rule, assumed: Assumed, link: str, now: datetime) -> Briefing:
    """Return the briefing of a rule; `link` opens its view. Raises RuleError for a rule the release cannot answer."""
    manifest, said = release.manifest, headline(release, rule)
    unit = unit_of(manifest)
    effort = cost.taken_of(release, rule, assumed.means, LIGHT).figures
    return Briefing(
        title=_("How many a rule would flag: {place}").format(place=place_words(release, rule.place)),
        rule=rule_words(rule),
        where=where_words(release, rule.place, rule.radius_m),
        synthetic=_("Synthetic data") if manifest.synthetic else "",
        unit=unit,
        made=date.fromisoformat(exported(release, now)),
        link=link,
        headline=said,
        stay=stay_part(release, rule, unit),
        map=map_part(release, rule),
        days=days_part(release, rule),
        matrix=matrix_part(release, rule),
        frontier=frontier_part(release, rule, assumed.true_visit),
        homes=homes_part(release, rule, unit),
        effort=effort,
        effort_why_not="" if effort else _(NOT_KNOWN),
        method=method_lines(manifest, said.method, assumed.true_visit, assumed.means),
        origin={name: words for name, words in origin(release, link, now).items() if words != link},
        stamp=stamp_of(
            release,
            [_("{method}. {sentence}").format(method=said.method_words, sentence=said.sentence)],
            link,
            now,
        ),
    )


def rule_words(rule: Rule) -> str:
    """Return a rule in words, without its place: radius, stay and dates."""
    where = _("Inside the area drawn") if isinstance(rule.place, DrawnArea) else text.around(rule.radius_m).capitalize()
    return _("{where}{stay}, {dates}").format(
        where=where, stay=text.stay_phrase(rule.min_dwell_min), dates=text.on_dates(rule.start, rule.end)
    )
