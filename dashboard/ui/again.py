"""Who comes again by the plain address: the view left last, else the usual one with a sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.answers.link import Link
from dashboard.language import _, code_of
from dashboard.release.load import Release
from dashboard.rule import FIELDS
from dashboard.ui.spoken import FIELD as LANGUAGE

# What assets/rule/history.mjs adds to the address that the browser has kept; the page then writes its own.
MARK = "last"


def come_again(query: Mapping[str, str], releases: Mapping[str, Release]) -> tuple[dict[str, str], str]:
    """Return the query of the view to open, and what to say where the view left last is gone, "" else."""
    last = {name: value for name, value in query.items() if name != MARK}
    if MARK not in query:
        return last, ""
    gone = _gone(last, releases)
    spoken = {LANGUAGE: last[LANGUAGE]} if code_of(last.get(LANGUAGE)) else {}
    return (spoken if gone else last), gone


def _gone(last: Mapping[str, str], releases: Mapping[str, Release]) -> str:
    key = last.get("release") or next(iter(releases))
    if key not in releases:
        return _("The view you left last is of a release that is no longer served here; this is the usual view.")
    if not releases[key].places:
        return ""
    if any(field not in last for field in FIELDS) or Link.settle(releases[key], last)[1]:
        return _("The view you left last can no longer be opened as it was; this is the usual view.")
    return ""
