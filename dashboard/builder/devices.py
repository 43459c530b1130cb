"""Device identifiers become small numbers in memory; neither is ever written, shown or logged."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.builder.source import Source, collect
from dashboard.errors import InputError

COLUMN = "device"
_LARGEST_CODE = (1 << 32) - 1


@dataclass(frozen=True, kw_only=True)
class Coder:
    """How a device identifier becomes a UInt32, or text where an engine needs no numbers.

    `known` is an empty Categorical series that keeps the identifiers met so far alive: polars forgets them, and codes
    the next ones from zero, once no series of their type is left. None where identifiers are such numbers already.
    """

    known: pl.Series | None
    as_text: bool = False

    @property
    def dtype(self) -> pl.DataType:
        """Return the type of the codes."""
        return pl.String() if self.as_text else pl.UInt32()

    def code(self, device: pl.Expr) -> pl.Expr:
        """Return the codes of identifiers, the same for the same identifier; null where there is none."""
        text = device.cast(pl.String)
        named = pl.when(text != "").then(text)
        if self.as_text:
            return named
        if self.known is None:
            return device.cast(pl.UInt32, strict=False)
        return named.cast(self.known.dtype).to_physical()


def coder(source: Source) -> Coder:
    """Return how to code the column `device` of a source, which holds text or whole numbers."""
    check_type(source)
    if source.schema[COLUMN].is_integer():
        device = pl.col(COLUMN)
        span = collect(source, source.rows.select(low=device.min(), high=device.max())).row(0)
        if span[0] is None or (span[0] >= 0 and span[1] <= _LARGEST_CODE):
            return Coder(known=None)
    identifiers = pl.Categorical(pl.Categories.random(COLUMN, physical=pl.UInt32))
    return Coder(known=pl.Series(dtype=identifiers))


def check_type(source: Source) -> None:
    """Raise InputError unless the column `device` holds text or whole numbers."""
    dtype = source.schema[COLUMN]
    if not dtype.is_integer() and dtype not in (pl.String, pl.Categorical, pl.Enum):
        msg = f"{source.name}, column {COLUMN}: the type is {dtype}, expected text or whole numbers"
        raise InputError(msg)
