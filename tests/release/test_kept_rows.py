"""Row groups that were read last are kept: read once, within a bound, and each release has its own."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from dashboard.release import parts
from dashboard.release.parts import Part, Parts, opened
from dashboard.release.where import Where

SITES = ("a", "b", "c")


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Return the files that are read from here on, in order."""
    found: list[str] = []
    read = parts._read

    def noted(part: Part, groups: list[int], columns: list[str] | None) -> pl.DataFrame:
        found.append(part.file)
        return read(part, groups, columns)

    monkeypatch.setattr(parts, "_read", noted)
    return found


def table(folder: Path, count: int) -> Parts:
    folder.mkdir()
    rows = pl.DataFrame({"site_id": np.repeat(SITES, 100), "devices": np.full(300, count)})
    rows.write_parquet(folder / "reach.parquet", row_group_size=100)
    return opened([Part(where=Where.of(folder), file="reach.parquet")], "site_id")


def of(from_: Parts, site: str) -> pl.DataFrame:
    return from_.holding(np.array([site], dtype=object)).collect()


def test_the_same_rows_are_read_once_and_others_when_they_are_asked_for(tmp_path: Path, reads: list[str]) -> None:
    reach = table(tmp_path / "one", 1)
    first = [of(reach, site) for site in SITES]
    again = [of(reach, site) for site in SITES]
    assert len(reads) == len(SITES)
    assert all(one.equals(other) for one, other in zip(first, again, strict=True))
    assert [one["site_id"].unique().to_list() for one in again] == [[site] for site in SITES]
    reach.holding(np.array(["a"], dtype=object), columns=["devices"]).collect()
    assert len(reads) == len(SITES) + 1


def test_each_release_keeps_its_own_rows_even_in_one_folder(tmp_path: Path) -> None:
    before = table(tmp_path / "one", 1)
    assert set(of(before, "a")["devices"]) == {1}
    (tmp_path / "one").rename(tmp_path / "old")
    after = table(tmp_path / "one", 2)
    assert set(of(after, "a")["devices"]) == {2}


@pytest.mark.parametrize(("most", "read"), [(0, 6), (10_000_000, 3)])
def test_no_more_is_kept_than_the_bound(
    tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch, most: int, read: int
) -> None:
    monkeypatch.setattr(parts, "KEPT_BYTES", most)
    reach = table(tmp_path / "one", 1)
    assert all(of(reach, site).height == 100 for site in SITES * 2)
    assert len(reads) == read
