"""A base map of any map file holds its features by kind, where they are, with their names as they are."""

import itertools
import math
import shutil
from pathlib import Path

import maps
import pytest
import shapely
from examples import of
from hypothesis import given, settings
from hypothesis import strategies as st
from real_input import SHARED

from dashboard.basemap.folder import open_basemap
from dashboard.basemap.make import OPENSTREETMAP, make
from dashboard.errors import InputError

BY = "(c) Town"


@pytest.mark.parametrize(
    ("name", "crs"),
    [
        ("town.gpkg", "EPSG:4326"),
        ("town.gpkg", "EPSG:3067"),
        ("TOWN.GeoJSON".lower(), "EPSG:4326"),
        ("town.fgb", "EPSG:3857"),
        ("town.shp", "EPSG:3067"),
    ],
)
def test_each_form_and_crs_gives_the_same_town(tmp_path: Path, name: str, crs: str) -> None:
    make(maps.town(tmp_path / name, crs=crs), tmp_path / "out", attribution=BY)
    base = open_basemap(tmp_path / "out")
    assert base.attribution == BY
    found = maps.read_all(base, 14, tmp_path)
    lines = {"main", "street", "rail"}
    assert set(found) == (lines if name.endswith(".shp") else maps.KINDS)
    assert base.box == pytest.approx((maps.LNG, maps.LAT, maps.LNG + maps.SIZE, maps.LAT + maps.SIZE), abs=1e-5)
    assert {names["name"] for names, _shape in found["street"]} == {maps.HOSTILE}
    assert all(not names for names, _shape in found["rail"])


def test_names_are_kept_in_each_language_and_parks_are_named_at_a_point(tmp_path: Path) -> None:
    make(maps.town(tmp_path / "town.gpkg"), tmp_path / "out", attribution=BY)
    base = open_basemap(tmp_path / "out")
    found = maps.read_all(base, 14, tmp_path)
    assert [dict(one) for one in {tuple(names.items()) for names, _shape in found["suburb"]}] == [
        {"name": "Vallila", "name_en": "Vale", "name_zh": "瓦利拉"}
    ]
    ((_names, shape),) = (one for one in found["spot"] if one[0]["name"] == "Green")
    assert shape.geom_type == "Point"
    assert found["park"][0][1].buffer(50).contains(shape)


def test_a_line_over_the_edge_of_a_tile_is_in_both_and_reaches_over_it(tmp_path: Path) -> None:
    make(maps.town(tmp_path / "town.gpkg"), tmp_path / "out", attribution=BY)
    base = open_basemap(tmp_path / "out")
    zoom, column, row = maps.tile_at(maps.LNG + 1e-4, maps.LAT, 14)
    edge = (column + 1) / 2**zoom * 40_075_016.685578488 - 20_037_508.342789244
    ((_n, here),) = maps.read(base, (zoom, column, row), tmp_path)["main"]
    ((_m, beside),) = maps.read(base, (zoom, column + 1, row), tmp_path)["main"]
    assert here.bounds[2] > edge > beside.bounds[0]
    assert here.bounds[2] - edge < 100


def test_small_things_come_with_the_zoom(tmp_path: Path) -> None:
    make(maps.town(tmp_path / "town.gpkg"), tmp_path / "out", attribution=BY)
    base = open_basemap(tmp_path / "out")
    kinds = [set(maps.read_all(base, zoom, tmp_path)) for zoom in range(5, 15)]
    assert all(coarse <= fine for coarse, fine in itertools.pairwise(kinds))
    assert "main" in kinds[8 - 5]
    assert "street" not in kinds[11 - 5]
    assert base.tile(15, 0, 0) is None


def test_the_same_file_gives_the_same_digest_and_another_one_another(tmp_path: Path) -> None:
    file = maps.town(tmp_path / "town.gpkg")
    for out, by in (("one", BY), ("two", BY), ("other", "someone else")):
        make(file, tmp_path / out, attribution=by)
    one, two, other = (open_basemap(tmp_path / out).digest for out in ("one", "two", "other"))
    assert one == two != other


def bare_shapefile(folder: Path) -> Path:
    file = maps.town(folder / "town.shp")
    file.with_suffix(".prj").unlink()
    return file


