"""Columns that are not used: left out, and refused if they hold an identifier of a device or a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import polars as pl

from dashboard.errors import InputError
from dashboard.language import _, mark
from dashboard.release.check.findings import ROW, shown
from dashboard.release.check.shapes import hidden, long_number, shaped, shaped_like_identifier
from dashboard.release.ingest.table import PART
from dashboard.release.tables import names_identifier

_COUNTS_ONLY = mark("a release holds counts only, so count devices first and leave identifiers out of the file")
_OF_PLACES = frozenset(
    "osm geom geometry wkb wkt zone zona area tile grid nuts lau ars ags municipality census".split()
)
_MOST_OF_PLACE = 10**13  # an IMSI or an IMEI has 14 digits or more
_MOBILE = r"^(?:86)?1[3-9][0-9]{9}$"  # as China writes it


def refuse_identifiers(rows: pl.DataFrame, used: Collection[str], ignored: Collection[str], cell: str | None) -> None:
    """Raise InputError if a column is named like an identifier, or one that is not `used` holds values shaped like one.

    A name that says what devices are (device_type) or how many (user_cnt) is none. A long number is none where every
    row has one and each stands for several cells (the code of an area), in a column named for a place, or `ignored`.
    No value is shown.
    """
    refuse_names([name for name in rows.columns if name not in {ROW, PART}], rows[PART][0])
    others = [name for name in rows.columns if name not in {ROW, PART, *used}]
    for name in others:
        found = _first_shaped(rows, name, of_place=name in ignored or _of_place(rows, name, cell))
        if found is not None:
            msg = _(
                "{file}, column {column}, row {row:,}: a value is shaped like an identifier (not shown here); "
                "{remedy}, or state --ignore {column} if it is of places"
            ).format(file=rows[PART][found], column=hidden(shown(name)), row=rows[ROW][found], remedy=_(_COUNTS_ONLY))
            raise InputError(msg)


def refuse_names(names: Iterable[str], file: str) -> None:
    """Raise InputError if a column of a file is named like an identifier."""
    for name in names:
        if names_identifier(name) or shaped_like_identifier(name):
            msg = _("{file}: column {column!r} is named like an identifier; {remedy}").format(
                file=file, column=hidden(shown(name)), remedy=_(_COUNTS_ONLY)
            )
            raise InputError(msg)


def _words(name: str) -> set[str]:
    return {word for word in re.split(r"[^a-z0-9]+", name.lower()) if word}


def _first_shaped(rows: pl.DataFrame, name: str, *, of_place: bool) -> int | None:
    dtype = rows.schema[name]
    if dtype == pl.Binary and _words(name) & _OF_PLACES:
        return None
    shapes = shaped(name, dtype).fill_null(value=False)
    if of_place and (dtype == pl.String or dtype.is_numeric()):
        number = pl.col(name).cast(pl.Float64, strict=False)
        shapes &= ~(long_number(number) & (number < _MOST_OF_PLACE)).fill_null(value=False)
    if not rows.select(pl.col(name).unique()).select(shapes.any()).item():  # few values fill many rows
        return None
    found: int = rows.select(shapes.arg_true().first()).item()
    return found


def _of_place(rows: pl.DataFrame, name: str, cell: str | None) -> bool:
    """Say whether a column holds codes of places: by its name, or since each value stands in several cells' rows."""
    dtype = rows.schema[name]
    if not (dtype == pl.String or dtype.is_integer()) or rows[name].cast(pl.String).str.contains(_MOBILE).any():
        return dtype == pl.Binary
    if _words(name) & _OF_PLACES:
        return True
    if cell is None or rows[name].null_count():
        return False
    shared = rows.group_by(name).agg(pl.col(cell).n_unique().alias("cells"))
    of_one = rows.group_by(cell).agg(pl.col(name).n_unique().alias("codes"))
    return bool((shared["cells"] >= 2).all() and (of_one["codes"] == 1).all())
