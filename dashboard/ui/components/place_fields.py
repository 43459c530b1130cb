"""The place of a rule: one place, places beside it, or the place that was drawn on the map."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.site import Group, Place
from dashboard.ui import ids
from dashboard.views.places import drawn_words
from dashboard.where import Drawn, parse

KINDS = ("market", "group", "station")


def place_fields(release: Release, rule: Rule) -> list[html.Div]:
    """Return the control of the place, and that of the places beside it, set to a rule."""
    where = parse(rule.site)
    options = _options(release)
    if isinstance(where, Drawn):
        first, more = rule.site, []
    else:
        first, *more = where.site_ids
    drawn = [{"label": drawn_words(rule.site), "value": rule.site}] if isinstance(where, Drawn) else []
    place = dcc.Dropdown(id=ids.SITE, options=[*options, *drawn], value=first, clearable=False, searchable=True)
    beside = dcc.Dropdown(id=ids.MORE, options=options, value=more, multi=True, placeholder="No other place")
    single = len(options) == 1 or isinstance(where, Drawn)
    return [
        field("Place", ids.SITE, place),
        html.Div(field("Together with", ids.MORE, beside), id=ids.MORE_FIELD, hidden=single),
    ]


def field(label: str, control: str, component: Component) -> html.Div:
    """Return a control under its label."""
    return html.Div([html.Label(label, htmlFor=control), component], className="field")


def _options(release: Release) -> list[Any]:
    order = {kind: position for position, kind in enumerate(KINDS)}
    places = sorted(release.places.values(), key=lambda place: order.get(place.kind, len(order)))
    return [{"label": _label(place), "value": place.site_id, "search": _search(place)} for place in places]


def _label(place: Place) -> str:
    return f"{place.name} ({len(place.members)} places)" if isinstance(place, Group) else place.name


def _search(place: Place) -> str:
    return f"{place.name} {place.name_zh or ''} {place.site_id}"
