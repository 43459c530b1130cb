"""How long browsers and proxies may keep what they were given.

What has a digest of its content in its address never changes and is not asked for again. Everything else is asked for
each time, with the tag of what is held: where that is still the same, nothing is sent.
"""

from __future__ import annotations

import re
from http import HTTPStatus

import flask

from dashboard.basemap.folder import PREFIX as BASEMAP

ASSETS = "/assets/"
SUITES = "/_dash-component-suites/"
ICON = "/_favicon.ico"  # asked for with the version of Dash
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
# Dash writes the version of a package and the time of the file into the name of a script.
FINGERPRINT = re.compile(r"\.v[\w-]+m[0-9a-f]+\.")


def register(server: flask.Flask) -> None:
    """Say with every reply to a GET how long it holds, and tag what is to be asked for again."""
    # Else Dash answers with its page whatever is asked, and a browser would keep that as the script.
    server.add_url_rule(f"{ASSETS}<path:name>", "missing asset", lambda name: flask.abort(404, name))

    @server.after_request
    def _hold(response: flask.Response) -> flask.Response:
        if flask.request.method != "GET" or response.status_code != HTTPStatus.OK:
            return response
        if _lasting(flask.request.path):
            response.headers["Cache-Control"] = FOR_EVER
        elif not response.is_streamed:
            response.headers["Cache-Control"] = ASK_AGAIN
            response.add_etag()
        return response


def _lasting(path: str) -> bool:
    """Say whether what lies at a path is always the same."""
    return (
        path.startswith((ASSETS, BASEMAP))
        or path == ICON
        or (path.startswith(SUITES) and bool(FINGERPRINT.search(path)))
    )
