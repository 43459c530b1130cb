"""What identifiers look like: values shaped like one, whatever their column is called, and how to keep them unseen."""

from __future__ import annotations

import re

import polars as pl

_EDGE_BEFORE = r"(?:^\.?|[^0-9A-Za-z.]|[^0-9]\.)"  # digits after a digit and a point are a fraction
_START = r"(?<![0-9A-Za-z])(?<![0-9]\.)"  # the same, as Python can say without taking a character
_EDGE_AFTER = r"(?:$|[^0-9A-Za-z])"
_LONG_NUMBER = r"[0-9]{10,22}"  # MSISDN 10 to 15 digits, IMSI and IMEI 14 to 16, ICCID 19 to 22
_NUMBERS = (
    _LONG_NUMBER,
    r"(?:\+|00)[0-9](?:[ .()/-]{0,2}[0-9]){7,14}",  # a telephone number as ITU-T E.123 writes it
    r"1[3-9][0-9][ -][0-9]{4}[ -][0-9]{4}",  # a mobile number as China writes it
    r"\(?[0-9]{3}\)?[ .-][0-9]{3}[ .-][0-9]{4}",  # a telephone number as North America writes it
    r"[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5,7}",  # MAC, EUI-64
    r"[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}",  # MAC as some equipment writes it
)
_TEXTS = (
    r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",  # UUID, advertising identifier
    r"[A-Fa-f]*[0-9][0-9A-Fa-f]{15,127}",  # a digest, an Android identifier
    r"[A-Za-z0-9+/_-]{22}==|[A-Za-z0-9+/_-]{27}=|[A-Za-z0-9+/_-]{43}=|[A-Za-z0-9+/_-]{86}==",  # a digest as Base64
    r"[0-9A-Za-z._%+-]+@[0-9A-Za-z-]+\.[0-9A-Za-z.-]+",  # an e-mail address
    r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}",  # an IPv4 address
)

# polars has no look-around, so its edges take a character each; Python's leave them in place when it hides.
_SHAPED = f"{_EDGE_BEFORE}(?:{'|'.join((*_NUMBERS, *_TEXTS))}){_EDGE_AFTER}"
_NUMBER_SHAPED = re.compile(rf"{_START}(?:{'|'.join(_NUMBERS)})(?![0-9A-Za-z])")
_ANY_SHAPED = re.compile(rf"{_START}(?:{'|'.join((*_NUMBERS, *_TEXTS))})(?![0-9A-Za-z])")

_EPOCHS = ((1_000_000_000, 2_200_000_000), (10**12, 22 * 10**11), (10**15, 22 * 10**14), (10**18, 22 * 10**17))
_CELLS = (0x0800000000000000, 0x08FFFFFFFFFFFFFF)  # every H3 cell, by the four bits of its mode
_DIGEST_BYTES = (16, 20, 28, 32, 48, 64)


def shaped_like_identifier(text: str) -> bool:
    """Say whether a text holds something shaped like an IMSI, IMEI, phone number, MAC, UUID, digest or address."""
    return re.search(_SHAPED, text) is not None


def shaped(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return an expression that is true where a column's value is shaped like an identifier.

    Text counts when it holds a shape anywhere. A number, in text too, counts with 10 digits or more, unless it may
    be an epoch time or an H3 cell. Bytes count when they are as long as a digest.
    """
    value = pl.col(column)
    if dtype in (pl.String, pl.Categorical, pl.Enum):
        text = value.cast(pl.String)
        return text.str.contains(_SHAPED) & ~_explained(text.cast(pl.Float64, strict=False)).fill_null(value=False)
    if dtype == pl.List(pl.String):
        return value.list.eval(pl.element().str.contains(_SHAPED)).list.any()
    if dtype == pl.Binary:
        return value.bin.size().is_in(_DIGEST_BYTES)
    if dtype.is_numeric():
        return long_number(value.cast(pl.Float64))
    return pl.lit(value=False)


def hidden(text: str) -> str:
    """Return a text with everything shaped like an identifier replaced by an ellipsis."""
    return _ANY_SHAPED.sub("…", text)


def hidden_numbers(text: str) -> str:
    """Return a text with IMSI, phone numbers and MAC replaced, and UUIDs kept: tools name their files by them."""
    return _NUMBER_SHAPED.sub("…", text)


def long_number(value: pl.Expr) -> pl.Expr:
    """Return an expression that is true for numbers of 10 digits or more that are no epoch time and no H3 cell."""
    return (value >= 10**9) & value.is_finite() & ~_explained(value)


def _explained(value: pl.Expr) -> pl.Expr:
    return pl.any_horizontal(value.is_between(low, high) for low, high in (*_EPOCHS, _CELLS))
