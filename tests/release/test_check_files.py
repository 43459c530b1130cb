"""Files and manifest: what is listed, there, of that hash and those rows; and a manifest that can be read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import small
from small import presence_file

from dashboard.errors import Fault
from dashboard.release.check import check

REACH = "reach.parquet"
PART = presence_file()


def where(faults: list[Fault]) -> list[tuple[str, str | None, int | None]]:
    return [(fault.file, fault.column, fault.row) for fault in faults]


def test_a_file_that_is_listed_and_missing(release: Path) -> None:
    (release / PART).unlink()
    (fault,) = check(release)
    assert (fault.file, fault.column) == ("manifest.json", "files")
    assert PART in fault.problem


def test_a_file_that_is_there_and_not_listed(release: Path) -> None:
    (release / "more.csv").write_text("cell,devices\n")
    (fault,) = check(release)
    assert fault.file == "more.csv"
    assert "not listed" in fault.problem


def test_a_file_that_is_listed_and_has_no_place(release: Path) -> None:
    small.add_table(release, "presence/part-0.parquet", small.table(release, PART))
    (fault,) = check(release)
    assert fault.file == "presence/part-0.parquet"
    assert "no file of a release" in fault.problem


def test_a_file_listed_twice(release: Path) -> None:
    files = small.listed(release)
    small.change_manifest(release, files=[*files, files[0]])
    (fault,) = check(release)
    assert where([fault]) == [("manifest.json", "files", None)]
    assert "2 times" in fault.problem


def test_a_hash_that_does_not_match(release: Path) -> None:
    rows = small.table(release, REACH)
    rows.with_columns(pl.col("devices") + 1).write_parquet(release / REACH)
    (fault,) = check(release)
    assert fault.file == REACH
    assert "SHA-256" in fault.problem


def test_a_number_of_rows_that_does_not_match(release: Path) -> None:
    files = [{**file, "rows": 7} if file["path"] == REACH else file for file in small.listed(release)]
    small.change_manifest(release, files=files)
    (fault,) = check(release)
    assert fault.file == REACH
    assert "has 216 rows, the manifest lists 7" in fault.problem


def test_a_number_of_districts_that_does_not_match(release: Path) -> None:
    files = [{**file, "rows": 7} if file["path"] == "districts.geojson" else file for file in small.listed(release)]
    small.change_manifest(release, files=files)
    (fault,) = check(release)
    assert fault.file == "districts.geojson"
    assert "has 1 features, the manifest lists 7" in fault.problem


@pytest.mark.parametrize("target", ["/etc/hostname", "nowhere", "manifest.json"])
def test_a_link(release: Path, target: str) -> None:
    (release / REACH).unlink()
    (release / REACH).symlink_to(target)
    assert "is a link" in {fault.file: fault.problem for fault in check(release)}[REACH]


def test_a_link_to_a_folder(release: Path, tmp_path: Path) -> None:
    (release / "presence").rename(tmp_path / "presence")
    (release / "presence").symlink_to(tmp_path / "presence")
    assert "is a link" in {fault.file: fault.problem for fault in check(release)}["presence"]


def test_a_pipe_is_not_waited_for(release: Path) -> None:
    (release / REACH).unlink()
    os.mkfifo(release / REACH)
    assert "no plain file" in {fault.file: fault.problem for fault in check(release)}[REACH]


def test_a_folder_for_the_manifest(release: Path) -> None:
    (release / "manifest.json").unlink()
    (release / "manifest.json").mkdir()
    (fault,) = check(release)
    assert (fault.file, fault.problem) == ("manifest.json", "is missing")


def test_no_folder_at_all(tmp_path: Path) -> None:
    (fault,) = check(tmp_path / "nowhere")
    assert fault.problem == "is no folder"
    assert str(tmp_path / "nowhere") == fault.file


def test_a_file_of_text_that_calls_itself_parquet(release: Path) -> None:
    (release / REACH).write_text("site_id,devices\n")
    small.rehash(release)
    (fault,) = check(release)
    assert (fault.file, fault.problem) == (REACH, "is not a Parquet file")


def test_nothing_counted(release: Path) -> None:
    files = [file for file in small.listed(release) if file["path"] in {"sites.parquet", "districts.geojson"}]
    for file in small.listed(release):
        if file not in files:
            (release / file["path"]).unlink()
    small.change_manifest(release, files=files)
    assert [fault.problem for fault in check(release)] == ["lists neither reach nor presence"]


@pytest.mark.parametrize(("gone", "says"), [("sites.parquet", "but not sites"), (REACH, "but not reach.parquet")])
def test_a_table_without_the_one_that_it_needs(release: Path, gone: str, says: str) -> None:
    (release / gone).unlink()
    small.change_manifest(release, files=[file for file in small.listed(release) if file["path"] != gone])
    faults = check(release)
    assert any(says in fault.problem and fault.file == "manifest.json" for fault in faults)


def set_threshold(document: dict[str, object]) -> None:
    document["disclosure"] = {"threshold": "many"}


def set_field(field: str, value: object) -> Callable[[dict[str, object]], None]:
    return lambda document: document.update({field: value})


@pytest.mark.parametrize(
    ("change", "column", "says"),
    [
        (set_field("crs", "GCJ02"), "crs", "100 to 700 m off"),
        (set_field("schema", "screening-release/3"), "schema", "screening-release/1"),
        (set_field("colour", "red"), "colour", "is no field"),
        (lambda document: document.pop("title"), "title", "is missing"),
        (lambda document: document.update(title="Beijing\u2067"), "title", "holds U+2067"),
        (lambda document: document.update(title_zh="北京\x85"), "title_zh", "holds U+0085"),
        (lambda document: document.update(licence="MIT\r"), "licence", "holds U+000D"),
        (lambda document: document["operator"].update(name="A\x1b[2J"), "operator.name", "holds U+001B"),
        (set_threshold, "disclosure.threshold", "whole number"),
        (set_field("max_gap_min", True), "max_gap_min", "whole number"),  # noqa: FBT003 a value of JSON
        (set_field("lookback_start", 0), "lookback_start", "date"),
        (set_field("time_zone", "Asia/Peking"), "time_zone", "IANA"),
        (set_field("time_zone", "Factory"), "time_zone", "IANA"),
        (set_field("radii_m", [500, 250]), "radii_m", "rise"),
        (set_field("lookback_start", "2020-06-11"), None, "after the period"),
        (set_field("created_at", "2020-06-15T08:00:00"), "created_at", "offset"),
        (set_field("lookback_start", "0001-01-01"), "lookback_start", "1970-01-01"),
        (set_field("period", {"start": "2020-06-10", "end": "2200-01-01"}), "period.end", "2199-12-31"),
        (set_field("files", [{"path": "../x", "rows": 1, "sha256": "0" * 64}]), "files.0.path", "inside the release"),
    ],
)
def test_a_field_of_the_manifest(
    release: Path, change: Callable[[dict[str, object]], None], column: str | None, says: str
) -> None:
    document = small.read_manifest(release)
    change(document)
    small.write_manifest(release, document)
    (fault,) = check(release)
    assert (fault.file, fault.column) == ("manifest.json", column)
    assert says in fault.problem


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"title": Infinity}', b"[" * 100_000])
def test_a_manifest_that_is_no_manifest(release: Path, text: bytes) -> None:
    (release / "manifest.json").write_bytes(text)
    faults = check(release)
    assert faults
    assert {fault.file for fault in faults} == {"manifest.json"}


@pytest.mark.parametrize("spread", ["Infinity", "1e300"])
def test_noise_without_bounds_is_refused(release: Path, spread: str) -> None:
    text = (release / "manifest.json").read_text().replace('"noise_sd": 0.0', f'"noise_sd": {spread}')
    (release / "manifest.json").write_text(text)
    (fault,) = check(release)
    assert fault.column == "disclosure.noise_sd"
