"""The briefing as the terminal asks for it: the address of a page as text, a file by its name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from pydantic import ValidationError

from dashboard.answers.side_by_side import NAMES
from dashboard.errors import InputError
from dashboard.export.briefing.made import KINDS, made, made_side_by_side
from dashboard.export.query import OfComparison, OfTable
from dashboard.language import LANGUAGES, code_of, in_language
from dashboard.release.answerable import default_rule
from dashboard.release.load import Release
from dashboard.release.replace import replace_file
from dashboard.rule import Rule

SERVED_AT = "http://127.0.0.1:8050/"  # where `serve` serves
COMPARE = "compare"  # the page below it


def write_briefing(release: Release, asked: str, file: Path, language: str) -> None:
    """Write the briefing of a page, which is its query or its whole address, by the ending of the file.

    The address of the first page asks for that of its rule, one of the page that compares rules for all of them side by
    side. Raises ScopeError that says which part is wrong.
    """
    kind, code = file.suffix.removeprefix("."), code_of(language)
    if kind not in KINDS:
        msg = f"--out is {str(file)!r}, expected a name that ends in {' or '.join(f'.{one}' for one in KINDS)}"
        raise InputError(msg)
    if code is None:
        msg = f"--language is {language!r}, expected {' or '.join(LANGUAGES)}"
        raise InputError(msg)
    address, _mark, query = asked.rpartition("?")
    with in_language(code):
        content = _content(kind, release, address, query)
    replace_file(file, content)


def _content(kind: str, release: Release, address: str, query: str) -> bytes:
    asked, now = dict(parse_qsl(query)), datetime.now(UTC)
    try:
        if NAMES[0] in asked:
            whole = {name: _whole(release, value) if name in NAMES else value for name, value in asked.items()}
            rules = OfComparison.model_validate(whole).rules
            return made_side_by_side(kind, release, rules, f"{address or SERVED_AT + COMPARE}?{query}", now)
        wanted = OfTable.model_validate(_usual(release) | asked)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        wrong = "is missing" if first["type"] == "missing" else f"is {first['input']!r}"
        msg = f"--rule: {field} {wrong} ({first['msg']}), expected an address such as site=...&radius_m=1000&..."
        raise InputError(msg) from None
    rule = Rule.from_query(wanted.model_dump())
    return made(kind, release, rule, wanted.assumed(release), f"{address or SERVED_AT}?{query}", now)


def _whole(release: Release, rule: str) -> str:
    return urlencode(_usual(release) | dict(parse_qsl(rule)))


def _usual(release: Release) -> dict[str, str]:
    """Return a rule as on a page that opens, but for its place, which is never left out."""
    usual = dict(parse_qsl(default_rule(release).to_query()))
    del usual["site"]
    return usual
