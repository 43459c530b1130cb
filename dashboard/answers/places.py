"""The places of a release to choose from: all where they are few, else those that are found or in view."""

from __future__ import annotations

from itertools import islice
from typing import Any

from dashboard.answers.seek import looked_for_by, point_of, ranked
from dashboard.language import name_of, ngettext
from dashboard.place import Drawn, RulePlace
from dashboard.release.load import Release
from dashboard.site import Group, Place
from dashboard.views.places import drawn_words

KINDS = ("market", "group", "station")
FEW, FOUND_AT_MOST, ON_MAP_AT_MOST = 200, 50, 100


def all_listed(release: Release) -> bool:
    """Say whether a release has few enough places to send them all to the browser."""
    return len(release.places) <= FEW


def place_options(release: Release, text: str, place: RulePlace) -> list[dict[str, str]]:
    """Return the places to choose from, those of the rule among them; what a text finds, best first.

    All where they are few, else up to 50 that are found, or the first ones where nothing is typed. The list of dcc
    shows those whose `search` holds the text: it stands in that of each that is found. Coordinates are a point to draw.
    """
    found = [release.place(site_id) for site_id in ranked(release, text)[:FOUND_AT_MOST]]
    chosen = [] if isinstance(place, Drawn) else [release.place(site_id) for site_id in place.site_ids]
    if all_listed(release):
        places = [*found, *sorted(release.places.values(), key=_kind)]
    else:
        places = [*chosen, *(found if text.strip() else islice(release.places.values(), FOUND_AT_MOST))]
    hits = {one.site_id for one in found}
    options = [_option(release, one, text if one.site_id in hits else "") for one in dict.fromkeys(places)]
    point = point_of(release, text)
    drawn = [{"label": drawn_words(place), "value": str(place)}] if isinstance(place, Drawn) and place != point else []
    typed = [] if point is None else [{"label": drawn_words(point), "value": str(point), "search": text}]
    return [*options, *drawn, *typed]


def _option(release: Release, place: Place, text: str) -> dict[str, str]:
    looked = looked_for_by(release, place)
    return {"label": _label(place), "value": place.site_id, "search": f"{looked}\n{text}" if text else looked}


def _kind(place: Place) -> int:
    return KINDS.index(place.kind) if place.kind in KINDS else len(KINDS)


def places_in_view(release: Release, view: dict[str, Any]) -> list[Place]:
    """Return the places with a point inside a view, in the order of the release, at most 100."""
    inside = (
        place
        for place in release.places.values()
        if not isinstance(place, Group)
        and view["south"] <= place.lat <= view["north"]
        and view["west"] <= place.lng <= view["east"]
    )
    return list(islice(inside, ON_MAP_AT_MOST))


def _label(place: Place) -> str:
    if not isinstance(place, Group):
        return name_of(place)
    count = len(place.members)
    return ngettext("{name} ({count} place)", "{name} ({count} places)", count).format(name=name_of(place), count=count)
