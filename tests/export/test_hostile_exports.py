"""Names that are HTML, markup, templates or formulas stand in every file as they were typed, and no file runs them."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import polars as pl
import pyogrio
import pytest
import typst
from flask.testing import FlaskClient
from hostile import DATES, DISTRICTS, NAMES, hostile
from lxml import etree
from pptx import Presentation

from dashboard.answers.assumed import Assumed
from dashboard.app import create_app
from dashboard.export.briefing import fonts
from dashboard.export.briefing.content import briefing
from dashboard.export.briefing.pdf import document
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule
from dashboard.settings import Settings
from dashboard.shipped import BRIEFING

RULE = {"radius_m": 500, "min_dwell_min": 0, "start": DATES[0].isoformat(), "end": DATES[-1].isoformat()}
BOX = {"south": 39.79, "west": 116.31, "north": 39.83, "east": 116.37}
FORMULAS = ("=", "+", "-", "@")


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = Shelf([hostile(tmp_path_factory.mktemp("names") / "release")])
    shelf.open()
    assert shelf.state == "ready", shelf.faults
    return shelf


@pytest.fixture(scope="module")
def client(names: Shelf) -> FlaskClient:
    return create_app(Settings(), names).server.test_client()


def fetched(client: FlaskClient, file: str, **query: object) -> bytes:
    reply = client.get(f"/export/{file}?{urlencode({**RULE, **query})}")
    assert reply.status_code == 200, reply.text
    return reply.data


def said_in(texts: list[str], name: str) -> bool:
    return any(name in text for text in texts)


@pytest.mark.parametrize("site", NAMES)
def test_a_csv_holds_names_and_no_formula(client: FlaskClient, site: str) -> None:
    rows = list(csv.reader(io.StringIO(fetched(client, "homes.csv", site=site).decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(FORMULAS)]
    about = {row[1]: row[2] for row in rows if row[0] == "#"}
    assert NAMES[site] in about["Rule"]
    assert about["Release"] == NAMES["meta"]
    assert about["Licence"] == f"'{NAMES['formula']}"
    listed = {row[0]: row[1].removeprefix("'") for row in rows if row[0] in DISTRICTS}
    assert {code: DISTRICTS[code].removeprefix("'") for code in DISTRICTS} == listed


def test_a_workbook_holds_names_and_neither_formula_nor_link(client: FlaskClient) -> None:
    with zipfile.ZipFile(io.BytesIO(fetched(client, "homes.xlsx", site="command"))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    strings = [item.xpath("string()") for item in etree.fromstring(parts["xl/sharedStrings.xml"])]
    assert set(DISTRICTS.values()) <= set(strings)
    assert said_in(strings, f"of {NAMES['command']}, ")
    for name, content in parts.items():
        assert b"<f>" not in content, name
        assert b"hyperlink" not in content, name


@pytest.mark.parametrize("site", ["meta", "image", "template"])
def test_maps_for_other_programs_hold_names(client: FlaskClient, tmp_path: Path, site: str) -> None:
    collection = json.loads(fetched(client, "map.geojson", site=site, **BOX))
    assert NAMES[site] in collection["about"]["Rule"]
    assert collection["about"]["Operator"] == NAMES["link"]
    package = tmp_path / "map.gpkg"
    package.write_bytes(fetched(client, "map.gpkg", site=site, **BOX))
    _, about = pyogrio.read_arrow(package, layer="about")
    assert said_in([str(cell) for row in pl.from_arrow(about).rows() for cell in row], NAMES[site])


@pytest.mark.parametrize("site", NAMES)
def test_a_briefing_is_titled_with_the_name(names: Shelf, site: str) -> None:
    (release,) = names.releases.values()
    rule = Rule.from_query({**RULE, "site": site})
    said = briefing(
        release, rule, Assumed.settle(release, {})[0], "http://127.0.0.1/", datetime(2026, 1, 2, tzinfo=UTC)
    )
    inputs = {"briefing": json.dumps(document(said))}
    compiler = typst.Compiler(BRIEFING, font_paths=fonts.known(), sys_inputs=inputs)
    title, *_ = json.loads(compiler.query("heading", format="json"))
    assert title["body"] == {"func": "text", "text": said.title}
    assert NAMES[site] in said.title


@pytest.mark.parametrize("site", ["meta", "typst", "template"])
def test_slides_hold_names(client: FlaskClient, site: str) -> None:
    deck = Presentation(io.BytesIO(fetched(client, "briefing.pptx", site=site)))
    assert NAMES[site] in deck.slides[0].shapes.title.text
    texts = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    assert said_in(texts, NAMES["meta"])


@pytest.mark.parametrize("name", NAMES.values())
def test_a_problem_repeats_what_was_asked_as_json(client: FlaskClient, name: str) -> None:
    for path in ("/api/v1/count", "/export/days.csv"):
        reply = client.get(path, query_string={**RULE, "site": name})
        assert (reply.status_code, reply.mimetype) == (422, "application/problem+json")
        assert repr(name.removeprefix("@")) in reply.json["detail"]
