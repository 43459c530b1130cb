"""A page to read: the head, a title, and sections side by side where there is room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.release.load import Release
from dashboard.ui import ids
from dashboard.ui.components.aria import data
from dashboard.ui.components.header import header


def document(  # noqa: PLR0913 a page has a head and a body
    release: Release,
    releases: Mapping[str, Release],
    here: str,
    query: Mapping[str, Any],
    *,
    title: str,
    children: Sequence[Component],
) -> html.Div:
    """Return the page at the path `here` with a title and its sections."""
    return html.Div(
        className="page",
        **data(title=title),
        children=[
            header(release, releases, here, query),
            html.Div(id=ids.NOTICE),
            html.Main([html.H1(title), *children], id="text", tabIndex=-1, className="document"),
        ],
    )
