"""One way through the page: the controls of the rule meet in one callback, those of the look in another."""

from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.release.shelf import Shelf
from dashboard.settings import Settings
from dashboard.ui import ids

RULE_CONTROLS = {ids.SITE, ids.MORE, ids.RADIUS, ids.STAY, ids.DATES}
LOOK_CONTROLS = {ids.FOCUS, ids.HOURS, ids.LAYER, ids.THEME}
# Stores that hold what the server counted; the rest say what is asked.
DATA_STORES = {ids.ANSWER, ids.HEAT, ids.FRAMES, ids.MATRIX_BASE, ids.HOMES}


def reads(callback: dict[str, Any]) -> set[str]:
    return {part["id"] for part in [*callback["inputs"], *callback["state"]]}


def readers(app: Dash, controls: set[str]) -> Iterator[str]:
    """Outputs of the callbacks that read controls; what is typed or offered in a field is no part of it."""
    return (
        output
        for output, callback in app.callback_map.items()
        for parts in [[*callback["inputs"], *callback["state"]]]
        if {part["id"] for part in parts if part["property"] not in {"search_value", "options"}} & controls
    )


@pytest.mark.parametrize(("controls", "store"), [(RULE_CONTROLS, ids.RULE), (LOOK_CONTROLS, ids.LOOK)])
def test_one_callback_reads_the_controls_and_fills_their_store(app: Dash, controls: set[str], store: str) -> None:
    (output,) = readers(app, controls)
    assert f"{store}.data" in output
    assert reads(app.callback_map[output]) >= controls


def test_that_callback_runs_in_the_browser(app: Dash) -> None:
    on_server = {output for output, callback in app.callback_map.items() if "callback" in callback}
    assert on_server, "no callback runs on the server: has Dash moved them?"
    assert not on_server & {*readers(app, RULE_CONTROLS), *readers(app, LOOK_CONTROLS)}


def test_no_callback_on_the_server_reads_back_what_the_server_sent(app: Dash) -> None:
    back = {
        output
        for output, callback in app.callback_map.items()
        if "callback" in callback and reads(callback) & DATA_STORES
    }
    assert back == set()


def test_no_callback_reads_a_figure(app: Dash) -> None:
    for callback in app.callback_map.values():
        properties = {part["property"] for part in [*callback["inputs"], *callback["state"]]}
        assert "figure" not in properties


def test_a_second_app_has_every_callback_of_the_first(app: Dash, shelf: Shelf) -> None:
    other = create_app(Settings(), shelf)
    assert set(other.callback_map) == set(app.callback_map)
    assert f"{ids.CHARTED}.data" in other.callback_map


def test_a_second_app_leaves_the_page_of_the_first_alone(app: Dash) -> None:
    before = page_of(app)
    assert "xinfadi" in before
    other = create_app(Settings(), Shelf([]))
    assert "Checking the release" in page_of(other)
    assert page_of(app) == before


def page_of(app: Dash) -> str:
    """Return what an app answers to a browser that opens its first page."""
    asked = {
        "output": f"{ids.PAGE}.children",
        "outputs": {"id": ids.PAGE, "property": "children"},
        "inputs": [
            {"id": ids.URL, "property": "pathname", "value": "/"},
            {"id": ids.URL, "property": "search", "value": ""},
        ],
        "changedPropIds": [],
    }
    return app.server.test_client().post("/_dash-update-component", json=asked).get_data(as_text=True)
