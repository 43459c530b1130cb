"""Rules that differ by their dates alone: who came in both windows follows from the days since, or is bounded by it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

from examples import of
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_world import (
    END,
    LOOKBACK,
    MARKET,
    START,
    VISITS,
    WINDOWS,
    Put,
    Visit,
    days,
    reach_contents,
    rule,
    truly_flagged,
    withheld,
)

from dashboard.counting.compare import compare
from dashboard.counting.comparison import Comparison
from dashboard.counting.count import count
from dashboard.counting.interval import Estimate
from dashboard.release.load import Release

Window = tuple[date, date]
Histories = dict[int, list[date]]


def put_visits(put: Put, visits: list[Visit], threshold: int, noise_sd: float = 0) -> Release:
    contents = replace(reach_contents(visits, threshold), places=[MARKET])
    return put(withheld(threshold, noise_sd), contents)


def over(release: Release, first: Window, second: Window) -> Comparison:
    return compare(release, *(rule(radius_m=1000, start=start, end=end) for start, end in (first, second)))


@settings(max_examples=of(40))
@given(VISITS, WINDOWS, WINDOWS, st.integers(1, 3))
def test_the_truth_lies_in_every_part(
    put: Put, visits: list[Visit], first: Window, second: Window, threshold: int
) -> None:
    release = put_visits(put, visits, threshold)
    found = over(release, first, second)
    a, b = (truly_flagged(visits, rule(radius_m=1000, start=start, end=end)) for start, end in (first, second))
    parts = (found.split.only_first, found.split.both, found.split.only_second)
    for part, truth in zip(parts, (len(a - b), len(a & b), len(b - a)), strict=True):
        assert part.low <= truth <= part.high
        if threshold == 1 and found.split.method == "counted":
            assert part == Estimate(low=truth, mid=truth, high=truth)
    assert found.difference.low <= len(b) - len(a) <= found.difference.high
    between = (max(first[0], second[0]) - min(first[1], second[1])).days > 1
    assert found.split.method == "counted" or between


def worlds(histories: Histories, gap: list[date]) -> Iterator[Histories]:
    """Every world with the same counts: those who come on a date of the gap may go on as another of them does."""
    if not gap:
        yield histories
        return
    here = [device for device, dates in histories.items() if gap[0] in dates]
    for order in permutations(here):
        swapped = {
            device: [
                *(day for day in histories[device] if day <= gap[0]),
                *(day for day in histories[other] if day > gap[0]),
            ]
            for device, other in zip(here, order, strict=True)
        }
        yield from worlds({**histories, **swapped}, gap[1:])


@settings(max_examples=of(40))
@given(st.lists(st.sets(st.sampled_from(days(LOOKBACK, END)), min_size=1), max_size=4))
def test_a_date_between_leaves_a_bracket_that_no_other_world_would_make_narrower(
    put: Put, comes: list[set[date]]
) -> None:
    histories = {device: sorted(dates) for device, dates in enumerate(comes)}
    visits = [Visit(device, day, 0, 5) for device, dates in histories.items() for day in dates]
    first, second = (START, START), (END - timedelta(days=1), END)
    both = over(put_visits(put, visits, 1), first, second).split.both
    gap = days(START + timedelta(days=1), END - timedelta(days=2))
    came = [
        sum(
            any(first[0] <= day <= first[1] for day in dates) and any(day >= second[0] for day in dates)
            for dates in world.values()
        )
        for world in worlds(histories, gap)
    ]
    assert (both.low, both.high) == (min(came), max(came))


# Three come on the first date, one on the second, three on the third.
CAME_ONCE = [Visit(device, START + timedelta(days=day), 0, 5) for device, day in enumerate((0, 0, 0, 1, 2, 2, 2))]


@settings(max_examples=of(40))
@given(VISITS, WINDOWS, WINDOWS, st.integers(3, 5))
@example(CAME_ONCE, (START, START + timedelta(days=1)), (START + timedelta(days=1), START + timedelta(days=2)), 3)
def test_a_row_withheld_in_both_does_not_widen_the_difference(
    put: Put, visits: list[Visit], first: Window, second: Window, threshold: int
) -> None:
    release = put_visits(put, visits, threshold)
    rows = reach_contents(visits, threshold).reach
    assert rows is not None
    unshared = 0
    for _, radius_m, stay, day, since, devices in rows.iter_rows():
        if (radius_m, stay, devices) == (1000, 0, None):
            before = date.min if since is None else day - timedelta(days=since)
            unshared += len({start <= day <= end and before < start for start, end in (first, second)}) == 2
    difference = over(release, first, second).difference
    assert difference.high - difference.low <= unshared * (threshold - 2)


def test_noise_in_both_does_not_widen_the_difference(put: Put) -> None:
    visits = [Visit(device, day, 0, 5) for device in range(9) for day in days(START, END)[: 1 + device % 5]]
    release = put_visits(put, visits, 1, noise_sd=2)
    wide, late = rule(radius_m=1000), rule(radius_m=1000, start=START + timedelta(days=1))
    apart = [count(release, one).devices for one in (wide, late)]
    found = compare(release, wide, late)
    assert found.difference.high - found.difference.low < sum(one.high - one.low for one in apart)


def test_worked_example(put: Put) -> None:
    """One comes on the first date and between, one between and on the last: it may be one who came on all three."""
    before, between, after = START, START + timedelta(days=1), START + timedelta(days=2)
    visits = [Visit(1, before, 0, 5), Visit(1, between, 0, 5), Visit(2, between, 0, 5), Visit(2, after, 0, 5)]
    unsure = over(put_visits(put, visits, 1), (before, before), (after, after)).split
    some = Estimate(low=0, mid=None, high=1)
    assert (unsure.only_first, unsure.both, unsure.only_second, unsure.method) == (some, some, some, "bracket")
    # A third who comes straight from the first date to the last is in both, whatever the others did.
    sure = over(
        put_visits(put, [*visits, Visit(3, before, 0, 5), Visit(3, after, 0, 5)], 1), (before, before), (after, after)
    )
    assert sure.split.both == Estimate(low=1, mid=None, high=2)
    assert sure.difference.mid == 0
