"""Method: how the number comes about, on a small example, and what it is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.language import _, mark
from dashboard.release.load import Release
from dashboard.settings import Settings
from dashboard.ui.components.navigation import METHOD
from dashboard.ui.components.worked_example import worked_example
from dashboard.ui.pages.document import document
from dashboard.views.method import sections, sources

# As it is computed: dashboard/counting/reach.py.
FORMULA = mark(
    "flagged(place, radius, stay, [a, b]) =\n"
    "  sum of devices where a <= date <= b\n"
    "  and (days_since is null or date - days_since < a)"
)


def method(
    release: Release, releases: Mapping[str, Release], _settings: Settings, query: Mapping[str, Any]
) -> html.Div:
    """Return the page that explains the number; the links keep the query."""
    return document(
        release,
        releases,
        METHOD,
        query,
        title=_("Method"),
        children=[
            worked_example(),
            _formula(),
            *(
                html.Section([html.H2(title), *map(html.P, paragraphs)])
                for title, paragraphs in sections(release.manifest)
            ),
            html.Section([html.H2(_("Sources")), html.Ul([html.Li(source) for source in sources()])]),
        ],
    )


def _formula() -> html.Section:
    return html.Section(
        [
            html.H2(_("The formula")),
            html.Pre(_(FORMULA)),
            html.P(
                _(
                    "A device that comes on several dates of a window has exactly one date whose previous one lies "
                    "before the window. That row alone is added: each device counts once, exactly, for every window, "
                    "from counts alone."
                )
            ),
        ]
    )
