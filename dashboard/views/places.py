"""Places in words: what the place of a rule is called."""

from __future__ import annotations

from typing import Any

from dashboard.language import _, mark, name_of
from dashboard.place import CORNERS_AT_LEAST, CORNERS_AT_MOST, MARK, Drawn, DrawnArea, DrawnPoint, RulePlace
from dashboard.release.load import Release
from dashboard.release.resolve import counted_place
from dashboard.views import text

NAMED_AT_MOST = 4

POINT_OPTION = mark("On the map: {point}")
AREA_OPTION = mark("On the map: area of {corners} corners")

SENTENCES = {
    "between": mark("Between {low} and {high} {unit} were {where}{stay}, {dates}. {bounds}"),
    "between-hours": mark(
        "Between {low} and {high} {unit} spent the longest part of an hour {where}{stay}, {dates}. {bounds}"
    ),
    "nobody": mark("Nobody was counted {where}{stay}, {dates}. {bounds}"),
    "unbounded": mark("Nothing that was counted tells how many were {where}{stay}, {dates}. Ask for a count."),
}


def draw_words() -> dict[str, Any]:
    """Return what the page says while a place is drawn."""
    return {
        "point": _("Click where the place is, or type its coordinates."),
        "circle": _("Click the middle of the circle, or type its coordinates."),
        "edge": _("Click the edge of the circle, or finish with a radius of {radius}."),
        "area": _("Click the corners of the area, or type them."),
        "corners": _("{corners} corners. Add more, or finish the area."),
        "crossed": _("{hint} Its sides cross: what they enclose twice lies outside."),
        "most": _("{corners} corners, as many as there can be. Finish the area, or cancel."),
        "outside": _(
            "That lies outside the release: expected a latitude from {south} to {north} and a longitude from {west} to "
            "{east}, or near."
        ),
        "wrong": _("Type degrees: a latitude from -90 to 90, a longitude from -180 to 180."),
        "set": _("Set"),
        "add": _("Add corner"),
        "point_option": _(POINT_OPTION),
        "area_option": _(AREA_OPTION),
        "corners_at_least": CORNERS_AT_LEAST,
        "corners_at_most": CORNERS_AT_MOST,
    }


def place_words(release: Release, place: RulePlace) -> str:
    """Return the name of what a place stands for."""
    counted = counted_place(release, place)
    if counted is not None:
        return name_of(counted)
    if isinstance(place, DrawnArea):
        return _("the area drawn")
    if isinstance(place, DrawnPoint):
        return _("the point {lat}, {lng}").format(lat=place.lat, lng=place.lng)
    names = [name_of(release.place(site_id)) for site_id in place.site_ids]
    if len(names) > NAMED_AT_MOST:
        return _("at least one of {count} places").format(count=len(names))
    return _("at least one of {first} and {last}").format(first=_(", ").join(names[:-1]), last=names[-1])


def drawn_words(place: Drawn) -> str:
    """Return what the control of the place calls a point or an area that was drawn."""
    if isinstance(place, DrawnArea):
        return _(AREA_OPTION).format(corners=len(place.corners))
    return _(POINT_OPTION).format(point=str(place).removeprefix(MARK).replace(",", ", "))


def where_words(release: Release, place: RulePlace, radius_m: int) -> str:
    """Return the part of the sentence about the place and the radius."""
    if isinstance(place, DrawnArea):
        return _("inside the area drawn")
    return within(radius_m, place_words(release, place))


def within(radius_m: int, place: str) -> str:
    """Return the part of a sentence about what lies within a radius of a place; 0 is inside its boundary."""
    if radius_m == 0:
        return _("inside {place}").format(place=place)
    return _("within {radius} of {place}").format(radius=text.metres(radius_m), place=place)
