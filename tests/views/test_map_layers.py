"""What the map paints: classes of counts, and arrays in the order of their cells."""

import base64
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import cells
from dashboard.answers.map import cells_of
from dashboard.counting.in_view import CELLS_IN_VIEW
from dashboard.release.load import Release
from dashboard.views import heat, layers
from dashboard.views.theme import LIGHT, THEMES, theme_of

ORIGIN = cells.at(39.81, 116.341, 9)
MEMBERS = sorted(cells.disk([(39.81, 116.341)], 900, 9))[:12]
EDGES = [1, 5, 10, 20]
COUNTS = st.tuples(st.integers(0, 60), st.integers(0, 4))
SCHEMA = {"cell": pl.UInt64, "low": pl.Int64, "mid": pl.Int64, "high": pl.Int64, "withheld": pl.Int64}
THRESHOLD = 15


def unpack(packed: str, dtype: str) -> list[int]:
    return [int(value) for value in np.frombuffer(base64.b64decode(packed), dtype=dtype)]


def counted(cell: int, released: int, withheld: int) -> tuple[int, int, int, int, int]:
    """Return the row of counting/presence.py for a cell: what was released and how many rows were not."""
    bounds = (released + withheld * rows for rows in (1, THRESHOLD // 2, THRESHOLD - 1))
    return (cell, *bounds, withheld)


@given(st.floats(0, 10**7), st.integers(2, 7))
def test_class_edges_rise_from_one_in_a_1_2_5_series(top: float, classes: int) -> None:
    edges = layers.class_edges(top, classes)
    assert edges[0] == 1
    assert len(edges) <= classes
    assert all(low < high for low, high in pairwise(edges))
    assert all(str(edge).rstrip("0") in {"1", "2", "5"} for edge in edges)


@given(st.floats(2, 10**7), st.integers(2, 7))
def test_the_last_class_begins_below_the_top_and_holds_little_more_than_its_half(top: float, classes: int) -> None:
    last = layers.class_edges(top, classes)[-1]
    assert last < top <= 2.5 * last


def test_class_edges_by_example() -> None:
    assert layers.class_edges(400, 7) == [1, 5, 10, 20, 50, 100, 200]
    assert layers.class_edges(0, 7) == [1]


def test_the_legend_names_every_class_and_what_is_withheld() -> None:
    withheld, *classes = heat.legend(EDGES, LIGHT, withheld_below=15)
    assert "15" in withheld["words"]
    assert "withheld" in withheld["words"]
    assert withheld["colour"] == LIGHT.withheld
    assert [entry["words"] for entry in classes] == ["1 to 4", "5 to 9", "10 to 19", "20 or more"]
    assert [entry["colour"] for entry in classes] == list(LIGHT.counts[: len(EDGES)])
    assert len(heat.legend(EDGES, LIGHT, withheld_below=1)) == len(EDGES)


@given(st.lists(st.none() | COUNTS, min_size=len(MEMBERS), max_size=len(MEMBERS)), st.randoms(use_true_random=False))
def test_the_sum_is_in_the_order_of_the_cells(counts: list[tuple[int, int] | None], random: object) -> None:
    rows = {cell: counted(cell, *count) for cell, count in zip(MEMBERS, counts, strict=True) if count is not None}
    shuffled = list(rows.values())
    random.shuffle(shuffled)
    painted = heat.heat_sum(pl.DataFrame(shuffled, schema=SCHEMA, orient="row"), MEMBERS, hours=1, edges=EDGES)
    nothing = (0, 0, 0, 0, 0)
    assert unpack(painted["low"], "<u4") == [rows.get(cell, nothing)[1] for cell in MEMBERS]
    assert unpack(painted["high"], "<u4") == [rows.get(cell, nothing)[3] for cell in MEMBERS]
    for cell, shade in zip(MEMBERS, unpack(painted["classes"], "u1"), strict=True):
        _, low, mid, high, withheld = rows.get(cell, nothing)
        if high == 0:
            assert shade == heat.EMPTY_CLASS
        elif withheld and 2 * (low - withheld) < mid:
            assert shade == heat.WITHHELD_CLASS
        else:
            assert shade - heat.FIRST_CLASS == sum(edge <= mid for edge in EDGES[1:])


@pytest.mark.parametrize("maps", [1, 2, 3])
def test_maps_side_by_side_show_no_more_cells_together_than_one_alone(release: Release, maps: int) -> None:
    view = {"south": 39.6, "west": 116.14, "north": 40.0, "east": 116.54, "focus": None, "maps": maps}
    _, members = cells_of(release, view)
    assert 0 < maps * len(members) <= CELLS_IN_VIEW


def test_a_sum_is_coloured_by_its_average_hour() -> None:
    day = pl.DataFrame([counted(MEMBERS[0], 240, 0)], schema=SCHEMA, orient="row")
    shades = [
        unpack(heat.heat_sum(day, MEMBERS[:1], hours=hours, edges=EDGES)["classes"], "u1") for hours in (1, 24, 240)
    ]
    assert shades == [[heat.FIRST_CLASS + 3], [heat.FIRST_CLASS + 2], [heat.FIRST_CLASS]]


@given(st.dictionaries(st.tuples(st.integers(0, 23), st.sampled_from(MEMBERS)), COUNTS))
def test_a_frame_an_hour_each_in_the_order_of_the_cells(counts: dict[tuple[int, int], tuple[int, int]]) -> None:
    rows = [(hour, *counted(cell, *count)) for (hour, cell), count in counts.items()]
    table = pl.DataFrame(rows, schema={"hour": pl.Int8, **SCHEMA}, orient="row")
    painted = heat.heat_frames(table, MEMBERS, edges=EDGES)
    lows = unpack(painted["low"], "<u4")
    assert len(lows) == len(unpack(painted["classes"], "u1")) == 24 * len(MEMBERS)
    for hour in range(24):
        for position, cell in enumerate(MEMBERS):
            released, withheld = counts.get((hour, cell), (0, 0))
            assert lows[hour * len(MEMBERS) + position] == released + withheld


def test_cells_carry_their_place_in_the_arrays_and_their_view() -> None:
    layer = layers.cell_layer(MEMBERS, "view")
    assert [feature["properties"]["i"] for feature in layer["features"]] == list(range(len(MEMBERS)))
    assert {feature["properties"]["key"] for feature in layer["features"]} == {"view"}
    assert [cells.parse(feature["properties"]["cell"]) for feature in layer["features"]] == MEMBERS
    for feature in layer["features"]:
        (ring,) = feature["geometry"]["coordinates"]
        lng, lat = np.mean(ring[:-1], axis=0)
        assert cells.at(lat, lng, 9) == cells.parse(feature["properties"]["cell"])


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_packed_numbers_come_back(values: list[int]) -> None:
    assert unpack(layers.packed(values), "<u4") == values


def test_both_themes_hold_as_many_colours_and_each_only_once() -> None:
    for theme in THEMES.values():
        assert len(set(theme.counts)) == len(theme.counts) == len(LIGHT.counts)
        assert theme.accent not in theme.counts
        assert theme_of(theme.name) is theme
    assert theme_of("sepia") is LIGHT
