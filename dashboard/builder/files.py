"""Where sightings lie: in one file, in a folder of files (by date or not), or in an object store."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dashboard.errors import InputError

_BY_DATE = re.compile(r"date=(\d{4}-\d\d-\d\d)", re.ASCII)
_DAY = timedelta(days=1)
_CSV = tuple(f"{kind}{packed}" for kind in (".csv", ".tsv", ".txt") for packed in ("", ".gz"))
_PARQUET = ".parquet"
_KINDS = "a name that ends in .csv, .tsv, .txt (or one of these and .gz) or .parquet"


@dataclass(frozen=True, kw_only=True)
class Files:
    """Files of one kind, by name; of an object store one name that may be a pattern."""

    paths: tuple[str, ...]
    is_csv: bool


def is_url(data: Path | str) -> bool:
    """Say whether files lie in an object store, such as s3://bucket/folder."""
    return "://" in str(data)


def find(data: Path | str, span: tuple[int, int] | None = None) -> Files:
    """Return the files of a file's name, of a folder and what it holds, or of a URL.

    With a `span` of epoch seconds, of files in folders by date (date=YYYY-MM-DD) only those that can hold its times:
    the dates may be local or of UTC. Raises InputError where there is nothing, where a file is of no known kind, and
    where a folder holds both kinds.
    """
    if is_url(data):
        url = str(data)
        named = url.lower().endswith((*_CSV, _PARQUET))
        return Files(paths=(url if named else f"{url.rstrip('/')}/**/*{_PARQUET}",), is_csv=url.lower().endswith(_CSV))
    path = Path(data)
    if path.is_dir():
        return _in_folder(path, span)
    if not path.is_file():
        msg = (
            f"{path} is no file, expected a CSV (.csv, .tsv, .txt, .gz) or Parquet (.parquet) file, or a folder of them"
        )
        raise InputError(msg)
    if not path.name.lower().endswith((*_CSV, _PARQUET)):
        msg = f"{path.name} is of no known kind, expected {_KINDS}"
        raise InputError(msg)
    return Files(paths=(str(path),), is_csv=path.name.lower().endswith(_CSV))


def _in_folder(folder: Path, span: tuple[int, int] | None) -> Files:
    # A name that begins with a dot or an underscore is a note of the writer's, such as _SUCCESS.
    names = sorted(path for path in folder.rglob("*") if path.is_file() and path.name[0] not in "._")
    csv = [path for path in names if path.name.lower().endswith(_CSV)]
    parquet = [path for path in names if path.name.lower().endswith(_PARQUET)]
    if bool(csv) == bool(parquet):
        held = "both CSV and Parquet files" if csv else "no CSV or Parquet file"
        msg = f"{folder} holds {held}, expected files of one kind, each with {_KINDS}"
        raise InputError(msg)
    found = csv or parquet
    within = found if span is None else _of_span(folder, found, span)
    return Files(paths=tuple(map(str, within)), is_csv=bool(csv))


def _of_span(folder: Path, found: list[Path], span: tuple[int, int]) -> list[Path]:
    first, last = (datetime.fromtimestamp(second, UTC).date() for second in span)
    within = [path for path in found if _may_hold(path.relative_to(folder), str(first - _DAY), str(last + _DAY))]
    if not within:
        msg = f"{folder} holds no files by date from {first} to {last}, expected the sightings of these dates"
        raise InputError(msg)
    return within


def _may_hold(path: Path, first: str, last: str) -> bool:
    dates = [match[1] for part in path.parts if (match := _BY_DATE.fullmatch(part))]
    return not dates or first <= dates[-1] <= last
