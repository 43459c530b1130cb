"""The map of a briefing lies on the base map, says whom to credit, and shows the colours of its legend."""

from pathlib import Path

import maps
import pytest
from matplotlib.figure import Figure
from shapely.affinity import translate

from dashboard.basemap.make import make
from dashboard.export.briefing import drawing
from dashboard.export.briefing import map as map_of_briefing
from dashboard.export.briefing.backdrop import AREAS, LINES
from dashboard.export.briefing.map import map_part
from dashboard.language import in_language
from dashboard.release.answerable import default_rule
from dashboard.release.load import Release

CREDIT = "(c) <i>Town</i> & $x^2$"


@pytest.fixture(scope="module")
def base(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    lat, lng = next(iter(release.places[default_rule(release).place.site_id].shapes))
    there = [(tags, translate(shape, lng - maps.LNG, lat - maps.LAT + 0.004)) for tags, shape in maps.TOWN]
    make(maps.written(folder / "town.gpkg", features=there), folder / "out", attribution=CREDIT)
    return folder / "out"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of the map drawn last, which are outlines in its SVG."""
    said: list[str] = []

    def drawn(figure: Figure) -> str:
        said[:] = [text.get_text() for axes in figure.axes for text in axes.texts]
        return drawing.drawn(figure)

    monkeypatch.setattr(map_of_briefing, "drawn", drawn)
    return said


def test_streets_and_names_are_drawn_and_credited(
    release: Release, base: Path, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = default_rule(release)
    without = map_part(release, rule)
    assert CREDIT not in written
    monkeypatch.setenv("BASEMAP", str(base))
    part = map_part(release, rule)
    assert {CREDIT, "Vale"} <= set(written)
    with in_language("zh_Hans"):
        map_part(release, rule)
    assert "瓦利拉" in written
    for colour in (AREAS["park"], AREAS["water"], LINES["main"][0], LINES["rail"][0]):
        assert colour in part.svg
        assert colour not in without.svg


def test_the_legend_is_what_the_heat_looks_like_over_paper(
    release: Release, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = default_rule(release)
    opaque = map_part(release, rule).legend
    monkeypatch.setenv("BASEMAP", str(base))
    seen = map_part(release, rule).legend
    assert [said for _colour, said in seen] == [said for _colour, said in opaque]
    for (pale, _said), (full, _same) in zip(seen, opaque, strict=True):
        for at in (1, 3, 5):
            assert int(pale[at : at + 2], 16) == round(0.8 * int(full[at : at + 2], 16) + 0.2 * 255)


def test_a_base_map_that_is_gone_leaves_the_map_as_it_was(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = default_rule(release)
    before = map_part(release, rule).svg
    monkeypatch.setenv("BASEMAP", str(tmp_path / "gone"))
    assert map_part(release, rule).svg == before
