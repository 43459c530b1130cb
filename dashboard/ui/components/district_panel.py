"""A district in focus: how many of its residents the rule flags."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html

from dashboard.counting.interval import Estimate
from dashboard.language import _, decimal, whole
from dashboard.views import text


@dataclass(frozen=True, kw_only=True)
class Residents:
    """Residents of a district flagged by a rule, in people or in devices; `population` is None if not known."""

    district: str
    population: int | None
    flagged: Estimate
    unit: str


def district_panel(residents: Residents) -> html.Section:
    """Return the residents of a district that a rule flags, also per 1,000 where people are counted."""
    flagged, unit = residents.flagged, residents.unit
    return html.Section(
        className="chart district",
        children=[
            html.H3(_("Residents of {district} flagged").format(district=residents.district)),
            html.Div(text.middle(flagged.mid or 0, unit), className="number-small"),
            html.Div(_range(flagged, unit), className="interval"),
            *_per_thousand(residents),
        ],
    )


def _per_thousand(residents: Residents) -> list[html.P]:
    if residents.population is None or residents.unit != text.PEOPLE:
        return []
    low, mid, high = (1000 * (value or 0) / residents.population for value in _values(residents.flagged))
    return [
        html.P(
            _("{mid} of every 1,000 residents ({low} to {high}; {residents} residents)").format(
                mid=decimal(mid), low=decimal(low), high=decimal(high), residents=whole(residents.population)
            ),
            className="sentence",
        )
    ]


def _range(flagged: Estimate, unit: str) -> str:
    low, high = text.ends(flagged.low, flagged.high, unit)
    return _("{low} to {high} {unit}").format(low=low, high=high, unit=text.unit_words(unit))


def _values(estimate: Estimate) -> tuple[int, int | None, int]:
    return estimate.low, estimate.mid, estimate.high
