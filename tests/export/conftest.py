"""One app over the demonstration for all tests of exports."""

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.release.shelf import Shelf
from dashboard.settings import DEMO_RELEASE, Settings


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    shelf = Shelf([DEMO_RELEASE])
    shelf.open()
    return shelf


@pytest.fixture(scope="session")
def client(shelf: Shelf) -> FlaskClient:
    return create_app(Settings(), shelf).server.test_client()
