"""What the site of a rule says: counted places by their ids, or a circle or an area drawn on the map.

In a URL, and wherever else a rule is written:

    xinfadi                             one place
    xinfadi~xingong                     several places, chosen by hand
    @39.80123,116.34567                 a point: a circle of the rule's radius around it
    @39.8,116.3~39.9,116.3~39.9,116.4   the corners of an area; the last is joined to the first

An outline may cross itself: a point is inside if a line from it to far away crosses the outline an odd number of times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.errors import RuleError
from dashboard.language import _
from dashboard.site import Point

SEPARATOR = "~"  # stands in an address as it is
MARK = "@"
CORNERS_AT_LEAST, CORNERS_AT_MOST = 3, 60


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Places of a release, by site_id, each once, in the order of the rule."""

    site_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A point (lat, lng) in WGS-84 degrees, or the corners of an area."""

    points: tuple[Point, ...]

    @property
    def is_area(self) -> bool:
        """Say whether it is an area with an outline of its own, and not a circle of the rule's radius."""
        return len(self.points) > 1


Where = Chosen | Drawn


def parse(site: str) -> Where:
    """Return what the site of a rule says; raise RuleError where it cannot be read."""
    if not site.startswith(MARK):
        ids = [part for part in site.split(SEPARATOR) if part]
        if not ids:
            msg = _("site is empty, expected the site_id of a place in the release")
            raise RuleError(msg, field="site")
        return Chosen(site_ids=tuple(dict.fromkeys(ids)))
    points = tuple(_point(part) for part in site.removeprefix(MARK).split(SEPARATOR))
    if 1 < len(points) < CORNERS_AT_LEAST or len(points) > CORNERS_AT_MOST:
        msg = _("site has {count} corners, expected one point, or an area of {least} to {most} corners").format(
            count=len(points), least=CORNERS_AT_LEAST, most=CORNERS_AT_MOST
        )
        raise RuleError(msg, field="site")
    return Drawn(points=points)


def is_area(site: str) -> bool:
    """Say whether the site of a rule is an area with an outline of its own."""
    where = parse(site)
    return isinstance(where, Drawn) and where.is_area


def drawn_text(points: Sequence[Point]) -> str:
    """Return the site of a rule about a point or the corners of an area, to about 1 m."""
    return MARK + SEPARATOR.join(f"{lat:.5f},{lng:.5f}" for lat, lng in points)


def _point(text: str) -> Point:
    try:
        lat, lng = (float(part) for part in text.split(","))
    except ValueError:
        msg = _("site has {value}, expected a latitude and a longitude in degrees, such as @39.80123,116.34567").format(
            value=repr(text)
        )
        raise RuleError(msg, field="site") from None
    if not (-90 <= lat <= 90 and -180 <= lng <= 180):
        msg = _("site has {value}, expected a latitude from -90 to 90 and a longitude from -180 to 180 degrees").format(
            value=repr(text)
        )
        raise RuleError(msg, field="site")
    return lat, lng
