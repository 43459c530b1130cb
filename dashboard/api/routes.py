"""The routes of the API."""

from __future__ import annotations

import io
from typing import Any

import flask
import polars as pl
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel

from dashboard import cells
from dashboard.answers.query import OfRelease
from dashboard.answers.served import served
from dashboard.api import reply
from dashboard.api.query import Nothing, OfCount, OfMatrix, OfPresence
from dashboard.counting import in_view, presence
from dashboard.counting.conditioned import under
from dashboard.counting.count import count, matrix_of
from dashboard.counting.matrix import entries
from dashboard.errors import RuleError
from dashboard.place import parse_place
from dashboard.release.answerable import check_window
from dashboard.release.load import Release
from dashboard.release.shelf import Shelf
from dashboard.release.write import site_rows
from dashboard.rule import Rule

PREFIX = "/api/v1"
ARROW = "application/vnd.apache.arrow.stream"  # what `about` says in JSON stands in headers
CELLS_AT_MOST = 5_000


def routes(shelf: Shelf) -> APIBlueprint:
    """Return the routes over the releases of a shelf; each parses, asks one function, replies."""
    api = APIBlueprint("api", __name__, url_prefix=PREFIX)

    @api.get("/releases", summary="The releases served here", responses={200: reply.ReleasesOut})
    def _releases(query: Nothing) -> flask.Response:  # noqa: ARG001 its model refuses parameters
        return _json(reply.ReleasesOut(releases=[_release_out(release) for release in shelf.releases.values()]))

    @api.get("/sites", summary="The places of a release", responses={200: reply.SitesOut})
    def _sites(query: OfRelease) -> flask.Response:
        release = served(shelf, query.release)
        rows = [reply.SiteOut(**row) for row in site_rows(list(release.places.values()))]
        return _json(reply.SitesOut(release=release.key, sites=rows))

    @api.get("/count", summary="How many a rule would flag", responses={200: reply.CountOut})
    def _count(query: OfCount) -> flask.Response:
        release = served(shelf, query.release)
        rule = Rule.from_query(query.model_dump())
        answer = count(under(release, rule.place, query.condition), rule).to_dict()
        asked = {**answer["rule"], "site": query.site}
        return _json(reply.CountOut(**_about(release), condition=query.condition, **{**answer, "rule": asked}))

    @api.get("/matrix", summary="Every radius and stay of a place and dates", responses={200: reply.MatrixOut})
    def _matrix(query: OfMatrix) -> flask.Response:
        release = served(shelf, query.release)
        place = parse_place(query.site)
        matrix = matrix_of(under(release, place, query.condition), place, query.start, query.end)
        if query.format == "arrow":
            condition = {} if query.condition is None else {"condition": query.condition}
            return _arrow(entries(matrix), {**_about(release), "method": matrix.method, **condition})
        return _json(
            reply.MatrixOut(
                **_about(release),
                method=matrix.method,
                condition=query.condition,
                entries=entries(matrix).to_dicts(),
            )
        )

    @api.get("/presence", summary="Device-hours by cell in a box", responses={200: reply.PresenceOut})
    def _presence(query: OfPresence) -> flask.Response:
        release = served(shelf, query.release)
        resolution, table = _heat(release, query)
        if query.format == "arrow":
            return _arrow(table, {**_about(release), "resolution": resolution})
        return _json(reply.PresenceOut(**_about(release), resolution=resolution, cells=table.to_dicts()))

    return api


def _about(release: Release) -> dict[str, Any]:
    return {"release": release.key, "digest": release.digest, "synthetic": release.manifest.synthetic}


def _release_out(release: Release) -> reply.ReleaseOut:
    manifest = release.manifest
    return reply.ReleaseOut(
        key=release.key,
        title=manifest.title,
        title_zh=manifest.title_zh,
        synthetic=manifest.synthetic,
        operator=manifest.operator.name,
        start=manifest.period.start,
        end=manifest.period.end,
        time_zone=manifest.time_zone,
        radii_m=manifest.radii_m,
        min_dwell_min=manifest.min_dwell_min,
        conditions=[reply.ConditionOut(id=one.id, name=one.name, name_zh=one.name_zh) for one in manifest.conditions],
        method="bracket" if release.reach is None else "counted",
        digest=release.digest,
    )


def _heat(release: Release, query: OfPresence) -> tuple[int, pl.DataFrame]:
    check_window(release, query.start, query.end)
    box = (query.south, query.west, query.north, query.east)
    resolution = query.resolution
    if resolution is None:
        resolution = in_view.fit_resolution(release, box, CELLS_AT_MOST)
    members = in_view.cells_in_box(release, *box, resolution)
    if len(members) > CELLS_AT_MOST:
        msg = f"the box holds {len(members):,} cells of resolution {resolution}, expected at most {CELLS_AT_MOST:,}"
        raise RuleError(msg, field="resolution", nearest=in_view.fit_resolution(release, box, CELLS_AT_MOST))
    table = presence.heat(
        release,
        members,
        resolution,
        start=query.start,
        end=query.end,
        hours=(query.first_hour, query.last_hour),
        min_band=query.min_dwell_min,
    )
    names = pl.Series("cell", [cells.to_text(cell) for cell in table["cell"]], dtype=pl.String)
    return resolution, table.with_columns(names)


def _json(model: BaseModel) -> flask.Response:
    return flask.Response(model.model_dump_json(), mimetype="application/json")


def _arrow(table: pl.DataFrame, about: dict[str, Any]) -> flask.Response:
    stream = io.BytesIO()
    table.write_ipc_stream(stream)
    headers = {f"Scope-{name.capitalize()}": str(value) for name, value in about.items()}
    return flask.Response(stream.getvalue(), mimetype=ARROW, headers=headers)
