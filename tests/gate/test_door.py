"""Requests that were sent to somebody else, are too large or lead nowhere are refused with a sentence."""

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.errors import InputError
from dashboard.gate.door import BODY_AT_MOST
from dashboard.release.shelf import Shelf
from dashboard.settings import Settings
from dashboard.shipped import ASSETS
from dashboard.ui.index import path_of

RULE = {"site": "xinfadi", "radius_m": 500, "min_dwell_min": 15, "start": "2020-05-30", "end": "2020-06-12"}
SCRIPT = f"/{path_of(ASSETS)}/main.mjs"
PATHS = ["/", "/health", "/api/v1/releases", "/export/matrix.csv", SCRIPT, "/_dash-layout"]


def client(shelf: Shelf, **settings: str) -> FlaskClient:
    return create_app(Settings(**settings), shelf).server.test_client(use_cookies=False)


@pytest.fixture(scope="module")
def usual(shelf: Shelf) -> FlaskClient:
    return client(shelf)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8050",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "127.0.0.1:8050,evil.example",
        "local host",
        "localhost:99999",
        "localhost/",
        "[::1",
        "<b>",
        "",
    ],
)
def test_a_request_to_somebody_else_is_refused(usual: FlaskClient, path: str, host: str) -> None:
    reply = usual.get(path, environ_overrides={"HTTP_HOST": host})
    assert reply.status_code == 400
    assert reply.mimetype == ("application/problem+json" if path.startswith("/api") else "text/plain")
    assert "ALLOWED_HOSTS" in reply.get_data(as_text=True)
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", ["localhost", "LocalHost:8050", "127.0.0.1:80", "[::1]:8050"])
def test_this_machine_is_answered_whatever_is_set(shelf: Shelf, host: str) -> None:
    for settings in ({}, {"public_url": "https://scope.example/a"}, {"allowed_hosts": "other.example"}):
        assert client(shelf, **settings).get("/health", headers={"Host": host}).status_code == 200


def test_a_probe_without_a_host_is_answered(usual: FlaskClient) -> None:
    environ = {"HTTP_HOST": None, "SERVER_PROTOCOL": "HTTP/1.0"}
    reply = usual.get("/health", environ_overrides=environ)
    assert reply.status_code == 200


def test_names_that_are_set_are_answered(shelf: Shelf) -> None:
    named = client(
        shelf, allowed_hosts="one.example, 192.0.2.7,2001:db8::7,[2001:DB8::8]", public_url="https://Two.example"
    )
    for host in ("one.example", "ONE.example:8050", "192.0.2.7:1", "[2001:db8::7]:80", "[2001:db8::8]", "two.example"):
        assert named.get("/health", headers={"Host": host}).status_code == 200
    assert named.get("/health", headers={"Host": "three.example"}).status_code == 400


def test_the_refusal_speaks_chinese(usual: FlaskClient) -> None:
    reply = usual.get("/", headers={"Host": "evil.example", "Accept-Language": "zh-CN"})
    assert "不" in reply.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/_dash-update-component", "/api/v1/count", "/", "/export/matrix.csv", "/health"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_body_over_the_limit_is_refused_unread(usual: FlaskClient, path: str, method: str) -> None:
    class Unread:
        def read(self, _size: int = -1) -> bytes:
            pytest.fail("the body was read")

        readline = read

    environ = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(BODY_AT_MOST + 1), "CONTENT_TYPE": "application/json"}
    reply = usual.open(path, method=method, environ_overrides=environ)
    assert reply.status_code == 413
    assert "1 MB" in reply.get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    [
        "/_dash-component-suites/nothing/x.js",
        "/_dash-component-suites/dash/nothing.js",
        "/_dash-component-suites/dash/dcc/../../../../pyproject.toml",
        "/_dash-component-suites/dash_leaflet/async-geobuf.js.map",
        "/assets/nothing.js",
        SCRIPT.replace("main", "nothing"),
        "/assets/../pyproject.toml",
        "/assets/%2e%2e/pyproject.toml",
        "/assets/..%5cpyproject.toml",
        "/../etc/passwd",
        "/%00/../x",
    ],
)
def test_what_is_not_there_is_not_found(usual: FlaskClient, path: str, caplog: pytest.LogCaptureFixture) -> None:
    reply = usual.get(path)
    assert reply.status_code == 404
    assert reply.mimetype == "text/plain"
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("public_url", "scope.example"),
        ("public_url", "ftp://scope.example"),
        ("public_url", "https://user@scope.example"),
        ("public_url", "https://scope.example/?a=1"),
        ("public_url", "https://scope.example/a/../b"),
        ("public_url", "https://scope.example//a"),
        ("public_url", "https://scope.example/a b"),
        ("public_url", "javascript:alert(1)"),
        ("allowed_hosts", "https://scope.example"),
        ("allowed_hosts", "*"),
        ("allowed_hosts", "one.example two.example"),
    ],
)
def test_a_setting_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name.upper(), value)
    with pytest.raises(InputError, match=f"{name.upper()}: .*expected"):
        Settings.read()


@pytest.mark.parametrize("path", ["/export/days.csv", "/export/compare.csv"])
def test_links_lead_to_the_public_address_whatever_a_proxy_says(shelf: Shelf, path: str) -> None:
    said = {"Host": "127.0.0.1:9", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
    rule = "&".join(f"{name}={value}" for name, value in RULE.items())
    query = {"a": rule, "b": rule} if "compare" in path else RULE
    public = client(shelf, public_url="https://scope.example/counts/")
    page = "compare" if "compare" in path else ""
    assert f",https://scope.example/counts/{page}?" in public.get(path, query_string=query, headers=said).text
    assert f",http://127.0.0.1:9/{page}?" in client(shelf).get(path, query_string=query, headers=said).text


@pytest.mark.parametrize("asked", ["/counts", ""])
def test_the_path_of_the_public_address_leads_to_the_page_cut_off_or_not(shelf: Shelf, asked: str) -> None:
    public = client(shelf, public_url="https://scope.example/counts")
    page = public.get(f"{asked}/", headers={"Host": "scope.example"}).text
    assert 'src="/counts/_dash-component-suites/' in page
    assert 'src="/counts/assets/' in page
    for path in ("/health", "/api/v1/releases", "/_dash-layout", SCRIPT):
        with public.get(f"{asked}{path}") as reply:
            assert reply.status_code == 200
    document = public.get(f"{asked}/api/v1/openapi.json").json
    assert document["servers"] == [{"url": "https://scope.example/counts"}]


def test_a_path_that_only_begins_alike_is_another(shelf: Shelf) -> None:
    public = client(shelf, public_url="https://scope.example/counts")
    assert public.get("/countshealth").mimetype == "text/html"
    assert public.get("/counts").status_code == 200
