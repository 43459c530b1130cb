"""Open a release for reading: the manifest and the sites at once, the tables as lazy scans."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from dashboard.boundary import Boundary
from dashboard.errors import Fault, ReleaseError
from dashboard.language import mark
from dashboard.release import manifest as manifests
from dashboard.release.manifest import Manifest
from dashboard.release.named import Named
from dashboard.release.parts import Part, Parts, opened
from dashboard.release.pinned import Pinned
from dashboard.release.where import Where
from dashboard.site import Group, Place, Site

REACH_FILE = "reach.parquet"
REACH_BY_HOME_FILE = "reach_by_home.parquet"
SITES_FILE = "sites.parquet"
DISTRICTS_FILE = "districts.geojson"
PRESENCE_FOLDER = "presence"
CELLS_FILE = "cells.parquet"


@dataclass(frozen=True, kw_only=True)
class District:
    """One district: its code, names, residents and GeoJSON geometry in WGS-84."""

    code: str
    name: str
    name_zh: str | None
    population: int | None
    geometry: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Release:
    """A release opened for reading.

    `key` names the release in a URL; `digest` is the SHA-256 of its manifest, which lists the hash of every file.
    The tables have the columns of release/tables.py and are None where the release has no such table: as `_parts`, of
    which a few row groups are read, and as lazy scans of all rows. `cells` are the cells of presence, rising, None
    where the release does not list them. `where` is pinned: what is read later is of the files that were opened, or
    raises ChangedError. `members` are the releases that it was combined from, if it was. The tables of reach hold the
    rows of anyone, or of a `condition` (its id) alone, see `under`.
    """

    key: str
    where: Pinned
    digest: str
    manifest: Manifest
    places: dict[str, Place]
    districts: dict[str, District]
    cells: pl.Series | None
    reach_parts: Parts | None
    reach_by_home_parts: Parts | None
    presence_parts: Parts | None
    members: tuple[Release, ...] = ()
    condition: str | None = None

    @property
    def path(self) -> Path | str:
        """Return the folder of the release, or the address of its objects."""
        return self.where.folder or self.where.address

    def under(self, condition: str | None) -> Release:
        """Return the release as it was counted under a condition, by its id; as it is for None, of anyone.

        It has no presence, which holds anyone. RuleError for a condition that the release does not have.
        """
        if condition is None:
            return self
        listed = Named({one.id: one for one in self.manifest.conditions}, field="condition")
        return replace(
            self,
            condition=listed[condition].id,
            reach_parts=None if self.reach_parts is None else self.reach_parts.under(condition),
            reach_by_home_parts=None if self.reach_by_home_parts is None else self.reach_by_home_parts.under(condition),
            presence_parts=None,
            cells=None,
            members=tuple(member.under(condition) for member in self.members),
        )

    @cached_property
    def reach(self) -> pl.LazyFrame | None:
        """Return all rows of reach."""
        return None if self.reach_parts is None else self.reach_parts.scan()

    @cached_property
    def reach_by_home(self) -> pl.LazyFrame | None:
        """Return all rows of reach_by_home."""
        return None if self.reach_by_home_parts is None else self.reach_by_home_parts.scan()

    @cached_property
    def presence(self) -> pl.LazyFrame | None:
        """Return all rows of presence, with the date of their folder."""
        return None if self.presence_parts is None else self.presence_parts.scan()

    @cached_property
    def presence_dates(self) -> tuple[date, ...]:
        """Return the dates that have presence, rising."""
        parts = self.presence_parts.parts if self.presence_parts is not None else ()
        return tuple(sorted({part.day for part in parts if part.day is not None}))

    def presence_cells(self) -> npt.NDArray[np.uint64]:
        """Return the cells of presence, rising: those that are listed, else those with a row; none without presence."""
        if self.cells is not None:
            return self.cells.to_numpy()
        if self.presence_parts is None:
            return np.zeros(0, dtype=np.uint64)
        rows = self.presence_parts.holding(None, columns=["cell"])
        return rows.select(pl.col("cell").unique()).collect(engine="streaming")["cell"].sort().to_numpy()

    def place(self, site_id: str) -> Place:
        """Return a place by its site_id; RuleError if the release has none of that name."""
        return self.places[site_id]


def load(address: Path | str | Where) -> Release:
    """Open the release in a folder, or at an address such as s3://bucket/release.

    Reads the manifest, sites, districts and cells, and the footers of the tables; none of their rows is read.
    Raises ReleaseError where one of them cannot be read, ChangedError where one changes meanwhile. `check` says whether
    the content of the tables is sound; whatever serves a release checks it first, see opening.py.
    """
    where = Where.of(address)
    try:
        pinned = Pinned.now(where)
        return _opened(pinned, *read_manifest(pinned))
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        problem = mark("cannot be read ({error})", error=error)
        fault = Fault(file=str(where), problem=problem, remedy=mark("Check the release again"))
        raise ReleaseError([fault]) from None


def files_of(table: str, names: Iterable[str]) -> list[str]:
    """Return the files of a table among `names`, rising: the file of that name, or those in its folder."""
    folder = f"{table.removesuffix('.parquet')}/"
    return sorted(name for name in names if name == table or name.startswith(folder))


def read_manifest(address: Path | str | Where) -> tuple[Manifest, str]:
    """Return the manifest of the release at an address and the SHA-256 of its text; raise ReleaseError."""
    where = Where.of(address)
    try:
        raw = where.read(manifests.FILE_NAME)
    except OSError as error:
        fault = Fault(
            file=where.at(manifests.FILE_NAME),
            problem=mark("cannot be read ({error})", error=error.strerror or error),
            remedy=mark("Give the folder of a release, the one that holds manifest.json"),
        )
        raise ReleaseError([fault]) from None
    return manifests.parse_manifest(raw), hashlib.sha256(raw).hexdigest()


def places_from_rows(rows: list[dict[str, Any]]) -> dict[str, Place]:
    """Return sites and groups by site_id from rows of the sites table; ScopeError or KeyError names a bad one."""
    sites = {row["site_id"]: _site(row) for row in rows if not row["members"]}
    groups = {
        row["site_id"]: Group(
            site_id=row["site_id"],
            name=row["name"],
            name_zh=row["name_zh"],
            kind=row["kind"],
            district=row["district"],
            members=tuple(sites[member] for member in row["members"]),
        )
        for row in rows
        if row["members"]
    }
    return {row["site_id"]: groups.get(row["site_id"]) or sites[row["site_id"]] for row in rows}


def _site(row: dict[str, Any]) -> Site:
    wkt = row.get("boundary")
    values = {name: value for name, value in row.items() if name not in {"members", "boundary"}}
    return Site(**values, boundary=None if wkt is None else Boundary(wkt=wkt))


def parse_districts(text: str | bytes) -> list[District]:
    """Return the districts of a GeoJSON text, in its order."""
    features = json.loads(text)["features"]
    return [District(**feature["properties"], geometry=feature["geometry"]) for feature in features]


def _opened(where: Pinned, manifest: Manifest, digest: str) -> Release:
    present = [file.path for file in manifest.files]
    places = places_from_rows(_table(where, SITES_FILE).to_dicts()) if SITES_FILE in present else {}
    return Release(
        key=where.name,
        where=where,
        digest=digest,
        manifest=manifest,
        places=Named(places, field="site"),
        districts=Named(_districts(where) if DISTRICTS_FILE in present else {}, field="focus"),
        cells=_table(where, CELLS_FILE)["cell"] if CELLS_FILE in present else None,
        reach_parts=_of_anyone(_parts(where, files_of(REACH_FILE, present), "site_id"), manifest),
        reach_by_home_parts=_of_anyone(_parts(where, files_of(REACH_BY_HOME_FILE, present), "site_id"), manifest),
        presence_parts=_parts(where, files_of(PRESENCE_FOLDER, present), "cell"),
    )


def _parts(where: Where, files: list[str], key: str) -> Parts | None:
    return opened([Part(where=where, file=file, day=_day_of(file)) for file in files], key) if files else None


def _of_anyone(parts: Parts | None, manifest: Manifest) -> Parts | None:
    return parts.under(None) if parts is not None and manifest.conditions else parts


def _day_of(file: str) -> date | None:
    folder = PurePosixPath(file).parent.name
    return date.fromisoformat(folder.removeprefix("date=")) if folder.startswith("date=") else None


def _table(where: Where, file: str) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(where.read(file)))


def _districts(where: Where) -> dict[str, District]:
    return {district.code: district for district in parse_districts(where.read(DISTRICTS_FILE))}
