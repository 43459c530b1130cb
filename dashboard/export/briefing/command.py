"""The briefing as the terminal asks for it: a rule as text, a file by its name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl

from pydantic import ValidationError

from dashboard.errors import InputError
from dashboard.export.briefing.made import KINDS, made
from dashboard.export.query import OfTable
from dashboard.language import LANGUAGES, code_of, in_language
from dashboard.release.ask import default_rule
from dashboard.release.load import Release
from dashboard.rule import Rule

SERVED_AT = "http://127.0.0.1:8050/"  # where `serve` serves


def write_briefing(release: Release, asked: str, file: Path, language: str) -> None:
    """Write the briefing of a rule, which is the query of a page or its whole address, by the ending of the file.

    Raises ScopeError that says which part is wrong.
    """
    kind, code = file.suffix.removeprefix("."), code_of(language)
    if kind not in KINDS:
        msg = f"--out is {str(file)!r}, expected a name that ends in {' or '.join(f'.{one}' for one in KINDS)}"
        raise InputError(msg)
    if code is None:
        msg = f"--language is {language!r}, expected {' or '.join(LANGUAGES)}"
        raise InputError(msg)
    address, _mark, query = asked.rpartition("?")
    wanted = _query(release, query)
    link = f"{address or SERVED_AT}?{query}"
    with in_language(code):
        content = made(
            kind, release, Rule.from_query(wanted.model_dump()), wanted.assumed(release), link, datetime.now(UTC)
        )
    try:
        file.write_bytes(content)
    except OSError as error:
        msg = f"{file} cannot be written ({error.strerror}), expected a file in a folder that exists"
        raise InputError(msg) from None


def _query(release: Release, text: str) -> OfTable:
    """Return what is asked; all but the place may be left out, and is then as on a page that opens."""
    usual = dict(parse_qsl(default_rule(release).to_query()))
    del usual["site"]
    try:
        return OfTable.model_validate(usual | dict(parse_qsl(text)))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        wrong = "is missing" if first["type"] == "missing" else f"is {first['input']!r}"
        msg = f"--rule: {field} {wrong} ({first['msg']}), expected an address such as site=...&radius_m=1000&..."
        raise InputError(msg) from None
