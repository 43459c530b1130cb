"""The messages in the language that is spoken, from the catalogue of that language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol, Self

from babel.messages.pofile import read_po

from dashboard.language.chosen import CHINESE, ENGLISH, current

FOLDER = Path(__file__).parent


class Message(str):
    """A message of the catalogue with its values in it, in English; `_` says it in the language that is spoken.

    A value that is a Message is said in that language, too; any other stands as it is.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, str]

    def __new__(cls, template: str, values: Mapping[str, object]) -> Self:
        """Put values, if there are any, in the place of a template's {names}."""
        kept = {name: value if isinstance(value, Message) else str(value) for name, value in values.items()}
        message = super().__new__(cls, template.format_map(kept) if kept else template)
        message.template, message.values = template, kept
        return message


def mark(template: str, **values: object) -> Message:
    """Return a message, its values in it where they are given, to be said with `_` later."""
    return Message(template, values)


def _(message: str) -> str:
    """Return a message in the language that is spoken; in English where it is not translated."""
    if isinstance(message, Message) and message.values:
        values = {name: _(value) if isinstance(value, Message) else value for name, value in message.values.items()}
        return _(message.template).format_map(values)
    return str(_catalogue(current()).get(message, message))


def ngettext(one: str, many: str, number: int) -> str:
    """Return one of two messages by a number, in the language that is spoken."""
    return _catalogue(current()).get(one) or (one if number == 1 else many)


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
