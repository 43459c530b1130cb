"""Random outlines of places: stars with holes and islands, that touch, and that lie within each other."""

import math
import random

import shapely

from dashboard.boundary import Boundary
from dashboard.site import Site

METRES = 111_195.0  # of a degree of latitude


def around(picks: random.Random, site: Site) -> Boundary:
    """Return an outline that a site's point lies inside."""
    size_m = picks.choice([120, 300, 700])
    shape = star(picks, site.lat, site.lng, size_m)
    if picks.random() < 0.4:  # a hole beside the point, and at times an island in it
        hole = star(picks, site.lat + 0.45 * size_m / METRES, site.lng, size_m * 0.2)
        shape = shape.difference(hole)
        if picks.random() < 0.5:
            shape = shape.union(hole.buffer(-hole.length / 30))
    if picks.random() < 0.4:  # a part of its own
        shape = shape.union(star(picks, site.lat, site.lng + 2.2 * size_m / METRES, size_m * 0.5))
    if picks.random() < 0.3:  # and one that touches along an edge
        south, west = shape.bounds[1], shape.bounds[0]
        shape = shape.union(shapely.box(west - 0.002, south, west, south + 0.002))
    spot = shapely.Point(site.lng, site.lat)
    return Boundary(wkt=shape.union(spot.buffer(20 / METRES, quad_segs=2)).wkt)


def star(picks: random.Random, lat: float, lng: float, size_m: float) -> shapely.Polygon:
    """Return a polygon around a point, all of which is seen from there, of corners about as far as a size."""
    corners = picks.randrange(3, 12)
    across = METRES * math.cos(math.radians(lat))
    found = []
    for corner in range(corners):
        angle = 2 * math.pi * (corner + picks.uniform(-0.3, 0.3)) / corners
        metres = size_m * picks.uniform(0.3, 1.2)
        found.append((lng + metres * math.cos(angle) / across, lat + metres * math.sin(angle) / METRES))
    return shapely.Polygon(found)
