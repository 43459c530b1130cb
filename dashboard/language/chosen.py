"""Which language is spoken: chosen in the link, with the switch, or by the browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from babel import negotiate_locale

ENGLISH, CHINESE = "en", "zh_Hans"

# What each language calls itself, by its code.
LANGUAGES = {ENGLISH: "English", CHINESE: "中文"}
# The conventions of numbers and dates, by code.
LOCALES = {ENGLISH: "en_GB", CHINESE: "zh_Hans"}

_current: ContextVar[str] = ContextVar("language", default=ENGLISH)


def current() -> str:
    """Return the code of the language that is spoken: a key of LANGUAGES."""
    return _current.get()


def speak(code: str) -> None:
    """Speak a language from here to the end of the request."""
    _current.set(code)


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Speak a language for a while."""
    token = _current.set(code)
    try:
        yield
    finally:
        _current.reset(token)


def tag(code: str) -> str:
    """Return the code of a language as HTML writes it."""
    return code.replace("_", "-")


def code_of(text: str | None) -> str | None:
    """Return the code of a language from a link, a cookie or HTML; None where it is none of LANGUAGES."""
    code = (text or "").replace("-", "_")
    return code if code in LANGUAGES else None


def choose(wanted: Iterable[str | None], accepted: Iterable[str]) -> str:
    """Return the first language wanted that there is, else the best of those a browser accepts, else English.

    Whoever reads any Chinese is given Simplified Chinese.
    """
    for text in wanted:
        code = code_of(text)
        if code is not None:
            return code
    found = negotiate_locale([one.replace("-", "_") for one in accepted], ["en", "zh"])
    return CHINESE if found == "zh" else ENGLISH
