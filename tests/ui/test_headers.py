"""What the server tells a browser it may do."""

import pytest

from dashboard.app import create_app
from dashboard.release.shelf import Shelf
from dashboard.settings import Settings


def policy(settings: Settings, path: str = "/") -> dict[str, str]:
    headers = create_app(settings, Shelf([])).server.test_client().get(path).headers
    parts = (part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    return {name: rest for name, rest in parts}  # noqa: C416 dict() cannot know that each part is a pair


@pytest.mark.parametrize("path", ["/", "/health", "/api/v1/releases", "/nowhere"])
def test_nothing_is_allowed_from_elsewhere(path: str) -> None:
    allowed = policy(Settings(), path)
    assert all("http" not in sources for sources in allowed.values())
    assert "unsafe-eval" not in allowed["script-src"]
    assert "unsafe-inline" not in allowed["script-src"]


def test_nothing_is_embedded_and_no_page_is_read_as_if_it_lay_elsewhere() -> None:
    allowed = policy(Settings())
    assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == "'self'"
    assert allowed["object-src"] == allowed["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    ("tiles", "origin"),
    [
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", "https://*.tiles.example"),
    ],
)
def test_a_tile_layer_that_is_switched_on_may_send_pictures_alone(tiles: str, origin: str) -> None:
    allowed = policy(Settings(tiles_url=tiles))
    assert allowed["img-src"].endswith(f" {origin}")
    assert origin not in allowed["script-src"] + allowed["connect-src"]
