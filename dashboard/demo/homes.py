"""Where people live: neighbourhoods of the districts, and blocks around the markets, each inside one district."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.demo import districts, towns
from dashboard.demo.ground import Floats, Indices, Points, joined
from dashboard.demo.parameters import NEIGHBOURHOOD_RADIUS_M, NEIGHBOURHOODS, RESIDENTS, Passers, Residents, Visitors
from dashboard.demo.population import DISTRICTS, TOTAL, Census
from dashboard.site import Site

OUTSIDE = -1

_BLOCK_SPACING_M, _BLOCK_RADIUS_M = 420.0, 160.0
_FEWEST_A_DISTRICT = 3
_APART_M = 900.0
_TRIES = 400


@dataclass(frozen=True, kw_only=True)
class Homes:
    """Neighbourhoods or blocks: their centres, radius, district code and people."""

    centres: Points
    radius_m: Floats
    district: NDArray[np.str_]
    people: Floats

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.people)


def all_homes(rng: np.random.Generator) -> tuple[Homes, dict[str, Indices]]:
    """Return every place to live, neighbourhoods first, and the rows of the blocks around each market by group."""
    parts = [neighbourhoods(rng)]
    rows: dict[str, Indices] = {}
    for residents in RESIDENTS:
        start = sum(map(len, parts))
        parts.append(blocks(rng, residents))
        rows[residents.name] = np.arange(start, start + len(parts[-1]))
    return _together(parts), rows


def neighbourhoods(rng: np.random.Generator) -> Homes:
    """Return NEIGHBOURHOODS centres spread over the 16 districts by residents, clear of the blocks of the markets."""
    parts = [_of_district(rng, district) for district in DISTRICTS]
    return _together(parts)


def blocks(rng: np.random.Generator, residents: Residents) -> Homes:
    """Return blocks on a shaken grid around a market, each with as many people."""
    reach = int(residents.furthest_m / _BLOCK_SPACING_M) + 1
    east, north = np.meshgrid(*[np.arange(-reach, reach + 1) * _BLOCK_SPACING_M] * 2)
    shake = rng.uniform(-90, 90, (2, *east.shape))
    site = residents.market
    origin = Points(lat=np.full(east.size, site.lat), lng=np.full(east.size, site.lng))
    centres = origin.moved((east + shake[0]).ravel(), (north + shake[1]).ravel())
    distance = centres.distance_m(site.lat, site.lng)
    fading = (residents.furthest_m - distance) / (residents.furthest_m - residents.full_to_m)
    code = _district_of(centres, np.full(len(centres), _BLOCK_RADIUS_M))
    rows = np.nonzero((distance >= residents.nearest_m) & (rng.random(len(centres)) < fading) & (code != ""))[0]
    return Homes(
        centres=centres.take(rows),
        radius_m=np.full(len(rows), _BLOCK_RADIUS_M),
        district=code[rows],
        people=np.full(len(rows), residents.people / len(rows)),
    )


def choose(rng: np.random.Generator, homes: Homes, group: Visitors | Passers, count: int) -> Indices:
    """Return the row of a home for each of `count` devices, or OUTSIDE.

    The draw of a home is its people times its distance from the market or path, plus 3 km, to the power -nearness.
    """
    lat, lng = _anchor(group)
    kilometres = homes.centres.distance_m(lat, lng) / 1_000
    draw = homes.people * (3 + kilometres) ** -group.nearness
    rows = rng.choice(len(homes), size=count, p=draw / draw.sum())
    return np.where(rng.random(count) < group.outside, OUTSIDE, rows)


def _anchor(group: Visitors | Passers) -> tuple[float, float]:
    if isinstance(group, Visitors):
        return group.market.lat, group.market.lng
    lat, lng = np.mean(np.array(group.path), axis=0)
    return float(lat), float(lng)


def _together(parts: list[Homes]) -> Homes:
    return Homes(
        centres=joined([part.centres for part in parts]),
        radius_m=np.concatenate([part.radius_m for part in parts]),
        district=np.concatenate([part.district for part in parts]),
        people=np.concatenate([part.people for part in parts]),
    )


def _of_district(rng: np.random.Generator, district: Census) -> Homes:
    of_it = [town for town in towns.TOWNS if town.district == district.code]
    picked = rng.integers(0, len(of_it), _TRIES)
    spread_m = 1_000 * np.array([town.spread_km for town in of_it])[picked]
    around = Points(
        lat=np.array([town.lat for town in of_it])[picked], lng=np.array([town.lng for town in of_it])[picked]
    )
    tries = around.moved(spread_m * rng.standard_normal(_TRIES), spread_m * rng.standard_normal(_TRIES))
    radius_m = rng.uniform(*NEIGHBOURHOOD_RADIUS_M, _TRIES)
    fits = np.nonzero(_wholly_inside(district.code, tries, radius_m) & _clear_of_blocks(tries))[0]
    taken = _spread_out(tries, fits, max(_FEWEST_A_DISTRICT, round(NEIGHBOURHOODS * district.residents / TOTAL)))
    area = radius_m[taken] ** 2
    return Homes(
        centres=tries.take(taken),
        radius_m=radius_m[taken],
        district=np.full(len(taken), district.code),
        people=district.residents * area / area.sum(),
    )


def _spread_out(points: Points, candidates: Indices, count: int) -> Indices:
    taken: list[int] = []
    for row in candidates.tolist():
        here = points.take(np.array(taken, dtype=np.int64))
        if np.all(here.distance_m(points.lat[row], points.lng[row]) >= _APART_M):
            taken.append(row)
        if len(taken) == count:
            break
    return np.array(taken)


def _clear_of_blocks(points: Points) -> NDArray[np.bool_]:
    clear = np.ones(len(points), dtype=bool)
    for residents in RESIDENTS:
        site: Site = residents.market
        clear &= points.distance_m(site.lat, site.lng) > residents.furthest_m + _APART_M / 2
    return clear


def _district_of(centres: Points, radius_m: Floats) -> NDArray[np.str_]:
    code = np.full(len(centres), "", dtype="U6")
    for district in DISTRICTS:
        code[_wholly_inside(district.code, centres, radius_m)] = district.code
    return code


def _wholly_inside(code: str, centres: Points, radius_m: Floats) -> NDArray[np.bool_]:
    """Say whether the circle around each centre lies inside a district, by its centre and eight points on it."""
    angles = np.arange(8) * np.pi / 4
    rim = [centres.moved(radius_m * np.cos(angle), radius_m * np.sin(angle)) for angle in angles]
    points = joined([centres, *rim])
    inside = districts.inside(code, points.lng, points.lat).reshape(1 + len(rim), len(centres))
    within: NDArray[np.bool_] = np.logical_and.reduce(inside, axis=0)
    return within