def far() -> list[tuple[dict[str, str], shapely.Geometry]]:
    """Metres that a file calls degrees."""
    return [({"highway": "primary"}, shapely.LineString([(385_000, 6_672_000), (386_000, 6_673_000)]))]


def text(name: str, content: str) -> object:
    def of(folder: Path) -> Path:
        (folder / name).write_text(content)
        return folder / name

    return of


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (lambda folder: folder / "none.gpkg", "is not there"),
        (text("town.pdf", "a"), "expected a map that ends in"),
        (text("town.gpkg", "no map"), "cannot be read as a map"),
        (text("town.osm.pbf", ""), "town.osm.pbf"),
        (text("town.geojson", '{"type": "FeatureCollection", "features": []}'), "says of no feature what it is"),
        (text("town.mbtiles", "no tiles"), "cannot be read as mbtiles"),
        (text("town.pmtiles", "no tiles"), "cannot be read as pmtiles"),
        (bare_shapefile, "does not say what its coordinates are"),
        (lambda folder: maps.town(folder / "town.gpkg", columns=("name",)), "says of no feature what it is"),
        (lambda folder: maps.written(folder / "town.gpkg", features=far()), "are not in EPSG:4326, which it states"),
        (lambda folder: maps.written(folder / "town.gpkg", features=maps.TOWN[-1:]), "that could be drawn"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_sentence_and_nothing_is_left(
    tmp_path: Path, file: object, said: str
) -> None:
    with pytest.raises(InputError, match=said) as refused:
        make(file(tmp_path), tmp_path / "out", attribution=BY)  # type: ignore[operator]
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out*"))


def test_who_is_to_be_credited_is_asked_for_and_a_folder_is_not_written_over(tmp_path: Path) -> None:
    file = maps.town(tmp_path / "town.gpkg")
    with pytest.raises(InputError, match="--attribution"):
        make(file, tmp_path / "out", attribution=" \n ")
    make(file, tmp_path / "out", attribution=f"{BY}\n<b>")
    assert open_basemap(tmp_path / "out").attribution == f"{BY} <b>"
    with pytest.raises(InputError, match="is there already"):
        make(file, tmp_path / "out", attribution=BY)


def test_tiles_that_were_cut_short_are_no_base_map(tmp_path: Path) -> None:
    make(maps.town(tmp_path / "town.gpkg"), tmp_path / "out", attribution=BY)
    shutil.copytree(tmp_path / "out", tmp_path / "short")
    with (tmp_path / "short" / "tiles.mbtiles").open("r+b") as tiles:
        tiles.truncate(4096)
    with pytest.raises(InputError, match="not those that its manifest names"):
        open_basemap(tmp_path / "short")
    with pytest.raises(InputError, match="is no base map"):
        open_basemap(tmp_path)


@settings(max_examples=of(5))
@given(
    names=st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40),
        min_size=1,
        max_size=4,
        unique=True,
    )
)
def test_any_name_is_the_text_that_it_was(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    folder = tmp_path_factory.mktemp("names")
    points = [
        ({"place": "suburb", "name": name}, shapely.Point(maps.LNG + 1e-4 * at, maps.LAT))
        for at, name in enumerate(names)
    ]
    make(maps.written(folder / "town.gpkg", features=points), folder / "out", attribution=BY)
    base = open_basemap(folder / "out")
    found = maps.read(base, maps.tile_at(maps.LNG, maps.LAT, 10), folder)["suburb"]
    assert {one.get("name") for one, _shape in found} == {name.strip() or None for name in names}


def test_the_market_hall_of_helsinki_is_on_the_map_and_openstreetmap_is_credited(tmp_path: Path) -> None:
    make(SHARED / "real" / "helsinki-centre.osm.pbf", tmp_path / "out")
    base = open_basemap(tmp_path / "out")
    assert base.attribution == OPENSTREETMAP
    found = maps.read(base, maps.tile_at(24.9526, 60.1664, 14), tmp_path)
    (hall,) = (names for names, _shape in found["market"] if names["name"] == "Vanha Kauppahalli")
    assert (hall["name_en"], hall["name_zh"]) == ("Old Market Hall", "老农贸市场")
    assert {"motorway", "main", "through", "street", "path", "rail", "tram", "subway"} - set(found) <= {"motorway"}
    assert math.prod(base.zooms) == 4 * 14
