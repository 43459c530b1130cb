"""Outlines come apart from the counts, the same for every question."""

import pytest
from dash import Dash
from werkzeug.test import Client

from dashboard.answers.map import layer_of
from dashboard.release.load import Release
from dashboard.views.layers import district_layer

VIEW = {
    "release": "demo",
    "south": 39.75,
    "west": 116.25,
    "north": 39.87,
    "east": 116.43,
    "focus": "",
    "maps": 1,
    "key": "here",
}


@pytest.fixture(scope="module")
def asked(app: Dash) -> Client:
    return app.server.test_client()


@pytest.mark.parametrize("focus", ["", "110106"])
def test_cells_are_those_that_the_heat_counts(asked: Client, release: Release, focus: str) -> None:
    view = {**VIEW, "focus": focus}
    reply = asked.get("/geometry/cells", query_string=view).get_json()
    assert reply == {"cells": layer_of(release, view), "sites": None}
    assert reply["cells"]["features"]


def test_districts_are_those_of_the_release(asked: Client, release: Release) -> None:
    reply = asked.get("/geometry/districts?release=demo")
    assert reply.get_json()["features"] == [*district_layer(release.districts.values())["features"]]
    chinese = asked.get("/geometry/districts?release=demo", headers={"Page-Language": "zh-Hans"})
    assert chinese.data != reply.data


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"release": "other"}, 404),
        ({"focus": "nowhere"}, 404),
        ({"south": "nan"}, 400),
        ({"south": "-91"}, 400),
        ({"maps": 0}, 400),
        ({"key": "k" * 201}, 400),
        ({"more": 1}, 400),
    ],
)
def test_what_is_no_view_is_refused(asked: Client, wrong: dict[str, object], status: int) -> None:
    assert asked.get("/geometry/cells", query_string={**VIEW, **wrong}).status_code == status
