"""The names of features, in the languages that a file has them in."""

from __future__ import annotations

from collections.abc import Sequence

# What a name is called in the tiles, and what it may be called in a file, the best first.
NAME = "name"
SPELLINGS: dict[str, tuple[str, ...]] = {
    NAME: ("name",),
    "name_en": ("name:en", "name_en"),
    "name_zh": ("name:zh-Hans", "name:zh", "name_zh-Hans", "name_zh"),
}


def columns_of_names(fields: Sequence[str]) -> dict[str, str]:
    """Return the columns of a file that hold names, by what they may be called."""
    known = [spelling for spellings in SPELLINGS.values() for spelling in spellings]
    return {field: field for field in fields if field in known}
