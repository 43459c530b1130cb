"""Sightings of a few devices that wander around four places, the release built from them, and the truth of both."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import by_hand
import h3.api.basic_int as h3
import outlines
import worlds
from examples import of
from hypothesis import Phase, settings
from hypothesis import strategies as st

from dashboard.boundary import Shape
from dashboard.builder.build import build
from dashboard.release.load import Release, load
from dashboard.site import Group, Place, Site
from dashboard.sphere import Point

ZONE = "Asia/Shanghai"
START = date(2020, 6, 2)
LAT, LNG = worlds.ORIGIN
SITES = [
    Site(site_id=name, name=name, kind="market", lat=LAT + up, lng=LNG + across)
    for name, up, across in (("a", 0, 0), ("b", 0.001, 0.008), ("c", -0.012, 0.003), ("d", 0.009, -0.006))
]
A, B, C, D = SITES
PLACES = [*SITES, Group(site_id="ab", name="ab", members=(A, B)), Group(site_id="abc", name="abc", members=(A, B, C))]

Inside = Callable[[Point], bool]

# A world follows from its seed: there is nothing to shrink.
seeds = st.integers(0, 2**32)


def few(examples: int) -> settings:
    return settings(max_examples=of(examples), deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """A release and the tracks that it was counted from, and a window of dates."""

    release: Release
    world: worlds.World
    start: date
    end: date

    @property
    def shapes(self) -> dict[str, frozenset[Shape]]:
        """Return what each place is measured from."""
        return {place.site_id: frozenset(place.shapes) for place in self.world.places}

    @property
    def over_midnight(self) -> set[str]:
        """Return the devices that may have been in one visit before and after the first midnight."""
        midnight = int(datetime(self.start.year, self.start.month, self.start.day, tzinfo=ZoneInfo(ZONE)).timestamp())
        gap = self.world.max_gap_min * 60
        tracks = by_hand.tracks(self.world.sightings)
        return {
            device
            for device, track in tracks.items()
            if any(a < midnight <= b and b - a <= gap for (a, _), (b, _) in pairwise(track))
        }

    def stays(self, inside: Inside) -> Iterator[tuple[str, by_hand.Stay]]:
        for device, track in by_hand.tracks(self.world.sightings).items():
            known = [(second, inside(h3.cell_to_latlng(cell))) for second, cell in track]
            yield from ((device, run) for run in by_hand.runs(known, self.world.max_gap_min) if run.spot)

    def flagged(self, inside: Inside, stay: int) -> set[str]:
        return {
            device
            for device, run in self.stays(inside)
            if run.dwell_s >= stay * 60 and self.start <= by_hand.local_date(run.begin, ZONE) <= self.end
        }

    def reaching_in(self, inside: Inside, stay: int) -> set[str]:
        return {
            device
            for device, run in self.stays(inside)
            if run.dwell_s >= stay * 60
            and by_hand.local_date(run.begin, ZONE) <= self.end
            and by_hand.local_date(run.end, ZONE) >= self.start
        }

    def longest_in(self, inside: Inside) -> set[str]:
        """Return the devices that presence counts in a cell, in an hour in which they were seen inside, there."""
        found = set()
        for device, track in by_hand.tracks(self.world.sightings).items():
            alone = [(device, second, cell) for second, cell in track]
            seen = {
                (h3.cell_to_parent(cell, 9), by_hand.struck(second, ZONE))
                for second, cell in track
                if inside(h3.cell_to_latlng(cell)) and self.start <= by_hand.local_date(second, ZONE) <= self.end
            }
            counted = by_hand.presence(
                alone, resolution=9, bands_min=worlds.BANDS_MIN, max_gap_min=self.world.max_gap_min, zone=ZONE
            )
            if seen & {(cell, hour) for cell, hour, _ in counted}:
                found.add(device)
        return found


def crowd(folder: Path, picks: random.Random, threshold: int, places: list[Place] | None = None) -> Crowd:
    """Sightings of 24 devices that wander around four places, and the release that is built from them.

    Unless they are given, the places are points, or some of them areas.
    """
    places = places or picks.choice([PLACES, with_areas(picks)])
    cells = [
        h3.latlng_to_cell(LAT + picks.gauss(0, 0.006), LNG + picks.gauss(0, 0.008), picks.choice([9, 10, 11]))
        for _ in range(24)
    ]
    sightings = []
    for device in range(24):
        second = int(datetime(2020, 6, 1, 12, tzinfo=ZoneInfo(ZONE)).timestamp()) + (
            picks.randrange(2 * 86_400) if device else 86_400
        )
        for _ in range(picks.randrange(1, 9)):
            sightings.append((f"d{device}", second, picks.choice(cells)))
            second += picks.choice([60, 600, 1800, 3600, 7200, 40_000])
    world = worlds.World(
        zone=ZONE,
        sightings=sightings,
        homes={},
        max_gap_min=60,
        lookback_start=START - timedelta(days=1),
        start=START,
        end=START + timedelta(days=2),
        places=places,
    )
    out = folder / "release"
    build(world.frame, sites=places, out=out, manifest=world.manifest(threshold), home=None, report=lambda _: None)
    start = START + timedelta(days=picks.randrange(2))
    return Crowd(release=load(out), world=world, start=start, end=start + timedelta(days=picks.randrange(2)))


def within(shapes: frozenset[Shape], radius_m: int) -> Inside:
    return lambda point: any(by_hand.metres_from(shape, point) <= radius_m for shape in shapes)


def with_areas(picks: random.Random) -> list[Place]:
    """Return the four places, most of them areas, and the two groups."""
    sites = [replace(site, boundary=outlines.around(picks, site) if picks.random() < 0.8 else None) for site in SITES]
    a, b, c, _ = sites
    return [*sites, Group(site_id="ab", name="ab", members=(a, b)), Group(site_id="abc", name="abc", members=(a, b, c))]
