"""Where the map goes: the box around a place, or a district, in degrees."""

from __future__ import annotations

from dashboard.answers.places import all_listed
from dashboard.boundary import corners_of
from dashboard.place import DrawnArea, NamedPlace, RulePlace
from dashboard.release.load import Release
from dashboard.release.resolve import shapes_of
from dashboard.views import layers

MARGIN_M = 3_500
AREA_MARGIN_M = 1_500


def frame(release: Release, place: RulePlace) -> list[list[float]]:
    """Return the box around the place of a rule that holds every radius, or around what was drawn."""
    margin_m = AREA_MARGIN_M if isinstance(place, DrawnArea) else max(MARGIN_M, 1.15 * max(release.manifest.radii_m))
    return layers.bounds_of(corners_of(shapes_of(release, place)), margin_m)


def frames(release: Release) -> dict[str, list[list[float]]]:
    """Return where the map goes: the box of every district by code, of all "districts", and of every listed place."""
    places = (
        {site_id: frame(release, NamedPlace(site_id=site_id)) for site_id in release.places}
        if all_listed(release)
        else {}
    )
    districts = {code: layers.geometry_bounds(district.geometry) for code, district in release.districts.items()}
    whole = {"districts": layers.union(districts.values())} if districts else {}
    return {**places, **whole, **districts}
