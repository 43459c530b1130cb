"""In proportion: those flagged per 1,000 residents, and beside published totals."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.answers.cost import Proportion
from dashboard.counting.interval import Estimate
from dashboard.counting.published import TOTALS, Published
from dashboard.language import _, decimal, stated
from dashboard.ui import ids

SMALLEST_PERCENT = 0.01
DISTRICTS_SHOWN = 6


def proportion_panel() -> html.Section:
    """Return the place of the figures in proportion."""
    return html.Section([html.H3(_("In proportion")), html.Div(id=ids.PROPORTION)], className="chart")


def proportion_lines(found: Proportion | None) -> list[Component]:
    """Return the flagged per 1,000 residents and beside each published total, or why nothing is shown."""
    if found is None:
        return [html.P(_("The number of people is not known here, so there is nothing to work out."), className="note")]
    return [
        *(
            []
            if found.city is None
            else [html.P(_("{rate} of every 1,000 residents are flagged.").format(rate=_rate(*found.city)))]
        ),
        *_districts(found),
        html.P(_("Beside published totals of Beijing and Wuhan, 2020:"), className="note"),
        html.Ul([_total(found.flagged, total) for total in TOTALS], className="totals"),
    ]


def _districts(found: Proportion) -> list[Component]:
    rows = list(found.districts.head(DISTRICTS_SHOWN).select("name", "low", "mid", "high").iter_rows())
    if not rows:
        return []
    return [
        html.P(_("Flagged of every 1,000 residents, by home district, most first:"), className="note"),
        html.Dl([part for name, *ends in rows for part in (html.Dt(name), html.Dd(_rate(*ends)))]),
    ]


def _total(flagged: Estimate, total: Published) -> html.Li:
    low, high = 100 * flagged.low / total.number, 100 * flagged.high / total.number
    return html.Li(
        [
            html.Strong(_percents(low, high)),
            _(" of {number} {what} ({when}, {source}). ").format(
                number=stated(total.number), what=_(total.what), when=_(total.when), source=_(total.source)
            ),
            html.Span(_(total.caveat), className="note"),
        ]
    )


def _percents(low: float, high: float) -> str:
    ends = [
        f"{end:.3g}" if not end or end >= SMALLEST_PERCENT else _("under {number}").format(number=SMALLEST_PERCENT)
        for end in (low, high)
    ]
    low_words, high_words = ends
    return f"{low_words}%" if low_words == high_words else _("{low} to {high}%").format(low=low_words, high=high_words)


def _rate(low: float, mid: float | None, high: float) -> str:
    if mid is None:
        return _("{low} to {high}").format(low=decimal(low), high=decimal(high))
    return _("{mid} ({low} to {high})").format(mid=decimal(mid), low=decimal(low), high=decimal(high))
