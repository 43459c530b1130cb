"""What all tests share: the demonstration opened once, where the real input lies, no example failing for being slow."""

import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from dash import Dash
from examples import ALL
from hypothesis import HealthCheck, settings
from real_input import SHARED

from dashboard.app import create_app
from dashboard.language import ENGLISH, in_language
from dashboard.release.load import Release
from dashboard.release.shelf import Shelf
from dashboard.settings import Settings
from dashboard.shipped import DEMO_RELEASE

BROWSER = Path(__file__).parent / "browser"

# A busy machine is no fault of the code.
settings.register_profile("suite", max_examples=ALL, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("suite"), max_examples=ALL // 10)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the pages be pictured anew."""
    parser.addoption("--picture", action="store_true", help="Keep the pages as they look now.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what starts a browser or Spark, so that it can be left out; put files with a long test first.

    A long file begun last would keep one process busy while the other has nothing left to run.
    """
    for item in items:
        if item.path.is_relative_to(BROWSER):
            item.add_marker("browser")
        if "spark" in getattr(item, "fixturenames", ()):
            item.add_marker("spark")
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """Leave out syncing, which costs each of the many small releases a tenth of a second: no test cuts the power."""
    with patch.object(os, "fsync", lambda _: None):
        yield


@pytest.fixture(scope="session", autouse=True)
def receipts_of_the_tests_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what checks leave out of the user's cache, and what the user's checks left out of the tests."""
    with patch.dict(os.environ, XDG_CACHE_HOME=str(tmp_path_factory.mktemp("cache"))):
        yield


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """Let a test that ends within a request leave its language to no other."""
    with in_language(ENGLISH):
        yield


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    shelf = Shelf([DEMO_RELEASE])
    shelf.open()
    return shelf


@pytest.fixture(scope="session")
def release(shelf: Shelf) -> Release:
    return shelf.releases["demo"]


@pytest.fixture(scope="session")
def app(shelf: Shelf) -> Dash:
    return create_app(Settings(), shelf)


@pytest.fixture(scope="session")
def helsinki_csv() -> Path:
    """Hourly device counts by H3 cell, Helsinki 2018 (Bergroth et al. 2022, CC BY 4.0)."""
    path = SHARED / "real" / "helsinki_presence.csv.gz"
    assert path.exists(), f"real input {path} is missing; set SCREENING_SCOPE_SHARED to the folder that holds real/"
    return path
