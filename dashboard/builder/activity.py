"""What a device did when it was sighted, such as a call: whether it is of an activity that conditions ask for."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import polars as pl

from dashboard.errors import InputError

COLUMN = "activity"


def column(number: int) -> str:
    """Return the column of sightings that says, 1 or 0, whether one is of the activity of a number."""
    return f"{COLUMN}{number}"


def columns(activities: Sequence[str]) -> list[str]:
    """Return the columns of some activities."""
    return [column(number) for number in range(len(activities))]


def expressions(activities: Sequence[str]) -> dict[str, nw.Expr]:
    """Return how to read whether a row is of each activity, 1 or 0; one without any is of none."""
    text = nw.col(COLUMN).cast(nw.String).str.strip_chars()
    return {
        column(number): nw.when((text == value).fill_null(value=False))
        .then(nw.lit(1))
        .otherwise(nw.lit(0))
        .cast(nw.Int8)
        for number, value in enumerate(activities)
    }


def of_polars(rows: pl.LazyFrame, activities: Sequence[str]) -> pl.LazyFrame:
    """Return rows with the columns of activities in place of the activity."""
    read: pl.LazyFrame = nw.from_native(rows).with_columns(**expressions(activities)).to_native()
    return read.drop(COLUMN)


def check(activities: Sequence[str], sighted: Sequence[int]) -> None:
    """Raise InputError for an activity that no sighting has."""
    for value, sightings in zip(activities, sighted, strict=True):
        if not sightings:
            msg = f"no sighting has the activity {value!r}, which a condition asks for: expected a value of its column"
            raise InputError(msg)
