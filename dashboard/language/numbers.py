"""Numbers as the language that is spoken writes them.

In Chinese, as the standard GB/T 15835 has it: figures with a comma between thousands wherever a number is read or
compared, and ten thousands (万) only where there is no room, as in a field of the matrix.
"""

from __future__ import annotations

from collections.abc import Sequence

from babel.numbers import format_decimal, format_percent

from dashboard.language.chosen import CHINESE, ENGLISH, LOCALES, current

_NARROW = 8  # characters that a narrow field has room for

# The words for large numbers, largest first, each with the size up to which it takes a decimal: English counts by
# thousands, Chinese by ten thousands.
SIZES = {
    ENGLISH: ((1_000_000, "M", 9.95), (1_000, "k", 9.95)),
    CHINESE: ((100_000_000, "亿", 99.95), (10_000, "万", 99.95)),
}


def whole(value: float) -> str:
    """Return a whole number with commas between thousands, as both languages write it."""
    return f"{value:,.0f}"


def decimal(value: float, digits: int = 1) -> str:
    """Return a number with so many digits after the point."""
    return format_decimal(value, f"#,##0.{'0' * digits}", locale=LOCALES[current()])


def percent(share: float) -> str:
    """Return a share of one in whole percent."""
    return format_percent(share, "#,##0%", locale=LOCALES[current()])


def short(value: float) -> str:
    """Return a number in few characters for a tight cell: 355k, 12k, 1.2M, 940; 35.5万 and 1.2万 in Chinese."""
    size, suffix, decimals_below = _size_of(value)
    return _in_size(value, size, decimals_below) + suffix


def on_axis(values: Sequence[int]) -> list[str]:
    """Return the numbers of an axis, all by the word that fits the largest: 0, 100k, 200k; whole in Chinese."""
    if current() == CHINESE:
        return [whole(value) for value in values]
    size, suffix, _most = next((one for one in SIZES[ENGLISH] if max(values, default=0) >= one[0]), (1, "", 0))
    return [f"{value / size:g}{suffix}" if suffix and value else whole(value) for value in values]


def short_range(low: float, high: float) -> str:
    """Return a low and a high in few characters."""
    return f"{short(low)}\N{EN DASH}{short(high)}"


def short_ends(low: float, high: float, beside: float) -> str:
    """Return a low and a high in the fewest characters, in the size of a number beside: 340 to 371 by 355k.

    What is too wide for a narrow field, as 2334 to 6360 in Chinese, is written in the smallest size: 0.2 to 0.6万.
    """
    size, _suffix, decimals_below = _size_of(beside)
    written = _both(low, high, size, decimals_below)
    smallest, suffix, decimals = SIZES[current()][-1]
    return written if size > 1 or len(written) <= _NARROW else _both(low, high, smallest, decimals) + suffix


def _both(low: float, high: float, size: int, decimals_below: float) -> str:
    return "\N{EN DASH}".join(_in_size(end, size, decimals_below) for end in (low, high))


def _size_of(value: float) -> tuple[int, str, float]:
    """Return the largest size that a number reaches, its word, and up to how many of it a decimal is written."""
    return next((one for one in SIZES[current()] if value >= one[0] * 0.9995), (1, "", 0))


def _in_size(value: float, size: int, decimals_below: float) -> str:
    scaled = value / size
    return f"{scaled:.1f}" if scaled < decimals_below else f"{scaled:.0f}"
