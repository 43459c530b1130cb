"""A table of other people's as it was read, before anything is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.check.findings import shown
from dashboard.release.check.shapes import hidden

PART = "part of the file"


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """Rows with their number from 1 in ROW and the part they come from in PART, once numbered.

    Without `named`, the file has no header and columns are called by their number. `notes` tell what was left out.
    """

    file: str
    rows: pl.DataFrame
    named: bool = True
    notes: tuple[str, ...] = ()


def named(file: str, names: Sequence[str]) -> list[str]:
    """Return names of columns, one made up for each that has none; InputError where two are alike."""
    found = [name or f"(column {number})" for number, name in enumerate(names, start=1)]
    twice = sorted({name for name in found if found.count(name) > 1})
    if twice:
        msg = _("{file}: the column {column} is there twice, expected names that differ").format(
            file=file, column=hidden(shown(twice[0]))
        )
        raise InputError(msg)
    return found
