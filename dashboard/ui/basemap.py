"""The base map under a release: what the page is told of it, and its tiles, whose address never means another one."""

from __future__ import annotations

import gzip
import json
from http import HTTPStatus
from typing import Any, NoReturn

import flask

from dashboard.basemap.folder import PICTURES, PREFIX, VECTORS, WEB_MERCATOR_ZOOMS, Basemap
from dashboard.basemap.found import under
from dashboard.release.load import Release
from dashboard.release.shelf import Shelf
from dashboard.settings import Settings
from dashboard.ui.components.aria import data

# A picture of nothing, for where a base map has none: 1 x 1 px, clear.
_CLEAR = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c636060606000000005000167a5a9d40000000049454e44ae426082"
)


def told(release: Release, settings: Settings) -> dict[str, Any]:
    """Return attributes that tell a map of its base map, for assets/basemap/layer.mjs; none without one."""
    base = under(release, settings.basemap)
    if base is None:
        return {}
    west, south, east, north = base.box
    about = {
        "address": f"{PREFIX[1:]}{base.digest}",
        "vectors": base.format == VECTORS,
        "zooms": base.zooms,
        "box": [[south, west], [north, east]],
        "attribution": base.attribution,
    }
    return data(basemap=json.dumps(about, ensure_ascii=False))


def register(server: flask.Flask, shelf: Shelf, settings: Settings) -> None:
    """Serve the tiles of the base maps under the releases of a shelf."""

    def _tile(digest: str, zoom: int, column: int, row: int) -> flask.Response:
        served = (under(release, settings.basemap) for release in shelf.releases.values())
        base = next((one for one in served if one is not None and one.digest == digest), None)
        if base is None or zoom > WEB_MERCATOR_ZOOMS or max(column, row) >= 1 << zoom:
            flask.abort(HTTPStatus.NOT_FOUND, f"no base map {digest} with a tile {zoom}/{column}/{row} is served")
        return _reply(base, base.tile(zoom, column, row))

    server.add_url_rule(f"{PREFIX}<digest>/<int:zoom>/<int:column>/<int:row>", "basemap", _tile)
    # Dash would answer with the page.
    server.add_url_rule(f"{PREFIX}<path:_>", "no-basemap", _nowhere)


def _nowhere(_: str) -> NoReturn:
    flask.abort(HTTPStatus.NOT_FOUND, "that is no tile of a base map")


def _reply(base: Basemap, tile: bytes | None) -> flask.Response:
    """Return a tile as it lies on the disk, unpacked only for whoever takes no gzip."""
    if base.format in PICTURES:
        kind = "jpeg" if base.format == "jpg" and tile else base.format
        return flask.Response(tile or _CLEAR, mimetype=f"image/{kind if tile else 'png'}")
    headers = {"Vary": "Accept-Encoding"}
    packed = tile or gzip.compress(b"", mtime=0)
    if flask.request.accept_encodings["gzip"]:
        headers["Content-Encoding"] = "gzip"
    else:
        packed = gzip.decompress(packed)
    return flask.Response(packed, mimetype="application/vnd.mapbox-vector-tile", headers=headers)
