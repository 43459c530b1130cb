"""The demonstration city, counted from its tracks: what a release sums to is the number of distinct devices."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import brute
import numpy as np

from dashboard.builder.build import build
from dashboard.counting.reach import flagged
from dashboard.demo import city, demo
from dashboard.place import parse_place
from dashboard.release.load import Release, load
from dashboard.rule import Rule

EPOCH = date(1970, 1, 1)
RULES = 300


def test_flagged_devices_of_300_rules_are_the_distinct_devices(tmp_path: Path, made: city.Sightings) -> None:
    folder = tmp_path / "release"
    build(made.frame, sites=made.sites, out=folder, manifest=demo.manifest(1), home=None, report=lambda _: None)
    release = load(folder)
    device, second, cell = (made.frame[column].to_numpy() for column in ("device", "time", "cell"))
    tracks = brute.Tracks(device, second, cell, utc_offset_s=8 * 3600)
    asked = list(random_rules(release))
    found = {rule: flagged(release, rule) for rule in asked}
    assert {rule: estimate.mid for rule, estimate in found.items()} == counted(tracks, release, asked)
    assert all(estimate.exact for estimate in found.values())
    assert {str(rule.place) for rule in asked} == set(release.places)
    assert sum(estimate.low > 0 for estimate in found.values()) > RULES / 2


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
    around = sorted(rules, key=lambda rule: (str(rule.place), rule.radius_m))
    for (site, radius_m), same in groupby(around, key=lambda rule: (str(rule.place), rule.radius_m)):
        points = release.places[site].points
        of_stay = tracks.qualifying(points, radius_m, manifest.max_gap_min, manifest.min_dwell_min)
        for rule in same:
            days = (rule.start - EPOCH).days, (rule.end - EPOCH).days
            counts[rule] = of_stay[rule.min_dwell_min].distinct(*days)
    return counts
