"""The row before and the row after of the same device: by position where rows lie in order, by a window elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeVar

import narwhals as nw
import polars as pl

# A frame in memory, whose rows lie in order, or a query of an engine that knows no order of rows.
Frame = TypeVar("Frame", nw.DataFrame[Any], nw.LazyFrame[Any])

_SAME = "of the same as the row before"


def in_order(frame: Frame, *by: str) -> Frame:
    """Return a frame in memory sorted; a query as it is, since its windows bring their own order."""
    return frame.sort(*by) if isinstance(frame, nw.DataFrame) else frame


def by_number(frame: Frame, number: str, numbers: range) -> Frame:
    """Return a frame in memory by a column of few numbers and else in its own order; a query as it is."""
    if isinstance(frame, nw.DataFrame):
        return nw.concat([frame.filter(nw.col(number) == value) for value in numbers])
    return frame


def joined(frame: Frame, table: Frame, *, on: str | Sequence[str], how: Literal["inner", "left"]) -> Frame:
    """Join a table; the rows of a frame in memory stay in order, which narwhals does not promise."""
    if isinstance(frame, nw.DataFrame):
        rows = frame.to_native().join(table.to_native(), on=on, how=how, maintain_order="left")
        return nw.from_native(rows, eager_only=True)
    return frame.join(table, on=[on] if isinstance(on, str) else list(on), how=how)


def with_neighbours(
    frame: Frame,
    within: Sequence[str],
    order_by: str | Sequence[str],
    *,
    before: Mapping[str, str] | None = None,
    after: Mapping[str, str] | None = None,
) -> Frame:
    """Add columns (new name: column) that hold the value of the row before or after, null at the ends of a group.

    A group is the rows that are alike in `within`. A frame in memory must lie in the order of `within` and `order_by`.
    """
    steps = [(name, column, 1) for name, column in (before or {}).items()]
    steps += [(name, column, -1) for name, column in (after or {}).items()]
    if isinstance(frame, nw.DataFrame):
        same = nw.all_horizontal(*(nw.col(key) == nw.col(key).shift(1) for key in within), ignore_nulls=False)
        marked = frame.with_columns(same.alias(_SAME))
        alike = {1: nw.col(_SAME), -1: nw.col(_SAME).shift(-1)}
        shifted = [nw.when(alike[step]).then(nw.col(column).shift(step)).alias(name) for name, column, step in steps]
        return marked.with_columns(*shifted).drop(_SAME)
    return frame.with_columns(
        nw.col(column).shift(step).over(*within, order_by=order_by).alias(name) for name, column, step in steps
    )


def with_nearest(
    frame: Frame, within: Sequence[str], order_by: str, *, back: Sequence[str], ahead: Sequence[str]
) -> Frame:
    """Fill nulls with the nearest value before (`back`) or after (`ahead`) in the group.

    As for with_neighbours; in every group the first row has a value to look back to, the last one to look ahead to.
    """
    filled = [nw.col(column).fill_null(strategy="forward") for column in back]
    filled += [nw.col(column).fill_null(strategy="backward") for column in ahead]
    if isinstance(frame, nw.DataFrame):
        return frame.with_columns(*filled)
    return frame.with_columns(expression.over(*within, order_by=order_by) for expression in filled)


def with_sum(frame: Frame, within: Sequence[str], order_by: str, *, of: str, name: str) -> Frame:
    """Add the sum of a column up to and with each row of its group; of a frame in memory from its first row on.

    Differences of the two within a group are the same.
    """
    total = nw.col(of).cum_sum()
    if isinstance(frame, nw.DataFrame):
        return frame.with_columns(total.alias(name))
    return frame.with_columns(total.over(*within, order_by=order_by).alias(name))


def numbered(frame: Frame, within: str, order_by: str) -> Frame:
    """Add `seq`, a number that rises by one from each row to the next of its group."""
    if isinstance(frame, nw.DataFrame):
        return frame.with_row_index("seq")
    return frame.with_columns(seq=nw.col(order_by).cum_count().over(within, order_by=order_by))


def to_polars(frame: Frame) -> pl.DataFrame:
    """Return a frame's rows, computed by its engine, as a polars frame."""
    rows = frame if isinstance(frame, nw.DataFrame) else frame.collect(backend="polars")
    return rows.to_polars()
