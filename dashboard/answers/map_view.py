"""How the map is seen: where it stands, whether districts and a base map lie on it, how strong the heat is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.answers.nearest import Allowed, number
from dashboard.language import _

ZOOM = Allowed(least=5, most=17, step=0.5)
OPACITY = Allowed(least=10, most=100, step=10)
USUAL_OPACITY = 80
SWITCH = ("on", "off")
_LAT, _LNG = Allowed(least=-85, most=85, step=0), Allowed(least=-180, most=180, step=0)


@dataclass(frozen=True, kw_only=True)
class MapView:
    """How a page shows its map; `at` is its middle (lat, lng) and zoom, None where it frames what is in focus."""

    at: tuple[float, float, float] | None = None
    districts: bool = True
    opacity: int = USUAL_OPACITY
    basemap: bool = True

    @classmethod
    def settle(cls, query: Mapping[str, Any]) -> tuple[MapView, list[str]]:
        """Return the map view that a URL query asks for, wrong parts replaced by the nearest, and what was wrong."""
        at, wrong_at = _at(query)
        districts, wrong_districts = _switch(query, "districts")
        basemap, wrong_basemap = _switch(query, "basemap")
        opacity, wrong_opacity = number(query, "opacity", USUAL_OPACITY, OPACITY)
        map_view = cls(at=at, districts=districts, opacity=int(opacity), basemap=basemap)
        return map_view, [*wrong_at, *wrong_districts, *wrong_opacity, *wrong_basemap]

    def to_query(self) -> dict[str, str]:
        """Return the parts of a link, also those that are as usual."""
        return {
            "at": "" if self.at is None else "{:.5f},{:.5f},{:g}".format(*self.at),
            "districts": SWITCH[0] if self.districts else SWITCH[1],
            "opacity": str(self.opacity),
            "basemap": SWITCH[0] if self.basemap else SWITCH[1],
        }


def _at(query: Mapping[str, Any]) -> tuple[tuple[float, float, float] | None, list[str]]:
    asked = query.get("at")
    if not asked:
        return None, []
    parts = dict(zip(("latitude", "longitude", "zoom"), str(asked).split(","), strict=False))
    try:
        [float(part) for part in parts.values()]
    except ValueError:
        parts = {}
    if len(parts) != len(("lat", "lng", "zoom")) or str(asked).count(",") != len(parts) - 1:
        message = _(
            "at is {asked}, expected latitude, longitude and zoom such as 39.80123,116.34567,12; showing the place"
        )
        return None, [message.format(asked=repr(asked))]
    allowed = {"latitude": _LAT, "longitude": _LNG, "zoom": ZOOM}
    settled = {name: number(parts, name, limits.least, limits) for name, limits in allowed.items()}
    lat, lng, zoom = (found[0] for found in settled.values())
    problems = [
        _("at is {asked}: {problem}").format(asked=repr(asked), problem=one)
        for found in settled.values()
        for one in found[1]
    ]
    return (lat, lng, zoom), problems


def _switch(query: Mapping[str, Any], name: str) -> tuple[bool, list[str]]:
    asked = query.get(name) or SWITCH[0]
    if asked in SWITCH:
        return asked == SWITCH[0], []
    message = _("{name} is {asked}, expected on or off; showing them")
    return True, [message.format(name=name, asked=repr(asked))]
