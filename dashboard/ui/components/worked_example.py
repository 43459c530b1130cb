"""The example of the Method page: sightings, the visits they make, the rows of the release, and what rules flag."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from dash import html

from dashboard.language import _, day_short, ngettext, whole, window
from dashboard.views import text
from dashboard.views.example import ASKED, PERSONS, RADIUS_M, ROWS, SHARE, VISITS, Visit, summed


def worked_example() -> html.Section:
    """Return the example, one table a step."""
    return html.Section(
        className="wide",
        children=[
            html.H2(_("Three devices, two days, by hand")),
            html.P(
                _(
                    "Three devices come near a market. Only the operator knows when and where each was seen (its "
                    "sightings); what leaves it is the "
                    "second table, which holds counts. All are within {radius} of the market unless said otherwise."
                ).format(radius=text.metres(RADIUS_M))
            ),
            html.Div([_visits(), _rows(), _flagged()], className="steps"),
            html.P(
                _(
                    "A came on both days. In the window of both, the second day's row of A (one day since) points to a "
                    "day inside the window, so it is left out and A counts once. In the window of the second day alone "
                    "it points to a day before, so it is added. B was seen twice, an hour and a half apart: two visits "
                    "of no length. C left the radius in between."
                )
            ),
            html.P(
                _(
                    "Counts so small would be withheld; here they are shown, to be followed. In people: for an "
                    "operator with half of all devices, and {persons} persons a device, the {devices} devices stand "
                    "for {devices} / {share} \N{MULTIPLICATION SIGN} {persons}, about {people} people."
                ).format(
                    devices=whole(ASKED[0].flagged),
                    share=f"{SHARE:g}",
                    persons=f"{PERSONS:g}",
                    people=whole(round(ASKED[0].flagged / SHARE * PERSONS)),
                )
            ),
        ],
    )


def _visits() -> html.Div:
    return _table(
        _("1. Sightings make visits"),
        (_("Who"), _("Date"), _("Seen at"), _("Stay")),
        [(visit.name, day_short(visit.day), _seen(visit), _minutes(visit.stay_min)) for visit in VISITS],
    )


def _rows() -> html.Div:
    return _table(
        _("2. Visits make the rows of the release"),
        (_("Minimum stay"), _("Date"), _("Days since"), _("Devices")),
        [
            (
                text.minutes_short(row.min_dwell_min),
                day_short(row.day),
                _("never before") if row.days_since is None else whole(row.days_since),
                whole(row.devices),
            )
            for row in ROWS
        ],
    )


def _flagged() -> html.Div:
    return _table(
        _("3. Rows make the number"),
        (_("Minimum stay"), _("Dates"), _("Sum"), _("Flagged")),
        [
            (
                text.minutes_short(asked.min_dwell_min),
                window(asked.start, asked.end),
                " + ".join(whole(devices) for devices in summed(asked)),
                whole(asked.flagged),
            )
            for asked in ASKED
        ],
    )


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> html.Div:
    body = [html.Tr([html.Th(first, scope="row"), *map(html.Td, rest)]) for first, *rest in rows]
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in heads]))
    return html.Div(html.Table([html.Caption(caption), head, html.Tbody(body)]))


def _seen(visit: Visit) -> str:
    inside = _(", ").join(map(_clock, visit.inside))
    if not visit.outside:
        return inside
    return _("{inside}; outside at {outside}").format(inside=inside, outside=_(", ").join(map(_clock, visit.outside)))


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"


def _minutes(stay_min: int) -> str:
    return ngettext("{minutes} minute", "{minutes} minutes", stay_min).format(minutes=stay_min)
