"""Every message of the product is in the catalogue of every other language, with the same placeholders."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from dashboard.language import LANGUAGES, messages

PACKAGE = Path(messages.__file__).parent.parent
OTHERS = [code for code in LANGUAGES if code != "en"]


@cache
def said() -> set[str]:
    found = extract_from_dir(PACKAGE, keywords={**DEFAULT_KEYWORDS, "mark": None})
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def translations(code: str) -> dict[str, str]:
    with messages.file_of(code).open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    first = messages._first
    return {first(one.id): "" if one.fuzzy else first(one.string) for one in catalogue if one.id}


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{[^{}]*\}|%\{[^{}]*\}|</?\w+>", text))


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_is_translated(code: str) -> None:
    known = translations(code)
    assert {message for message in said() if not known.get(message)} == set()


@pytest.mark.parametrize("code", OTHERS)
def test_no_translation_is_left_over(code: str) -> None:
    assert set(translations(code)) - said() == set(), "run `make strings`"


@pytest.mark.parametrize("code", OTHERS)
def test_translations_keep_the_placeholders(code: str) -> None:
    pairs = translations(code).items()
    assert [said for said, translated in pairs if placeholders(said) != placeholders(translated)] == []
