"""The web server that the API and the page share."""

from __future__ import annotations

import copy
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

import flask
from flask_openapi3.models.info import Info
from flask_openapi3.models.server import Server
from flask_openapi3.openapi import OpenAPI
from werkzeug.exceptions import HTTPException

from dashboard.answers import problem
from dashboard.answers.problem import MEDIA_TYPE
from dashboard.api.routes import ARROW, PREFIX, routes
from dashboard.errors import ScopeError
from dashboard.release.shelf import Shelf

DOCUMENT = f"{PREFIX}/openapi.json"


def make_server(shelf: Shelf, public_url: str = "") -> OpenAPI:
    """Return a Flask server with the API under /api/v1 and its OpenAPI document; errors are problem+json.

    The document says that the server is reached at `public_url`, if there is one.
    """
    server = OpenAPI(
        "dashboard",
        info=Info(title="Screening Scope", version=version("screening-scope")),
        doc_ui=False,
        responses=dict.fromkeys((404, 503), problem.Problem),
        validation_error_model=problem.Problem,
        validation_error_callback=problem.of_validation,
        security_schemes={},
        servers=[Server(url=public_url)] if public_url else None,
        static_folder=None,
    )
    server.register_api(routes(shelf))
    server.add_url_rule(DOCUMENT, "openapi", lambda: flask.jsonify(_document(server)))
    server.add_url_rule(f"{PREFIX}/<path:_>", "unknown", _unknown)
    server.register_error_handler(ScopeError, problem.of_scope)
    server.register_error_handler(HTTPException, _of_http)
    return server


def _document(server: OpenAPI) -> dict[str, Any]:
    """Return the OpenAPI document with the media types that the replies really have."""
    document = copy.deepcopy(server.api_doc)
    problems = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path in document["paths"].values():
        for operation in path.values():
            tables = any(parameter["name"] == "format" for parameter in operation.get("parameters", []))
            for status, response in operation["responses"].items():
                if int(status) >= HTTPStatus.BAD_REQUEST:
                    response["content"] = problems
                elif tables:
                    response["content"][ARROW] = {"schema": {"type": "string", "format": "binary"}}
    return document


def _unknown(_: str) -> flask.Response:
    return problem.of_status(HTTPStatus.NOT_FOUND, f"{flask.request.path} is no path of the API, see {DOCUMENT}")


def _of_http(error: HTTPException) -> flask.Response | HTTPException:
    if error.code is None or error.response is not None:  # a redirect, or a reply of its own
        return error
    if flask.request.path.startswith(f"{PREFIX}/"):
        reply = problem.of_status(error.code, error.description or "")
    else:
        reply = flask.Response(f"{error.description}\n", status=error.code, mimetype="text/plain")
    reply.headers.extend((name, value) for name, value in error.get_headers() if name == "Allow")
    return reply
