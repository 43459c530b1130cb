"""The places of a release to choose from: all where they are few, else those that are found or in view."""

from __future__ import annotations

from itertools import islice
from typing import Any

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
    """Return the places to choose from, those of the rule among them.

    All where they are few, else up to 50 whose names or site_id hold a text.
    """
    drawn = [{"label": drawn_words(place), "value": str(place)}] if isinstance(place, Drawn) else []
    if all_listed(release):
        order = {kind: position for position, kind in enumerate(KINDS)}
        places = sorted(release.places.values(), key=lambda one: order.get(one.kind, len(order)))
    else:
        wanted = text.casefold().strip()
        found = (one for one in release.places.values() if wanted in _search(release, one).casefold())
        chosen = [] if isinstance(place, Drawn) else [release.place(site_id) for site_id in place.site_ids]
        places = list(dict.fromkeys([*chosen, *islice(found, FOUND_AT_MOST)]))
    options = [{"label": _label(one), "value": one.site_id, "search": _search(release, one)} for one in places]
    return [*options, *drawn]


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


def _search(release: Release, place: Place) -> str:
    """Return all that a place may be looked for by: its names, its id, its kind, its district in both languages."""
    district = None if place.district is None else release.districts.get(place.district)
    around = [place.district] if district is None else [district.name, district.name_zh]
    return " ".join(filter(None, [place.name, place.name_zh, place.site_id, place.kind, *around]))
