"""The answer: one number with its interval, its sentence, how long people stayed, and the charts beneath."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html

from dashboard.answers.assumed import Assumed
from dashboard.language import _
from dashboard.release.load import Release
from dashboard.ui import ids
from dashboard.ui.components.aria import aria, data
from dashboard.ui.components.briefing_menu import briefing_menu, briefing_status
from dashboard.ui.components.certainty_panel import certainty_panel
from dashboard.ui.components.chart import chart
from dashboard.ui.components.effort_panel import effort_panel
from dashboard.ui.components.proportion_panel import proportion_panel
from dashboard.views import text
from dashboard.views.figures.matrix import AXIS_PX, ROW_PX


def headline() -> html.Section:
    """Return the bar that stays in view: the number, whether it was counted, and the rule in words."""
    return html.Section(
        id=ids.HEADLINE,
        className="headline pending",
        tabIndex=-1,
        **aria(label=_("The answer")),
        children=[
            html.Div(
                className="headline-number",
                children=[
                    html.Div(
                        [
                            html.H2(id=ids.UNIT, children=_("People flagged")),
                            html.Span(id=ids.METHOD, className="badge"),
                        ],
                        className="headline-top",
                    ),
                    html.Div(
                        [
                            html.Div(id=ids.NUMBER, className="number"),
                            html.Div(id=ids.INTERVAL, className="interval"),
                        ],
                        className="headline-figures",
                    ),
                ],
            ),
            html.Div(
                [
                    html.Div(id=ids.RULE_PLACE, className="rule-place"),
                    html.Div(id=ids.RULE_LINE, className="rule-line"),
                ],
                className="headline-rule",
            ),
            briefing_menu("briefing"),
        ],
    )


def answer(release: Release) -> html.Div:
    """Return what stands beside the map: the sentence a briefer would say, how long people stayed, every rule."""
    rows = len(release.manifest.radii_m)
    return html.Div(
        className="answer",
        children=[
            html.Section(
                className="panel said",
                children=[
                    briefing_status(),
                    html.P(id=ids.SENTENCE, className="sentence", role="status", **aria(live="polite")),
                    html.Div(id=ids.DEVICES_LINE, className="note"),
                    _ask(),
                    html.H3(_("How long they stayed"), className="stay-title"),
                    html.Div(id=ids.STAY_BAR, className="stay-bar"),
                    html.P(id=ids.STAY_SENTENCE, className="note"),
                ],
            ),
            chart(
                ids.MATRIX,
                _("Radius by stay"),
                note=_matrix_key(text.noise_words(release.manifest.disclosure)),
                height_px=ROW_PX * rows + AXIS_PX,
                table="matrix",
            ),
        ],
    )


def _offer(button: str) -> html.Button:
    """Return the button that takes the better rule; assets/answer/expected.mjs fills it."""
    return html.Button(id=button, className="offer", type="button", hidden=True, **data(better=""))


def expected_lines() -> html.Section:
    """Return what is expected of the rule, and the better one if there is one."""
    return html.Section(
        [
            html.Div(
                [
                    html.P(id=ids.EXPECTED_WARNING, className="warning"),
                    _offer(ids.OFFER),
                    html.P(id=ids.EXPECTED_LINE, className="note"),
                ],
                className="expected-lines awaited",
            )
        ],
        className="panel expected",
        **aria(label=_("What is expected")),
    )


def charts(release: Release, assumed: Assumed) -> html.Div:
    """Return the charts that a release can fill, and the panels of what is assumed."""
    has_reach, has_homes, has_presence = (
        table is not None for table in (release.reach, release.reach_by_home, release.presence)
    )
    noise = text.noise_words(release.manifest.disclosure)
    return html.Div(
        id=ids.CHARTS,
        className="panel charts",
        children=[
            *([html.Div(id=ids.DISTRICT_PANEL)] if has_homes else []),
            *(
                [chart(ids.DAYS, _("Flagged by day"), note=_day_key(noise), height_px=200, table="days")]
                if has_reach
                else []
            ),
            *(
                [chart(ids.HOURS_CHART, _("Devices by hour"), note=_note(noise), height_px=280, table="hours")]
                if has_presence
                else []
            ),
            *(
                [
                    chart(
                        ids.HOMES_CHART,
                        _("Home districts of those flagged"),
                        note=_note(noise),
                        height_px=336,
                        table="homes",
                    )
                ]
                if has_homes
                else []
            ),
            *certainty_panel(release, assumed),
            proportion_panel(noise),
            effort_panel(assumed, noise),
        ],
    )


def _ask() -> html.Div:
    return html.Div(
        id=ids.ASK,
        className="ask",
        hidden=True,
        children=[
            html.Button(_("Ask for a count"), id=ids.ASK_COUNT, className="quiet", type="button"),
            html.P(id=ids.ASK_WORDS, className="note"),
            dcc.Download(id=ids.ASK_FILE),
        ],
    )


def _note(noise: Sequence[str]) -> str | None:
    return text.joined(noise) or None


def _matrix_key(noise: Sequence[str]) -> html.Div:
    small = html.Span(_("Small: low and high."), className="small-ends")
    return html.Div([_("Choose a field to set the rule."), small, *map(html.P, noise)])


def _day_key(noise: Sequence[str]) -> html.Div:
    key = html.Span(
        [
            html.Span(className="swatch swatch-first"),
            _("first time in these dates"),
            html.Span(className="swatch swatch-returning"),
            _("returning"),
        ]
    )
    return html.Div([key, *map(html.P, noise)])
