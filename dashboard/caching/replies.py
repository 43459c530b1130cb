"""Replies that depend on the releases, the question and the language alone are made once, for all workers.

What is kept is a whole reply as it is sent, compressed, by a digest of all that decides it: the code and its
libraries, the settings, the digests of the releases, the language, the encodings that are understood, and the request.
It holds what the page shows and nothing of who asked.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from http import HTTPStatus
from importlib.metadata import distributions
from pathlib import Path

import flask
from werkzeug.datastructures import Headers

from dashboard.basemap.found import under
from dashboard.cache import cache_folder
from dashboard.caching.headers import SUITES
from dashboard.caching.store import Store
from dashboard.language import current
from dashboard.release.load import Release
from dashboard.release.shelf import Shelf
from dashboard.settings import Settings
from dashboard.shipped import ASSETS

MB = 1_000_000
CALLBACKS = "/_dash-update-component"
CODE = Path(__file__).parents[1]
SUFFIXES = {".py", ".po"}
OF_UNCHANGED = {"Cache-Control", "Date", "ETag", "Vary"}


def register(
    server: flask.Flask, shelf: Shelf, settings: Settings, paths: tuple[str, ...]
) -> Callable[[], flask.Response | None]:
    """Keep replies of callbacks, of component suites and of addresses that begin with `paths`; return what gives them.

    What is registered here sees a reply after everything that is registered later. The hook is to be registered after
    what refuses a request and what chooses its language.
    """
    made_by = _made_by(settings)
    kept = folder()
    store = Store(kept, settings.cache_mb * MB) if kept and settings.cache_mb else None

    def give() -> flask.Response | None:
        if store is None or shelf.state != "ready" or not _lasting(paths):
            return None
        releases = [(key, release.digest, _of_basemap(release, settings)) for key, release in shelf.releases.items()]
        key = _key(made_by, releases)
        found = store.get(key)
        if found is None:
            flask.g.reply_key = key
            return None
        about, _, body = found.partition(b"\n")
        return flask.Response(body, headers=[tuple(header) for header in json.loads(about)])

    @server.after_request
    def _keep(response: flask.Response) -> flask.Response:
        key = flask.g.pop("reply_key", None)
        if store is not None and key is not None and response.status_code == HTTPStatus.OK:
            about = [header for header in response.headers if header[0] != "Date"]
            store.set(key, json.dumps(about).encode() + b"\n" + response.get_data())
        if flask.request.method == "GET":
            response.make_conditional(flask.request)
        if response.status_code == HTTPStatus.NOT_MODIFIED:  # what the browser holds has the other headers
            response.headers = Headers(header for header in response.headers if header[0] in OF_UNCHANGED)
        return response

    return give


def forget() -> None:
    """Keep no reply to the request that is being answered: it says what may be otherwise the next time."""
    flask.g.reply_key = None


def folder() -> Path | None:
    """Return where replies are kept, None for a user without a home."""
    cache = cache_folder()
    return None if cache is None else cache / "replies"


def _lasting(paths: tuple[str, ...]) -> bool:
    """Say whether the reply to a request depends on nothing but the releases, the question and the language."""
    path, method = flask.request.path, flask.request.method
    return (method == "POST" and path == CALLBACKS) or (method == "GET" and path.startswith((*paths, SUITES)))


def _key(made_by: str, releases: list[tuple[str, str, str]]) -> bytes:
    request = flask.request
    encodings = request.headers.get("Accept-Encoding", "")
    # Dash adds a token of each visit to the address of callbacks, for jobs in the background, which there are none of.
    address = request.path if request.method == "POST" else request.full_path
    about = [made_by, releases, current(), encodings, request.method, address]
    return hashlib.sha256(json.dumps(about).encode() + b"\n" + request.get_data()).digest()


def _of_basemap(release: Release, settings: Settings) -> str:
    """Return the digest of the base map under a release, whose address is on the page; empty for none."""
    base = under(release, settings.basemap)
    return "" if base is None else base.digest


def _made_by(settings: Settings) -> str:
    """Return a digest of what makes replies beside the releases: code, assets, libraries, settings."""
    made_by = hashlib.sha256(f"{sys.version} {settings.model_dump_json()}".encode())
    for one in sorted(f"{library.name} {library.version}" for library in distributions()):
        made_by.update(one.encode())
    code = [path for path in CODE.rglob("*") if path.suffix in SUFFIXES]
    for path in sorted([*code, *(path for path in ASSETS.rglob("*") if path.is_file())]):
        made_by.update(path.as_posix().encode() + path.read_bytes())
    return made_by.hexdigest()
