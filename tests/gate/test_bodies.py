"""Whatever is sent in place of what the page sends is answered or refused: no error, and nothing in the log.

That the page's own bodies are answered, every test in the browser holds: a refusal is an error there.
"""

import copy
import json
import logging
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from dash import Dash
from dash.dependencies import Output
from flask.testing import FlaskClient

from dashboard.gate.callbacks import PATH
from dashboard.release.load import Release
from dashboard.release.shelf import Shelf
from dashboard.ui import ids
from dashboard.ui.told import SHAPES

SEED = 11
CHANGES_A_BODY = 40
RULE = {"site": "xinfadi", "radius_m": 500, "min_dwell_min": 15, "start": "2020-05-30", "end": "2020-06-12"}
OF_RELEASE = {**RULE, "release": "demo"}
LOOK = {"release": "demo", "focus": "", "hours": [0, 24], "layer": "heat", "theme": "light"}
VIEW = {"south": 39.7, "west": 116.2, "north": 39.9, "east": 116.5, "focus": "", "key": "k", "release": "demo"}
SENT: dict[tuple[str, str], Any] = {
    (ids.URL, "pathname"): "/",
    (ids.URL, "search"): "",
    (ids.LOOK, "data"): LOOK,
    (ids.VIEW, "data"): VIEW,
    (ids.FRAMES_OF, "data"): {"day": "2020-06-01"},
    (ids.TABLE_OF, "data"): {
        "release": "demo",
        "rule": OF_RELEASE,
        "look": LOOK,
        "view": VIEW,
        "box": [39.7, 116.2, 39.9, 116.5],
    },
    (ids.SOUGHT, "data"): {"release": "demo", "text": "x", "site": "xinfadi", "taken": ""},
    (ids.RELEASE, "data"): {"key": "demo"},
    (ids.COMPARED, "data"): {"release": "demo", "rules": [RULE, {**RULE, "radius_m": 250}]},
    (ids.COMPARED_AT, "data"): "",
    (ids.COMPARED_THEME, "data"): "light",
    (ids.COMPARED_VIEW, "data"): {**VIEW, "maps": 2},
    ("heated", "data"): RULE,
    ("site", "search_value"): "market",
    ("site", "value"): "xinfadi",
}
HOSTILE: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 1e308, 2**70, float("nan"), float("inf")),
    *("", "x", "\ud800", "\x00", "..", "@1,2", "@nan,inf", "@1,2~3,4", "@1,2~3,4~5,6", "nowhere~xinfadi"),
    *("2020-06-01", "9999-12-31", "2020-99-99", "x" * 20_000, "?release=other", "release=demo&site=@"),
    *([], [[]], [None, None], [90, 0], [24, 24], [[1, 2], [3, 4]], {}, {"": {}}, {"id": "rule", "property": "data"}),
)
# What the page of a release without presence does not ask for: it has no playback and no table of cells.
OF_PRESENCE = (f"{ids.FRAMES}.data", f"{ids.TABLE}.children")
NO_BODY = ("", "{", "[]", "null", "5", '"x"', "\x00", "[" * 400_000, '{"a":' * 90_000, '{"output":{}}', "NaN")


@pytest.fixture(scope="module")
def client(app: Dash) -> FlaskClient:
    client = app.server.test_client()
    client.get("/")
    return client


@pytest.fixture(scope="module")
def bodies(app: Dash, client: FlaskClient) -> list[dict[str, Any]]:  # noqa: ARG001 Dash knows its callbacks by then
    """A body for every callback of the server, as the page sends it."""
    return [body_of(name, callback) for name, callback in app.callback_map.items() if "callback" in callback]


def body_of(name: str, callback: dict[str, Any]) -> dict[str, Any]:
    outputs = callback["output"]
    inputs, state = ([part_of(spec) for spec in callback[kind]] for kind in ("inputs", "state"))
    first = inputs[0][0] if isinstance(inputs[0], list) else inputs[0]
    changed = first["id"] if isinstance(first["id"], str) else json.dumps(first["id"], separators=(",", ":"))
    return {
        "output": name,
        "outputs": [output_of(one) for one in outputs] if isinstance(outputs, list) else output_of(outputs),
        "inputs": inputs,
        "state": state,
        "changedPropIds": [f"{changed}.{first['property']}"],
    }


def part_of(spec: dict[str, str]) -> Any:  # noqa: ANN401 a part, or one for each column
    name, prop = spec["id"], spec["property"]
    if not name.startswith("{"):
        return {"id": name, "property": prop, "value": value_of(name, prop)}
    pattern = json.loads(name)
    part = {"id": {**pattern, "column": 0}, "property": prop, "value": value_of(pattern["part"], prop)}
    return [part, {**part, "id": {**pattern, "column": 1}}] if pattern["column"] == ["ALL"] else part


