"""The layout of a cell's index: its descendants lie between two indexes, its number keeps the order of cells."""

import h3.api.basic_int as h3
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dashboard import cells


@given(st.floats(-80, 80), st.floats(-179, 179), st.integers(3, 8), st.integers(0, 3))
def test_descendants_and_no_others_lie_between(lat: float, lng: float, coarse: int, finer: int) -> None:
    cell = cells.at(lat, lng, coarse)
    lowest, highest = cells.descendants(np.array([cell], dtype=np.uint64), coarse + finer)
    own = h3.cell_to_children(cell, coarse + finer)
    others = (child for beside in h3.grid_disk(cell, 1) for child in h3.cell_to_children(beside, coarse + finer))
    assert all(int(lowest[0]) <= child <= int(highest[0]) for child in own)
    assert {child for child in others if int(lowest[0]) <= child <= int(highest[0])} == set(own)


@given(st.floats(-90, 90), st.floats(-180, 180), st.integers(0, 15))
def test_the_number_of_a_cell_gives_the_cell_back_and_keeps_the_order(lat: float, lng: float, res: int) -> None:
    around = sorted(h3.grid_disk(cells.at(lat, lng, res), 1))
    numbers = [cells.number(cell, res) for cell in around]
    assert [cells.of_number(number, res) for number in numbers] == around
    assert numbers == sorted(set(numbers))
    assert numbers[0] >= 0
    assert numbers[-1] < 1 << 7 + 3 * res
