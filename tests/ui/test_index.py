"""The document that a browser is given: its style sheets and scripts, under an address that changes with them."""

import re
from pathlib import Path

import pytest

from dashboard.app import create_app
from dashboard.release.shelf import Shelf
from dashboard.settings import Settings
from dashboard.shipped import ASSETS
from dashboard.ui.index import ENTRY, STYLES, path_of


@pytest.fixture(scope="module")
def document() -> str:
    return create_app(Settings(), Shelf([])).server.test_client().get("/").get_data(as_text=True)


def assets(pattern: str) -> list[str]:
    return sorted(file.relative_to(ASSETS).as_posix() for file in ASSETS.rglob(pattern))


def test_every_style_sheet_has_its_place_in_the_order() -> None:
    assert sorted(STYLES) == assets("*.css")


def test_every_script_and_style_sheet_is_asked_for_at_once_and_once(document: str) -> None:
    address = f"/{path_of(ASSETS)}/"
    asked = re.findall(rf'<link rel="(\w+)" href="{address}([^"]+)">', document)
    assert [name for rel, name in asked if rel == "stylesheet"] == list(STYLES)
    assert [name for rel, name in asked if rel == "modulepreload"] == assets("*.mjs")
    assert re.findall(r'/assets/[^"]+', document) == [f"{address}{name}" for _, name in asked] + [f"{address}{ENTRY}"]


def test_the_entry_starts_the_page_and_no_script_stands_in_it(document: str) -> None:
    assert f'<script id="_dash-renderer" type="module" src="/{path_of(ASSETS)}/{ENTRY}"></script>' in document
    scripts = re.findall(r"<script([^>]*)>([^<]*)</script>", document)
    assert [inside for how, inside in scripts if 'type="application/json"' not in how and inside.strip()] == []


def test_the_address_is_another_as_soon_as_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    (tmp_path / "main.mjs").write_text("1")
    seen = {path_of(tmp_path)}
    (tmp_path / "main.mjs").write_text("2")
    seen.add(path_of(tmp_path))
    (tmp_path / "main.mjs").rename(tmp_path / "page" / "main.mjs")
    seen.add(path_of(tmp_path))
    (tmp_path / "page" / "other.css").write_text("")
    seen.add(path_of(tmp_path))
    assert len(seen) == 4
    assert path_of(tmp_path) in seen
