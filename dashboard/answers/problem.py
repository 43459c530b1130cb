"""Errors over HTTP as problem+json: what was wrong, with which parameter, and the nearest valid value.

Source: RFC 9457, Problem Details for HTTP APIs.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import flask
from pydantic import BaseModel, ValidationError

from dashboard.errors import NoRoomError, NotReadyError, NotServedError, RuleError, ScopeError

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What was wrong with a request; `parameter` and `nearest` where one parameter was."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    parameter: str | None = None
    nearest: str | None = None


def of_validation(error: ValidationError) -> flask.Response:
    """Return the problem of a query that does not validate; it names every parameter at fault."""
    details = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [f"{_name(detail)}: {detail['msg'].removeprefix('Value error, ')}" for detail in details]
    return _response(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(lines), parameter=_name(details[0]))


def of_scope(error: ScopeError) -> flask.Response:
    """Return the problem of an error that is meant to be read."""
    if isinstance(error, RuleError):
        nearest = None if error.nearest is None else str(error.nearest)
        return _response(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), parameter=error.field, nearest=nearest)
    if isinstance(error, NotServedError):
        return _response(HTTPStatus.NOT_FOUND, str(error), parameter="release")
    if isinstance(error, NotReadyError):
        return _response(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    if isinstance(error, NoRoomError):
        return _response(HTTPStatus.INSUFFICIENT_STORAGE, str(error))
    return _response(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))


def of_status(status: int, detail: str) -> flask.Response:
    """Return the problem of a request that reached no route."""
    return _response(HTTPStatus(status), detail)


def _response(
    status: HTTPStatus, detail: str, *, parameter: str | None = None, nearest: str | None = None
) -> flask.Response:
    problem = Problem(title=status.phrase, status=status, detail=detail, parameter=parameter, nearest=nearest)
    body = problem.model_dump_json(exclude_none=True)
    return flask.Response(body, status=int(status), mimetype=MEDIA_TYPE)


def _name(detail: Any) -> str:  # noqa: ANN401 pydantic's ErrorDetails is a TypedDict with open parts
    return ".".join(str(part) for part in detail["loc"]) or "query"
