"""The messages in the language that is spoken, from the catalogue of that language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

from babel.messages.pofile import read_po

from dashboard.language.chosen import CHINESE, ENGLISH, current

FOLDER = Path(__file__).parent


def _(message: str) -> str:
    """Return a message in the language that is spoken; in English where it is not translated."""
    return _catalogue(current()).get(message, message)


def ngettext(one: str, many: str, number: int) -> str:
    """Return one of two messages by a number, in the language that is spoken."""
    return _catalogue(current()).get(one) or (one if number == 1 else many)


def mark(message: str) -> str:
    """Return a message as it is, to be said with `_` later."""
    return message


class Named(Protocol):
    """What has a name, and maybe a Chinese one."""

    @property
    def name(self) -> str:
        """Return the name."""

    @property
    def name_zh(self) -> str | None:
        """Return the Chinese name, if it has one."""


def name_of(thing: Named) -> str:
    """Return the name of a place or a district in the language that is spoken."""
    return in_words(thing.name, thing.name_zh)


def in_words(english: str, chinese: str | None) -> str:
    """Return what data give in both languages in the one that is spoken; in English where they lack the other."""
    return chinese if chinese and current() == CHINESE else english


def file_of(code: str) -> Path:
    """Return the catalogue of a language."""
    return FOLDER / code / "LC_MESSAGES" / "messages.po"


@cache
def _catalogue(code: str) -> dict[str, str]:
    """Return the translations of a language by their English; Chinese has no plural: one form serves all numbers."""
    if code == ENGLISH:
        return {}
    with file_of(code).open("rb") as file:
        found = read_po(file, locale=CHINESE)
    pairs = ((_first(message.id), _first(message.string)) for message in found if message.id and not message.fuzzy)
    return {said: translated for said, translated in pairs if translated}


def _first(text: str | list[str] | tuple[str, ...] | None) -> str:
    return text if isinstance(text, str) else (text or ("",))[0]
