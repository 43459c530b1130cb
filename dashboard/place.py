"""The place of a rule: one or several that a release names, or a point or an area drawn on the map.

In a URL, and wherever else a rule is written, it is text:

    xinfadi                             one place
    xinfadi~xingong                     several places, chosen by hand
    @39.80123,116.34567                 a point: a circle of the rule's radius around it
    @39.8,116.3~39.9,116.3~39.9,116.4   the corners of an area; the last is joined to the first

`parse_place` reads that text once, where it comes in, and `str` writes it again; all between pass the value on. Degrees
are written with five decimals, about 1 m, as the page writes them, and with more where they have more.

An outline may cross itself: a point is inside if a line from it to far away crosses the outline an odd number of times.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.errors import RuleError
from dashboard.language import _
from dashboard.sphere import Point

SEPARATOR = "~"  # stands in an address as it is
MARK = "@"
CORNERS_AT_LEAST, CORNERS_AT_MOST = 3, 60


@dataclass(frozen=True, kw_only=True)
class NamedPlace:
    """A place of a release, a site or a group, by its site_id."""

    site_id: str

    def __post_init__(self) -> None:
        """Check that there is a site_id."""
        if not self.site_id:
            msg = _("site is empty, expected the site_id of a place in the release")
            raise RuleError(msg, field="site")

    @property
    def site_ids(self) -> tuple[str, ...]:
        """Return the one site_id."""
        return (self.site_id,)

    def __str__(self) -> str:
        """Return the text of the place in a URL."""
        return self.site_id


@dataclass(frozen=True, kw_only=True)
class ChosenPlaces:
    """Several places of a release, chosen by hand: by site_id, each once, in the order of the rule."""

    site_ids: tuple[str, ...]

    def __str__(self) -> str:
        """Return the text of the places in a URL."""
        return SEPARATOR.join(self.site_ids)


@dataclass(frozen=True, kw_only=True)
class DrawnPoint:
    """A point in WGS-84 degrees: a circle of the rule's radius around it."""

    lat: float
    lng: float

    def __post_init__(self) -> None:
        """Check the degrees."""
        _check_degrees((self.lat, self.lng))

    @property
    def points(self) -> tuple[Point, ...]:
        """Return the one point (lat, lng)."""
        return ((self.lat, self.lng),)

    def __str__(self) -> str:
        """Return the text of the point in a URL."""
        return MARK + _text(self.points)


@dataclass(frozen=True, kw_only=True)
class DrawnArea:
    """An area with an outline of its own, whatever the rule's radius: its corners (lat, lng) in WGS-84 degrees."""

    corners: tuple[Point, ...]

    def __post_init__(self) -> None:
        """Check the number of corners, and their degrees."""
        if not CORNERS_AT_LEAST <= len(self.corners) <= CORNERS_AT_MOST:
            msg = _("site has {count} corners, expected one point, or an area of {least} to {most} corners").format(
                count=len(self.corners), least=CORNERS_AT_LEAST, most=CORNERS_AT_MOST
            )
            raise RuleError(msg, field="site")
        for corner in self.corners:
            _check_degrees(corner)

    @property
    def points(self) -> tuple[Point, ...]:
        """Return the corners."""
        return self.corners

    def __str__(self) -> str:
        """Return the text of the area in a URL."""
        return MARK + _text(self.corners)


Named = NamedPlace | ChosenPlaces
Drawn = DrawnPoint | DrawnArea
RulePlace = NamedPlace | ChosenPlaces | DrawnPoint | DrawnArea


def parse_place(text: str) -> RulePlace:
    """Return the place that a text says; raise RuleError that names the part which cannot be read."""
    if not text.startswith(MARK):
        return named([part for part in text.split(SEPARATOR) if part])
    return drawn([_point(part) for part in text.removeprefix(MARK).split(SEPARATOR)])


def named(site_ids: Iterable[str]) -> Named:
    """Return the place of one site_id, or the places of several, each once."""
    once = tuple(dict.fromkeys(site_ids))
    return ChosenPlaces(site_ids=once) if len(once) > 1 else NamedPlace(site_id="".join(once))


def drawn(points: Sequence[Point]) -> Drawn:
    """Return the place of one point (lat, lng), or the area of several corners."""
    if len(points) != 1:
        return DrawnArea(corners=tuple(points))
    lat, lng = points[0]
    return DrawnPoint(lat=lat, lng=lng)


def _point(text: str) -> Point:
    try:
        lat, lng = (float(part) for part in text.split(","))
    except ValueError:
        msg = _("site has {value}, expected a latitude and a longitude in degrees, such as @39.80123,116.34567").format(
            value=repr(text)
        )
        raise RuleError(msg, field="site") from None
    _check_degrees((lat, lng), text)
    return lat, lng


def _check_degrees(point: Point, text: str = "") -> None:
    lat, lng = point
    if not (-90 <= lat <= 90 and -180 <= lng <= 180):
        msg = _("site has {value}, expected a latitude from -90 to 90 and a longitude from -180 to 180 degrees").format(
            value=repr(text or _text([point]))
        )
        raise RuleError(msg, field="site")


def _text(points: Iterable[Point]) -> str:
    return SEPARATOR.join(f"{_degrees(lat)},{_degrees(lng)}" for lat, lng in points)


def _degrees(value: float) -> str:
    value += 0.0  # no -0: what is equal is written alike
    short = f"{value:.5f}"
    return short if float(short) == value else repr(value)
