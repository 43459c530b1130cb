"""Rules side by side, in words: the number of each, how far it is from the first, and whom two have in common."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dashboard.counting.comparison import Comparison, Difference, difference_in_people, split_in_people
from dashboard.counting.count import Count
from dashboard.counting.interval import Estimate, Method
from dashboard.language import _, mark, whole, window
from dashboard.place import DrawnArea
from dashboard.release.load import Release
from dashboard.release.manifest import Manifest
from dashboard.rule import Rule
from dashboard.views import text
from dashboard.views.places import place_words
from dashboard.views.uncounted import sentence

AS_MANY = mark("as many as A")
FEWER, MORE = mark("{mid} fewer than A"), mark("{mid} more than A")
ABOUT_FEWER = mark("{mid} fewer than A ({low} to {high})")
ABOUT_MORE = mark("{mid} more than A ({low} to {high})")
BETWEEN_FEWER, BETWEEN_MORE = mark("{low} to {high} fewer than A"), mark("{low} to {high} more than A")
EITHER = mark("between {low} fewer and {high} more than A")
ABOUT_EITHER = mark("{words} (between {low} fewer and {high} more)")

HOW_BOTH: dict[Method, str] = {
    "counted": mark(
        "Counted: the release counted what it takes, but for who was there across the first midnight "
        "and did not come back."
    ),
    "bracket": mark("Bracket: nobody counted these two rules together; the truth lies between the two numbers."),
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """The answer to a rule as it is read: its number, interval (empty in a bracket), method, devices and sentence."""

    number: str
    interval: str
    method: Method
    devices: str
    sentence: str
    scaled: bool


@dataclass(frozen=True, kw_only=True)
class ToldSplit:
    """Whom two rules flag, in words, and the three parts as they are read: the first alone, both, the second alone."""

    only_first: str
    both: str
    only_second: str
    method: Method
    parts: tuple[Estimate, Estimate, Estimate]

    @property
    def sizes(self) -> tuple[int, ...] | None:
        """Return the sizes of the three parts, None where one of them has no middle."""
        sizes = tuple(part.mid for part in self.parts if part.mid is not None)
        return sizes if len(sizes) == len(self.parts) else None


def title(release: Release, rules: Sequence[Rule]) -> str:
    """Return what a comparison is called: how many rules, and the places they are about."""
    places = dict.fromkeys(place_words(release, rule.place) for rule in rules)
    return _("{count} rules compared: {places}").format(count=len(rules), places=_(", ").join(places))


def rule_in_short(release: Release, rule: Rule) -> str:
    """Return a rule in a few words: place, radius, stay and dates."""
    radius = [] if isinstance(rule.place, DrawnArea) else [text.radius_label(rule.radius_m)]
    parts = [
        place_words(release, rule.place),
        *radius,
        text.stay_control(rule.min_dwell_min),
        window(rule.start, rule.end),
    ]
    return _(", ").join(parts)


def in_a_line(letter: str, answer: Sequence[str], rule: str) -> str:
    """Return a rule of a comparison in a line: its answer in parts, those without words left out, and the rule."""
    return _("{label}: {value}").format(label=letter, value=" · ".join(part for part in (*answer, rule) if part))


def told(release: Release, count: Count) -> Told:
    """Return the answer to a rule as it is read."""
    shown = text.shown_of(count.devices, count.people)
    return Told(
        number=_range(shown) if shown.mid is None else whole(shown.mid),
        interval="" if shown.mid is None or shown.exact else _("{low} to {high}").format(**_ends(shown)),
        method=count.method,
        devices=text.devices_line(count.devices),
        sentence=sentence(release, count),
        scaled=count.people is not None,
    )


def told_difference(manifest: Manifest, found: Comparison) -> str:
    """Return how many more or fewer people (devices, where people are not known) a rule flags than the first one."""
    people = difference_in_people(manifest, found.difference)
    return difference_words(found.difference if people is None else _rounded(people))


def difference_words(difference: Difference) -> str:
    """Return a difference as it is read."""
    low, mid, high = difference.low, difference.mid, difference.high
    if low == high == 0:
        return _(AS_MANY)
    if low < 0 < high:
        ends = {"low": whole(-low), "high": whole(high)}
        if mid is None:
            return _(EITHER).format(**ends)
        words = _(AS_MANY) if mid == 0 else _(FEWER if mid < 0 else MORE).format(mid=whole(abs(mid)))
        return _(ABOUT_EITHER).format(words=words, **ends)
    fewer = low < 0
    least, most = sorted((abs(low), abs(high)))
    if mid is None:
        return _(BETWEEN_FEWER if fewer else BETWEEN_MORE).format(low=whole(least), high=whole(most))
    if low == high:
        return _(FEWER if fewer else MORE).format(mid=whole(most))
    return _(ABOUT_FEWER if fewer else ABOUT_MORE).format(mid=whole(abs(mid)), low=whole(least), high=whole(most))


def told_split(manifest: Manifest, found: Comparison) -> ToldSplit:
    """Return whom two rules flag alone and in common, in people (devices, where people are not known)."""
    people = split_in_people(manifest, found.split)
    split = found.split if people is None else people
    only_first, both, only_second = (
        part if people is None else text.rounded(part) for part in (split.only_first, split.both, split.only_second)
    )
    return ToldSplit(
        only_first=_part(only_first),
        both=_part(both),
        only_second=_part(only_second),
        method=split.method,
        parts=(only_first, both, only_second),
    )


def how_both(methods: Collection[Method]) -> str:
    """Return what it means that whom two rules flag was counted, or is a bracket, as far as either is there."""
    return text.joined([_(HOW_BOTH[method]) for method in HOW_BOTH if method in methods])


def _part(estimate: Estimate) -> str:
    if estimate.low == estimate.high:
        return whole(estimate.low)
    if estimate.mid is None:
        return _("{low} to {high}").format(**_ends(estimate))
    return _("{mid} ({low} to {high})").format(mid=whole(estimate.mid), **_ends(estimate))


def _ends(estimate: Estimate) -> dict[str, str]:
    return {"low": whole(estimate.low), "high": whole(estimate.high)}


def _range(estimate: Estimate) -> str:
    if estimate.low == estimate.high:
        return whole(estimate.low)
    return f"{whole(estimate.low)}\N{EN DASH}{whole(estimate.high)}"


def _rounded(people: Difference) -> Difference:
    """Round a difference of people as its numbers are read: outward, to four significant digits."""
    below, above = (text.rounded(Estimate(low=abs(end), mid=None, high=abs(end))) for end in (people.low, people.high))
    middle = None if people.mid is None else text.rounded(Estimate(low=0, mid=abs(people.mid), high=abs(people.mid)))
    mid = None if middle is None or middle.mid is None or people.mid is None else middle.mid
    return Difference(
        low=-below.high if people.low < 0 else below.low,
        mid=mid if mid is None or people.mid is None or people.mid >= 0 else -mid,
        high=-above.low if people.high < 0 else above.high,
    )
