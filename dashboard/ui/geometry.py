"""Outlines of cells and districts, asked for by their address so that browsers and proxies keep them.

They are the same for every question; the counts are sent apart from them.
"""

from __future__ import annotations

from http import HTTPStatus

import flask
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.answers.map import layer_of, sites_of
from dashboard.release.load import Release
from dashboard.release.shelf import Shelf
from dashboard.views.layers import district_layer

PREFIX = "/geometry"


class OfView(BaseModel):
    """A view of a map as the page asks for it, see assets/map/geometry.mjs."""

    model_config = ConfigDict(extra="forbid")

    release: str
    south: float = Field(ge=-90, le=90)
    west: float = Field(ge=-180, le=180)
    north: float = Field(ge=-90, le=90)
    east: float = Field(ge=-180, le=180)
    focus: str
    maps: int = Field(ge=1, le=4)
    key: str = Field(max_length=200)


def register(server: flask.Flask, shelf: Shelf) -> None:
    """Serve the cells of a view, with the places in it where there are many, and the districts of a release."""

    def _cells() -> flask.Response:
        try:
            view = OfView.model_validate(flask.request.args.to_dict())
        except ValidationError as error:
            flask.abort(HTTPStatus.BAD_REQUEST, str(error))
        release = _served(shelf, view.release)
        if view.focus and view.focus not in release.districts:
            flask.abort(HTTPStatus.NOT_FOUND, f"focus is {view.focus!r}, expected a district of this release")
        seen = view.model_dump()
        return flask.jsonify({"cells": layer_of(release, seen), "sites": sites_of(release, seen)})

    def _districts() -> flask.Response:
        release = _served(shelf, flask.request.args.get("release", ""))
        return flask.jsonify(district_layer(release.districts.values()))

    server.add_url_rule(f"{PREFIX}/cells", "cells", _cells)
    server.add_url_rule(f"{PREFIX}/districts", "districts", _districts)


def _served(shelf: Shelf, key: str) -> Release:
    if key not in shelf.releases:
        flask.abort(HTTPStatus.NOT_FOUND, f"release is {key!r}, expected one that is served")
    return shelf.releases[key]
