"""The controls of the rule: place, dates, radius, minimum stay."""

from __future__ import annotations

from dash import dcc, html

from dashboard.language import _
from dashboard.place import DrawnArea
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.ui import ids
from dashboard.ui.components.dates import dates, dates_note
from dashboard.ui.components.place_fields import field, place_fields
from dashboard.ui.components.short_cuts import short_cuts
from dashboard.views import text


def rule_panel(release: Release, rule: Rule) -> html.Section:
    """Return the controls, set to a rule that the release can answer."""
    manifest = release.manifest
    return html.Section(
        className="panel rule",
        children=[
            html.Div(
                [
                    html.H2(_("Rule")),
                    html.Button(_("Undo"), id=ids.UNDO, className="quiet", type="button", disabled=True),
                    html.Button(_("Reset"), id=ids.RESET, className="quiet", type="button"),
                ],
                className="rule-top",
            ),
            *place_fields(release, rule),
            html.Div(
                [field(_("Dates"), ids.DATES, dates(ids.DATES, release, rule)), short_cuts(release), dates_note()]
            ),
            html.Div(
                _stops(
                    _("Radius"),
                    ids.RADIUS,
                    ids.RADIUS_WORDS,
                    [text.radius_label(radius) for radius in manifest.radii_m],
                    manifest.radii_m.index(rule.radius_m),
                ),
                id=ids.RADIUS_FIELD,
                hidden=isinstance(rule.place, DrawnArea),
            ),
            _stops(
                _("Minimum stay"),
                ids.STAY,
                ids.STAY_WORDS,
                [text.minutes_short(stay) for stay in manifest.min_dwell_min],
                manifest.min_dwell_min.index(rule.min_dwell_min),
            ),
        ],
    )


def labelled(label: str, control: str, words: str) -> html.Div:
    """Return the label of a slider with its value in words beside it."""
    return html.Div(
        [html.Label(label, htmlFor=control), html.Output(id=words, className="value")], className="field-head"
    )


def _stops(label: str, control: str, words: str, stops: list[str], position: int) -> html.Div:
    shown = {0: stops[0], len(stops) - 1: stops[-1]}
    return html.Div(
        className="field",
        children=[
            html.Div(
                [html.Label(label, htmlFor=control), html.Output(id=words, className="value")], className="field-head"
            ),
            dcc.Slider(
                id=control,
                min=0,
                max=max(1, len(stops) - 1),
                step=1,
                value=position,
                marks=shown,
                included=True,
                dots=len(stops) > 1,
                disabled=len(stops) == 1,
                allow_direct_input=False,
                updatemode="drag",
            ),
        ],
    )
