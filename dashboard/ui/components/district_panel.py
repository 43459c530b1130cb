"""A district in focus: how many of its residents the rule flags."""

from __future__ import annotations

from dash import html

from dashboard.answers.charts import Residents
from dashboard.language import _, decimal, whole
from dashboard.views import text


def district_panel(residents: Residents) -> html.Section:
    """Return the residents of a district that a rule flags, also per 1,000 where people are counted."""
    flagged, unit = residents.flagged, residents.unit
    return html.Section(
        className="chart district",
        children=[
            html.H3(_("Residents of {district} flagged").format(district=residents.district)),
            html.Div(text.middle(flagged.mid or 0, unit), className="number-small"),
            html.Div(_range(residents), className="interval"),
            *_per_thousand(residents),
        ],
    )


def _per_thousand(residents: Residents) -> list[html.P]:
    if residents.population is None or residents.unit != text.PEOPLE:
        return []
    flagged = residents.flagged
    low, mid, high = (1000 * (value or 0) / residents.population for value in (flagged.low, flagged.mid, flagged.high))
    return [
        html.P(
            _("{mid} of every 1,000 residents ({low} to {high}; {residents} residents)").format(
                mid=decimal(mid), low=decimal(low), high=decimal(high), residents=whole(residents.population)
            ),
            className="sentence",
        )
    ]


def _range(residents: Residents) -> str:
    flagged, unit = residents.flagged, residents.unit
    low, high = text.ends(flagged.low, flagged.high, unit)
    return _("{low} to {high} {unit}").format(low=low, high=high, unit=text.unit_words(unit))
