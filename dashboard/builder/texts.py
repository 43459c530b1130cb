"""How the text of sightings is written: found from its beginning, as import finds it."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

from dashboard.builder.files import is_url
from dashboard.builder.plan import SightingsPlan
from dashboard.errors import InputError
from dashboard.release.ingest.dialect import SAMPLE_BYTES, dialect_of

_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, kw_only=True)
class Text:
    """The delimiter, how many lines come before the table, whether it has a header, and the names of its columns.

    Without a header columns go by their number, from 1; the names of a text in an object store are not known.
    """

    delimiter: str
    skipped: int
    has_header: bool
    names: tuple[str, ...]


def text_of(path: str, plan: SightingsPlan) -> Text:
    """Return how a text is written; raise InputError if it cannot be read, is no UTF-8, or two names are alike."""
    if is_url(path):
        return Text(delimiter=plan.delimiter or ",", skipped=0, has_header=not plan.by_number, names=())
    try:
        with Path(path).open("rb") as file:
            packed = file.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
        with gzip.open(path) if packed else Path(path).open("rb") as file:
            sample = file.read(SAMPLE_BYTES)
        found = dialect_of(sample, whole=len(sample) < SAMPLE_BYTES, delimiter=plan.delimiter)
    except (OSError, EOFError, UnicodeError):
        msg = f"{path}: the text cannot be read, expected UTF-8 text with one header row"
        raise InputError(msg) from None
    if not found.names:
        msg = f"{path}: the file is empty, expected UTF-8 text with one header row"
        raise InputError(msg)
    if found.encoding not in {"utf-8", "utf-8-sig"}:
        msg = f"{path}: the text is in {found.encoding}, expected UTF-8 text; iconv changes one into the other"
        raise InputError(msg)
    has_header = found.named and not plan.by_number
    names = _names(path, found.names) if has_header else tuple(map(str, range(1, len(found.names) + 1)))
    return Text(delimiter=found.delimiter, skipped=found.skipped, has_header=has_header, names=names)


def _names(path: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names, one made up for each that is empty; without a header they would be a row, so that none is shown."""
    found = tuple(name or f"(column {number})" for number, name in enumerate(names, start=1))
    for number, name in enumerate(found, start=1):
        if name in found[: number - 1]:
            msg = f"{path}: columns {found.index(name) + 1} and {number} have one name, expected names that differ"
            raise InputError(msg)
    return found
