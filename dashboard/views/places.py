"""Places in words: what the site of a rule is called."""

from __future__ import annotations

from dashboard.release.load import Release
from dashboard.release.resolve import counted_place
from dashboard.views import text
from dashboard.where import CORNERS_AT_LEAST, CORNERS_AT_MOST, MARK, SEPARATOR, Drawn, is_area, parse

NAMED_AT_MOST = 4

POINT_OPTION = "On the map: {point}"
AREA_OPTION = "On the map: area of {corners} corners"

SENTENCES = {
    "between": "Between {low} and {high} {unit} were {where}{stay}, {dates}. {bounds}",
    "between-hours": (
        "Between {low} and {high} {unit} spent the longest part of an hour {where}{stay}, {dates}. {bounds}"
    ),
    "nobody": "Nobody was counted {where}{stay}, {dates}. {bounds}",
    "unbounded": "Nothing that was counted tells how many were {where}{stay}, {dates}. Ask for a count.",
}


DRAW_WORDS = {
    "point": "Click where the place is, or type its coordinates.",
    "circle": "Click the middle of the circle, or type its coordinates.",
    "edge": "Click the edge of the circle, or finish with a radius of {radius}.",
    "area": "Click the corners of the area, or type them.",
    "corners": "{corners} corners. Double-click the last one, or press Enter, to finish.",
    "most": "{corners} corners, as many as there can be. Finish the area, or cancel.",
    "wrong": "Type degrees: a latitude from -90 to 90, a longitude from -180 to 180.",
    "set": "Set",
    "add": "Add corner",
    "point_option": POINT_OPTION,
    "area_option": AREA_OPTION,
    "corners_at_least": CORNERS_AT_LEAST,
    "corners_at_most": CORNERS_AT_MOST,
}


def place_words(release: Release, site: str) -> str:
    """Return the name of what a site stands for."""
    place = counted_place(release, site)
    if place is not None:
        return place.name
    where = parse(site)
    if isinstance(where, Drawn):
        return "the area drawn" if where.is_area else "the point {}, {}".format(*where.points[0])
    names = [release.place(site_id).name for site_id in where.site_ids]
    if len(names) > NAMED_AT_MOST:
        return f"at least one of {len(names)} places"
    return f"at least one of {', '.join(names[:-1])} and {names[-1]}"


def drawn_words(site: str) -> str:
    """Return what the control of the place calls a point or an area that was drawn."""
    points = site.removeprefix(MARK).split(SEPARATOR)
    if is_area(site):
        return AREA_OPTION.format(corners=len(points))
    return POINT_OPTION.format(point=points[0].replace(",", ", "))


def where_words(release: Release, site: str, radius_m: int) -> str:
    """Return the part of the sentence about the place and the radius."""
    if is_area(site):
        return "inside the area drawn"
    return f"within {text.metres(radius_m)} of {place_words(release, site)}"
