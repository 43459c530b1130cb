"""The names of features, in the languages that a file has them in."""

from __future__ import annotations

from collections.abc import Sequence

# What a name is called in the tiles, and what it may be called in a file, the best first.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "name_en": ("name:en", "name_en"),
    "name_zh": ("name:zh-Hans", "name:zh", "name_zh-Hans", "name_zh"),
}


def columns_of_names(fields: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a file that hold names."""
    known = [spelling for spellings in SPELLINGS.values() for spelling in spellings]
    return tuple(field for field in fields if field in known)
