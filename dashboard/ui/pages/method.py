"""Method: how the number comes about, on a small example, and what it is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.language import _, whole
from dashboard.release.load import Release
from dashboard.settings import Settings
from dashboard.ui.components.navigation import METHOD
from dashboard.ui.components.worked_example import worked_example
from dashboard.ui.pages.document import document

# As it is computed: dashboard/counting/reach.py.
FORMULA = (
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
                for title, paragraphs in _explained(release).items()
            ),
        ],
    )


def _formula() -> html.Section:
    return html.Section(
        [
            html.H2(_("The formula")),
            html.Pre(FORMULA),
            html.P(
                _(
                    "A device that comes on several dates of a window has exactly one date whose "
                    "previous one lies before the "
                    "window. That row alone is added: each device counts once, exactly, for every "
                    "window, from counts alone."
                )
            ),
        ]
    )


def _explained(release: Release) -> dict[str, tuple[str, ...]]:
    threshold = release.manifest.disclosure.threshold
    return {
        _("Low and high"): (
            _(
                "A count that is withheld stands for at least 1 and at most {most}: lows add to "
                "lows, highs to highs. Where "
                "noise was added, low and high also hold its spread, 95 times in 100."
            ).format(most=whole(max(1, threshold - 1))),
            _(
                "People are devices divided by the operator's market share, times persons per "
                "device, which has a low and a "
                "high of its own. They are read to four digits, rounded outward."
            ),
        ),
        _("Counted or bracket"): (
            _("Counted: the release tells distinct devices around the place, so that nobody counts twice."),
            _(
                "Bracket: nobody counted distinct devices there. The number lies between the busiest "
                "hour's devices and the "
                "sum of all hours, or between what was counted in circles inside and around. No "
                "point in between is better "
                "than another, so none is shown."
            ),
        ),
        _("Expected shares"): (
            _(
                "Counts cannot tell who was truly there. A model of the positioning error, fitted to "
                "the counts of every "
                "radius and stay, says which share of those flagged were there, and which share of "
                "those there are flagged."
            ),
            _(
                "They are a model's, not counts: they say nothing of any one person, and are not "
                "known where it does not hold."
            ),
        ),
        _("What the number is not"): (
            _("Devices are not people: some people carry two, some none, and one operator sees only its own."),
            _(
                "Positions are off: some of those flagged were never inside the circle, and some who "
                "were are missed. A "
                "wider radius does not make up for it."
            ),
            _(
                "Small counts are withheld, so that nobody is singled out: where few were, only a "
                "low and a high are known."
            ),
            _("The release says how many, never who. No list of persons can be made from it."),
        ),
    }
