"""The frontier: which rules no other beats, the better one, and what one rule covers of another."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.counting.frontier import Point, better, efficient
from dashboard.counting.interval import Estimate


def point(radius_m: int, stay: int, flagged: int, recall: float) -> Point:
    return Point(
        radius_m=radius_m,
        min_dwell_min=stay,
        devices=Estimate(low=flagged, mid=flagged, high=flagged),
        flagged=Estimate(low=flagged, mid=flagged, high=flagged),
        recall=recall,
        recall_low=recall,
        recall_high=recall,
    )


WIDE = point(1000, 0, 355_000, 0.99)
NARROW = point(500, 15, 234_000, 0.99)
LONG = point(1000, 60, 150_000, 0.60)
WASTED = point(1000, 30, 240_000, 0.90)
ALL = [WIDE, WASTED, NARROW, LONG]


def test_no_efficient_rule_is_beaten() -> None:
    assert efficient(ALL) == [LONG, NARROW]


def test_the_better_rule_catches_as_many_with_fewest_flagged() -> None:
    assert better(ALL, WIDE) == NARROW
    assert better(ALL, WASTED) == NARROW
    assert better(ALL, NARROW) is None


SHARES = st.floats(0, 1) | st.floats(0.9, 1)
POINTS = st.lists(
    st.builds(point, st.just(250), st.just(0), st.integers(0, 1_000_000), SHARES), min_size=1, max_size=30
)


@given(points=POINTS)
def test_the_frontier_rises(points: list[Point]) -> None:
    line = efficient(points)
    assert [one.size for one in line] == sorted({one.size for one in line})
    assert [one.recall for one in line] == sorted({one.recall for one in line})
    for one in points:
        assert any(on.size <= one.size and on.recall >= one.recall for on in line)


@given(points=POINTS)
def test_a_better_rule_flags_fewer_and_catches_as_many(points: list[Point]) -> None:
    found = better(points, points[0])
    if found is not None:
        assert found.size < points[0].size
        assert found.recall >= points[0].recall - 0.01
        assert better(points, found) is None, "whoever took it would be offered another"
