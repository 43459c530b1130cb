"""Pages for when there is nothing to explore: loading, refused, unknown release, no places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.errors import Fault
from dashboard.language import _, in_words, whole
from dashboard.release.load import Release
from dashboard.ui.components.aria import aria, data
from dashboard.ui.components.header import header
from dashboard.ui.components.navigation import EXPLORE, address

FAULTS_SHOWN = 20


def loading() -> html.Div:
    """Return the page while releases are checked; assets reload it when the server says that it is ready."""
    return _page(
        _("Checking the release"),
        [
            html.P(_("Every count is checked before the first one is shown. This page opens by itself.")),
            html.Div(className="progress", role="progressbar", **aria(label=_("Checking the release"))),
        ],
        class_name="status status-loading",
    )


def refused(faults: Sequence[Fault]) -> html.Div:
    """Return the page for a release that is not sound: what is wrong, where, and what to do."""
    more = len(faults) - FAULTS_SHOWN
    return _page(
        _("The release was refused"),
        [
            html.P(_("Nothing of it is shown, because a number from it could be wrong or could point to a person.")),
            html.Ul([html.Li(str(fault)) for fault in faults[:FAULTS_SHOWN]]),
            html.P(_("and {count} more").format(count=whole(more)) if more > 0 else ""),
        ],
        class_name="status status-refused",
    )


def unknown_release(key: str, releases: Mapping[str, Release]) -> html.Div:
    """Return the page for a link to a release that is not served here."""
    links = [
        html.Li(html.A(in_words(release.manifest.title, release.manifest.title_zh), href=f"?release={other}"))
        for other, release in releases.items()
    ]
    return _page(
        _("There is no release called {key} here").format(key=repr(key)),
        [html.P(_("This server holds:")), html.Ul(links)],
    )


def unknown_page(path: str) -> html.Div:
    """Return the page for an address that leads nowhere."""
    return _page(_("There is no page {path} here").format(path=path), [html.A(_("Explore"), href=address(EXPLORE))])


def no_places(release: Release, releases: Mapping[str, Release]) -> html.Div:
    """Return the page for a release with no place to ask about."""
    return _page(
        _("This release names no place"),
        [
            html.P(_("A rule needs a market or another place of interest. Import the counts again with one:")),
            html.Code('screening-scope import FILE ... --site "Name,latitude,longitude"'),
        ],
        head=header(release, releases),
    )


def _page(title: str, children: list[Any], class_name: str = "status", *, head: html.Header | None = None) -> html.Div:
    return html.Div(
        [
            head or header(None, {}),
            html.Main([html.H1(title), *children], id="text", tabIndex=-1, className=class_name),
        ],
        className="page",
        **data(title=title),
    )
