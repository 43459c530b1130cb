"""Whatever is sent in place of what the page sends is answered or refused: no error, and nothing in the log."""

import copy
import json
import logging
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from onpage import map_cells, until
from playwright.sync_api import Page, Request, expect
from watching import Open

PATH = "/_dash-update-component"
SEED = 11
A_BODY = 25
HOSTILE: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    1e308,
    2**70,
    float("nan"),
    float("inf"),
    "",
    "x",
    "\ud800",
    "\x00",
    "..",
    "@1,2",
    "@nan,inf",
    "@1,2~3,4",
    "2020-06-01",
    "9999-12-31",
    "x" * 20_000,
    [],
    [[]],
    [None, None],
    [90, 0],
    [[1, 2], [3, 4]],
    {},
    {"": {}},
    {"id": "rule", "property": "data"},
)


@pytest.fixture(scope="module")
def client(app: Dash) -> FlaskClient:
    return app.server.test_client()


@pytest.fixture
def bodies(open_page: Open) -> list[dict[str, Any]]:
    """The body of every callback that the pages of the demonstration call, once each."""
    sent: dict[str, dict[str, Any]] = {}

    def keep(request: Request) -> None:
        if PATH in request.url:
            body = json.loads(request.post_data or "")
            sent[body["output"]] = body

    page = open_page()
    page.on("request", keep)
    page.reload()
    expect(page.locator("#number")).not_to_be_empty()
    until(page, lambda: bool(map_cells(page, painted=True)), expected=True)
    _touch(page)
    page.goto(page.url.split("?")[0] + "compare")
    expect(page.locator("#compared-columns")).to_have_attribute("aria-busy", "false")
    page.locator("#add-rule").click()
    expect(page.locator(".compare-column")).to_have_count(3)
    page.wait_for_load_state("networkidle")
    return list(sent.values())


def _touch(page: Page) -> None:
    page.locator("#table-open").click()
    expect(page.locator("#cell-table tbody tr").first).to_be_visible()
    page.locator("#play").click()
    expect(page.locator("#clock")).not_to_have_text("All hours")
    expect(page.locator("#proportion")).not_to_be_empty()
    expect(page.locator("#effort")).not_to_be_empty()


def test_no_body_ends_in_an_error(bodies: list[dict[str, Any]], app: Dash, client: FlaskClient, caplog: Any) -> None:  # noqa: ANN401 a fixture
    seen = Counter(client.post(PATH, json=body).status_code for body in bodies)
    assert set(seen) <= {200, 204}
    assert len(bodies) > 0.8 * len([output for output, callback in app.callback_map.items() if "callback" in callback])
    replies: Counter[int] = Counter()
    for text in (*_texts(bodies), *_wrong()):
        with caplog.at_level(logging.ERROR):
            reply = client.post(PATH, data=text, content_type="application/json")
        replies[reply.status_code] += 1
        assert reply.status_code in {200, 204, 400, 413, 415}, text[:2000]
        assert not caplog.records, (text[:2000], caplog.text)
    assert replies[400] > 200
    assert replies[200] > 20


def _wrong() -> Iterator[str]:
    """Texts that are no body at all."""
    yield from ("", "{", "[]", "null", "5", '"x"', "\x00", "[" * 400_000, '{"output":' * 90_000, '{"output":{}}', "NaN")


def _texts(bodies: list[dict[str, Any]]) -> Iterator[str]:
    """Each body with one thing in it taken away, exchanged or doubled, many times over."""
    chance = random.Random(SEED)  # noqa: S311 no secret
    for body in bodies:
        for _ in range(A_BODY):
            changed = copy.deepcopy(body)
            _change(changed, chance, chance.choice(bodies))
            yield json.dumps(changed)


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
