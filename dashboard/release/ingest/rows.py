"""Which rows of a table are counts of their own: no doubles, no totals, one of several strata."""

from __future__ import annotations

import polars as pl

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.check.findings import EXAMPLES, ROW, shown
from dashboard.release.check.shapes import hidden
from dashboard.release.ingest.guess import wide_hours
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.table import PART
from dashboard.release.tables import COUNT, LOW

_HOUR = "hour of the column"
_VALUE = "count of the column"
_MOST_TOLD = 6
_PLACE = "place of the input"
TIME = "time of the input"
KEYS = ("cell", "hour", "dwell_band_min")


def kept_rows(rows: pl.DataFrame, plan: Plan) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return the rows of the strata that a plan keeps, without a total at the end; and what was left out."""
    notes = []
    for column, value in plan.keep.items():
        chosen = rows.filter(rows[column].cast(pl.String).str.strip_chars() == value)
        if chosen.is_empty():
            raise none_kept(rows, column, value)
        if chosen.height < rows.height:
            notes.append(left_out(rows.height - chosen.height, column, value))
        rows = chosen
    without, total = _without_total(rows, plan)
    return without, (*notes, *total)


def none_kept(rows: pl.DataFrame, column: str, value: str) -> InputError:
    """Return what is wrong where no row has the value of a column that is kept."""
    return InputError(
        _("{file}: no row has {column} = {value}, expected one of {values}").format(
            file=rows[PART][0], column=column, value=value, values=_values(rows, column)
        )
    )


def left_out(rows: int, column: str, value: str) -> str:
    """Return what is told of rows whose column has another value than the one that is kept."""
    return _("{rows:,} rows whose {column} is not {value} are left out").format(rows=rows, column=column, value=value)


def long_rows(rows: pl.DataFrame, plan: Plan) -> tuple[pl.DataFrame, Plan]:
    """Return a row for each hour where a table has a column for each, and the plan that reads them."""
    wide = wide_hours(rows.columns, plan.devices)
    if plan.hour is not None or not wide:
        return rows, plan
    others = [name for name in rows.columns if name not in wide]
    melted = rows.unpivot(on=list(wide), index=others, variable_name=_HOUR, value_name=_VALUE)
    hours = melted.with_columns(pl.col(_HOUR).replace_strict({name: str(hour) for name, hour in wide.items()}))
    return hours, plan.model_copy(update={"hour": _HOUR, "devices": _VALUE})


def added_up(
    each: pl.DataFrame, rows: pl.DataFrame, plan: Plan, *, adds_up: bool
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return one row for each cell, hour and stay, with the least that its count stands for in LOW where that is less.

    `each` has the columns of presence, TIME and ROW, `rows` the input's. Devices of different values of the columns
    that a plan adds are different ones; those of parts of a cell are where presence `adds_up`; those of parts of an
    hour, and of parts of a cell otherwise, may be the same: their count is at least the greatest and at most the sum.
    InputError where it is not known what tells rows apart, and for withheld counts among those that are added up.
    """
    if not each.select(pl.struct(KEYS).is_duplicated().any()).item():
        return each.drop(TIME), ()
    again = rows.select(~pl.struct(pl.exclude(ROW, PART)).is_first_distinct()).to_series()
    each, rows = each.filter(~again), rows.filter(~again)
    doubles = (
        (_("{rows:,} rows that are alike in every column to one before are left out").format(rows=again.sum()),)
        if again.any()
        else ()
    )
    several = each.filter(pl.struct(KEYS).is_duplicated())
    if several.is_empty():
        return each.drop(TIME), doubles
    place = [name for name in (plan.cell, plan.lat, plan.lng) if name]
    apart = each.hstack(rows.select(pl.struct(place).alias(_PLACE), *(pl.col(name) for name in plan.add)))
    if apart.select(pl.struct(*KEYS, TIME, _PLACE, *plan.add).is_duplicated().any()).item():
        raise _several(each, rows)
    if several[COUNT].null_count():
        msg = _(
            "{file}: {rows:,} rows are parts of the same cell and hour, and some of them are withheld; expected "
            "counts in all that are added up"
        ).format(file=rows[PART][0], rows=several.height)
        raise InputError(msg)
    parts = apart.group_by(*KEYS, TIME, *([] if adds_up else [_PLACE]), maintain_order=True).agg(pl.col(COUNT).sum())
    counts = parts.group_by(KEYS, maintain_order=True).agg(pl.col(COUNT).max().alias(LOW), pl.col(COUNT).sum())
    note = _("{rows:,} rows are added up to {sums:,}").format(rows=several.height, sums=several.select(KEYS).n_unique())
    if (counts[LOW] == counts[COUNT]).all():
        return counts.drop(LOW), (*doubles, _("{note}: they count different devices").format(note=note))
    told = _("at least the greatest of them and at most their sum: they may count the same devices")
    return counts, (*doubles, _("{note}, {told}").format(note=note, told=told))


