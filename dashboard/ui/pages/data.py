"""Data: where the release comes from, what was counted, what was withheld, how it was checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import html

from dashboard.language import _, whole
from dashboard.language import day as written
from dashboard.release.load import Release
from dashboard.settings import Settings
from dashboard.ui.components.aria import aria
from dashboard.ui.components.navigation import DATA
from dashboard.ui.pages.document import document
from dashboard.views import facts


def data(release: Release, releases: Mapping[str, Release], _settings: Settings, query: Mapping[str, Any]) -> html.Div:
    """Return the page of a release's facts; the links keep the query."""
    noise = release.manifest.disclosure.noise
    sections = {
        _("Where it comes from"): facts.origin(release),
        _("What was counted"): facts.scope(release),
        _("What is withheld") if noise is None else _("How it is protected"): facts.disclosure(release),
        _("How exact it is"): facts.accuracy(release.manifest),
        _("How it was checked"): facts.checks(release),
    }
    return document(
        release,
        releases,
        DATA,
        query,
        title=_("Data"),
        children=[
            *(html.Section([html.H2(title), _listed(found)]) for title, found in sections.items()),
            *([] if noise is None else [_asked(facts.asked(noise))]),
            *([] if release.presence_parts is None else [_coverage(facts.coverage(release))]),
        ],
    )


def _listed(found: facts.Facts) -> html.Dl:
    return html.Dl([part for label, words in found for part in (html.Dt(label), html.Dd(words))])


def _asked(found: facts.Questions) -> html.Section:
    """Return the table of who asks what, and how surely each question is answered."""
    heads = [html.Th(words, scope="col") for words in found.heads]
    rows = [
        html.Tr([html.Th(question, scope="row"), *(html.Td(figure) for figure in figures)])
        for question, *figures in found.rows
    ]
    return html.Section(
        [
            html.H2(_("Whom it protects"), id="whom-it-protects"),
            html.P(found.meaning),
            html.Div(
                html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)]),
                className="scrolling",
                tabIndex=0,
                role="region",
                **aria(labelledby="whom-it-protects"),
            ),
        ],
        className="wide asked",
    )


def _coverage(found: pl.DataFrame) -> html.Section:
    rows = [
        html.Tr(
            [html.Th(written(day), scope="row"), html.Td(whole(rows)), html.Td(whole(withheld))]
            if rows
            else [html.Th(written(day), scope="row"), html.Td(_("no counts"), colSpan=2)]
        )
        for day, rows, withheld in found.iter_rows()
    ]
    heads = [html.Th(words, scope="col") for words in (_("Date"), _("Rows"), _("Withheld"))]
    return html.Section(
        [
            html.H2(_("Map counts by date"), id="presence-by-date"),
            html.Div(
                html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)]),
                className="scrolling",
                tabIndex=0,
                role="region",
                **aria(labelledby="presence-by-date"),
            ),
        ]
    )
