"""What the place of a rule stands for in a release."""

from __future__ import annotations

import difflib

from dashboard.boundary import Boundary, Shape, corners_of
from dashboard.errors import RuleError, ScopeError
from dashboard.language import _
from dashboard.place import Drawn, DrawnArea, Named, NamedPlace, RulePlace, named
from dashboard.release.load import District, Release
from dashboard.site import Place
from dashboard.sphere import Point

# About as far as a city reaches: what was drawn further away is of another one.
NEAR_DEGREES = 1.0


def shapes_of(release: Release, place: RulePlace) -> tuple[Shape, ...]:
    """Return the shapes that distances are measured from, or the corners of an area, of a place that was checked."""
    if isinstance(place, Drawn):
        return place.points
    places = [release.place(site_id) for site_id in place.site_ids]
    return tuple(dict.fromkeys(shape for one in places for shape in one.shapes))


def counted_place(release: Release, place: RulePlace) -> Place | None:
    """Return the place of a release that one amounts to: that named, or that of exactly the same shapes, if any."""
    if isinstance(place, NamedPlace):
        return release.place(place.site_id)
    if isinstance(place, DrawnArea):
        return None
    shapes = set(shapes_of(release, place))
    return next((one for one in release.places.values() if set(one.shapes) == shapes), None)


def outlined_place(release: Release, area: DrawnArea) -> Place | None:
    """Return the place of a release whose boundary is what was drawn, where it was counted inside, if any."""
    if release.manifest.radii_m[0] != 0 or not any(_has_area(place) for place in release.places.values()):
        return None
    try:
        outline = Boundary.of_corners(area.corners)
    except ScopeError:
        return None
    return next((place for place in release.places.values() if place.shapes == (outline,)), None)


def _has_area(place: Place) -> bool:
    return any(isinstance(shape, Boundary) for shape in place.shapes)


def place_error(release: Release, place: RulePlace, *, default: RulePlace) -> RuleError | None:
    """Return what is wrong with a place, with the nearest one that the release can answer, or None."""
    if isinstance(place, Drawn):
        return _far(release, place.points, default)
    return _unknown(release, place, default)


def _unknown(release: Release, place: Named, default: RulePlace) -> RuleError | None:
    ids = list(release.places)
    unknown = [site_id for site_id in place.site_ids if site_id not in release.places]
    if not unknown:
        return None
    closest = {site_id: difflib.get_close_matches(site_id, ids, n=1, cutoff=0.3) for site_id in unknown}
    nearest = [match for site_id in place.site_ids for match in closest.get(site_id, [site_id])]
    return RuleError(
        _("site is {value}, expected one of {ids}").format(
            value=repr(unknown[0]), ids=", ".join(ids) or _("the sites of the release (it has none)")
        ),
        field="site",
        nearest=named(nearest) if nearest else default,
    )


def area_of(release: Release) -> tuple[Point, Point] | None:
    """Return the south-western and the north-eastern corner of all places and districts, None where there are none."""
    known = corners_of(shape for place in release.places.values() for shape in place.shapes)
    known.extend(corner for district in release.districts.values() for corner in _corners(district))
    if not known:
        return None
    lats, lngs = zip(*known, strict=True)
    return (min(lats), min(lngs)), (max(lats), max(lngs))


def _far(release: Release, drawn: tuple[Point, ...], default: RulePlace) -> RuleError | None:
    area = area_of(release)
    if area is None:
        return None
    (south, west), (north, east) = area
    for lat, lng in drawn:
        between = south - NEAR_DEGREES <= lat <= north + NEAR_DEGREES
        if not (between and west - NEAR_DEGREES <= lng <= east + NEAR_DEGREES):
            return RuleError(
                _(
                    "site is at {lat}, {lng}, outside the area of the release, expected a latitude from {south} to "
                    "{north} and a longitude from {west} to {east} degrees, or near"
                ).format(
                    lat=f"{lat:g}",
                    lng=f"{lng:g}",
                    south=f"{south:.2f}",
                    north=f"{north:.2f}",
                    west=f"{west:.2f}",
                    east=f"{east:.2f}",
                ),
                field="site",
                nearest=default,
            )
    return None


def _corners(district: District) -> list[Point]:
    geometry = district.geometry
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [(lat, lng) for polygon in polygons for lng, lat in polygon[0]]
