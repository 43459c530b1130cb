"""Everything that a page, a figure or an export says is in the catalogue, apart from names, numbers and codes."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import plotly.utils
import pytest

from dashboard.answers import charts, cost
from dashboard.answers.assumed import Assumed
from dashboard.answers.map import home_colours_of
from dashboard.answers.selection import Selection
from dashboard.counting.effort import Means
from dashboard.errors import Fault
from dashboard.export.provenance import provenance
from dashboard.language import mark, messages
from dashboard.place import parse_place
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.settings import Settings
from dashboard.ui.components.district_panel import district_panel
from dashboard.ui.components.effort_panel import effort_lines
from dashboard.ui.components.proportion_panel import proportion_lines
from dashboard.ui.pages import status
from dashboard.ui.pages.compare import compare
from dashboard.ui.pages.data import data
from dashboard.ui.pages.explore import explore
from dashboard.views.answer import words
from dashboard.views.theme import LIGHT
from dashboard.views.tour import tour_words

RULE = Rule(place=parse_place("xinfadi"), radius_m=500, min_dwell_min=15, start=date(2020, 6, 1), end=date(2020, 6, 12))
FAULT = Fault(
    file="reach.parquet",
    column="site_id",
    row=3,
    problem=mark("is {value}, expected one of {names}", value="x", names=mark("the district codes")),
    remedy=mark("Store {column} as {dtype}", column="x", dtype="y"),
)
LOOK = Selection(focus="110106", layer="homes")

# What people read of a component, of a figure and of the stores.
READ = {"children", "label", "title", "placeholder", "aria-label", "name", "text", "hovertemplate", "ticktext", "words"}
READ |= {"start_date_placeholder_text", "end_date_placeholder_text", "labels", "legend"}
# Names of the product, of formats, of what the operator states; what a release says of itself is data.
NAMES = {
    "Screening Scope",
    "English",
    "中文",
    "PNG",
    "SVG",
    "CSV",
    "Excel",
    "GeoJSON",
    "GeoPackage",
    "PDF",
    "PowerPoint",
}
# Layers of the map, which nobody reads.
NAMES |= {"ring", "sites"}
# Dates are written by their language, without the catalogue.
NO_WORDS = r"%\{[^}]*\}|</?\w+[^>]*>|\{\w+\}|#[0-9a-f]{6}|\b(\d+ to )?\d+ [A-Z][a-z]+( \d{4})?\b"


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bracketed(dict[str, str]):
        def get(self, message: str, _: object = None) -> str:  # type: ignore[override]
            return f"⟦{message}⟧"

    monkeypatch.setattr(messages, "_catalogue", lambda _: Bracketed())


def read(found: Any, of: str = "") -> Iterator[str]:  # noqa: ANN401 JSON
    """Return what people read in a page, a figure or words, as JSON."""
    if isinstance(found, dict):
        inner = found.get("props", found)
        for name, value in inner.items():
            yield from read(value, name if name in READ or isinstance(value, dict | list) is False else of or name)
    elif isinstance(found, list):
        for one in found:
            yield from read(one, of)
    elif isinstance(found, str) and of in READ:
        yield found


def outside(said: str, release: Release) -> str:
    """Return what of a text lies outside brackets and is no name, number or code."""
    before = ""
    while before != said:
        before, said = said, re.sub(r"⟦[^⟦⟧]*⟧", "", said)
    known = [place.name for place in release.places.values()] + [one.name for one in release.districts.values()]
    manifest = release.manifest
    known += [manifest.title, manifest.operator.name, manifest.source, manifest.licence, manifest.time_zone]
    known += [release.digest, manifest.generator, *NAMES]
    for name in sorted(known, key=len, reverse=True):
        said = said.replace(name, "")
    said = re.sub(NO_WORDS, "", said)
    return said if re.search(r"[A-Za-z]{3,}", said) else ""


def as_json(found: Any) -> Any:  # noqa: ANN401 a component or a figure
    return json.loads(json.dumps(found, cls=plotly.utils.PlotlyJSONEncoder))


def left(found: Any, release: Release) -> list[str]:  # noqa: ANN401 a component or a figure
    return [said for said in read(as_json(found), "children") if outside(said, release)]


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("page", [explore, compare, data])
def test_a_page_says_nothing_beside_the_catalogue(page: Any, release: Release) -> None:  # noqa: ANN401 a page
    found = page(release, {"demo": release}, Settings(), {"radius_m": "3", "hours": "x", "layer": "y", "lang": "tlh"})
    assert left(found, release) == []


@pytest.mark.usefixtures("pseudo")
def test_other_pages_say_nothing_beside_the_catalogue(release: Release) -> None:
    pages = [status.loading(), status.unknown_release("x", {"demo": release}), status.refused([FAULT])]
    assert left(pages, release) == []


@pytest.mark.usefixtures("pseudo")
def test_figures_and_panels_say_nothing_beside_the_catalogue(release: Release) -> None:
    assumed = Assumed.settle(release, {})[0]
    taken = cost.taken_of(release, RULE, Means(), LIGHT)
    expected = cost.expected_of(release, RULE, assumed.true_visit, LIGHT)
    said = [
        charts.matrix_figure_of(release, charts.answer_of(release, RULE), LIGHT),
        charts.days_of(release, RULE, LIGHT),
        charts.homes_figure_of(release, RULE, LIGHT),
        charts.hours_of(release, RULE, LOOK, LIGHT),
        home_colours_of(release, RULE, LOOK, LIGHT),
        district_panel(charts.residents_of(release, RULE, LOOK)),
        proportion_lines(cost.proportion_of(release, RULE)),
        effort_lines(taken),
        taken.backlog,
        expected.certainty,
        expected.frontier,
    ]
    assert [one for found in said for one in left(found, release)] == []


@pytest.mark.usefixtures("pseudo")
def test_words_for_the_browser_and_exports_say_nothing_beside_the_catalogue(release: Release) -> None:
    spoken = as_json([words(release.manifest), tour_words(release), charts.answer_of(release, RULE)])
    texts = [text for text in all_texts(spoken) if " " in text]
    about = provenance(release, RULE, "http://127.0.0.1/", datetime(2020, 6, 15, tzinfo=UTC))
    texts += [*about, *(value for value in about.values() if not value.startswith("http"))]
    assert [text for text in texts if outside(text, release)] == []


def all_texts(found: Any) -> Iterator[str]:  # noqa: ANN401 JSON
    if isinstance(found, dict | list):
        for one in found.values() if isinstance(found, dict) else found:
            yield from all_texts(one)
    elif isinstance(found, str):
        yield found


def test_what_goes_past_the_catalogue_is_found(release: Release) -> None:
    assert left({"props": {"children": ["Radius", "⟦Stay⟧", "Xinfadi market", "1,000"]}}, release) == ["Radius"]
