"""The language of a request: that of the page that asks, else of the link, else chosen before, else of the browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flask

from dashboard.language import LANGUAGES, _, choose, code_of, current, speak, tag

# The page says its language with every request of its own (assets/page/language.mjs): two tabs may speak two.
HEADER = "Page-Language"
COOKIE = "language"
FIELD = "lang"


def hear(server: flask.Flask, *, english: str) -> None:
    """Speak the language of each request; English on addresses that begin with `english`."""

    @server.before_request
    def _speak() -> None:
        if flask.request.path.startswith(english):
            speak("en")
            return
        asked, page = flask.request.args.get(FIELD), flask.request.headers.get(HEADER)
        speak(choose((page, asked, flask.request.cookies.get(COOKIE)), flask.request.accept_languages.values()))


def say(server: flask.Flask) -> None:
    """Say in each reply what its language depends on, and in a page which one it is."""

    @server.after_request
    def _say(response: flask.Response) -> flask.Response:
        response.vary.update(("Accept-Language", "Cookie", HEADER))
        if response.mimetype == "text/html":
            response.set_data(_in_language(response.get_data(as_text=True)))
        return response


def _in_language(page: str) -> str:
    """Return the page before any callback, as Dash writes it, with its language."""
    return page.replace("<html>", f'<html lang="{tag(current())}">', 1).replace("Loading...", _("Loading ..."), 1)


def wrong_language(query: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the language of a URL query, a sentence, or nothing."""
    asked = query.get(FIELD)
    if not asked or code_of(asked):
        return []
    return [_("lang is {value}, expected one of {codes}").format(value=repr(asked), codes=", ".join(LANGUAGES))]
