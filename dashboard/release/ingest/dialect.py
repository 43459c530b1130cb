"""How a text of fields is written, found from its beginning: encoding, delimiter, where its names stand."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from charset_normalizer import from_bytes

SAMPLE_BYTES = 1 << 16
DELIMITERS = (",", ";", "\t", "|")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATOR_LINE = re.compile(r"sep=(.)", re.IGNORECASE)
_VALUE = re.compile(
    r"[<>]?[-+]?[0-9][0-9.,]*(?:[eE][-+]?[0-9]+)?|[0-9]{1,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,4}.*|(?:0x)?[0-9a-fA-F]{15,16}"
)
Row = Sequence[str | None]


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How a text is written: the lines before its names are skipped; without `named`, fields go by their number."""

    encoding: str
    delimiter: str
    skipped: int
    named: bool
    names: tuple[str, ...]


def dialect_of(sample: bytes, *, whole: bool, encoding: str | None = None, delimiter: str | None = None) -> Dialect:
    """Return the dialect of a text that begins with `sample`, which is `whole` or ends anywhere.

    Raises UnicodeError where the stated encoding does not fit, LookupError where there is none of that name.
    """
    encoding = encoding or encoding_of(sample)
    text = sample.decode(encoding, errors="strict" if whole else "ignore").removeprefix("\ufeff")
    lines = text.splitlines()
    lines = lines if whole else lines[:-1] or lines
    stated = _SEPARATOR_LINE.fullmatch(lines[0].strip()) if lines else None
    delimiter = delimiter or (stated and stated.group(1)) or _delimiter(lines)
    first = 1 if stated else 0
    at = [number for number, line in enumerate(lines) if number >= first and line.strip() and not line.startswith("#")]
    rows = [_fields(lines[number], delimiter) for number in at]
    header = header_row(rows)
    names, named = names_of(rows[header]) if rows else ((), True)
    skipped = at[header] if rows else 0
    return Dialect(encoding=encoding, delimiter=delimiter, skipped=skipped, named=named, names=names)


def encoding_of(sample: bytes) -> str:
    """Return the likely encoding of bytes: UTF-8 wherever they are, else the best guess from what they say."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    try:
        sample[: sample.rfind(b"\n") + 1 or len(sample)].decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(sample).best()
        return best.encoding if best else "latin-1"
    return "utf-8"


def header_row(rows: Sequence[Row]) -> int:
    """Return which of the first rows holds the names: the first that is as wide as most rows are."""
    widths = Counter(len(row) for row in rows)
    most = max(widths, key=lambda width: widths[width] * (width > 1), default=0)
    return next((number for number, row in enumerate(rows) if len(row) == most), 0)


def names_of(row: Row) -> tuple[tuple[str, ...], bool]:
    """Return the names of columns, and whether the row holds them; else it holds values, and columns have numbers."""
    fields = [(field or "").strip() for field in row]
    given = [field for field in fields if field]
    numbers = [int(field) for field in given if field.isdecimal() and len(field) <= 2]
    in_order = len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    values = sum(bool(_VALUE.fullmatch(field)) for field in given) - (len(numbers) if in_order else 0)
    if values * 2 > len(given):
        return tuple(str(number + 1) for number in range(len(fields))), False
    return tuple(fields), True


def _fields(line: str, delimiter: str) -> list[str]:
    return next(csv.reader(io.StringIO(line), delimiter=delimiter, skipinitialspace=True), [])


def _delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter that splits most lines into one number of fields, more than one."""

    def alike(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(_fields(line, delimiter)) for line in lines[:200] if line.strip())
        return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))

    return max(DELIMITERS, key=alike)
