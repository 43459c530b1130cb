"""What the map looks at and shows: its focus, its colours, districts, the strength of the heat, the hours of day."""

from __future__ import annotations

from dash import dcc, html

from dashboard.answers.link import Link
from dashboard.answers.map_view import OPACITY, SWITCH
from dashboard.answers.selection import LAYERS
from dashboard.language import _, mark, name_of, zone
from dashboard.release.load import Release
from dashboard.ui import ids
from dashboard.ui.components.dropdown import dropdown
from dashboard.ui.components.rule_panel import labelled

LAYER_WORDS = {"heat": mark("Heat"), "homes": mark("Home districts"), "none": mark("Neither")}


def toolbar(release: Release, link: Link, *, based: bool) -> html.Div:
    """Return the tools above the map, set to a link; `based` says whether there is a base map.

    The controls stay on the page for their callbacks; a release that gives them no choice hides them.
    """
    has_districts = bool(release.districts)
    return html.Div(
        className="toolbar",
        children=[
            html.Div(
                [html.Label(_("Look at"), htmlFor=ids.FOCUS), _focus(release, link)],
                className="tool tool-wide",
                hidden=not has_districts,
            ),
            html.Div(
                [labelled(_hours_label(release), ids.HOURS, ids.HOURS_WORDS), _hours(link)], className="tool tool-hours"
            ),
            html.Div(
                [html.Span(_("Map shows"), className="label"), _layer(release, link)],
                className="tool",
                hidden=release.presence is None and release.reach_by_home is None,
            ),
            html.Div(
                [html.Span(_("Borders"), className="label"), _borders(link)], className="tool", hidden=not has_districts
            ),
            html.Div([html.Span(_("Base map"), className="label"), _basemap(link)], className="tool", hidden=not based),
            html.Div(
                [labelled(_("Opacity of the heat"), ids.OPACITY, ids.OPACITY_WORDS), _opacity(link)],
                className="tool tool-opacity",
                hidden=release.presence is None,
            ),
        ],
    )


def _hours_label(release: Release) -> str:
    return _("Hours, map alone ({city} time)").format(city=zone(release.manifest.time_zone))


def _focus(release: Release, link: Link) -> dcc.Dropdown:
    return dropdown(
        id=ids.FOCUS,
        options=[
            {"label": _("The place of the rule"), "value": ""},
            *({"label": name_of(district), "value": code} for code, district in release.districts.items()),
        ],
        value=link.selection.focus or "",
        clearable=False,
        searchable=True,
    )


def _layer(release: Release, link: Link) -> dcc.RadioItems:
    can_show_homes = bool(release.districts) and release.reach_by_home is not None
    shown = [layer for layer in LAYERS if layer != "homes" or can_show_homes]
    return dcc.RadioItems(
        id=ids.LAYER,
        options=[{"label": _(LAYER_WORDS[layer]), "value": layer} for layer in shown],
        value=link.selection.layer,
        inline=True,
        className="segments",
    )


def _borders(link: Link) -> dcc.Checklist:
    return dcc.Checklist(
        id=ids.BORDERS,
        options=[{"label": _("Districts"), "value": SWITCH[0]}],
        value=[SWITCH[0]] if link.map_view.districts else [],
        inline=True,
        className="segments",
    )


def _basemap(link: Link) -> dcc.Checklist:
    return dcc.Checklist(
        id=ids.BASEMAP,
        options=[{"label": _("Streets and names"), "value": SWITCH[0]}],
        value=[SWITCH[0]] if link.map_view.basemap else [],
        inline=True,
        className="segments",
    )


def _opacity(link: Link) -> dcc.Slider:
    return dcc.Slider(
        id=ids.OPACITY,
        min=OPACITY.least,
        max=OPACITY.most,
        step=OPACITY.step,
        value=link.map_view.opacity,
        marks={int(OPACITY.least): f"{OPACITY.least:g}%", int(OPACITY.most): f"{OPACITY.most:g}%"},
        allow_direct_input=False,
        updatemode="drag",
    )


def _hours(link: Link) -> dcc.RangeSlider:
    return dcc.RangeSlider(
        id=ids.HOURS,
        min=0,
        max=24,
        step=1,
        value=list(link.selection.hours),
        marks={hour: f"{hour:02d}" for hour in (0, 6, 12, 18, 24)},
        pushable=1,
        allow_direct_input=False,
        updatemode="mouseup",
    )
