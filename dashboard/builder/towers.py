"""Towers: where those stand that sightings name, by one column or several, such as area and cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dashboard.builder.plan import SightingsPlan
from dashboard.errors import InputError
from dashboard.release.check.findings import ROW
from dashboard.release.ingest.counts import numbers_of
from dashboard.release.ingest.guess import NAMES
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.read import Problem, read_input, refuse
from dashboard.release.ingest.table import PART

_ID = r"(?:.*_)?(?:id|code|tower|cell|site|station|ci|cgi|eci|enb|编号|基站)(?:_.*)?"
_BAD = "at fault"


@dataclass(frozen=True, kw_only=True, eq=False)
class Towers:
    """Towers by name: `rows` holds tower1, tower2, ... as text, lat and lng; `columns` are those of sightings."""

    file: str
    rows: pl.DataFrame
    columns: tuple[str, ...]

    @property
    def keys(self) -> list[str]:
        """Return the names of the columns that name a tower."""
        return keys(self.columns)


def keys(columns: Sequence[str]) -> list[str]:
    """Return the names under which the columns of a tower go."""
    return [f"tower{number}" for number in range(1, len(columns) + 1)]


def read_towers(plan: SightingsPlan, names: Sequence[str]) -> Towers | None:
    """Return the towers of a plan for sightings that have columns of these names; None if it states no file of them.

    The file is a table in any form that import reads. Towers without a position are none. Raises InputError if a column
    is missing, a position is none, or one tower stands in two places.
    """
    if plan.towers is None:
        if plan.tower:
            msg = f"--tower is {plan.tower[0]} without --towers, expected the file of the towers"
            raise InputError(msg)
        return None
    table = read_input(Path(plan.towers), Plan()).rows
    own = [name for name in table.columns if name not in {ROW, PART}]
    lat, lng = (_degrees_column(plan.towers, own, part) for part in ("lat", "lng"))
    rest = [name for name in own if name not in {lat, lng}]
    pairs = _pairs(plan, names, rest)
    text = table.with_columns(pl.col(lat, lng).cast(pl.String))
    for part, column, most in (("lat", lat, 90), ("lng", lng, 180)):
        degrees = numbers_of(text, column, None)
        bad = (text[column].fill_null("").str.strip_chars() != "") & ~degrees.is_between(-most, most).fill_null(
            value=False
        )
        expected = f"degrees from -{most} to {most} (WGS-84)"
        refuse(text.with_columns(bad.alias(_BAD)), [Problem(column=column, bad=pl.col(_BAD), expected=expected)])
        table = table.with_columns(degrees.alias(f"{part} in degrees"))
    named = table.select(
        *(pl.col(of_file).cast(pl.String).str.strip_chars().alias(key) for key, (_, of_file) in pairs.items()),
        *(pl.col(f"{part} in degrees").alias(part) for part in ("lat", "lng")),
        ROW,
    )
    placed = named.drop_nulls(["lat", "lng"]).unique([*pairs, "lat", "lng"], keep="first", maintain_order=True)
    twice = placed.filter(pl.struct(list(pairs)).is_duplicated())
    if not twice.is_empty():
        first = twice.row(0, named=True)
        msg = (
            f"{plan.towers}, row {first[ROW]:,}: the tower {' '.join(first[key] for key in pairs)} stands in several "
            "places, expected each in one"
        )
        raise InputError(msg)
    return Towers(file=plan.towers, rows=placed.drop(ROW), columns=tuple(of_rows for of_rows, _ in pairs.values()))


def _degrees_column(file: str, names: Sequence[str], part: str) -> str:
    found = [name for name in names if re.fullmatch(NAMES[part], name.strip(), re.IGNORECASE)]
    if len(found) != 1:
        there = "is missing" if not found else f"is there {len(found)} times"
        msg = f"{file}: column {part} {there}, expected the name of each tower, lat and lng"
        raise InputError(msg)
    return found[0]


def _pairs(plan: SightingsPlan, names: Sequence[str], own: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the column of sightings and that of the file of towers, by key."""
    stated = plan.tower or [name for name in own if name in names]
    if not stated:
        msg = f"{plan.towers}: no column of it names a tower in sightings too, expected --tower to say which does"
        raise InputError(msg)
    pairs = [column.partition("=") for column in stated]
    return {
        f"tower{number}": (column, other if sign else _alike(plan, column, own, alone=len(pairs) == 1))
        for number, (column, sign, other) in enumerate(pairs, start=1)
    }


def _alike(plan: SightingsPlan, column: str, own: Sequence[str], *, alone: bool) -> str:
    if column in own:
        return column
    likely = [name for name in own if re.fullmatch(_ID, name.strip(), re.IGNORECASE)]
    if alone and (len(own) == 1 or len(likely) == 1):
        return (likely or list(own))[0]
    msg = (
        f"{plan.towers} has no column {column}, expected --tower {column}=NAME with one of its columns: "
        f"{', '.join(own)}"
    )
    raise InputError(msg)
