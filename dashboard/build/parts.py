"""The files that sightings are handed in as: one, or a folder of them, by date or not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dashboard.errors import InputError

_BY_DATE = re.compile(r"date=(\d{4}-\d\d-\d\d)", re.ASCII)
_KINDS = (".csv", ".csv.gz", ".parquet")
_DAY = timedelta(days=1)


def files_of(data: Path, span: tuple[int, int] | None = None) -> list[Path]:
    """Return a file, or the CSV and Parquet files in a folder and its folders; InputError if there is none.

    With a `span` of epoch seconds, of files in folders by date (date=YYYY-MM-DD) only those that can hold its times:
    the dates may be local or of UTC.
    """
    if data.is_file():
        return [data]
    found = [path for path in sorted(data.rglob("*")) if path.name.endswith(_KINDS) and path.is_file()]
    if not found:
        msg = f"{data} is no file and no folder with files, expected CSV (.csv or .csv.gz) or Parquet (.parquet)"
        raise InputError(msg)
    if span is None:
        return found
    first, last = (datetime.fromtimestamp(second, UTC).date() for second in span)
    within = [path for path in found if _may_hold(path.relative_to(data), str(first - _DAY), str(last + _DAY))]
    if not within:
        msg = f"{data} holds no files by date from {first} to {last}, expected the sightings of these dates"
        raise InputError(msg)
    return within


def _may_hold(path: Path, first: str, last: str) -> bool:
    dates = [match[1] for part in path.parts if (match := _BY_DATE.fullmatch(part))]
    return not dates or first <= dates[-1] <= last
