"""The places that the site of a rule stands for in a release."""

from __future__ import annotations

import difflib

from dashboard.errors import RuleError
from dashboard.language import _
from dashboard.release.load import District, Release
from dashboard.site import Place, Point
from dashboard.where import SEPARATOR, Chosen, Drawn, parse

# About as far as a city reaches: what was drawn further away is of another one.
NEAR_DEGREES = 1.0


def points_of(release: Release, site: str) -> tuple[Point, ...]:
    """Return the points that distances are measured from, or the corners of an area, of a site that was checked."""
    where = parse(site)
    if isinstance(where, Chosen):
        places = [release.place(site_id) for site_id in where.site_ids]
        return tuple(dict.fromkeys(point for place in places for point in place.points))
    return where.points


def counted_place(release: Release, site: str) -> Place | None:
    """Return the place that a site amounts to: the one named, or the one of exactly the same points, if any."""
    where = parse(site)
    if isinstance(where, Chosen) and len(where.site_ids) == 1:
        return release.place(where.site_ids[0])
    if isinstance(where, Drawn) and where.is_area:
        return None
    points = set(points_of(release, site))
    return next((place for place in release.places.values() if set(place.points) == points), None)


def site_error(release: Release, site: str, *, default: str) -> RuleError | None:
    """Return what is wrong with a site, with the nearest one that the release can answer, or None."""
    try:
        where = parse(site)
    except RuleError as error:
        return RuleError(str(error), field="site", nearest=default)
    if isinstance(where, Chosen):
        return _unknown(release, where, default)
    return _far(release, where.points, default)


def _unknown(release: Release, where: Chosen, default: str) -> RuleError | None:
    ids = list(release.places)
    unknown = [site_id for site_id in where.site_ids if site_id not in release.places]
    if not unknown:
        return None
    closest = {site_id: difflib.get_close_matches(site_id, ids, n=1, cutoff=0.3) for site_id in unknown}
    nearest = [match for site_id in where.site_ids for match in closest.get(site_id, [site_id])]
    return RuleError(
        _("site is {value}, expected one of {ids}").format(
            value=repr(unknown[0]), ids=", ".join(ids) or _("the sites of the release (it has none)")
        ),
        field="site",
        nearest=SEPARATOR.join(dict.fromkeys(nearest)) or default,
    )


def area_of(release: Release) -> tuple[Point, Point] | None:
    """Return the south-western and the north-eastern corner of all places and districts, None where there are none."""
    known = [point for place in release.places.values() for point in place.points]
    known.extend(corner for district in release.districts.values() for corner in _corners(district))
    if not known:
        return None
    lats, lngs = zip(*known, strict=True)
    return (min(lats), min(lngs)), (max(lats), max(lngs))


def _far(release: Release, drawn: tuple[Point, ...], default: str) -> RuleError | None:
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
