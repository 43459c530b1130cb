"""Explore: number and rule always in view; the rule, the map and the answer beside each other; then the charts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from dashboard.answers.frame import frames
from dashboard.answers.link import Link, first, usual
from dashboard.answers.places import all_listed
from dashboard.language import _, in_words
from dashboard.release.load import Release
from dashboard.release.resolve import NEAR_DEGREES, area_of
from dashboard.settings import Settings
from dashboard.ui import ids
from dashboard.ui.components.answer_panel import answer, charts, expected_lines, headline
from dashboard.ui.components.aria import data
from dashboard.ui.components.header import header
from dashboard.ui.components.keys_panel import keys_panel
from dashboard.ui.components.map_panel import map_panel
from dashboard.ui.components.navigation import EXPLORE
from dashboard.ui.components.notice import notice
from dashboard.ui.components.rule_panel import rule_panel
from dashboard.ui.components.saved_panel import saved_panel
from dashboard.ui.pages.status import no_places
from dashboard.ui.spoken import wrong_language
from dashboard.views.answer import words
from dashboard.views.tour import tour_words


def explore(
    release: Release, releases: Mapping[str, Release], settings: Settings, query: Mapping[str, Any]
) -> html.Div:
    """Return the page for a URL query; parts of the query that are wrong are named and replaced by the nearest."""
    if not release.places:
        return no_places(release, releases)
    link, problems = Link.settle(release, query)
    problems = [*problems, *wrong_language(query)]
    return html.Div(
        className="page",
        **data(title=_("Explore")),
        children=[
            header(release, releases, EXPLORE, query),
            html.Div(
                id=ids.NOTICE,
                children=notice(_("This link asks for what the release does not hold."), problems)
                if problems
                else None,
            ),
            html.Main(
                className="explore",
                children=[
                    html.H1(_("How many people a screening rule would flag"), className="aloud"),
                    headline(),
                    html.Div(
                        [
                            html.Div(
                                [rule_panel(release, link.rule), expected_lines(), saved_panel()],
                                className="rule-column",
                            ),
                            map_panel(release, link, settings),
                            answer(release),
                        ],
                        className="workbench",
                    ),
                    charts(release, link.assumed),
                    *keys_panel(),
                ],
            ),
            *_stores(release, link),
        ],
    )


def _stores(release: Release, link: Link) -> list[Any]:
    fixed = {
        ids.RELEASE: {
            "key": release.key,
            "title": in_words(release.manifest.title, release.manifest.title_zh),
            "digest": release.digest,
            "synthetic": release.manifest.synthetic,
            "time_zone": release.manifest.time_zone,
            "frames": frames(release),
            "all_listed": all_listed(release),
            "heat": release.presence is not None,
            "usual": usual(release),
            "first": first(release),
            "area": area_of(release),
            "near": NEAR_DEGREES,
        },
        ids.WORDS: {**words(release.manifest), "tour": tour_words(release)},
        ids.SIGHT: link.map_view.to_query(),
    }
    empty = (
        ids.RULE,
        ids.PUT_RULE,
        ids.SETTLED,
        ids.WINDOW,
        ids.LATER,
        ids.LATER_WINDOW,
        ids.LOOK,
        ids.ASSUMED,
        ids.ANSWER,
        ids.VIEW,
        ids.HEAT,
        ids.FRAMES_OF,
        ids.TABLE_OF,
        ids.FRAMES,
        ids.MATRIX_BASE,
        ids.CHARTED,
        ids.EXPECTED,
        ids.CERTAINTY_BASE,
        ids.FRONTIER_BASE,
        ids.SOUGHT,
        *([ids.HOMES] if release.reach_by_home is not None else []),
    )
    return [
        *(dcc.Store(id=store, data=data) for store, data in fixed.items()),
        *(dcc.Store(id=store) for store in empty),
    ]
