"""The first look at a request: who it was sent to, how large it is, whether its path leads anywhere."""

from __future__ import annotations

from typing import NoReturn
from urllib.parse import urlsplit

import flask
from dash.exceptions import DependencyException
from werkzeug.exceptions import BadRequest, LengthRequired, NotFound, RequestEntityTooLarge
from werkzeug.sansio.utils import host_is_trusted

from dashboard.language import _
from dashboard.refusals import file_too_large, not_of_the_page
from dashboard.settings import DROP, DROPPED_AT_MOST, Settings

# What a page or a program asks takes some kilobytes.
BODY_AT_MOST = 1_000_000
# What a dropped file comes in, and what is stated of it.
OF_THE_PAGE = "Page-Language"
AROUND_A_FILE = 100_000
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def register(server: flask.Flask, settings: Settings) -> None:
    """Refuse what was sent to somebody else or is too large, before any of its body is read.

    A Host decides where links lead: only those that the settings name, and this machine's own, are answered.
    """
    allowed = {*LOOPBACK, *settings.hosts}
    # Where no length is stated, reading ends one byte later.
    server.config["MAX_CONTENT_LENGTH"] = BODY_AT_MOST + 1

    # Dash would answer with the page.
    server.add_url_rule("/assets/<path:_>", "no-asset", _nowhere)

    @server.before_request
    def _look() -> None:
        _check_host(flask.request.environ.get("HTTP_HOST"), allowed)
        if settings.imports and (flask.request.method, flask.request.path) == ("POST", DROP):
            _check_drop(allowed)
        elif _size() > BODY_AT_MOST:
            raise RequestEntityTooLarge(too_large())
        if ".." in flask.request.path.replace("\\", "/").split("/"):
            raise NotFound(no_page())


def shut_suites(server: flask.Flask) -> None:
    """Answer that it is not found where Dash raises for a file that its component suites do not have."""
    (suites,) = (name for name in server.view_functions if "_dash-component-suites" in name)
    serve = server.view_functions[suites]

    def found(**path: str) -> flask.typing.ResponseReturnValue:
        try:
            return server.ensure_sync(serve)(**path)  # type: ignore[no-any-return]
        except (DependencyException, OSError):
            raise NotFound(no_page()) from None

    server.view_functions[suites] = found


def _size() -> int:
    """Return the bytes of the body, as stated; where nothing is, those read, which end above the limit."""
    stated = flask.request.content_length
    return len(flask.request.get_data()) if stated is None else stated


def _check_drop(allowed: set[str]) -> None:
    """Refuse a dropped file that is too large, or that another page than one of this server's sends.

    No other page can send a header of its own, and a browser says which page it is of.
    """
    length, origin = flask.request.content_length, flask.request.headers.get("Origin")
    if length is None:
        raise LengthRequired(not_of_the_page())
    if length > DROPPED_AT_MOST + AROUND_A_FILE:
        raise RequestEntityTooLarge(file_too_large())
    if "Page-Language" not in flask.request.headers or (
        origin is not None and _name_of(urlsplit(origin).netloc) not in allowed
    ):
        raise BadRequest(not_of_the_page())
    flask.request.max_content_length = length + 1  # reading ends with an error at the limit itself


def _nowhere(_: str) -> NoReturn:
    raise NotFound(no_page())


def no_page() -> str:
    """Return what is wrong with the path of a request."""
    return _("There is no page {path} here").format(path=flask.request.path)


def too_large() -> str:
    """Return what is wrong with a body over the limit."""
    return _("The request is over {limit} MB, expected less").format(limit=BODY_AT_MOST // 1_000_000)


def _check_host(host: str | None, allowed: set[str]) -> None:
    """Raise BadRequest for a Host header that is not allowed; one that says none goes by the address it was sent to."""
    if host is None:
        return
    if _name_of(host) not in allowed:
        raise BadRequest(
            _(
                "This server does not answer to {host}; whoever runs it can set PUBLIC_URL to the address that it is "
                "reached at, or ALLOWED_HOSTS to its names"
            ).format(host=repr(host))
        )


def _name_of(host: str) -> str | None:
    """Return the name or address of a Host header in lower case, without its port; None for what is neither."""
    try:
        return urlsplit(f"//{host}").hostname if host_is_trusted(host) else None
    except ValueError:
        return None
