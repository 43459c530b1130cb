"""The briefing of rules side by side as plain data: what its PDF and its slides show, in the language spoken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dashboard.answers.side_by_side import letters
from dashboard.counting.compare import compare
from dashboard.export.briefing.content import rule_words
from dashboard.export.briefing.headline import Headline, headline, in_words
from dashboard.export.briefing.map import MapPart, map_part, width_on_ground
from dashboard.export.briefing.method import comparison_lines
from dashboard.export.briefing.paper import Paper, stamp_of, unit_of
from dashboard.export.briefing.parts import Bar, Bars
from dashboard.export.provenance import exported, origin
from dashboard.language import _, mark
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.views import text
from dashboard.views.compared import (
    ToldSplit,
    how_both,
    in_a_line,
    rule_in_short,
    title,
    told_difference,
    told_split,
)
from dashboard.views.places import place_words

MAP_MM = 88.0
NOT_KNOWN = mark("Not known: nothing that was counted bounds one of the two places.")
NO_NUMBERS = mark("Nothing that was counted bounds these places.")


@dataclass(frozen=True, kw_only=True)
class Side:
    """One rule of a comparison: its letter, its place, the rest of it in words, its number and its map.

    `difference` to the first rule is in words; empty for that one, and where it is not known.
    """

    letter: str
    place: str
    rule: str
    headline: Headline
    difference: str
    map: MapPart


@dataclass(frozen=True, kw_only=True)
class SideBySide(Paper):
    """The content: every rule, the numbers of all as bars, and whom each of them and the first one flag."""

    sides: tuple[Side, ...]
    numbers: Bars
    shared: Bars
    shared_how: str


def side_by_side(release: Release, rules: Sequence[Rule], link: str, now: datetime) -> SideBySide:
    """Return the briefing of two to four rules; `link` opens them. Raises RuleError as `headline` does."""
    manifest, named = release.manifest, list(zip(letters(rules), rules, strict=True))
    unit = unit_of(manifest)
    said = {letter: headline(release, rule) for letter, rule in named}
    found = {
        letter: compare(release, rules[0], rule)
        for letter, rule in named[1:]
        if said["A"].estimate is not None and said[letter].estimate is not None
    }
    splits = {letter: told_split(manifest, one) for letter, one in found.items()}
    wide_m = max(width_on_ground(release, rule) for rule in rules)
    how = how_both({split.method for split in splits.values()})
    return SideBySide(
        title=title(release, rules),
        synthetic=_("Synthetic data") if manifest.synthetic else "",
        unit=unit,
        made=date.fromisoformat(exported(release, now)),
        link=link,
        sides=tuple(
            Side(
                letter=letter,
                place=place_words(release, rule.place),
                rule=rule_words(rule),
                headline=said[letter],
                difference=told_difference(manifest, found[letter]) if letter in found else "",
                map=map_part(release, rule, width_mm=MAP_MM, width_m=wide_m),
            )
            for letter, rule in named
        ),
        numbers=_numbers(said, unit),
        shared=_shared(splits, unit),
        shared_how=how
        if len(splits) == len(rules) - 1
        else text.joined([part for part in (how, _(NOT_KNOWN)) if part]),
        method=comparison_lines(manifest, [one.method for one in said.values()]),
        origin={name: words for name, words in origin(release, link, now).items() if words != link},
        stamp=stamp_of(release, [_line(release, letter, said[letter], rule) for letter, rule in named], link, now),
    )


def _line(release: Release, letter: str, said: Headline, rule: Rule) -> str:
    return in_a_line(letter, [said.number, said.interval, said.method_words], rule_in_short(release, rule))


def _numbers(said: dict[str, Headline], unit: str) -> Bars:
    known = {letter: one.estimate for letter, one in said.items() if one.estimate is not None}
    bars = tuple(
        Bar(label=letter, estimate=one, words=_with_method(in_words(one, unit), said[letter].method_words))
        for letter, one in known.items()
    )
    return Bars(bars=bars, why_not="" if bars else _(NO_NUMBERS))


def _shared(splits: dict[str, ToldSplit], unit: str) -> Bars:
    """Return a bar each for whom the first rule flags alone, for both and for the other alone, pair by pair."""
    bars = tuple(
        Bar(label=label, estimate=one, words=_with_method(in_words(one, unit), _(text.METHODS[split.method])))
        for letter, split in splits.items()
        for label, one in zip(_labels(letter), split.parts, strict=True)
    )
    return Bars(bars=bars, why_not="" if bars else _(NOT_KNOWN))


def _labels(letter: str) -> tuple[str, str, str]:
    """Return whom rule A and another one flag: A alone, both, the other alone."""
    alone = _("{first}, not {second}")
    return (
        alone.format(first="A", second=letter),
        _("A and {letter}").format(letter=letter),
        alone.format(first=letter, second="A"),
    )


def _with_method(words: str, method: str) -> str:
    return f"{words} · {method}"
