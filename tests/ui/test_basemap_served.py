"""Tiles of a base map come from the server itself, under an address that never means another one."""

import gzip
import shutil
from pathlib import Path

import maps
import pytest
from werkzeug.test import Client

from dashboard.app import create_app
from dashboard.basemap.folder import Basemap, open_basemap
from dashboard.basemap.make import make
from dashboard.caching.headers import FOR_EVER
from dashboard.release.opening import open_checked
from dashboard.release.shelf import Shelf
from dashboard.settings import Settings
from dashboard.shipped import DEMO_RELEASE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("base")
    make(maps.town(out / "town.gpkg"), out / "basemap", attribution="(c) <b>Town</b>")
    return out / "basemap"


@pytest.fixture(scope="module")
def base(folder: Path) -> Basemap:
    return open_basemap(folder)


@pytest.fixture(scope="module")
def asked(shelf: Shelf, folder: Path) -> Client:
    return create_app(Settings(basemap=str(folder)), shelf).server.test_client()


def test_a_tile_is_sent_packed_or_not_and_kept_for_ever(asked: Client, base: Basemap) -> None:
    z, x, y = maps.tile_at(maps.LNG + 1e-4, maps.LAT + 1e-4, 14)
    address = f"/basemap/{base.digest}/{z}/{x}/{y}"
    packed = asked.get(address, headers={"Accept-Encoding": "gzip"})
    plain = asked.get(address)
    assert packed.data == base.tile(z, x, y)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert plain.data == gzip.decompress(packed.data)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Cache-Control"] == plain.headers["Cache-Control"] == FOR_EVER
    empty = asked.get(f"/basemap/{base.digest}/14/0/0")
    assert (empty.status_code, empty.data) == (200, b"")


@pytest.mark.parametrize(
    "path", ["14/16384/0", "14/0/16384", "25/0/0", "-1/0/0", "14/0", "a/b/c", "14/0/0/..", "../../basemap.json"]
)
def test_what_is_no_tile_is_not_found(asked: Client, base: Basemap, path: str) -> None:
    reply = asked.get(f"/basemap/{base.digest}/{path}")
    assert reply.status_code == 404
    assert "immutable" not in reply.headers.get("Cache-Control", "")


def test_another_digest_is_not_found(asked: Client) -> None:
    assert asked.get("/basemap/0123456789abcdef/14/0/0").status_code == 404


def test_a_release_with_a_base_map_in_its_folder_is_sound_and_serves_it(folder: Path, tmp_path: Path) -> None:
    release = tmp_path / "city"
    shutil.copytree(DEMO_RELEASE, release)
    shutil.copytree(folder, release / "basemap")
    assert open_checked(release).release.key == "city"
    shelf = Shelf([release])
    shelf.open()
    served = create_app(Settings(), shelf).server.test_client()
    digest = open_basemap(folder).digest
    assert served.get(f"/basemap/{digest}/14/0/0").status_code == 200
    (release / "basemap" / "more.txt").write_text("not of the contract")
    other = Shelf([release])
    other.open()
    assert "basemap/more.txt" in str(other.faults[0])
