"""How sure a circle is, and the frontier: what is expected of every rule."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.answers.assumed import TRUE_STAYS_MIN, Assumed, true_radii_m
from dashboard.language import _
from dashboard.release.load import Release
from dashboard.ui import ids
from dashboard.ui.components.aria import data
from dashboard.ui.components.chart import chart
from dashboard.ui.components.dropdown import dropdown
from dashboard.views import text
from dashboard.views.expected import why_not
from dashboard.views.figures import certainty, frontier


def certainty_panel(release: Release, assumed: Assumed) -> list[Component]:
    """Return the two charts and the meaning of a true visitor, or the one sentence why there is nothing to show."""
    lacking = why_not(release)
    if lacking is not None:
        return [
            html.Section([html.H3(_("How sure the circle is")), html.P(lacking, className="note")], className="chart")
        ]
    return [
        chart(
            ids.CERTAINTY,
            _("How sure the circle is (expected)"),
            note=_meaning(release, assumed),
            height_px=certainty.HEIGHT_PX,
            table="certainty",
        ),
        chart(
            ids.FRONTIER,
            _("People flagged against true visitors caught (expected)"),
            note=html.Div(
                [
                    html.Div(
                        [
                            html.P(id=ids.BETTER),
                            html.Button(
                                _("Apply"),
                                id=ids.TAKE_BETTER,
                                className="quiet",
                                type="button",
                                hidden=True,
                                **data(better=""),
                            ),
                        ],
                        className="better",
                    ),
                    _("Every point is a rule: choose one to set it."),
                ]
            ),
            height_px=frontier.HEIGHT_PX,
            table="frontier",
        ),
    ]


def _meaning(release: Release, assumed: Assumed) -> html.Div:
    true_visit, radii = assumed.true_visit, list(true_radii_m(release))
    return html.Div(
        [
            html.Div(
                [
                    _choice(
                        ids.TRUE_RADIUS,
                        _("A true visitor was within"),
                        radii,
                        [text.radius_label(one) for one in radii],
                        true_visit.radius_m,
                    ),
                    _choice(
                        ids.TRUE_STAY,
                        _("for at least"),
                        list(TRUE_STAYS_MIN),
                        [text.minutes_short(one) for one in TRUE_STAYS_MIN],
                        true_visit.stay_min,
                    ),
                ],
                className="choices",
            ),
            html.P(
                _(
                    "Counts cannot tell who was truly there. These shares follow from the positioning error that the "
                    "release states and from the counts of all radii and stays, by a model; the bands are its low and "
                    "high."
                )
            ),
            html.P(
                [
                    html.Span(className="swatch swatch-precision"),
                    _("of those flagged, truly there"),
                    html.Span(className="swatch swatch-recall"),
                    _("of those truly there, flagged"),
                ]
            ),
        ]
    )


def _choice(control: str, label: str, values: list[int], words: list[str], value: int) -> html.Div:
    return html.Div(
        [
            html.Label(label, htmlFor=control),
            dropdown(
                id=control,
                options=[{"label": word, "value": one} for one, word in zip(values, words, strict=True)],
                value=value,
                clearable=False,
                searchable=False,
            ),
        ],
        className="choice",
    )
