"""The place of a rule: one place, places beside it, or the place that was drawn on the map."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.answers.places import place_options
from dashboard.language import _
from dashboard.place import Drawn
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.ui import ids
from dashboard.ui.components.dropdown import dropdown

LIST_PX = 320


def place_fields(release: Release, rule: Rule) -> list[html.Div]:
    """Return the control of the place, and that of the places beside it, set to a rule."""
    first, *more = (str(rule.place),) if isinstance(rule.place, Drawn) else rule.place.site_ids
    options = place_options(release, "", rule.place)
    listed = [option for option in options if option["value"] in release.places]
    place = dropdown(
        id=ids.SITE,
        options=options,
        value=first,
        clearable=False,
        searchable=True,
        maxHeight=LIST_PX,
        nothing=_("Not counted. Draw it on the map, or type its latitude and longitude here."),
    )
    beside = dropdown(id=ids.MORE, options=listed, value=more, multi=True, placeholder=_("No other place"))
    single = len(release.places) == 1 or isinstance(rule.place, Drawn)
    return [
        field(_("Place"), ids.SITE, place),
        html.Div(field(_("Together with"), ids.MORE, beside), id=ids.MORE_FIELD, hidden=single),
    ]


def field(label: str, control: str, component: Component) -> html.Div:
    """Return a control under its label."""
    return html.Div([html.Label(label, htmlFor=control), component], className="field")
