"""The Dash app: pages, callbacks, headers and health, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import dash
import flask
from dash import Dash, Input, Output, dcc, html

from dashboard.api.routes import PREFIX as API
from dashboard.api.server import make_server
from dashboard.caching import headers, replies
from dashboard.errors import ScopeError
from dashboard.export import comparison
from dashboard.export import routes as exports
from dashboard.gate import callbacks, door
from dashboard.gate.address import below
from dashboard.language import _
from dashboard.release.load import Release
from dashboard.release.shelf import Shelf
from dashboard.settings import Settings
from dashboard.shipped import ASSETS
from dashboard.ui import basemap, dropped, geometry, ids, index, spoken
from dashboard.ui.again import come_again
from dashboard.ui.callbacks import answer, charts, compare, cost, map, places, rule, saved, table  # noqa: A004 the map of the page
from dashboard.ui.callbacks.clientside import clientside
from dashboard.ui.components.navigation import COMPARE, DATA, EXPLORE, METHOD
from dashboard.ui.components.notice import notice
from dashboard.ui.pages import status
from dashboard.ui.pages.compare import compare as compare_page
from dashboard.ui.pages.data import data
from dashboard.ui.pages.explore import explore
from dashboard.ui.pages.method import method
from dashboard.ui.told import SHAPES

HEALTH = "/health"
# A sixth smaller than gzip's best and as fast; what is made once is sent often.
BROTLI = 5

Page = Callable[[Release, Mapping[str, Release], Settings, Mapping[str, Any]], html.Div]
PAGES: dict[str, Page] = {EXPLORE: explore, COMPARE: compare_page, METHOD: method, DATA: data}


def create_app(settings: Settings, shelf: Shelf) -> Dash:
    """Return the app that serves the releases of a shelf, which may still be loading."""
    server = make_server(shelf, settings.public_url)
    # In this order, before any other: a refusal is said in a language, and nothing is done for what is refused.
    spoken.hear(server, english=API)
    door.register(server, settings)
    server.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_BR_LEVEL=BROTLI)
    give = replies.register(server, shelf, settings, (API, geometry.PREFIX))
    app = Dash(
        "dashboard",
        server=server,  # type: ignore[arg-type]
        requests_pathname_prefix=f"{settings.prefix}/",
        routes_pathname_prefix="/",
        title="Screening Scope",
        update_title="",
        assets_folder=str(ASSETS),
        assets_url_path=index.path_of(ASSETS),
        assets_ignore=".",  # the index names them itself
        serve_locally=True,
        suppress_callback_exceptions=True,
        compress=True,
        on_error=_say,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    headers.register(server)
    app.index_string = index.template(ASSETS, app.get_asset_url(""))
    app.enable_dev_tools(debug=False)

    app.layout = html.Div([dcc.Location(id=ids.URL, refresh=False), html.Div(id=ids.PAGE)])

    # Dash's own pages are kept in one registry a process: the second app would take the first one's.
    @app.callback(Output(ids.PAGE, "children"), Input(ids.URL, "pathname"), Input(ids.URL, "search"))
    def _page(path: str, search: str) -> html.Div:
        state, path = shelf.state, path.removeprefix(settings.prefix) or EXPLORE
        if state != "ready" or path == DATA:  # it says when the release was checked last
            replies.forget()
        if state == "loading":
            return status.loading()
        if state == "refused":
            return status.refused(shelf.faults)
        if path not in PAGES:
            return status.unknown_page(path)
        releases = shelf.releases
        query, gone = come_again(dict(parse_qsl(search.removeprefix("?"))), releases)
        key = query.get("release") or next(iter(releases))
        if key not in releases:
            return status.unknown_release(key, releases)
        page = PAGES[path](releases[key], releases, settings, query)
        if gone:
            page[ids.NOTICE].children = notice(gone)
        return page

    app.clientside_callback(clientside("title"), Input(ids.PAGE, "children"))
    for part in (answer, charts, cost, map, places, table):
        part.register(app, shelf)
    compare.register(app, shelf, settings)
    rule.register(app)
    saved.register(app)
    exports.register(app.server, shelf, settings.public_url)
    comparison.register(app.server, shelf, settings.public_url)
    _serve_health(app.server, shelf)
    geometry.register(app.server, shelf)
    basemap.register(app.server, shelf, settings)
    dropped.register(app.server, shelf, settings)
    callbacks.register(app, SHAPES)
    door.shut_suites(app.server)
    spoken.say(app.server)
    app.server.before_request(give)
    _guard(app, settings)
    app.server.wsgi_app = below(app.server.wsgi_app, settings.public_url)
    return app


def _say(error: Exception) -> None:
    """Show what went wrong in the notice of the page; what no user can mend stays a bug and is logged."""
    replies.forget()
    if not isinstance(error, ScopeError):
        flask.current_app.logger.error("callback failed", exc_info=error)
    lines = (
        str(error).splitlines()
        if isinstance(error, ScopeError)
        else [_("The server could not answer. Reload the page.")]
    )
    dash.set_props(ids.NOTICE, {"children": notice(_("Part of this page is not up to date."), lines)})


def _serve_health(server: flask.Flask, shelf: Shelf) -> None:
    @server.get(HEALTH)
    def _health() -> tuple[flask.Response, int]:
        state = shelf.state
        faults = [str(fault) for fault in shelf.faults[: status.FAULTS_SHOWN]] if state == "refused" else []
        body = {"ready": state == "ready", "state": state, "releases": shelf.keys, "faults": faults}
        return flask.jsonify(body), 200 if state == "ready" else 503


def _guard(app: Dash, settings: Settings) -> None:
    policy = _content_policy(settings)

    def _headers(response: flask.Response) -> flask.Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=()"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return response

    app.server.after_request(_headers)


def _content_policy(settings: Settings) -> str:
    tiles = urlsplit(settings.tiles_url.replace("{s}", "*"))
    tile_origin = f" {tiles.scheme}://{tiles.netloc}" if settings.tiles_url else ""
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob:{tile_origin}",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
