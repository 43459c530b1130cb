"""What downloaded files are called: place, rule, dates, what is in them, language.

    xinfadi_1000m_any_2020-05-30_2020-06-12_matrix.en.csv

Parts stand between underscores and hold none. What is left out of a name, or cannot be written in it, stands in it as a
digest, so that two things never have one name.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Sequence

from pypinyin import lazy_pinyin

from dashboard.language import current
from dashboard.place import ChosenPlaces, DrawnArea, DrawnPoint, RulePlace
from dashboard.rule import Rule

RULES_AT_MOST = 110
LETTERS_AT_MOST = 150
_PART_AT_MOST = 24
_DIGEST_LETTERS = 8
_BETWEEN = "_vs_"


def file_name(rules: Sequence[Rule], what: str, kind: str, *, release: str = "", shown: Collection[str] = ()) -> str:
    """Return the name of a file: ASCII letters, digits, `.`, `-` and `_`, at most LETTERS_AT_MOST of them.

    `what` it holds and its `kind` are names of our own; `release` is empty where only one is served, `shown` are the
    further parts of the view that it depends on.
    """
    further = "_".join(part(one) for one in shown)
    head = "_".join(filter(None, [part(release) if release else "", _of_rules(rules), further]))
    return f"{_bounded(head, RULES_AT_MOST)}_{what}.{current().partition('_')[0]}.{kind}"


def part(text: str) -> str:
    """Return a text as a part of a name: as it is where that is safe, else what is left of it, and a digest."""
    latin = unicodedata.normalize("NFKD", "".join(lazy_pinyin(text)))
    safe = re.sub(r"[^a-z0-9.]+", "-", latin.encode("ascii", "ignore").decode().lower()).strip("-.")
    if safe == text and len(safe) <= _PART_AT_MOST:
        return safe
    return "-".join(filter(None, [safe[:_PART_AT_MOST].strip("-."), digest(text)]))


def digest(text: str) -> str:
    """Return what tells a text from others, in few letters."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LETTERS]


def _of_rules(rules: Sequence[Rule]) -> str:
    """Return rules, their dates once where all have the same."""
    dates = [f"{rule.start}_{rule.end}" for rule in rules]
    if len(set(dates)) == 1:
        return f"{_BETWEEN.join(map(_of_rule, rules))}_{dates[0]}"
    return _BETWEEN.join(f"{_of_rule(rule)}_{of}" for rule, of in zip(rules, dates, strict=True))


def _of_rule(rule: Rule) -> str:
    stay = f"{rule.min_dwell_min}min" if rule.min_dwell_min else "any"
    if isinstance(rule.place, DrawnArea):
        return f"{_of_place(rule.place)}_{stay}"
    radius = f"{rule.radius_m}m" if rule.radius_m else "inside"
    return f"{_of_place(rule.place)}_{radius}_{stay}"


def _of_place(place: RulePlace) -> str:
    match place:
        case DrawnPoint():
            return _of_point(place)
        case DrawnArea():
            return f"area-{digest(str(place))}"
        case ChosenPlaces():
            return f"{len(place.site_ids)}-places-{part(place.site_ids[0])}-{digest(str(place))}"
        case _:
            return part(place.site_id)


def _of_point(point: DrawnPoint) -> str:
    """Return a point in degrees, the side that they lie on for a sign; with a digest where it has more decimals."""
    degrees = f"{abs(point.lat):.5f}{'ns'[point.lat < 0]}-{abs(point.lng):.5f}{'ew'[point.lng < 0]}"
    rounded = DrawnPoint(lat=round(point.lat, 5), lng=round(point.lng, 5))
    return degrees if str(rounded) == str(point) else f"{degrees}-{digest(str(point))}"


def _bounded(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - _DIGEST_LETTERS - 1].rstrip('-_.')}-{digest(text)}"
