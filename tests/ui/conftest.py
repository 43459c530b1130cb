"""The demonstration release, opened once, and the app that shows it."""

import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.release.load import Release, load
from dashboard.release.shelf import Shelf
from dashboard.settings import DEMO_RELEASE, Settings


@pytest.fixture(scope="session")
def release() -> Release:
    return load(DEMO_RELEASE)


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    opened = Shelf([DEMO_RELEASE])
    opened.open()
    return opened


@pytest.fixture(scope="session")
def app(shelf: Shelf) -> Dash:
    return create_app(Settings(), shelf)
