"""The rules side by side, as the link of the page says them: a, b, c and d, each the query of a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from dashboard.language import _
from dashboard.release.answerable import settle
from dashboard.release.load import Release
from dashboard.rule import Rule

NAMES = ("a", "b", "c", "d")
LEAST, MOST = 2, len(NAMES)


def settle_rules(release: Release, query: Mapping[str, Any]) -> tuple[list[Rule], list[str]]:
    """Return two to four rules of a URL query, wrong parts replaced by the nearest, and what was wrong in sentences.

    Without `a` the query is that of the first page, whose rule comes first. A single rule is joined by a narrower one.
    """
    asked = [query[name] for name in NAMES if query.get(name)]
    if not asked:
        first, wrong = settle(release, query)
        return [first, narrower(release, first)], list(map(str, wrong))
    rules: list[Rule] = []
    problems: list[str] = []
    for letter, text in zip(letters(asked), asked, strict=True):
        rule, wrong = settle(release, dict(parse_qsl(str(text))))
        rules.append(rule)
        problems.extend(_("Rule {letter}: {problem}").format(letter=letter, problem=problem) for problem in wrong)
    return rules if len(rules) >= LEAST else [*rules, narrower(release, rules[0])], problems


def letters(rules: Sequence[object]) -> list[str]:
    """Return what the rules are called: A, B, C, D."""
    return [name.upper() for name, _rule in zip(NAMES, rules, strict=False)]


def narrower(release: Release, rule: Rule) -> Rule:
    """Return the rule of the next smaller radius, at the smallest that of the next longer stay, if there is one."""
    radii = [radius_m for radius_m in release.manifest.radii_m if radius_m < rule.radius_m]
    if radii:
        return replace(rule, radius_m=radii[-1])
    stays = [stay for stay in release.manifest.min_dwell_min if stay > rule.min_dwell_min]
    return replace(rule, min_dwell_min=stays[0]) if stays else rule
