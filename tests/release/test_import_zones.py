"""Counts of zones, squares and towers, by a table of them: each count stays whole, however it is laid on H3."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pyogrio
import pyproj
import pytest
import shapely
from examples import of
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dashboard import cells
from dashboard.counting.bracket import presence_matrix
from dashboard.errors import InputError
from dashboard.place import parse_place
from dashboard.release.check import check
from dashboard.release.ingest import About, Plan, import_counts, look, parse_site
from dashboard.release.load import Release, load
from dashboard.sphere import distance_m

EAST, NORTH = 439_400.0, 4_472_300.0  # Madrid, in EPSG:25830
SIDES_M = (600.0, 900.0, 1_400.0)
NAMES = ("07", "A-1", "28006")
FLAT = 1.005  # how far metres of the projection and of the sphere are apart, and more
HOUR = "2022-02-14T07:00:00+01:00"


def squares(sides_m: tuple[float, ...] = SIDES_M) -> dict[str, shapely.Polygon]:
    """Squares side by side, 5 km from each other's corner."""
    return {
        name: shapely.box(EAST + 5_000 * at, NORTH, EAST + 5_000 * at + side, NORTH + side)
        for at, (name, side) in enumerate(zip(NAMES, sides_m, strict=True))
    }


def in_degrees(shape: Any) -> Any:  # noqa: ANN401 shapes of any kind
    to_degrees = pyproj.Transformer.from_crs("EPSG:25830", "EPSG:4326", always_xy=True)
    return shapely.transform(shape, to_degrees.transform, interleaved=False)


