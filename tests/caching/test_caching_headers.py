"""What never changes is asked for once; everything else is asked for again, and not sent again where it is the same."""

from __future__ import annotations

import re

import pytest
from dash import Dash
from werkzeug.test import Client

from dashboard.caching.headers import ASK_AGAIN, FOR_EVER


@pytest.fixture
def asked(app: Dash) -> Client:
    return app.server.test_client()


def linked(asked: Client) -> list[str]:
    """Return the addresses that the page's document names."""
    return sorted(set(re.findall(r'(?:src|href)="([^"]+)"', asked.get("/").text)))


def test_all_that_the_document_names_is_kept_for_ever(asked: Client) -> None:
    found = {}
    for address in linked(asked):
        with asked.get(address) as reply:
            found[address] = reply.status_code, reply.headers["Cache-Control"]
    assert any(address.endswith(".mjs") for address in found)
    assert set(found.values()) == {(200, FOR_EVER)}


def test_another_content_has_another_address(asked: Client) -> None:
    own = [address for address in linked(asked) if address.startswith("/assets/")]
    other = re.sub(r"/assets/\w+/", "/assets/0123456789abcdef/", own[0])
    assert asked.get(other).status_code == 404
    assert "immutable" not in asked.get(other).headers.get("Cache-Control", "")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/_dash-layout",
        "/_dash-component-suites/plotly/package_data/plotly.min.js",
        "/_dash-component-suites/dash/dcc/async-graph.js",
        "/api/v1/sites",
        "/health",
    ],
)
def test_what_may_change_is_asked_for_again(asked: Client, path: str) -> None:
    assert asked.get(path).headers["Cache-Control"] == ASK_AGAIN


@pytest.mark.parametrize(
    "path", ["/_dash-layout", "/_dash-component-suites/plotly/package_data/plotly.min.js", "/api/v1/sites"]
)
@pytest.mark.parametrize("encodings", ["", "zstd"])
def test_what_is_still_the_same_is_not_sent_again(asked: Client, path: str, encodings: str) -> None:
    for _ in range(2):
        first = asked.get(path, headers={"Accept-Encoding": encodings})
        again = asked.get(path, headers={"Accept-Encoding": encodings, "If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_the_page_in_another_language_is_sent(asked: Client) -> None:
    english = asked.get("/?lang=en")
    chinese = asked.get("/?lang=zh-Hans", headers={"If-None-Match": english.headers["ETag"]})
    assert (chinese.status_code, 'lang="zh-Hans"' in chinese.text) == (200, True)
