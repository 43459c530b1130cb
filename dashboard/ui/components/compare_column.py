"""A column of the page that compares rules: the controls of a rule, and where its answer, map and days go."""

from __future__ import annotations

import json
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.answers.places import place_options
from dashboard.language import _
from dashboard.place import DrawnArea, RulePlace
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.settings import Settings
from dashboard.ui import ids
from dashboard.ui.components.aria import aria
from dashboard.ui.components.chart import CONFIG
from dashboard.ui.components.compare_map import compare_map
from dashboard.ui.components.dates import dates
from dashboard.ui.components.dropdown import dropdown
from dashboard.ui.components.place_fields import field
from dashboard.views import text
from dashboard.views.figures.days import HEIGHT_PX
from dashboard.views.places import place_words


def compare_column(  # noqa: PLR0913 a rule of a release, its position, where the maps are, the settings
    release: Release, rule: Rule, column: int, view: dict[str, Any], settings: Settings, *, removable: bool
) -> html.Section:
    """Return a column for a rule that the release can answer."""
    letter = "ABCD"[column]
    remove = html.Button(
        _("Remove"),
        id=ids.in_column("remove", column),
        className="quiet",
        type="button",
        hidden=not removable,
        **aria(label=_("Remove rule {letter}").format(letter=letter)),
    )
    return html.Section(
        className="compare-column",
        **aria(label=_("Rule {letter}").format(letter=letter)),
        children=[
            html.Div([html.H2(letter, className="compare-letter"), remove], className="compare-head"),
            html.Div(_controls(release, rule, column), className="compare-controls"),
            html.Div(id=ids.in_column("answer", column), className="compare-answer"),
            compare_map(release, column, view, settings),
            _days(release, column),
            dcc.Store(id=ids.in_column("heated", column)),
        ],
    )


def site_options(release: Release, search: str, place: RulePlace) -> list[dict[str, str]]:
    """Return the places to choose from, the rule's own place among them as it is."""
    options, site = place_options(release, search, place), str(place)
    known = {option["value"] for option in options}
    return options if site in known else [{"label": place_words(release, place), "value": site}, *options]


def _controls(release: Release, rule: Rule, column: int) -> list[Component]:
    manifest = release.manifest
    place = dropdown(
        id=ids.in_column("site", column),
        options=site_options(release, "", rule.place),
        value=str(rule.place),
        clearable=False,
        searchable=True,
    )
    radius = dropdown(
        id=ids.in_column("radius", column),
        options=[{"label": text.radius_label(radius_m), "value": radius_m} for radius_m in manifest.radii_m],
        value=rule.radius_m,
        clearable=False,
        searchable=False,
        disabled=isinstance(rule.place, DrawnArea),
    )
    stay = dropdown(
        id=ids.in_column("stay", column),
        options=[{"label": text.minutes_short(stay), "value": stay} for stay in manifest.min_dwell_min],
        value=rule.min_dwell_min,
        clearable=False,
        searchable=False,
    )
    return [
        _field(_("Place"), "site", column, place),
        _field(_("Radius"), "radius", column, radius),
        _field(_("Minimum stay"), "stay", column, stay),
        _field(_("Dates"), "dates", column, dates(ids.in_column("dates", column), release, rule)),
    ]


def _field(label: str, part: str, column: int, component: Component) -> html.Div:
    return field(label, json.dumps(ids.in_column(part, column), separators=(",", ":")), component)


def _days(release: Release, column: int) -> html.Div:
    # It keeps its height while it loads. The key of its colours stands below the columns.
    blank: Any = {
        "layout": {
            "height": HEIGHT_PX,
            "xaxis": {"visible": False},
            "yaxis": {"visible": False},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
        }
    }
    graph = dcc.Graph(id=ids.in_column("days", column), config=CONFIG, figure=blank)
    return html.Div(
        [html.H3(_("Flagged by day")), html.Div(graph, style={"minHeight": f"{HEIGHT_PX}px"})],
        className="compare-days",
        hidden=release.reach is None,
    )
