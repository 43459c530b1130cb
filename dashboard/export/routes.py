"""The addresses of the exports.

/export/TABLE.csv or .xlsx, /export/map.csv, .xlsx, .geojson or .gpkg, /export/briefing.pdf or .pptx.
Those of rules side by side are in comparison.py. /export/name/NAME.png says what a picture made in the
browser is called.
"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import urlencode

import flask
import polars as pl
from pydantic import ValidationError

from dashboard.answers import problem
from dashboard.answers.cell_table import heat_in
from dashboard.answers.served import served
from dashboard.export import expected, geo, sheets, tables
from dashboard.export.briefing.made import KINDS, made
from dashboard.export.names import file_name
from dashboard.export.provenance import provenance
from dashboard.export.query import OfMap, OfPicture, OfTable
from dashboard.export.shown import shown_in
from dashboard.release.load import Release
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule

PREFIX = "/export"
MAP = "map"
TABLES = (*tables.TABLES, *expected.TABLES)
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
BRIEFING = "briefing"
MAP_KINDS = ("csv", "xlsx", "geojson", "gpkg")


def register(server: flask.Flask, shelf: Shelf, public_url: str) -> None:
    """Serve the exports of a shelf; what cannot be exported is answered with a problem, as by the API.

    Their links lead to `public_url`, or, where it is "", to where the request was sent.
    """

    def export(name: str, kind: str) -> flask.Response:
        if kind not in _kinds(name):
            return problem.of_status(HTTPStatus.NOT_FOUND, f"{name}.{kind} is no export, expected {_known()}")
        try:
            query = (OfMap if name == MAP else OfTable).model_validate(flask.request.args.to_dict())
        except ValidationError as error:
            return problem.of_validation(error)
        release, rule = served(shelf, query.release), Rule.from_query(query.model_dump())
        content = _content(name, kind, release, rule, query, link_to("", public_url))
        reply = flask.Response(content, content_type=MEDIA_TYPES[kind])
        file = file_name([rule], name, kind, release=among(shelf, release), shown=shown_in(name, release, query))
        reply.headers.set("Content-Disposition", "attachment", filename=file)
        return reply

    def name_of(name: str, kind: str) -> flask.Response:
        if name != MAP and name not in TABLES:
            return problem.of_status(HTTPStatus.NOT_FOUND, f"{name}.{kind} is no picture, expected {_known()}")
        try:
            query = OfPicture.model_validate(flask.request.args.to_dict())
        except ValidationError as error:
            return problem.of_validation(error)
        release, rule = served(shelf, query.release), Rule.from_query(query.model_dump())
        shown = [*shown_in(name, release, query), *query.looks()]
        file = file_name([rule], name, kind, release=among(shelf, release), shown=shown)
        return flask.Response(file, content_type="text/plain; charset=utf-8")

    server.add_url_rule(f"{PREFIX}/<name>.<kind>", "export", export)
    server.add_url_rule(f"{PREFIX}/name/<name>.<any(png, svg):kind>", "export-name", name_of)


def _content(  # noqa: PLR0913, PLR0917 what a file is and says
    name: str, kind: str, release: Release, rule: Rule, query: OfTable, link: str
) -> bytes:
    selection = query.selection(release)
    if name == BRIEFING:
        return made(kind, release, rule, query.assumed(release), link, datetime.now(UTC))
    about = provenance(release, rule, link, datetime.now(UTC))
    if isinstance(query, OfMap):
        heat = heat_in(release, rule, selection, query.box)
        if kind == "geojson":
            return geo.geojson(heat, release, rule, about)
        if kind == "gpkg":
            return geo.geopackage(heat, release, rule, about)
        table = tables.heat_text(heat)
    else:
        table = _table(name, release, rule, query)
        if name in expected.TABLES:
            about["Assumed"] = expected.assumption(name, query.assumed(release))
    return sheets.csv(table, about) if kind == "csv" else sheets.xlsx(table, about, name)


def _table(name: str, release: Release, rule: Rule, query: OfTable) -> pl.DataFrame:
    if name in tables.TABLES:
        return tables.TABLES[name](release, rule, query.selection(release))
    return expected.TABLES[name](release, rule, query.assumed(release))


def among(shelf: Shelf, release: Release) -> str:
    """Return the key of a release where others are served beside it, "" where it is the only one."""
    return release.key if len(shelf.releases) > 1 else ""


def _kinds(name: str) -> tuple[str, ...]:
    if name == MAP:
        return MAP_KINDS
    if name == BRIEFING:
        return KINDS
    return ("csv", "xlsx") if name in TABLES else ()


def _known() -> str:
    return ", ".join(f"{name}.{kind}" for name in (*TABLES, MAP, BRIEFING) for kind in _kinds(name))


def link_to(path: str, public_url: str) -> str:
    """Return the address of a page, by its path without a slash before it, with the query of the request."""
    box = ("south", "west", "north", "east")
    kept = [(name, value) for name, value in flask.request.args.items() if name not in box]
    return f"{public_url or flask.request.host_url.rstrip('/')}/{path}?{urlencode(kept)}"
