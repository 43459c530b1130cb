"""A small sound release, written once and copied for each test that breaks it."""

from pathlib import Path

import pytest
import small


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small release; read only."""
    return small.write_small(tmp_path_factory.mktemp("sound") / "release")


@pytest.fixture
def release(sound: Path, tmp_path: Path) -> Path:
    """A copy of the small release, to break."""
    return small.copy(sound, tmp_path / "release")
