"""The truth of small worlds lies inside the bracket of what nobody counted: several places, circles, outlines."""

import random
import tempfile
from itertools import combinations, pairwise
from pathlib import Path

import pytest
import worlds
from crowds import LAT, LNG, PLACES, A, B, C, Crowd, Inside, crowd, few, seeds, within
from hypothesis import given
from hypothesis import strategies as st

from dashboard.boundary import Shape
from dashboard.counting.bracket_matrix import BracketMatrix
from dashboard.counting.count import matrix_of
from dashboard.counting.matrix import Matrix
from dashboard.place import drawn, parse_place
from dashboard.sphere import Point

CHOICES = [ids for n in (1, 2, 3, 4) for ids in combinations([place.site_id for place in PLACES], n)]


def enclosed(corners: list[Point]) -> Inside:
    """Count the edges that a line to the north crosses."""

    def inside(point: Point) -> bool:
        lat, lng = point
        crossed = 0
        for (lat_a, lng_a), (lat_b, lng_b) in pairwise([*corners, corners[0]]):
            if min(lng_a, lng_b) <= lng < max(lng_a, lng_b):
                crossed += lat < lat_a + (lat_b - lat_a) * (lng - lng_a) / (lng_b - lng_a)
        return crossed % 2 == 1

    return inside


def check_drawn(crowd: Crowd, entries: BracketMatrix, radius_m: int, inside: Inside) -> None:
    for stay in worlds.STAYS_MIN:
        bracket = entries.at(radius_m, stay)
        ends = entries.ends_at(radius_m, stay)
        flagged = crowd.flagged(inside, stay)
        unsure = crowd.over_midnight
        if ends.high.by == "place":
            assert len(flagged - unsure) <= bracket.high
            assert bracket.low <= len(flagged | unsure)
        else:
            reaching_in = crowd.reaching_in(inside, stay)
            assert bracket.low <= len(reaching_in)
            assert len(reaching_in & crowd.longest_in(inside)) <= bracket.high
            assert (ends.in_all or 0) <= len(flagged | unsure)


def spot(picks: random.Random, spread: float) -> Point:
    lat, lng = LAT + picks.uniform(-spread, spread), LNG + picks.uniform(-spread, spread)
    return round(lat, 5), round(lng, 5)


@few(6)
@given(seeds, st.integers(1, 3))
def test_the_truth_of_a_drawn_place_lies_inside(seed: int, threshold: int) -> None:
    picks = random.Random(seed)  # noqa: S311 a world
    with tempfile.TemporaryDirectory() as folder:
        seen = crowd(Path(folder), picks, threshold)
        for _ in range(6):
            centre = spot(picks, picks.choice([0.001, 0.01]))
            entries = matrix_of(seen.release, drawn([centre]), seen.start, seen.end)
            assert isinstance(entries, BracketMatrix)
            for radius_m in entries.radii_m:
                check_drawn(seen, entries, radius_m, within(frozenset([centre]), radius_m))
            corners = [spot(picks, picks.choice([0.003, 0.012])) for _ in range(picks.randrange(3, 7))]
            entries = matrix_of(seen.release, drawn(corners), seen.start, seen.end)
            assert isinstance(entries, BracketMatrix)
            if entries.radii_m:
                check_drawn(seen, entries, worlds.RADII_M[0], enclosed(corners))


@few(4)
@given(seeds, st.integers(1, 3))
def test_the_truth_of_several_places_lies_inside(seed: int, threshold: int) -> None:
    picks = random.Random(seed)  # noqa: S311 a world
    with tempfile.TemporaryDirectory() as folder:
        seen = crowd(Path(folder), picks, threshold)
        unsure = seen.over_midnight
        for choice in CHOICES:
            entries = matrix_of(seen.release, parse_place("~".join(choice)), seen.start, seen.end)
            parts = parts_of(seen, choice)
            for radius_m in worlds.RADII_M:
                for stay in worlds.STAYS_MIN:
                    flagged = set().union(*(seen.flagged(within(part, radius_m), stay) for part in parts))
                    bracket = entries.at(radius_m, stay)
                    slack = unsure if any(len(part) > 1 for part in parts) or len(parts) > 1 else set()
                    assert bracket.low <= len(flagged | slack)
                    assert len(flagged - slack) <= bracket.high


def parts_of(seen: Crowd, choice: tuple[str, ...]) -> list[frozenset[Shape]]:
    """Return the shapes of each counted place among those chosen that lies in no other of them."""
    shapes = frozenset[Shape]().union(*(seen.shapes[name] for name in choice))
    among = [part for part in seen.shapes.values() if part <= shapes]
    return [part for part in among if not any(part < other for other in among)]


@few(5)
@given(seeds)
def test_one_more_place_never_lowers_an_end(seed: int) -> None:
    picks = random.Random(seed)  # noqa: S311 a world
    with tempfile.TemporaryDirectory() as folder:
        seen = crowd(Path(folder), picks, threshold=1)
        if seen.over_midnight:
            return
        answers = {
            frozenset(choice): matrix_of(seen.release, parse_place("~".join(choice)), seen.start, seen.end)
            for choice in CHOICES
        }
        for choice, fewer in answers.items():
            for more in (answers.get(choice | {name}) for name in seen.shapes):
                if more is not None:
                    assert (more.low >= fewer.low).all()
                    assert (more.high >= fewer.high).all()


def entries_equal(one: Matrix, other: Matrix) -> bool:
    same = ((one.low == other.low).all(), (one.mid == other.mid).all(), (one.high == other.high).all())
    return one.method == other.method and all(same)


@pytest.mark.parametrize(
    ("site", "counted"),
    [("a", "a"), ("a~a", "a"), ("b~a", "ab"), ("ab~a", "ab"), ("ab~c", "abc"), (str(drawn(A.shapes)), "a")],
)
def test_what_was_counted_after_all_is_counted(tmp_path: Path, site: str, counted: str) -> None:
    seen = crowd(tmp_path, random.Random(1), threshold=1, places=PLACES)  # noqa: S311 a world
    answer, known = (matrix_of(seen.release, parse_place(text), seen.start, seen.end) for text in (site, counted))
    assert answer.method == "counted"
    assert entries_equal(answer, known)


def test_an_area_whose_corners_are_places_is_not_those_places(tmp_path: Path) -> None:
    seen = crowd(tmp_path, random.Random(1), threshold=1, places=PLACES)  # noqa: S311 a world
    corners = drawn([point for site in (A, B, C) for point in site.shapes])
    assert isinstance(matrix_of(seen.release, corners, seen.start, seen.end), BracketMatrix)
    assert matrix_of(seen.release, parse_place("abc"), seen.start, seen.end).method == "counted"
