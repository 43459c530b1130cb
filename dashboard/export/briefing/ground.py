"""The ground of the map: metres east and north of its middle, true in distance and direction from there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.axes import Axes

from dashboard.sphere import EARTH_RADIUS_M

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """An azimuthal equidistant projection around (lat, lng) in degrees, on the sphere that H3 takes.

    Source: Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395, 1987, chapter 25.
    """

    lat: float
    lng: float

    @classmethod
    def around(cls, lat: float, lng: float) -> Ground:
        """Return the ground around a point."""
        return cls(lat=lat, lng=lng)

    def project(self, lng_lat: Floats) -> Floats:
        """Return metres east and north of points (lng, lat) in degrees, points x 2."""
        lng, lat = np.radians(lng_lat[:, 0] - self.lng), np.radians(lng_lat[:, 1])
        middle = math.radians(self.lat)
        cosine = math.sin(middle) * np.sin(lat) + math.cos(middle) * np.cos(lat) * np.cos(lng)
        angle = np.arccos(np.clip(cosine, -1, 1))
        scale = np.divide(angle, np.sin(angle), out=np.ones_like(angle), where=angle > 1e-12) * EARTH_RADIUS_M
        east = np.cos(lat) * np.sin(lng)
        north = math.cos(middle) * np.sin(lat) - math.sin(middle) * np.cos(lat) * np.cos(lng)
        return np.column_stack([scale * east, scale * north])

    def shape(self, geometry: dict[str, Any]) -> shapely.Geometry:
        """Return a GeoJSON geometry in metres."""
        return shapely.transform(shapely.geometry.shape(geometry), self.project)

    def outline(self, polygon: shapely.Polygon) -> Floats:
        """Return the corners of a polygon of degrees in metres."""
        return self.project(np.asarray(polygon.exterior.coords))

    def box(self, frame: Rectangle) -> tuple[float, float, float, float]:
        """Return the box south, west, north, east of degrees that holds a frame with a cell's width to spare."""
        up = math.degrees((frame.height_m / 2 + SPARE_M) / EARTH_RADIUS_M)
        across = math.degrees((frame.width_m / 2 + SPARE_M) / EARTH_RADIUS_M) / math.cos(math.radians(self.lat))
        x, y = frame.middle
        lat = self.lat + math.degrees(y / EARTH_RADIUS_M)
        lng = self.lng + math.degrees(x / EARTH_RADIUS_M) / math.cos(math.radians(self.lat))
        return lat - up, lng - across, lat + up, lng + across


SPARE_M = 500


@dataclass(frozen=True, kw_only=True)
class Rectangle:
    """What the map shows: its middle, width and height in metres of the ground."""

    middle: tuple[float, float]
    width_m: float
    height_m: float

    @classmethod
    def around(cls, points: Floats, margin_m: float, *, shape: float) -> Rectangle:
        """Return the smallest frame of a shape (width by height) that holds points with a margin."""
        (left, bottom), (right, top) = points.min(axis=0), points.max(axis=0)
        width, height = right - left + 2 * margin_m, top - bottom + 2 * margin_m
        width, height = max(width, height * shape), max(height, width / shape)
        middle = (float(left + right) / 2, float(bottom + top) / 2)
        return cls(middle=middle, width_m=float(width), height_m=float(height))

    def widened(self, width_m: float) -> Rectangle:
        """Return it around the same middle, as wide as asked for if it was not."""
        times = max(1.0, width_m / self.width_m)
        return Rectangle(middle=self.middle, width_m=times * self.width_m, height_m=times * self.height_m)

    def limit(self, axes: Axes) -> None:
        """Show this and nothing else, without axes."""
        x, y = self.middle
        axes.set_axis_off()
        axes.set_xlim(x - self.width_m / 2, x + self.width_m / 2)
        axes.set_ylim(y - self.height_m / 2, y + self.height_m / 2)

    def shape(self) -> shapely.Polygon:
        """Return the frame as a polygon."""
        x, y = self.middle
        across, up = self.width_m / 2, self.height_m / 2
        return shapely.box(x - across, y - up, x + across, y + up)

    def holds(self, spot: Floats) -> bool:
        """Say whether a spot lies inside."""
        (x, y), (east, north) = self.middle, spot
        return bool(abs(east - x) <= self.width_m / 2 and abs(north - y) <= self.height_m / 2)
