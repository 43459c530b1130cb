"""A place is text at the edge alone: each request reads it once, whatever is then made of it."""

import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from dash import Dash

from dashboard import place
from dashboard.answers.assumed import INPUTS
from dashboard.ui import ids

PLACES = ["xinfadi", "xinfadi~yuegezhuang", "@39.81000,116.34000", "@39.8,116.3~39.85,116.3~39.85,116.36"]
BOX = {"south": 39.78, "west": 116.3, "north": 39.84, "east": 116.4}
VIEW = {"release": "demo", "key": "view", "focus": "", **BOX}
LOOK = {"focus": "", "hours": [0, 24], "layer": "homes", "theme": "light"}


class Parsed(list[str]):
    """The texts that were parsed since the last request."""

    def taken(self) -> list[str]:
        taken, self[:] = list(self), []
        return taken


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Parsed]:
    """Note what is parsed, by whichever module."""
    found, parse = Parsed(), place.parse_place

    def noted(text: str) -> place.RulePlace:
        found.append(text)
        return parse(text)

    for module in [module for name, module in sys.modules.items() if name.startswith("dashboard")]:
        if getattr(module, "parse_place", None) is parse:
            monkeypatch.setattr(module, "parse_place", noted)
    return found


def rule_of(site: str) -> dict[str, Any]:
    return {"site": site, "radius_m": 500, "min_dwell_min": 15, "start": "2020-06-01", "end": "2020-06-12"}


def values(site: str) -> dict[str, Any]:
    """Return what the page's controls and stores hold for a rule."""
    rule = {"release": "demo", **rule_of(site)}
    stores = dict.fromkeys((ids.RULE, ids.SETTLED, ids.LATER, ids.WINDOW, ids.LATER_WINDOW), rule)
    table = {"release": "demo", "rule": rule, "look": LOOK, "view": VIEW, "box": list(BOX.values())}
    stores |= {ids.LOOK: LOOK, ids.VIEW: VIEW, ids.FRAMES_OF: {"day": "2020-06-01"}, ids.TABLE_OF: table}
    stores |= {ids.SOUGHT: {"release": "demo", "text": "", "site": site, "taken": ""}}
    means = {f"{ids.MEANS[one.name]}.value": one.usual for one in INPUTS}
    address = {f"{ids.URL}.pathname": "/", f"{ids.URL}.search": f"?{urlencode(rule)}"}
    controls = {f"{ids.TRUE_RADIUS}.value": 250, f"{ids.TRUE_STAY}.value": 15, f"{ids.ASK_COUNT}.n_clicks": 1}
    return {**{f"{store}.data": data for store, data in stores.items()}, **means, **address, **controls}


def explored(app: Dash, held: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what the page of one rule asks the server, by the outputs that it asks for."""
    for output, callback in app.callback_map.items():
        parts = {kind: callback[kind] for kind in ("inputs", "state")}
        named = {f"{part['id']}.{part['property']}" for kind in parts.values() for part in kind}
        if "callback" not in callback or not named <= held.keys():
            continue
        filled = {
            kind: [{**part, "value": held[f"{part['id']}.{part['property']}"]} for part in found]
            for kind, found in parts.items()
        }
        changed = [f"{part['id']}.{part['property']}" for part in parts["inputs"]]
        several = output.startswith("..")
        outputs = [
            dict(zip(("id", "property"), one.rsplit(".", 1), strict=True)) for one in output.strip(".").split("...")
        ]
        yield (
            output,
            {
                **filled,
                "output": output,
                "outputs": outputs if several else outputs[0],
                "changedPropIds": changed,
            },
        )


@pytest.mark.parametrize("site", PLACES)
def test_each_request_of_the_page_parses_its_place_once(app: Dash, parsed: Parsed, site: str) -> None:
    client, asked = app.server.test_client(), dict(explored(app, values(site)))
    about_the_view = {output for output in asked if output.startswith(f"..{ids.CELLS}.data")}
    assert len(asked) >= 10, "the page asks more than was tried: has a callback other inputs?"
    for output, body in asked.items():
        reply = client.post("/_dash-update-component", json=body)
        assert reply.status_code in {200, 204}, (output, reply.get_data(as_text=True))
        assert parsed.taken() == ([] if output in about_the_view else [site]), output


@pytest.mark.parametrize(
    ("path", "site"),
    [
        ("/api/v1/count", PLACES[1]),
        ("/export/matrix.csv", PLACES[2]),
        ("/export/frontier.csv", PLACES[0]),
        ("/export/map.geojson", PLACES[3]),
        ("/export/briefing.pptx", PLACES[3]),
    ],
)
def test_each_answer_elsewhere_parses_its_place_once(app: Dash, parsed: Parsed, path: str, site: str) -> None:
    box = BOX if "map" in path else {}
    reply = app.server.test_client().get(f"{path}?{urlencode({**rule_of(site), **box})}")
    assert reply.status_code == 200, reply.get_data(as_text=True)
    assert parsed.taken() == [site]


def test_rules_side_by_side_parse_each_place_once(app: Dash, parsed: Parsed) -> None:
    rules = {name: urlencode(rule_of(site)) for name, site in zip("abcd", PLACES, strict=True)}
    assert app.server.test_client().get(f"/export/compare.csv?{urlencode(rules)}").status_code == 200
    assert parsed.taken() == PLACES
