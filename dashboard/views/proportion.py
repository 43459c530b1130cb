"""Those flagged in proportion, in words: per 1,000 residents, and beside published totals."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.counting.interval import Estimate
from dashboard.counting.published import TOTALS, Published
from dashboard.language import _, decimal, whole

SMALLEST_PERCENT = 0.01


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Those flagged beside a published total: their `share`, what it is a share of, and what to mind about it."""

    share: str
    total: str
    caveat: str


def rate(low: float, mid: float | None, high: float) -> str:
    """Return a rate per 1,000 residents with its low and high."""
    if mid is None:
        return _("{low} to {high}").format(low=decimal(low), high=decimal(high))
    return _("{mid} ({low} to {high})").format(mid=decimal(mid), low=decimal(low), high=decimal(high))


def beside_totals(flagged: Estimate) -> tuple[Beside, ...]:
    """Return people flagged beside every published total."""
    return tuple(_beside(flagged, total) for total in TOTALS)


def _beside(flagged: Estimate, total: Published) -> Beside:
    return Beside(
        share=_percents(100 * flagged.low / total.number, 100 * flagged.high / total.number),
        total=_(" of {number} {what} ({when}, {source}). ").format(
            number=whole(total.number), what=_(total.what), when=_(total.when), source=_(total.source)
        ),
        caveat=_(total.caveat),
    )


def _percents(low: float, high: float) -> str:
    ends = [
        f"{end:.3g}" if not end or end >= SMALLEST_PERCENT else _("under {number}").format(number=SMALLEST_PERCENT)
        for end in (low, high)
    ]
    low_words, high_words = ends
    return f"{low_words}%" if low_words == high_words else _("{low} to {high}%").format(low=low_words, high=high_words)
