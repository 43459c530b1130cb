"""Releases written to disk and read back, as the dashboard reads them."""

import tempfile
from pathlib import Path

import pytest
from small_world import Put

from dashboard.release.load import Release, load
from dashboard.release.manifest import Manifest
from dashboard.release.write import Contents, write


@pytest.fixture(scope="session")
def put(tmp_path_factory: pytest.TempPathFactory) -> Put:
    """Write a release into a new folder and open it."""
    base = tmp_path_factory.mktemp("releases")

    def write_and_load(manifest: Manifest, contents: Contents) -> Release:
        out = Path(tempfile.mkdtemp(dir=base)) / "release"
        write(out, manifest, contents)
        return load(out)

    return write_and_load
