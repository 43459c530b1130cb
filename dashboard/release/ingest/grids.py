"""Codes of the grids in use, each into the middle of what it names, in WGS-84 degrees."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import jismesh.utils
import mercantile
import pygeohash
import pyproj
import s2cell

from dashboard.language import mark
from dashboard.release.ingest.plan import GridName
from dashboard.sphere import Point

_INSPIRE = re.compile(r"(?:CRS3035RES)?(?P<size>[0-9]+)(?P<unit>k?m)(?P<first>[NE])(?P<a>[0-9]+)[NE](?P<b>[0-9]+)")
_SHORT_DIGITS = 5  # a short code leaves out the zeros that its size implies


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A grid: how its codes look, what is expected of one, and the middle of the one that a code names, if any."""

    looks: str
    expected: str
    middle: Callable[[str], tuple[Point, float] | None]


def _quadkey(code: str) -> tuple[Point, float] | None:
    box = mercantile.bounds(mercantile.quadkey_to_tile(code))
    return ((box.south + box.north) / 2, (box.west + box.east) / 2), box.north - box.south


def _geohash(code: str) -> tuple[Point, float] | None:
    found = pygeohash.decode_exactly(code.lower())
    return (found.latitude, found.longitude), 2 * found.latitude_error


def _s2(code: str) -> tuple[Point, float] | None:
    number = int(code) if code.isdecimal() and len(code) > 16 else s2cell.token_to_cell_id(code)
    if not s2cell.cell_id_is_valid(number):
        return None
    lat, lng = s2cell.cell_id_to_lat_lon(number)
    return (lat, lng), 90 / 2 ** s2cell.cell_id_to_level(number)


def _jis(code: str) -> tuple[Point, float] | None:
    level = jismesh.utils.to_meshlevel(code)
    if level < 1:
        return None
    lat, lng = jismesh.utils.to_meshpoint(code, 0.5, 0.5)
    south, _ = jismesh.utils.to_meshpoint(code, 0, 0)
    return (float(lat), float(lng)), 2 * (float(lat) - float(south))


@cache
def _from_etrs() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs("EPSG:3035", "EPSG:4326", always_xy=True)


def _inspire(code: str) -> tuple[Point, float] | None:
    found = _INSPIRE.fullmatch(code)
    if found is None:
        return None
    size_m = int(found["size"]) * (1000 if found["unit"] == "km" else 1)
    first, second = (_metres(found[part], size_m) for part in ("a", "b"))
    north, east = (first, second) if found["first"] == "N" else (second, first)
    lng, lat = _from_etrs().transform(east + size_m / 2, north + size_m / 2)
    return (lat, lng), size_m / 111_195


def _metres(digits: str, size_m: int) -> int:
    """Return metres of a coordinate: in full (7 digits), or without the zeros that the size of the square implies."""
    return int(digits) * (size_m if len(digits) <= _SHORT_DIGITS else 1)


GRIDS: dict[GridName, Grid] = {
    "quadkey": Grid(
        looks=r"[0-3]{8,23}", expected=mark("a quadkey such as 0230102033330211, as text"), middle=_quadkey
    ),
    "geohash": Grid(looks=r"[0-9b-hjkmnp-z]{5,10}", expected=mark("a geohash such as wx4drr2"), middle=_geohash),
    "s2": Grid(
        looks=r"[0-9a-f]{4,16}|[0-9]{17,20}", expected=mark("an S2 token or cell id such as 89c25904"), middle=_s2
    ),
    "jis": Grid(
        looks=r"[3-6][0-9]{3}(?:[0-7]{2}(?:[0-9]{2}[1-4]{0,3})?)?",
        expected=mark("a mesh code of JIS X 0410 such as 533946113"),
        middle=_jis,
    ),
    "inspire": Grid(
        looks=_INSPIRE.pattern,
        expected=mark("an INSPIRE square such as 100mN4207300E5145700 or 1kmN4207E5145"),
        middle=_inspire,
    ),
}


def middle_of(grid: GridName, code: str) -> tuple[Point, float] | None:
    """Return the middle of what a code names and its height in degrees; None if it is no code of the grid."""
    text = code.strip()
    if not re.fullmatch(GRIDS[grid].looks, text, re.IGNORECASE):
        return None
    try:
        return GRIDS[grid].middle(text)
    except (ValueError, KeyError, IndexError, mercantile.MercantileError, s2cell.InvalidCellID, s2cell.InvalidToken):
        return None
