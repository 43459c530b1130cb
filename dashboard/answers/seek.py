"""Places by what is typed: forgiven its spelling, Chinese in Latin letters or their first ones; points in degrees."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from dashboard.counting.memo import kept_per_release
from dashboard.errors import RuleError
from dashboard.place import DrawnPoint
from dashboard.release.load import Release
from dashboard.release.resolve import place_error
from dashboard.site import Place

INDEXES_KEPT, LATIN_KEPT = 16, 1024
TYPED_AT_MOST = 100
# So many letters may be other, more, fewer or exchanged, by the least length of a word typed; no figure may.
FORGIVEN = ((7, 2), (4, 1))
# So many Latin letters tell of a word that they stand in the middle of.
TELLING = 3
BEGINS, HOLDS, ALIKE = range(3)
_HAN = re.compile("[\u3400-\u9fff]+")
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_POINT = re.compile(r"@?(-?\d{1,2}(?:\.\d+)?)°?\s*[,;\N{FULLWIDTH COMMA}\s]\s*(-?\d{1,3}(?:\.\d+)?)°?")


@dataclass(frozen=True, kw_only=True)
class Index:
    """All places of a release by the words that each may be looked for by, and those words, each once."""

    words: dict[str, frozenset[str]]
    vocabulary: tuple[str, ...]


def looked_for_by(release: Release, place: Place) -> str:
    """Return all that a place may be looked for by: names, id, kind, district, and Chinese in Latin letters."""
    district = None if place.district is None else release.districts.get(place.district)
    around = [place.district] if district is None else [district.name, district.name_zh]
    said = [part for part in (place.name, place.name_zh, place.site_id, place.kind, *around) if part]
    return " ".join([*said, *(latin for part in said for latin in in_latin(part))])


@lru_cache(maxsize=LATIN_KEPT)
def in_latin(text: str) -> tuple[str, ...]:
    """Return the Chinese of a text in Latin letters, and the first letters alone: xinfadi, xfd; nothing of none."""
    parts = [lazy_pinyin(part) for part in _HAN.findall(text) if len(part) > 1]
    return tuple("".join(said) for syllables in parts for said in (syllables, [one[0] for one in syllables]))


def ranked(release: Release, text: str) -> list[str]:
    """Return the site_id of the places that a text names, those with words that begin with it first.

    Each word typed is one of the place's: its beginning, a part of it, or spelt much like its beginning; or all of
    them, written as one, are a part of all of the place's.
    """
    typed = _words_of(text[:TYPED_AT_MOST])
    if not typed:
        return []
    index = _index(release)
    alike = [_alike(one, index.vocabulary) for one in typed]
    whole = "".join(typed)
    ranks = {site_id: _rank(words, alike, whole) for site_id, words in index.words.items()}
    found = [(rank, site_id) for site_id, rank in ranks.items() if rank is not None]
    return [site_id for _, site_id in sorted(found, key=lambda one: one[0])]


def point_of(release: Release, text: str) -> DrawnPoint | None:
    """Return the point that a text says, latitude before longitude in degrees, where it is in or near a release."""
    said = _POINT.fullmatch(text.strip())
    if said is None:
        return None
    try:
        point = DrawnPoint(lat=float(said[1]), lng=float(said[2]))
    except RuleError:
        return None
    return None if place_error(release, point, default=point) else point


def _words_of(text: str) -> list[str]:
    return _WORD.findall(_MARKS.sub("", unicodedata.normalize("NFD", text)).casefold())


@kept_per_release(INDEXES_KEPT)
def _index(release: Release) -> Index:
    words = {one.site_id: _words_of(looked_for_by(release, one)) for one in release.places.values()}
    kept = {site_id: frozenset([*of, "".join(of)]) for site_id, of in words.items()}
    return Index(words=kept, vocabulary=tuple({word for of in words.values() for word in of}))


def _rank(words: frozenset[str], alike: list[dict[str, int]], whole: str) -> int | None:
    """Return how well a place is named, the worst of its words; None where one is none of them."""
    best = [min((ranks[word] for word in words if word in ranks), default=None) for ranks in alike]
    worst = None if None in best else max(rank for rank in best if rank is not None)
    holds_all = any(whole in word for word in words)
    return min(HOLDS, worst if worst is not None else HOLDS) if holds_all else worst


def _alike(typed: str, vocabulary: tuple[str, ...]) -> dict[str, int]:
    """Return the words that one typed may be, and how well."""
    telling = len(typed) >= TELLING or not typed.isascii()
    begins = {word: BEGINS for word in vocabulary if word.startswith(typed)}
    ranks = {word: HOLDS for word in vocabulary if telling and typed in word} | begins
    allowed = next((most for least, most in FORGIVEN if len(typed) >= least and typed.isalpha()), 0)
    if not allowed:
        return ranks
    lengths = range(len(typed) - allowed, len(typed) + allowed + 1)
    beginnings = {word[:length]: None for word in vocabulary for length in lengths if len(word) >= length}
    edits = cdist([typed], list(beginnings), scorer=OSA.distance, score_cutoff=allowed)[0] if beginnings else []
    near = {beginning for beginning, count in zip(beginnings, edits, strict=True) if count <= allowed}
    return {word: ALIKE for word in vocabulary if any(word[:length] in near for length in lengths)} | ranks
