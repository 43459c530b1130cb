"""Numbers as the language that is spoken writes them."""

from __future__ import annotations

from babel.numbers import format_decimal, format_percent

from dashboard.language.chosen import CHINESE, ENGLISH, LOCALES, current

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


def short_range(low: float, high: float) -> str:
    """Return a low and a high in few characters, with the word for their size once where it is the same."""
    first, last = short(low), short(high)
    for _size, suffix, _decimals in SIZES[current()]:
        if first.endswith(suffix) and last.endswith(suffix):
            first = first.removesuffix(suffix)
    return f"{first}\N{EN DASH}{last}"


def short(value: float) -> str:
    """Return a number in few characters for a tight cell: 355k, 12k, 1.2M, 940; 35.5万 and 1.2万 in Chinese."""
    for size, suffix, decimals_below in SIZES[current()]:
        if value >= size * 0.9995:
            scaled = value / size
            return f"{scaled:.1f}{suffix}" if scaled < decimals_below else f"{scaled:.0f}{suffix}"
    return f"{value:.0f}"
