"""Two rules held against each other: the truth lies in every part, and is the part where it was counted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_world import (
    END,
    MARKET,
    RULES,
    START,
    VISITS,
    Put,
    Visit,
    manifest,
    reach_contents,
    rule,
    truly_flagged,
    withheld,
)

from dashboard.counting.compare import bracketed, compare, from_union
from dashboard.counting.comparison import Difference, Split, difference_in_people
from dashboard.counting.interval import Estimate
from dashboard.place import NamedPlace
from dashboard.rule import Rule

SETS = st.sets(st.integers(0, 12))


def exact(size: int) -> Estimate:
    return Estimate(low=size, mid=size, high=size)


def about(size: int, slack: tuple[int, int]) -> Estimate:
    below, above = slack
    return Estimate(low=max(0, size - below), mid=size, high=size + above)


def assert_holds(split: Split, first: set[int], second: set[int]) -> None:
    parts = (split.only_first, split.both, split.only_second)
    for part, truth in zip(parts, (first - second, first & second, second - first), strict=True):
        assert part.low <= len(truth) <= part.high


@given(VISITS, RULES, RULES, st.integers(1, 3))
def test_the_truth_lies_in_every_part(put: Put, visits: list[Visit], first: Rule, second: Rule, threshold: int) -> None:
    release = put(withheld(threshold), replace(reach_contents(visits, threshold), places=[MARKET]))
    found = compare(release, first, second)
    a, b = truly_flagged(visits, first), truly_flagged(visits, second)
    assert_holds(found.split, a, b)
    assert found.difference.low <= len(b) - len(a) <= found.difference.high
    mirrored = compare(release, second, first).split
    assert (mirrored.only_first, mirrored.both) == (found.split.only_second, found.split.both)
    if threshold == 1 and found.split.method == "counted":
        parts = (found.split.only_first, found.split.both, found.split.only_second)
        assert parts == (exact(len(a - b)), exact(len(a & b)), exact(len(b - a)))


BOTH, STATION = NamedPlace(site_id="both"), NamedPlace(site_id="station")
LATER = {"start": START + timedelta(days=2)}
EARLIER = {"end": START + timedelta(days=1)}


@pytest.mark.parametrize(
    ("first", "second", "method"),
    [
        ({}, {}, "counted"),
        ({"radius_m": 250}, {"radius_m": 1000}, "counted"),
        ({"radius_m": 250, "min_dwell_min": 60}, {"radius_m": 1000}, "counted"),
        ({"radius_m": 250, **LATER}, {}, "counted"),
        (EARLIER, LATER, "counted"),  # one after the other: together all the dates
        (EARLIER, {"start": START + timedelta(days=3)}, "bracket"),  # who came between them may have come before
        ({**EARLIER, "radius_m": 250}, {"start": START + timedelta(days=3), "radius_m": 250}, "counted"),  # nobody did
        ({"radius_m": 250}, {"radius_m": 1000, "min_dwell_min": 15}, "bracket"),
        ({"radius_m": 250}, {"radius_m": 1000, **LATER}, "bracket"),
        ({"place": BOTH}, {}, "counted"),
        ({"place": STATION}, {}, "counted"),  # the group counts both, for any stay
        ({"place": STATION, "min_dwell_min": 15}, {"min_dwell_min": 15}, "bracket"),
        ({"place": STATION, "radius_m": 250}, {}, "bracket"),
    ],
)
def test_it_is_counted_where_the_release_counted_what_it_takes(
    put: Put, first: dict[str, object], second: dict[str, object], method: str
) -> None:
    between = START + timedelta(days=2)
    visits = [Visit(1, START, 0, 200), Visit(2, END, 2, 14), Visit(1, END, 1, 15)]
    visits += [Visit(3, START, 1, 5), Visit(3, between, 1, 5), Visit(4, between, 1, 5), Visit(4, END, 1, 5)]
    release = put(manifest(), reach_contents(visits, 1))
    assert compare(release, rule(**first), rule(**second)).split.method == method


def test_worked_example(put: Put) -> None:
    near_short, far_long, near_long = Visit(1, START, 0, 0), Visit(2, START, 2, 60), Visit(3, START, 0, 60)
    release = put(manifest(), replace(reach_contents([near_short, far_long, near_long], 1), places=[MARKET]))
    near, long = rule(radius_m=250), rule(radius_m=1000, min_dwell_min=60)
    # Two and two of three in all: one at least is in both, and so is the one who was near for long.
    assert compare(release, near, long).split == Split(
        only_first=Estimate(low=0, mid=None, high=1),
        both=Estimate(low=1, mid=None, high=2),
        only_second=Estimate(low=0, mid=None, high=1),
        method="bracket",
    )
    everybody = rule(radius_m=1000)
    found = compare(release, everybody, near)
    assert found.split == Split(only_first=exact(1), both=exact(2), only_second=exact(0), method="counted")
    assert found.difference == Difference(low=-1, mid=-1, high=-1)


@given(SETS, SETS, SETS, SETS, st.tuples(st.integers(0, 3), st.integers(0, 3)))
def test_inclusion_holds_for_any_sets(
    first: set[int], second: set[int], part: set[int], more: set[int], slack: tuple[int, int]
) -> None:
    inside, around = first & second & part, first | second | more
    a, b, i, u = (about(len(one), slack) for one in (first, second, inside, around))
    assert_holds(bracketed(a, b, [i], [u]), first, second)
    assert_holds(bracketed(a, b, [], []), first, second)
    assert_holds(from_union(a, b, about(len(first | second), slack)), first, second)


@given(SETS, SETS)
def test_a_counted_union_gives_every_part(first: set[int], second: set[int]) -> None:
    split = from_union(exact(len(first)), exact(len(second)), exact(len(first | second)))
    assert split.only_first == exact(len(first - second))
    assert split.both == exact(len(first & second))
    assert split.only_second == exact(len(second - first))


@pytest.mark.parametrize(
    ("devices", "people"),
    [
        ((100, 100, 100), (225, 250, 313)),  # 40% of the market; 0.9, 1.0, 1.25 persons a device
        ((-100, -100, -100), (-313, -250, -225)),
        ((-100, None, 100), (-313, None, 313)),
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_a_difference_is_scaled_once(devices: tuple[int, int, int], people: tuple[int, int, int]) -> None:
    named = Difference(**dict(zip(("low", "mid", "high"), devices, strict=True)))
    scaled = difference_in_people(manifest(), named)
    assert scaled == Difference(**dict(zip(("low", "mid", "high"), people, strict=True)))


def test_under_noise_the_ends_of_nested_rules_stay_in_order(put: Put) -> None:
    release = put(withheld(1, noise_sd=3), reach_contents([Visit(n, START, n % 3, 60) for n in range(8)], 1))
    for second in (rule(radius_m=250), replace(rule(), min_dwell_min=60), rule(radius_m=1000, min_dwell_min=60)):
        split = compare(release, rule(), second).split
        for part in (split.only_first, split.both, split.only_second):
            assert 0 <= part.low <= part.high
