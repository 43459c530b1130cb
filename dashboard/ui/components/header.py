"""The head of every page: the product, the release, what kind of data it is, the theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.language import LANGUAGES, _, current, in_words, tag
from dashboard.release.load import Release
from dashboard.ui import ids
from dashboard.ui.components.aria import aria, data
from dashboard.ui.components.dropdown import dropdown
from dashboard.ui.components.keys_panel import keys_button
from dashboard.ui.components.navigation import EXPLORE, navigation


def header(
    release: Release | None, releases: Mapping[str, Release], here: str = "", query: Mapping[str, Any] | None = None
) -> html.Header:
    """Return the head of the page at the path `here`; without a release only the product's name.

    `query` is what the page was opened with; the links to the other pages keep it.
    """
    skip = (_("Skip to the answer"), "#headline") if here == EXPLORE else (_("Skip to the text"), "#text")
    return html.Header(
        className="head",
        children=[
            html.A(skip[0], href=skip[1], className="skip"),
            html.Div("Screening Scope", className="head-product"),
            *([] if release is None else [navigation(here, query or {}), *_release(release, releases)]),
            *([keys_button(), _tour()] if here == EXPLORE and release is not None else []),
            html.Nav(
                [_language(code) for code in LANGUAGES if code != current()],
                className="head-language",
                **aria(label=_("Language")),
            ),
            html.Button(
                [html.Span(_("Dark"), className="to-dark"), html.Span(_("Light"), className="to-light")],
                id=ids.THEME,
                className="quiet",
                type="button",
                **aria(label=_("Switch between light and dark")),
            ),
        ],
    )


def _tour() -> html.Button:
    """Return what opens the tour; assets/tour/tour.mjs."""
    return html.Button(_("Tour"), id=ids.TOUR, className="quiet", type="button", **data(tour="start"))


def _language(code: str) -> html.A:
    """Return the link that opens the page in a language; assets/page/language.mjs keeps the present address with it."""
    return html.A(LANGUAGES[code], href=f"?lang={code}", lang=tag(code), className="quiet", **data(language=code))


def _release(release: Release, releases: Mapping[str, Release]) -> list[html.Div]:
    manifest = release.manifest
    title = (
        html.Div(_title(release), className="head-title")
        if len(releases) == 1
        else dropdown(
            id=ids.RELEASE_SWITCH,
            options=[{"label": label, "value": key} for key, label in _labels(releases).items()],
            value=release.key,
            clearable=False,
            className="head-switch",
        )
    )
    badge = (
        [
            html.Span(
                _("Synthetic"), className="badge badge-synthetic", title=_("Made by a model; no real person is in it")
            )
        ]
        if manifest.synthetic
        else []
    )
    return [html.Div([title, *badge], className="head-release")]


def _labels(releases: Mapping[str, Release]) -> dict[str, str]:
    """Return the title of each release by its key, with the operator where another release has the same title."""
    titles = Counter(_title(release) for release in releases.values())
    return {
        key: title
        if titles[title] == 1
        else _("{title} ({operator})").format(title=title, operator=release.manifest.operator.name)
        for key, release in releases.items()
        for title in [_title(release)]
    }


def _title(release: Release) -> str:
    return in_words(release.manifest.title, release.manifest.title_zh)
