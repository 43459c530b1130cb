"""What the page asks of a callback: a body that is not of the page is refused before any callback reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NotRequired

import flask
from dash import Dash
from dash.dependencies import Output
from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict
from werkzeug.exceptions import BadRequest

from dashboard.refusals import not_of_the_page

PATH = "/_dash-update-component"
ALL, MATCH = ["ALL"], ["MATCH"]

Shapes = Mapping[tuple[str, str], TypeAdapter[Any]]


class Part(TypedDict):
    """A property of a component, and its value where it has one; the id of a column's component names its part."""

    id: str | dict[str, int | str]
    property: str
    value: NotRequired[Any]


Parts = list[Part | list[Part]]


class Body(TypedDict):
    """What Dash's page sends to have a callback called."""

    output: str
    outputs: Part | Parts
    inputs: Parts
    state: NotRequired[Parts]
    changedPropIds: NotRequired[list[str]]


_BODY = TypeAdapter(Body)


def register(app: Dash, shapes: Mapping[tuple[str, str], Any]) -> None:
    """Refuse what does not call a callback of an app with values of the shapes of its inputs and states.

    `shapes` are types by the id, or the part in a column, and the property of a component.
    """
    known = {name: TypeAdapter(shape) for name, shape in shapes.items()}

    @app.server.before_request  # type: ignore[untyped-decorator]  # Dash's server may be any
    def _look() -> None:
        if flask.request.method == "POST" and flask.request.path == PATH:
            try:
                _check(flask.request.get_json(), app.callback_map, known)
            except (_OtherError, ValidationError, RecursionError):
                raise BadRequest(not_of_the_page()) from None


class _OtherError(Exception):
    """A body that asks for something else than a callback of the app with its inputs."""


def _check(body: object, callbacks: Mapping[str, Any], shapes: Shapes) -> None:
    asked = _BODY.validate_python(body, strict=True)
    called = callbacks.get(asked["output"], {})
    if "callback" not in called:
        raise _OtherError
    outputs = called["output"]
    _match(asked["outputs"] if isinstance(outputs, list) else [asked["outputs"]], map(_spec, _listed(outputs)))
    _match(asked["inputs"], called["inputs"])
    _match(asked.get("state", []), called["state"])
    for given in (*asked["inputs"], *asked.get("state", [])):
        for part in _listed(given):
            shapes[_name(part), part["property"]].validate_python(part.get("value"), strict=True)
    changed = {f"{_text(part['id'])}.{part['property']}" for given in asked["inputs"] for part in _listed(given)}
    if not changed.issuperset(asked.get("changedPropIds", [])):
        raise _OtherError


def _match(given: object, declared: Iterable[Mapping[str, Any]]) -> None:
    """Raise _OtherError unless each given part, or list of parts, is of the component and property declared."""
    wanted = list(declared)
    if not isinstance(given, list) or len(given) != len(wanted):
        raise _OtherError
    for one, spec in zip(given, wanted, strict=True):
        pattern = json.loads(spec["id"]) if spec["id"].startswith("{") else spec["id"]
        several = isinstance(pattern, dict) and ALL in pattern.values()
        if isinstance(one, list) is not several or not all(
            _is(part, pattern, spec["property"]) for part in _listed(one)
        ):
            raise _OtherError


def _is(part: Part, pattern: str | dict[str, Any], prop: str) -> bool:
    if part["property"].partition("@")[0] != prop:
        return False
    if isinstance(pattern, str) or isinstance(part["id"], str):
        return part["id"] == pattern
    return part["id"].keys() == pattern.keys() and all(
        wanted in (ALL, MATCH) or wanted == part["id"][name] for name, wanted in pattern.items()
    )


def _spec(output: Output) -> dict[str, str]:
    return {"id": output.component_id_str(), "property": output.component_property}


def _name(part: Part) -> str:
    return part["id"] if isinstance(part["id"], str) else str(part["id"]["part"])


def _text(component: str | dict[str, int | str]) -> str:
    """Return the id of a component as Dash writes it."""
    return component if isinstance(component, str) else json.dumps(component, sort_keys=True, separators=(",", ":"))


def _listed(one: Any) -> Sequence[Any]:  # noqa: ANN401 a part or parts, an output or outputs
    return one if isinstance(one, list) else [one]
