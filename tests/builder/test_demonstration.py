"""The demonstration made anew: the shipped one byte for byte, and what it sums to is the number of distinct devices."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from unittest.mock import patch

import brute
import numpy as np
import pytest

from dashboard.builder import build
from dashboard.builder.disclosure import Tables
from dashboard.counting.reach import flagged
from dashboard.demo import city, demo
from dashboard.place import parse_place
from dashboard.release.load import Release, load
from dashboard.release.write import Contents, write
from dashboard.rule import Rule
from dashboard.shipped import DEMO_RELEASE

pytestmark = pytest.mark.long

EPOCH = date(1970, 1, 1)
RULES = 300


@dataclass(frozen=True, kw_only=True)
class Rebuilt:
    """What `demo --rebuild` wrote and reported, and of the same run the sightings and the counts not yet withheld."""

    folder: Path
    steps: list[object]
    made: city.Sightings
    exact: Tables


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Rebuilt:
    folder, steps = tmp_path_factory.mktemp("rebuilt") / "demo", []
    made: list[city.Sightings] = []
    sightings = city.sightings

    def keep_made(seed: int) -> city.Sightings:
        made.append(sightings(seed))
        return made[-1]

    with (
        patch.object(city, "sightings", keep_made),
        patch.object(build, "protect", wraps=build.protect) as protecting,
    ):
        demo.rebuild(folder, report=steps.append)
    exact, *_ = protecting.call_args.args
    return Rebuilt(folder=folder, steps=steps, made=made[0], exact=exact)


def test_the_seed_makes_the_shipped_release_again(rebuilt: Rebuilt) -> None:
    again = (rebuilt.folder / "manifest.json").read_bytes()
    assert again == (DEMO_RELEASE / "manifest.json").read_bytes(), "the manifest lists the hash of every file"
    assert str(demo.SEED) in str(rebuilt.steps[0])


def test_flagged_devices_of_300_rules_are_the_distinct_devices(tmp_path: Path, rebuilt: Rebuilt) -> None:
    contents = Contents(places=rebuilt.made.sites, reach=rebuilt.exact.reach)
    write(tmp_path / "release", demo.manifest(1), contents)
    release, withheld = load(tmp_path / "release"), load(rebuilt.folder)
    device, second, cell = (rebuilt.made.frame[column].to_numpy() for column in ("device", "time", "cell"))
    tracks = brute.Tracks(device, second, cell, utc_offset_s=8 * 3600)
    asked = list(random_rules(release))
    found = {rule: flagged(release, rule) for rule in asked}
    true = counted(tracks, release, asked)
    assert {rule: estimate.mid for rule, estimate in found.items()} == true
    assert all(estimate.exact for estimate in found.values())
    assert {str(rule.place) for rule in asked} == set(release.places)
    assert sum(estimate.low > 0 for estimate in found.values()) > RULES / 2
    for rule in asked:
        shown = flagged(withheld, rule)
        assert shown.low <= true[rule] <= shown.high


def random_rules(release: Release) -> Iterator[Rule]:
    rng = np.random.default_rng(355_000)
    manifest = release.manifest
    days = (manifest.period.end - manifest.period.start).days + 1
    for _ in range(RULES):
        first, last = sorted(rng.integers(0, days, 2).tolist())
        yield Rule(
            place=parse_place(str(rng.choice(list(release.places)))),
            radius_m=int(rng.choice(manifest.radii_m)),
            min_dwell_min=int(rng.choice(manifest.min_dwell_min)),
            start=manifest.period.start + timedelta(days=first),
            end=manifest.period.start + timedelta(days=last),
        )


def counted(tracks: brute.Tracks, release: Release, rules: list[Rule]) -> dict[Rule, int]:
    manifest = release.manifest
    counts = {}

    def site_of(rule: Rule) -> str:
        return str(rule.place)

    for site, same in groupby(sorted(rules, key=site_of), key=site_of):
        visits = tracks.visits(release.places[site].shapes, manifest.radii_m, manifest.max_gap_min)
        for rule in same:
            days = (rule.start - EPOCH).days, (rule.end - EPOCH).days
            counts[rule] = visits[rule.radius_m].distinct(rule.min_dwell_min, *days)
    return counts
