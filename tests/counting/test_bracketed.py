"""Two rules held against each other by inclusion alone: the truth lies inside, and what more is known never widens."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.counting.compare import bracketed
from dashboard.counting.comparison import Split
from dashboard.counting.interval import Estimate

DEVICES = st.frozensets(st.integers(0, 9))


def exact(devices: frozenset[int]) -> Estimate:
    return Estimate(low=len(devices), mid=len(devices), high=len(devices))


def parts(split: Split) -> list[Estimate]:
    return [split.only_first, split.both, split.only_second]


@given(DEVICES, DEVICES, DEVICES, DEVICES, DEVICES)
def test_the_truth_lies_inside_and_each_set_that_is_counted_brings_the_ends_closer(
    first: frozenset[int], second: frozenset[int], fewer: frozenset[int], more: frozenset[int], over: frozenset[int]
) -> None:
    both, either = first & second, first | second
    inside, around, shared = both - fewer, either | more, both | (first & over)
    nothing = bracketed(exact(first), exact(second), [], [])
    steps = [
        bracketed(exact(first), exact(second), [exact(inside)], []),
        bracketed(exact(first), exact(second), [exact(inside)], [exact(around)]),
        bracketed(exact(first), exact(second), [exact(inside)], [exact(around)], [exact(shared)]),
    ]
    truth = [len(first - second), len(both), len(second - first)]
    for before, after in zip([nothing, *steps], steps, strict=False):
        for wide, tight, true in zip(parts(before), parts(after), truth, strict=True):
            assert wide.low <= tight.low <= true <= tight.high <= wide.high
    # Either end of what both are is known from their union, or from what they share.
    for known in (
        bracketed(exact(first), exact(second), [], [exact(either)]),
        bracketed(exact(first), exact(second), [exact(both)], []),
    ):
        assert [known.only_first.high, known.both.low, known.only_second.high] == truth
    overlap = bracketed(exact(first), exact(second), [], [], [exact(both)])
    assert [overlap.only_first.low, overlap.both.high, overlap.only_second.low] == truth