def zones_file(folder: Path, kind: str, shapes: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Write zones in a form, and return the file and what a person states."""
    path = folder / f"zones.{kind.rpartition(' ')[2]}"
    if kind == "crs in geojson":
        features = [
            {"type": "Feature", "properties": {"n": 7, "ID": name}, "geometry": shapely.geometry.mapping(shape)}
            for name, shape in shapes.items()
        ]
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25830"}}
        path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
        return str(path), {}
    if kind in {"gpkg", "shp"}:
        table = pl.DataFrame({"ID": list(shapes), "geometry": [shapely.to_wkb(shape) for shape in shapes.values()]})
        pyogrio.write_arrow(
            table.to_arrow(compat_level=pl.CompatLevel.oldest()),
            path,
            geometry_name="geometry",
            geometry_type="Polygon",
            crs="EPSG:25830",
        )
        return str(path), {}
    if kind == "wkt in csv":
        lines = [f"{name};{in_degrees(shape).wkt}\n" for name, shape in shapes.items()]
        path.write_text(f"ID;WKT\n{''.join(lines)}")
        return str(path), {}
    lines = [f"{name},{shape.centroid.x},{shape.centroid.y}\n" for name, shape in shapes.items()]
    path.write_text(f"ID,x,y\n{''.join(lines)}")
    return str(path), {"cells_crs": "EPSG:25830"}


def counts_file(folder: Path, counts: dict[str, int | str]) -> Path:
    path = folder / "counts.csv"
    path.write_text("zone,time,devices\n" + "".join(f"{name},{HOUR},{devices}\n" for name, devices in counts.items()))
    return path


def imported(
    file: Path,
    notes: list[str] | None = None,
    threshold: int = 1,
    site: str = "",
    **plan: Any,  # noqa: ANN401
) -> Release:
    sites = (parse_site(site),) if site else ()
    about = About(
        title="Zones",
        time_zone="Europe/Madrid",
        threshold=threshold,
        sites=sites,
        presence_rule="one_cell_per_hour" if site else "every_cell",
    )
    report = (notes if notes is not None else []).append
    import_counts(file, out=file.parent / "release", plan=Plan.model_validate(plan), about=about, report=report)
    assert check(file.parent / "release") == []
    return load(file.parent / "release")


def rows_of(release: Release) -> pl.DataFrame:
    assert release.presence is not None
    return release.presence.collect()


@pytest.mark.parametrize("kind", ["crs in geojson", "gpkg", "shp", "wkt in csv", "points in csv"])
def test_each_count_lies_whole_at_the_centre_of_its_zone(kind: str, tmp_path: Path) -> None:
    shapes = squares()
    file, stated = zones_file(tmp_path, kind, shapes)
    counts = dict(zip(NAMES, (800, 2920, 5040), strict=True))
    notes: list[str] = []
    release = imported(counts_file(tmp_path, counts), notes, cells=file, **stated)
    resolution = release.manifest.presence_resolution
    middles = {name: in_degrees(shape.centroid) for name, shape in shapes.items()}
    expected = {cells.at(middles[name].y, middles[name].x, resolution): devices for name, devices in counts.items()}
    assert dict(rows_of(release).select("cell", "devices").rows()) == expected
    assert any("each count whole at the cell that holds its zone's centre" in note for note in notes)
    assert f"{release.manifest.presence_beyond_m:,.0f} m beyond" in " ".join(notes)


@settings(max_examples=of(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sides=st.tuples(*(st.integers(150, 400) | st.integers(150, 4_000) for _ in NAMES)),
    devices=st.tuples(*(st.integers(1, 2) | st.integers(1, 10_000) for _ in NAMES)),
    lay=st.sampled_from(["centre", "area"]),
    resolution=st.none() | st.integers(6, 9),
)
@example(sides=(184, 632, 1991), devices=(1, 2, 2), lay="area", resolution=9)
def test_however_they_are_laid_counts_add_up_and_nobody_is_farther_than_is_said(
    sides: tuple[int, ...], devices: tuple[int, ...], lay: str, resolution: int | None, tmp_path: Path
) -> None:
    shapes = squares(tuple(map(float, sides)))
    file, _ = zones_file(tmp_path, "wkt in csv", shapes)
    release = imported(
        counts_file(tmp_path, dict(zip(NAMES, devices, strict=True))), cells=file, lay=lay, resolution=resolution
    )
    rows = rows_of(release)
    total, at_least = rows["devices"].sum(), rows["devices_low" if release.manifest.presence_low else "devices"].sum()
    assert total == sum(devices)
    assert max(devices) <= at_least <= total
    reach = release.manifest.presence_beyond_m + max(map(cells.reach_m, rows["cell"].to_list()))
    centres = cells.centres(rows["cell"].to_numpy())
    for shape in shapes.values():
        corners = shapely.get_coordinates(in_degrees(shape))[:, ::-1]
        # Whoever is counted in a zone is within reach of each cell in which the zone's devices are counted.
        assert max(distance_m((lat, lng), *centres.T).min() for lat, lng in corners) <= reach


@settings(max_examples=of(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sides=st.tuples(*(st.integers(150, 400) | st.integers(150, 4_000) for _ in NAMES)),
    devices=st.tuples(*(st.integers(1, 2) | st.integers(1, 10_000) for _ in NAMES)),
    lay=st.sampled_from(["centre", "area"]),
    resolution=st.none() | st.integers(6, 9),
    at=st.tuples(st.integers(0, 2), st.integers(0, 4)),
)
@example(sides=(184, 632, 1991), devices=(1, 2, 2), lay="area", resolution=9, at=(2, 1))
@example(sides=(184, 632, 1991), devices=(1, 2, 2), lay="area", resolution=9, at=(2, 3))
def test_wherever_in_its_zone_everybody_is_the_bracket_holds_them(  # noqa: PLR0913, PLR0917 an arrangement
    sides: tuple[int, ...],
    devices: tuple[int, ...],
    lay: str,
    resolution: int | None,
    at: tuple[int, int],
    tmp_path: Path,
) -> None:
    shapes = squares(tuple(map(float, sides)))
    which, corner = at
    middle = shapely.Point(shapely.get_coordinates(shapes[NAMES[which]])[corner])
    (point,) = shapely.get_coordinates(in_degrees(middle))
    file, _ = zones_file(tmp_path, "wkt in csv", shapes)
    counts = dict(zip(NAMES, devices, strict=True))
    release = imported(
        counts_file(tmp_path, counts),
        site=f"Corner,{point[1]:.6f},{point[0]:.6f}",
        cells=file,
        lay=lay,
        resolution=resolution,
    )
    day = release.manifest.period.start
    (place,) = release.places
    bracket = presence_matrix(release, parse_place(place), day, day)
    for row, radius_m in enumerate(release.manifest.radii_m):
        inside = [name for name, shape in shapes.items() if shapely.hausdorff_distance(shape, middle) < radius_m * FLAT]
        touched = [name for name, shape in shapes.items() if shape.distance(middle) < radius_m / FLAT]
        assert bracket.low[row, 0] <= sum(counts[name] for name in inside)
        assert bracket.high[row, 0] >= sum(counts[name] for name in touched)


def test_a_zone_in_parts_is_one(tmp_path: Path) -> None:
    first, second = shapely.box(-3.7, 40.4, -3.69, 40.41), shapely.box(-3.69, 40.4, -3.68, 40.41)
    path = tmp_path / "zones.csv"
    path.write_text(f"ID;WKT\nA;{first.wkt}\nA;{second.wkt}\n")
    release = imported(counts_file(tmp_path, {"A": 12}), cells=str(path))
    (cell,) = rows_of(release)["cell"].to_list()
    assert cell == cells.at(40.405, -3.69, release.manifest.presence_resolution)


def test_towers_that_share_a_mast_are_added_up_in_a_bracket(tmp_path: Path) -> None:
    path = tmp_path / "towers.csv"
    path.write_text("id,lat,lon\n1,40.4,-3.7\n2,40.4,-3.7\n3,40.5,-3.7\n")
    release = imported(counts_file(tmp_path, {"1": 5, "2": 7, "3": 9}), cells=str(path))
    assert sorted(rows_of(release).select("devices_low", "devices").rows()) == [(7, 12), (9, 9)]


def test_the_column_of_the_cells_is_found_by_its_values(tmp_path: Path) -> None:
    file, _ = zones_file(tmp_path, "gpkg", squares())
    found = look(counts_file(tmp_path, dict.fromkeys(NAMES, 5)), Plan(cells=file))
    assert [(guess.value, guess.sure) for guess in found if guess.part == "cell"] == [("zone", True)]


@pytest.mark.parametrize(
    ("text", "plan", "says"),
    [
        ("ID,lat,lng\n07,40.4,-3.7\n", {}, "(column ID) has no A-1, expected every cell of the counts"),
        ("ID,lat,lng\nx,40.4,-3.7\n", {"cell": "zone"}, "no column of it (ID) holds the cells of the counts"),
        ("ID,lat,lng\n07,40.4,-3.7\nA-1,,\n", {}, "A-1 has no shape, expected one for every cell"),
        ("ID,lat,lng\n07,40.4,-3.7\nA-1,40.4,-3.8\nA-1,41,-3.8\n", {}, "A-1 stands in several places"),
        ("ID,x,y\n07,439400,4472300\nA-1,440400,4472300\n", {}, "no degrees, state their system, such as --cells-crs"),
        ("ID,x,y\n07,1,1\nA-1,2,2\n", {"cells_crs": "no such"}, "--cells-crs is 'no such', expected a system"),
        ("ID,name\n07,x\nA-1,y\n", {}, "no columns hold points"),
        ("ID;WKT\n07;POINT 1\nA-1;x\n", {}, "column WKT: a value is no shape"),
        ("ID,lat,lng\n07,40.4,-3.7\nA-1,40.4,-3.8\n", {"cells_id": "code"}, "has no column code, expected one of ID"),
        ("ID,b,lat,lng\n07,A-1,40.4,-3.7\nA-1,07,40.4,-3.8\n", {}, "columns ID and b both hold the cells"),
        ("ID,lat,lng\n07,,\n", {}, "holds no shape"),
    ],
)
def test_zones_that_cannot_be_used(text: str, plan: dict[str, str], says: str, tmp_path: Path) -> None:
    path = tmp_path / "zones.csv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        imported(counts_file(tmp_path, {"07": 5, "A-1": 6}), cells=str(path), **{"cell": "zone", **plan})
    assert says in str(caught.value)


def test_withheld_counts_are_not_shared_out(tmp_path: Path) -> None:
    file, _ = zones_file(tmp_path, "gpkg", squares())
    counts = counts_file(tmp_path, {"07": 50, "A-1": "<15", "28006": 90})
    with pytest.raises(InputError, match="--lay is area, and counts under 15 were withheld"):
        imported(counts, cells=file, lay="area")
    assert rows_of(imported(counts, cells=file))["devices"].null_count() == 1


def test_a_file_that_is_no_map_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zones.geojson").write_text("no map")
    with pytest.raises(InputError, match="cannot be read, expected a file of zones such as GeoJSON"):
        imported(counts_file(tmp_path, {"07": 5}), cells=str(tmp_path / "zones.geojson"))
