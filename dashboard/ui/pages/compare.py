"""Compare: two to four rules side by side, to the same scales, the maps in step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.answers.compare import frame_of
from dashboard.answers.map_view import MapView
from dashboard.answers.side_by_side import LEAST, MOST, settle_rules
from dashboard.language import _, in_words
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.settings import Settings
from dashboard.ui import ids
from dashboard.ui.components.aria import data
from dashboard.ui.components.briefing_menu import briefing_menu, briefing_status
from dashboard.ui.components.compare_column import compare_column
from dashboard.ui.components.export_menu import export_menu
from dashboard.ui.components.header import header
from dashboard.ui.components.map_panel import finger_hint, standing
from dashboard.ui.components.navigation import COMPARE
from dashboard.ui.components.notice import notice
from dashboard.ui.components.saved_panel import save_and_copy, saved_dialog, saved_list, saved_said
from dashboard.ui.pages.status import no_places
from dashboard.views import text
from dashboard.views.answer import words


def compare(
    release: Release, releases: Mapping[str, Release], settings: Settings, query: Mapping[str, Any]
) -> html.Div:
    """Return the page for a URL query; parts of the query that are wrong are named and replaced by the nearest."""
    if not release.places:
        return no_places(release, releases)
    rules, wrong_rules = settle_rules(release, query)
    map_view, wrong_map_view = MapView.settle({"at": query.get("at")})
    problems = [*wrong_rules, *wrong_map_view]
    wrong = notice(_("This link asks for what the release does not hold."), problems) if problems else None
    return html.Div(
        className="page",
        **data(title=_("Compare")),
        children=[
            header(release, releases, COMPARE, query),
            html.Div(id=ids.NOTICE, children=wrong),
            html.Main(
                id="text",
                className="compare",
                tabIndex=-1,
                children=[
                    _top(),
                    briefing_status(),
                    *saved_said(),
                    saved_dialog(),
                    html.P(id=ids.COMPARED_SAID, className="heard", role="status"),
                    html.Div(
                        compare_columns(release, rules, settings, map_view),
                        id=ids.COMPARED_COLUMNS,
                        className="compare-columns",
                    ),
                    html.Div(
                        [
                            html.Div(id=ids.COMPARED_LEGEND, className="compare-legend"),
                            _day_key(release),
                            finger_hint(),
                        ],
                        className="compare-keys",
                    ),
                    html.Div(id=ids.COMPARED_TABLES),
                ],
            ),
            dcc.Store(
                id=ids.RELEASE,
                data={
                    "key": release.key,
                    "title": in_words(release.manifest.title, release.manifest.title_zh),
                    "digest": release.digest,
                },
            ),
            dcc.Store(id=ids.COMPARED_AT, data=map_view.to_query()["at"]),
            dcc.Store(id=ids.WORDS, data=words(release.manifest)),
            *(
                dcc.Store(id=store)
                for store in (
                    ids.COMPARED,
                    ids.COMPARED_THEME,
                    ids.COMPARED_VIEW,
                    ids.COMPARED_CELLS,
                    ids.COMPARED_ANSWER,
                )
            ),
        ],
    )


def compare_columns(release: Release, rules: Sequence[Rule], settings: Settings, map_view: MapView) -> list[Component]:
    """Return a column for each of two to four rules, their maps where the view says or framed on all places."""
    view = standing(map_view, frame_of(release, rules))
    removable = len(rules) > LEAST
    return [
        compare_column(release, rule, column, view, settings, removable=removable)
        for column, rule in enumerate(rules[:MOST])
    ]


def _top() -> html.Div:
    """Return the heading, and what can be done with the comparison."""
    return html.Div(
        [
            html.H1(_("Compare rules")),
            html.Button(_("Add a rule"), id=ids.ADD_RULE, className="button", type="button"),
            briefing_menu("compare"),
            export_menu(ids.COMPARE, table="compare", pictures=(), files=("csv", "xlsx")),
            *save_and_copy(_("Save this comparison")),
            _saved(),
        ],
        className="compare-top",
    )


def _saved() -> html.Div:
    """Return all that is saved, to be opened above the rules."""
    return html.Div(html.Details([html.Summary(_("Saved"), className="quiet"), *saved_list()]), className="saved")


def _day_key(release: Release) -> html.Div:
    return html.Div(
        [
            html.Span(className="swatch swatch-first"),
            _("first time in these dates"),
            html.Span(className="swatch swatch-returning"),
            _("returning"),
            *(html.Span(words, className="compare-noise") for words in text.noise_words(release.manifest.disclosure)),
        ],
        className="note",
        hidden=release.reach is None,
    )
