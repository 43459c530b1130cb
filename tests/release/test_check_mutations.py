"""Whatever is done to a release, its check returns faults and raises nothing."""

from pathlib import Path

import mutations
import pytest
import small

from dashboard.errors import Fault
from dashboard.release.check import check

MUTATIONS = 300


@pytest.mark.parametrize("first", range(0, MUTATIONS, 25))
def test_a_damaged_release_is_never_a_traceback(sound: Path, tmp_path: Path, first: int) -> None:
    for seed in range(first, first + 25):
        release = small.copy(sound, tmp_path / str(seed))
        way = mutations.damage(release, seed)
        faults = check(release)
        for fault in faults:
            line = str(fault)
            assert isinstance(fault, Fault), way
            assert fault.remedy, way
            assert line.isprintable(), way
            assert "460001234567890" not in line, way


@pytest.mark.parametrize("way", ["bytes_flipped", "cut_short", "column_gone", "file_gone", "link", "folder_for_a_file"])
def test_damage_that_cannot_be_harmless_is_refused(sound: Path, tmp_path: Path, way: str) -> None:
    for seed in range(10):
        release = small.copy(sound, tmp_path / str(seed))
        mutations.damage(release, seed, getattr(mutations, way))
        assert check(release) != [], seed