def value_of(name: str, prop: str) -> Any:  # noqa: ANN401 JSON
    return SENT.get((name, prop), OF_RELEASE if prop == "data" else 30)


def output_of(output: Output) -> dict[str, Any]:
    name = output.component_id_str()
    plain = json.loads(name.replace('["MATCH"]', "0")) if name.startswith("{") else name
    return {"id": plain, "property": output.component_property}


def test_every_property_that_a_callback_reads_has_a_shape(bodies: list[dict[str, Any]]) -> None:
    read = {
        (part["id"] if isinstance(part["id"], str) else part["id"]["part"], part["property"])
        for body in bodies
        for given in (*body["inputs"], *body["state"])
        for part in (given if isinstance(given, list) else [given])
    }
    assert read == set(SHAPES)


def test_what_the_page_sends_is_answered(bodies: list[dict[str, Any]], client: FlaskClient) -> None:
    assert len(bodies) > 12
    for body in bodies:
        reply = client.post(PATH, json=body)
        assert reply.status_code == 200, body
        assert ids.NOTICE not in reply.json.get("sideUpdate", {}), body


@pytest.mark.parametrize(
    "lacking", [{"reach", "reach_by_home"}, {"reach_by_home"}, {"presence"}, {"reach_by_home", "presence"}]
)
def test_what_the_page_sends_is_answered_whatever_tables_a_release_lacks(
    bodies: list[dict[str, Any]], client: FlaskClient, shelf: Shelf, release: Release, lacking: set[str]
) -> None:
    parts = {f"{table}_parts": None for table in lacking}
    changed = replace(release, digest=" ".join(sorted(lacking)), **parts)
    with patch.dict(shelf._releases, demo=changed):
        for body in bodies:
            if "presence" in lacking and body["output"] in OF_PRESENCE:
                continue
            reply = client.post(PATH, json=body)
            assert reply.status_code == 200, body
            assert ids.NOTICE not in reply.json.get("sideUpdate", {}), (body["output"], reply.json["sideUpdate"])


def test_no_body_ends_in_an_error(
    bodies: list[dict[str, Any]], client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    replies: Counter[int] = Counter()
    with caplog.at_level(logging.WARNING):
        for text in (*changed(bodies), *NO_BODY):
            reply = client.post(PATH, data=text, content_type="application/json")
            replies[reply.status_code] += 1
            assert reply.status_code in {200, 204, 400}, text[:2000]
            assert not caplog.records, (text[:2000], caplog.text)
    assert replies[400] > 400
    assert replies[200] > 40


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_of_another_kind_is_refused(bodies: list[dict[str, Any]], client: FlaskClient, kind: str) -> None:
    assert client.post(PATH, data=json.dumps(bodies[0]), content_type=kind).status_code == 415


@pytest.mark.parametrize(
    ("change", "field"),
    [({"release": "another"}, "release"), ({"site": "nowhere"}, "site"), ({"start": "1999-01-01"}, "start")],
)
def test_the_state_of_another_page_is_told_in_words(
    bodies: list[dict[str, Any]], client: FlaskClient, change: dict[str, str], field: str
) -> None:
    body = copy.deepcopy(next(body for body in bodies if body["output"] == f"{ids.CHARTED}.data"))
    body["inputs"][0]["value"] |= change
    reply = client.post(PATH, json=body)
    assert reply.status_code == 200
    assert f"{field} is" in json.dumps(reply.json["sideUpdate"][ids.NOTICE])


def changed(bodies: list[dict[str, Any]]) -> Iterator[str]:
    """Each body with one thing in it taken away, doubled or exchanged, many times over."""
    chance = random.Random(SEED)  # noqa: S311 no secret
    for body in bodies:
        for _ in range(CHANGES_A_BODY):
            other = copy.deepcopy(body)
            _change(other, chance, chance.choice(bodies))
            yield json.dumps(other)


def _change(body: dict[str, Any], chance: random.Random, other: dict[str, Any]) -> None:
    inside, name = chance.choice(list(_places(body)))
    kind = chance.randrange(6)
    if kind == 0:
        del inside[name]
    elif kind == 1:
        inside[name] = [inside[name]] * 2
    elif kind == 2:
        there, other_name = chance.choice(list(_places(other)))
        inside[name] = copy.deepcopy(there[other_name])
    else:
        inside[name] = chance.choice(HOSTILE)


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 JSON
    """Where something stands in a tree of JSON: what holds it, and its name or position there."""
    pairs = list(tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ())
    for name, part in pairs:
        yield tree, name
        yield from _places(part)