def _several(presence: pl.DataFrame, rows: pl.DataFrame) -> InputError:
    first = pl.col(ROW).first().over(KEYS)
    again = presence.with_columns(first.alias("first"), pl.int_range(pl.len()).over(KEYS).alias("place"))
    again = again.filter(pl.col("place") > 0)
    pairs = again.head(EXAMPLES).select(ROW, "first").iter_rows()
    examples = "; ".join(
        _("row {row:,} has the same cell, hour and stay as row {before:,}").format(row=row, before=before)
        for row, before in pairs
    )
    rest = again.height - EXAMPLES
    more = _("; and {number:,} more rows like these").format(number=rest) if rest > 0 else ""
    apart = _tells_apart(presence, rows)
    remedy = (
        _(
            "keep one value of a column (--keep {column}=VALUE, of {values}) or add its values up (--add {column}) "
            "if they are different devices"
        ).format(column=apart[0], values=_values(rows, apart[0]))
        if apart
        else _("since it is not known whether such counts overlap")
    )
    return InputError(
        _("{file}: {examples}{more}; expected one row for each, {remedy}").format(
            file=rows[PART][0], examples=examples, more=more, remedy=remedy
        )
    )


def _tells_apart(presence: pl.DataFrame, rows: pl.DataFrame) -> list[str]:
    """Return the columns of few values whose values differ among rows of one cell and hour."""
    few = [name for name in rows.columns if name not in {ROW, PART} and rows[name].n_unique() <= _MOST_TOLD]
    if not few:
        return []
    joined = presence.select(KEYS).hstack(rows.select(few))
    varied = joined.group_by(KEYS).agg(pl.col(few).n_unique()).select(pl.col(few).max()).row(0)
    return [name for name, most in zip(few, varied, strict=True) if most > 1]


def _values(rows: pl.DataFrame, column: str) -> str:
    values = sorted(rows[column].cast(pl.String).unique().drop_nulls().to_list())
    more = ", …" if len(values) > _MOST_TOLD else ""
    return ", ".join(hidden(shown(value)) for value in values[:_MOST_TOLD]) + more


def _without_total(rows: pl.DataFrame, plan: Plan) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return rows without a last one that has no time and the sum of all others: a total is no count of a cell."""
    if plan.time is None or plan.devices is None or rows.height < 2:
        return rows, ()
    last, others = rows.tail(1), rows.head(-1)
    notes = total_at_end(last, plan, float(others[plan.devices].cast(pl.Float64, strict=False).sum()))
    return others if notes else rows, notes


def total_at_end(last: pl.DataFrame, plan: Plan, others: float) -> tuple[str, ...]:
    """Return what is told of a last row that is the total of all others, nothing if it is none.

    Raises InputError where it has no time and is not their sum.
    """
    time, devices = plan.time or "", plan.devices or ""
    if last[time].cast(pl.String, strict=False)[0]:
        return ()
    if last[devices].cast(pl.Float64, strict=False).sum() != others:
        msg = _(
            "{file}, row {row:,}: the row has no time, and a total does not belong among counts; take it out"
        ).format(file=last[PART][0], row=last[ROW][0])
        raise InputError(msg)
    return (_("row {row:,} is left out: it is the total of all others").format(row=last[ROW][0]),)
