"""Wide views: what is made once of presence answers as presence itself does, to the last row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import polars as pl
import pyarrow.parquet as pq
import pytest
from examples import of
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import END, MARKET, START, ZONE, Put, manifest

from dashboard import cells
from dashboard.answers.map import cells_of, finer_of
from dashboard.counting import in_view, wide
from dashboard.counting.in_view import cells_in_box, fit_resolution
from dashboard.counting.presence import heat, heat_by_hour, scale_top
from dashboard.release.coarser import made
from dashboard.release.coarser.levels import folder_of, level_of
from dashboard.release.coarser.made import make
from dashboard.release.combine import combine
from dashboard.release.load import Release, load
from dashboard.release.write import Contents
from dashboard.views import layers, text

SOME = settings(max_examples=of(10), deadline=None)
# Spread over several cells of resolution 5, and over each of those unevenly.
SPREAD = sorted(cells.disk(MARKET.shapes, 40_000, 9))[::997] + sorted(cells.disk(MARKET.shapes, 2_000, 9))[::3]
HOURS = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda hours: hours[0] < hours[1])
DATES = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda days: (min(days), max(days)))
ROWS = st.dictionaries(
    st.tuples(st.sampled_from(SPREAD), st.integers(0, 119), st.sampled_from([0, 15, 60])),
    st.integers(0, 40),
    min_size=1,
    max_size=30,
)
PROTECTIONS = st.sampled_from([{"threshold": 1}, {"threshold": 15}, {"threshold": 15, "noise_sd": 2.0}])


def table(rows: dict[tuple[int, int, int], int], threshold: int, *, low: bool) -> pl.DataFrame:
    midnight = datetime(START.year, START.month, START.day, tzinfo=ZoneInfo(ZONE))
    listed = [
        {
            "cell": cell,
            "hour": midnight + timedelta(hours=hour),
            "dwell_band_min": band,
            "devices": None if 0 < devices < threshold else devices,
            **({"devices_low": None if 0 < devices < threshold else devices // 2} if low else {}),
        }
        for (cell, hour, band), devices in rows.items()
    ]
    schema = {"cell": pl.UInt64, "hour": pl.Datetime("ms", ZONE), "dwell_band_min": pl.Int64, "devices": pl.Int64}
    return pl.DataFrame(listed, schema={**schema, **({"devices_low": pl.Int64} if low else {})})


@contextmanager
def slowly() -> Iterator[None]:
    """Ask presence itself alone."""
    with patch.object(wide, "level_of", lambda *_: None):
        yield


def both(ask: Any) -> None:  # noqa: ANN401 a question
    """Ask both ways, and hold the answers against each other."""
    with patch.object(wide, "_added", wraps=wide._added) as asked:
        quick = ask()
    assert asked.called
    with slowly():
        assert quick.equals(ask())


@SOME
@given(
    st.lists(ROWS, min_size=1, max_size=2), PROTECTIONS, st.booleans(), DATES, HOURS, st.sampled_from([0, 15, 20]),
    st.integers(3, 9), st.data(),
)  # fmt: skip
def test_coarser_cells_answer_as_presence_does(  # noqa: PLR0913, PLR0917 an arrangement
    put: Put, operators: list[Any], protection: dict[str, Any], low: bool, dates: Any, hours: Any, band: int,  # noqa: ANN401
    resolution: int, data: st.DataObject,
) -> None:  # fmt: skip
    releases = [
        put(
            manifest(
                operator={"name": f"Operator {number}", "market_share": 0.4}, disclosure=protection, presence_low=low
            ),
            Contents(places=[MARKET], presence=table(rows, protection["threshold"], low=low)),
        )
        for number, rows in enumerate(operators)
    ]
    with (
        patch.object(made, "ROWS_AT_ONCE", data.draw(st.sampled_from([5, 10**6]))),
        patch.object(made, "ROWS_A_GROUP", data.draw(st.sampled_from([9, 10**6]))),
    ):
        assert all(make(release, least_cells=1, few_cells=data.draw(st.sampled_from([0, 3]))) for release in releases)
    release = combine(releases)
    coarse = data.draw(st.integers(3, 9))
    choices = sorted({cells.parent(cell, coarse) for cell in SPREAD})
    chosen = data.draw(st.none() | st.lists(st.sampled_from(choices), unique=True))
    start, end = (START + timedelta(days=day) for day in dates)
    both(lambda: heat(release, chosen, resolution, start=start, end=end, hours=hours, min_band=band))
    both(lambda: heat_by_hour(release, chosen, resolution, start, band))
    top = scale_top(release, resolution, band)
    with slowly():
        assert top == scale_top.__wrapped__(release, resolution, band)


@pytest.fixture(scope="module")
def spread(put: Put) -> Release:
    rows = {(cell, number % 120, number % 2 * 15): number % 30 for number, cell in enumerate(SPREAD)}
    return put(manifest(disclosure={"threshold": 15}), Contents(places=[MARKET], presence=table(rows, 15, low=False)))


def whole(release: Release) -> pl.DataFrame:
    return heat(release, None, 6, start=START, end=END)


@pytest.mark.usefixtures("made_once")
def test_the_tables_are_asked_and_presence_is_not(spread: Release) -> None:
    with slowly():
        expected = whole(spread)
    with patch("dashboard.counting.presence.presence_rows", side_effect=AssertionError):
        assert whole(spread).equals(expected)
        assert heat_by_hour(spread, None, 8, START).height > 0


@pytest.fixture
def made_once(spread: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert make(spread, least_cells=1, few_cells=20)
    return folder_of(spread) or Path()


def test_what_is_made_is_not_made_again(spread: Release, made_once: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in made_once.iterdir()}
    assert make(spread, least_cells=1)
    assert {path: path.stat().st_mtime_ns for path in made_once.iterdir()} == before
    assert {path.name[:2] for path in before} == {"04", "05", "06", "07", "08"}


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"PAR1"), lambda p: p.chmod(0)])
def test_where_a_table_is_lost_or_damaged_presence_answers(spread: Release, made_once: Path, spoil: Any) -> None:  # noqa: ANN401
    with slowly():
        expected = whole(spread)
    for path in made_once.iterdir():
        spoil(path)
    assert whole(spread).equals(expected)


def test_no_byte_of_a_table_changes_an_answer_when_it_is_damaged(spread: Release, made_once: Path) -> None:
    with slowly():
        expected = heat(spread, None, 8, start=START, end=END)
    (path,) = made_once.glob("08-*")
    content, about = path.read_bytes(), pq.read_metadata(path).row_group(0)
    columns = {about.column(number).path_in_schema: about.column(number) for number in range(about.num_columns)}
    for column in (columns["withheld_24"], columns["counted_24"]):
        first = column.dictionary_page_offset or column.data_page_offset
        for at in range(first, first + column.total_compressed_size, 5):
            path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
            assert heat(spread, None, 8, start=START, end=END).equals(expected)


def test_other_content_gets_tables_of_its_own_in_the_place_of_the_former(
    spread: Release, made_once: Path, put: Put
) -> None:
    former = {path.name for path in made_once.iterdir()}
    assert level_of(spread, 6) is not None
    other = put(manifest(), Contents(places=[], presence=table({(SPREAD[0], 0, 0): 3}, 1, low=False)))
    assert level_of(other, 6) is None
    there = Path(spread.path).rename(Path(spread.path).with_name("moved"))
    try:
        Path(other.path).rename(spread.path)
        other = load(spread.path)
        assert make(other, least_cells=1)
        assert former.isdisjoint(path.name for path in made_once.iterdir())
        assert whole(other)["mid"].to_list() == [3]
    finally:
        Path(spread.path).rename(other.path.with_name("other"))
        there.rename(spread.path)


def test_a_small_release_and_a_user_without_a_home_get_no_tables(
    spread: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert not make(spread)
    assert not list(tmp_path.iterdir())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "below"))
    (tmp_path / "file").touch()
    assert not make(spread, least_cells=1)


@SOME
@given(
    st.integers(4, 9), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5), st.floats(0, 0.8), st.floats(0, 0.8),
    st.integers(0, 400),
)  # fmt: skip
def test_the_cells_of_a_view_are_those_of_the_whole_country_looked_at_one_by_one(  # noqa: PLR0913, PLR0917 a box has four sides
    spread: Release, resolution: int, north: float, east: float, high: float, across: float, limit: int
) -> None:
    south, west = MARKET.lat + north, MARKET.lng + east
    box = (south, west, south + high, west + across)
    expected = cells_in_box(spread, *box, resolution)
    fits = fit_resolution(spread, box, limit)
    with patch.object(in_view, "FEW", 0):
        assert cells_in_box(spread, *box, resolution) == expected
        assert fit_resolution(spread, box, limit) == fits


@pytest.mark.parametrize("middle", [(0.0, 179.99), (78.2, 15.6), (89.5, 40.0), (-17.8, -179.95)])
def test_cells_at_the_line_of_the_date_and_near_a_pole_are_found(put: Put, middle: tuple[float, float]) -> None:
    near = sorted(cells.disk([middle], 6_000, 9))
    release = put(manifest(), Contents(places=[], presence=table({(cell, 0, 0): 1 for cell in near}, 1, low=False)))
    lat, lng = middle
    for box in ((lat - 0.02, lng - 0.1, lat + 0.02, min(180, lng + 0.1)), (-90, -180, 90, 0), (-90, 0, 90, 180)):
        expected = cells_in_box(release, *box, 9)
        with patch.object(in_view, "FEW", 0):
            assert cells_in_box(release, *box, 9) == expected


@SOME
@given(st.floats(0.01, 0.8), st.integers(0, 20), st.integers(1, 4))
def test_the_zoom_at_which_finer_cells_come_is_the_first_one(
    spread: Release, size: float, steps: int, maps: int
) -> None:
    box = (MARKET.lat - size, MARKET.lng - size, MARKET.lat + size, MARKET.lng + size)
    now = 5 + steps / 2
    view = dict(zip(("south", "west", "north", "east"), box, strict=True)) | {"zoom": now, "maps": maps, "focus": ""}
    with patch.object(in_view, "CELLS_IN_VIEW", 60):
        resolution, _ = cells_of(spread, view)
        finer = [
            zoom / 2
            for zoom in range(int(2 * now) + 1, 35)
            if in_view.fit_resolution(spread, layers.closer(box, zoom / 2 - now), 60 // maps) > resolution
        ]
        said = finer_of(spread, resolution, view)
    assert said == (text.finer_cells(finer[0], now) if resolution < 9 and finer else "")
