"""One client of the demonstration's app for all tests of exports."""

import pytest
from dash import Dash
from flask.testing import FlaskClient


@pytest.fixture(scope="session")
def client(app: Dash) -> FlaskClient:
    return app.server.test_client()
