"""Rules of several places held against each other, on sightings: the truth lies in every part."""

import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

import worlds
from crowds import PLACES, Crowd, crowd, few, seeds, within
from hypothesis import given
from hypothesis import strategies as st
from test_uncounted import CHOICES, parts_of

from dashboard.counting.compare import compare
from dashboard.place import parse_place
from dashboard.rule import Rule


@dataclass(frozen=True, kw_only=True)
class Asked:
    rule: Rule
    truth: set[str]


def asked(seen: Crowd, picks: random.Random) -> Asked:
    choice = picks.choice([*CHOICES, *((place.site_id,) for place in PLACES)])
    radius_m, stay = picks.choice(worlds.RADII_M), picks.choice(worlds.STAYS_MIN)
    flagged = set().union(*(seen.flagged(within(part, radius_m), stay) for part in parts_of(seen, choice)))
    rule = Rule(
        place=parse_place("~".join(choice)), radius_m=radius_m, min_dwell_min=stay, start=seen.start, end=seen.end
    )
    return Asked(rule=rule, truth=flagged)


@few(4)
@given(seeds, st.integers(1, 3))
def test_the_truth_of_two_places_lies_in_every_part(seed: int, threshold: int) -> None:
    picks = random.Random(seed)  # noqa: S311 a world
    with tempfile.TemporaryDirectory() as folder:
        seen = crowd(Path(folder), picks, threshold)
        unsure = len(seen.over_midnight)
        counted = 0
        for _ in range(60):
            first, second = asked(seen, picks), asked(seen, picks)
            split = compare(seen.release, first.rule, second.rule).split
            counted += split.method == "counted"
            a, b = first.truth, second.truth
            for part, truth in ((split.only_first, a - b), (split.both, a & b), (split.only_second, b - a)):
                assert part.low - unsure <= len(truth) <= part.high + unsure
        assert counted
