"""Places that are counted around: a site is a point or an area, a group is a set of sites counted as one."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dashboard.boundary import Boundary, Shape
from dashboard.errors import ScopeError
from dashboard.names import unseen


@dataclass(frozen=True, kw_only=True)
class Site:
    """A market or another place of interest: a point in WGS-84 degrees, or the area inside a boundary.

    Of one with a boundary the point is where its name stands, and lies inside; distances are from the boundary.
    """

    site_id: str
    name: str
    kind: str
    lat: float
    lng: float
    name_zh: str | None = None
    district: str | None = None
    boundary: Boundary | None = None

    def __post_init__(self) -> None:
        """Check the identifier, the coordinates, and that the point lies inside the boundary."""
        _check_id(self.site_id)
        _check_names(self)
        if not (math.isfinite(self.lat) and -90 <= self.lat <= 90):
            msg = f"site {self.site_id}: latitude is {self.lat}, expected degrees between -90 and 90"
            raise ScopeError(msg)
        if not (math.isfinite(self.lng) and -180 <= self.lng <= 180):
            msg = f"site {self.site_id}: longitude is {self.lng}, expected degrees between -180 and 180"
            raise ScopeError(msg)
        if self.lat == 0 == self.lng:
            msg = f"site {self.site_id}: latitude and longitude are 0, which is no position, expected degrees"
            raise ScopeError(msg)
        if self.boundary is not None and self.boundary.distance_m(np.array([self.lat]), np.array([self.lng]))[0] > 0:
            msg = f"site {self.site_id}: {self.lat}, {self.lng} lies outside the boundary, expected a point inside"
            raise ScopeError(msg)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Return the one shape that distances are measured from: the point (lat, lng), or the area."""
        return ((self.lat, self.lng),) if self.boundary is None else (self.boundary,)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Sites counted as one place: the distance to a group is the distance to its nearest member."""

    site_id: str
    name: str
    members: tuple[Site, ...]
    kind: str = "group"
    name_zh: str | None = None
    district: str | None = None

    def __post_init__(self) -> None:
        """Check the identifier and that there is a member."""
        _check_id(self.site_id)
        _check_names(self)
        if not self.members:
            msg = f"group {self.site_id} has no members, expected at least one site_id"
            raise ScopeError(msg)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Return the shapes of all members."""
        return tuple(shape for member in self.members for shape in member.shapes)


Place = Site | Group


def _check_names(place: Place) -> None:
    for field in ("name", "name_zh", "kind", "district"):
        character = unseen(getattr(place, field) or "")
        if character is not None:
            msg = (
                f"site {place.site_id}: {field} holds {character}, a control character or one that turns text round, "
                "expected one line of characters that are seen"
            )
            raise ScopeError(msg)


def _check_id(site_id: str) -> None:
    if not site_id or not all(c.isalnum() or c in "-_" for c in site_id):
        msg = f"site_id is {site_id!r}, expected letters, digits, - and _"
        raise ScopeError(msg)
