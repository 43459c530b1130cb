"""Counts as other people write them: fractions, thousands, marks of what was withheld."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.read import Problem, refuse
from dashboard.release.tables import COUNT

Decimal = Literal[".", ","]
MARKS = frozenset(
    {"", "*", "**", "-", "--", ".", "..", "...", "x", "na", "n/a", "nan", "null", "none", "\\n", "c", "s"}
)
_GROUPS = {".": r"^[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$", ",": r"^[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?$"}
_BLANKS = "[ \u00a0\u2009\u202f'\u2019]"
_MOST = 2**32 - 1
_BAD = "at fault"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Counts as Float64, null where withheld; how many are fractions; the threshold that marks such as <15 state."""

    counts: pl.Series
    rounded: int
    threshold: int


def parse_counts(rows: pl.DataFrame, column: str, *, threshold: int, decimal: Decimal | None) -> Counted:
    """Return a column's counts; there may be fractions, which count as their nearest whole number, half to even.

    A mark such as *, NA or nothing is a withheld count where a threshold was applied, which <15 states too. InputError
    with the rows for what is no count, for counts under the threshold, and for numbers that can be read in two ways.
    """
    values = rows[column]
    text = values.cast(pl.String) if values.dtype in (pl.Categorical, pl.Enum, pl.String) else None
    numbers = values.cast(pl.Float64, strict=False) if text is None else numbers_of(rows, column, decimal)
    stated = 1 if text is None else _stated(rows, column, text)
    if stated > 1 and threshold not in {1, stated}:
        msg = _(
            "column {column} withholds counts under {stated:,}, expected the threshold {threshold:,} that was stated"
        ).format(column=column, stated=stated, threshold=threshold)
        raise InputError(msg)
    threshold = max(threshold, stated)
    marked = numbers.is_null() & (values.is_null() if text is None else _marked(text))
    if not (values.dtype.is_numeric() or text is not None):
        numbers = numbers.set(numbers.is_not_null(), None)
    bad = (numbers.is_null() & ~marked) | ~numbers.is_between(0, _MOST)
    _refuse(rows, column, bad, _("a whole number of devices, 0 or more"))
    counts = numbers.round(mode="half_to_even").cast(pl.Int64)
    if threshold == 1:
        expected = _("a whole number of devices; if an empty count is a withheld one, state the threshold applied")
        _refuse(rows, column, counts.is_null(), expected)
    else:
        expected = _("none from 1 to {most:,}, which the threshold {threshold:,} withholds; leave those empty").format(
            most=threshold - 1, threshold=threshold
        )
        _refuse(rows, column, counts.is_between(1, threshold - 1), expected)
    rounded = int((numbers != counts).sum())
    return Counted(counts=numbers.alias(COUNT), rounded=rounded, threshold=threshold)


def decimal_of(rows: pl.DataFrame, plan: Plan) -> Decimal | None:
    """Return what the counts of a plan have before their fractions; None where they are no text."""
    column = plan.devices or ""
    if plan.decimal is not None or rows.schema[column] != pl.String:
        return plan.decimal
    return _decimal(rows, column, rows[column].str.replace_all(_BLANKS, ""))


def numbers_of(rows: pl.DataFrame, column: str, decimal: Decimal | None) -> pl.Series:
    """Return a column of text as Float64, null where it is no number; InputError if it can be read in two ways.

    A point is a decimal one unless `decimal` or thousands say otherwise; a comma is one where anything but three
    digits follows it.
    """
    plain = rows[column].str.to_integer(strict=False)
    if not plain.null_count():
        return plain.cast(pl.Float64)
    text = rows[column].cast(pl.String).str.replace_all(_BLANKS, "")
    decimal = decimal or _decimal(rows, column, text)
    other = "." if decimal == "," else ","
    grouped = text.str.contains(_GROUPS[decimal])
    joined = pl.select(pl.when(grouped).then(text.str.replace_all(other, "", literal=True)).otherwise(text)).to_series()
    unmixed = joined.set(joined.str.contains(other, literal=True), None)
    return unmixed.str.replace(decimal, ".", literal=True).cast(pl.Float64, strict=False)


def _decimal(rows: pl.DataFrame, column: str, text: pl.Series) -> Decimal:
    """Return what a column's numbers have before their fractions, as far as they tell."""
    commas, points = (text.filter(text.str.contains(sign, literal=True)) for sign in (",", "."))
    if commas.is_empty():
        return _of_points(rows, column, points)
    if commas.str.contains(r"^[+-]?[0-9]*,(?:[0-9]{1,2}|[0-9]{4,})$").any() or commas.str.contains(r"\..*,").any():
        return ","
    if commas.str.contains(r",.*[.,]").any() or not points.is_empty():
        return "."
    raise _ambiguous(rows, column, text.str.contains(",", literal=True), _("1,234 may be a thousand or a fraction"))


def _of_points(rows: pl.DataFrame, column: str, points: pl.Series) -> Decimal:
    if points.str.contains(r"\..*\.").any():
        return ","
    fractions = points.str.extract(r"^[+-]?[0-9]{1,3}\.([0-9]{3})$")
    if points.is_empty() or fractions.null_count() or (fractions == "000").all():
        return "."
    at = rows[column].cast(pl.String).str.contains(".", literal=True)
    raise _ambiguous(rows, column, at, _("1.234 may be a thousand or a fraction"))


def _ambiguous(rows: pl.DataFrame, column: str, at: pl.Series, why: str) -> InputError:
    try:
        _refuse(
            rows,
            column,
            at,
            _("numbers that can be read in one way alone ({why}): state the decimal sign").format(why=why),
        )
    except InputError as error:
        return error
    raise AssertionError(column)


def _stated(rows: pl.DataFrame, column: str, text: pl.Series) -> int:
    """Return the threshold that marks such as <15 state, 1 if there are none; InputError if they state several."""
    limits = text.filter(text.str.contains(r"^(?i)\s*(?:<|&lt;|under |less than )\s*[0-9]+\s*$")).str.extract(
        r"([0-9]+)"
    )
    found = sorted(set(limits.cast(pl.Int64).to_list()))
    if len(found) > 1:
        _refuse(
            rows,
            column,
            text.str.contains(f"[^0-9]{found[-1]}\\s*$"),
            _("one threshold, as in <{number}").format(number=found[0]),
        )
    return int(found[0]) if found else 1


def _marked(text: pl.Series) -> pl.Series:
    plain = text.str.strip_chars().str.to_lowercase().fill_null("")
    return plain.is_in(list(MARKS)) | plain.str.contains(r"^(?:<|&lt;|under |less than )\s*[0-9]+$")


def _refuse(rows: pl.DataFrame, column: str, bad: pl.Series, expected: str) -> None:
    refuse(rows.with_columns(bad.alias(_BAD)), [Problem(column=column, bad=pl.col(_BAD), expected=expected)])
