"""The colours of the matrix: each number on the page's palette for counts, with an ink that can be read on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dashboard.counting.interval import Estimate
from dashboard.language import short, short_ends, short_range
from dashboard.views.theme import LIGHT

Rgb = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of the matrix: its label, its low and high, its colours as #rrggbb, whether it is the rule (`present`).

    `interval` is empty where the number is exact, and in a bracket, whose label is its low and high.
    """

    label: str
    interval: str
    estimate: Estimate
    fill: str
    ink: str
    present: bool


def field(estimate: Estimate, ends: tuple[float, float], *, present: bool) -> Field:
    """Return the field of a number; `ends` are the logarithms (of ten) of the least and the most of the matrix."""
    size = estimate.high if estimate.mid is None else estimate.mid
    fill = LIGHT.surface if size == 0 else _on_palette(_share(math.log10(size), ends))
    label, interval = short_range(estimate.low, estimate.high), ""
    if estimate.mid is not None:
        label = short(estimate.mid)
        interval = "" if estimate.exact else short_ends(estimate.low, estimate.high, estimate.mid)
    return Field(
        label=label,
        interval=interval,
        estimate=estimate,
        fill=fill,
        ink=_ink(fill),
        present=present,
    )


def _share(value: float, ends: tuple[float, float]) -> float:
    low, high = ends
    return 1.0 if high == low else (value - low) / (high - low)


def _on_palette(share: float) -> str:
    at = share * (len(LIGHT.counts) - 1)
    below = min(int(at), len(LIGHT.counts) - 2)
    pairs = zip(_rgb(LIGHT.counts[below]), _rgb(LIGHT.counts[below + 1]), strict=True)
    return "#" + "".join(f"{round(255 * (a + (b - a) * (at - below))):02x}" for a, b in pairs)


def _ink(fill: str) -> str:
    """Return the text's colour or white, whichever stands out more. Source: WCAG 2.2, contrast ratio."""
    return max((LIGHT.text, LIGHT.surface), key=lambda ink: _contrast(ink, fill))


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour. Source: WCAG 2.2."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue
