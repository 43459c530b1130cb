"""Open a release for reading: the manifest and the sites at once, the tables as lazy scans."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from dashboard.errors import Fault, ReleaseError
from dashboard.release import manifest as manifests
from dashboard.release.manifest import Manifest
from dashboard.site import Group, Place, Site

REACH_FILE = "reach.parquet"
REACH_BY_HOME_FILE = "reach_by_home.parquet"
SITES_FILE = "sites.parquet"
DISTRICTS_FILE = "districts.geojson"
PRESENCE_FOLDER = "presence"


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

    The tables are lazy scans with the columns of release/tables.py, None where the release has no such table.
    `key` names the release in a URL; `digest` is the SHA-256 of its manifest, which lists the hash of every file.
    """

    key: str
    path: Path
    digest: str
    manifest: Manifest
    places: dict[str, Place]
    districts: dict[str, District]
    reach: pl.LazyFrame | None
    reach_by_home: pl.LazyFrame | None
    presence: pl.LazyFrame | None

    @property
    def presence_dates(self) -> tuple[date, ...]:
        """Return the dates that have presence, rising."""
        names = {PurePosixPath(file.path).parent.name for file in self.manifest.files}
        return tuple(sorted(date.fromisoformat(name[5:]) for name in names if name.startswith("date=")))

    def place(self, site_id: str) -> Place:
        """Return a place by its site_id; KeyError if the release has none of that name."""
        return self.places[site_id]


def load(path: Path) -> Release:
    """Open the release in a folder.

    Reads the manifest, sites and districts; opens the tables as lazy scans, none of their rows is read.
    Raises ReleaseError where the manifest, the sites or the districts cannot be read. `check` says whether
    the content of the tables is sound; whatever serves a release checks it first.
    """
    manifest, digest = read_manifest(path)
    present = {file.path for file in manifest.files}
    presence_files = sorted(path / name for name in present if name.startswith(f"{PRESENCE_FOLDER}/"))
    return Release(
        key=path.resolve().name,
        path=path,
        digest=digest,
        manifest=manifest,
        places=_places(path / SITES_FILE) if SITES_FILE in present else {},
        districts=_districts(path / DISTRICTS_FILE) if DISTRICTS_FILE in present else {},
        reach=pl.scan_parquet(path / REACH_FILE) if REACH_FILE in present else None,
        reach_by_home=pl.scan_parquet(path / REACH_BY_HOME_FILE) if REACH_BY_HOME_FILE in present else None,
        presence=pl.scan_parquet(presence_files, hive_partitioning=True) if presence_files else None,
    )


def read_manifest(path: Path) -> tuple[Manifest, str]:
    """Return the manifest of the release in a folder and the SHA-256 of its text; raise ReleaseError."""
    try:
        raw = (path / manifests.FILE_NAME).read_bytes()
    except OSError as error:
        fault = Fault(
            file=str(path / manifests.FILE_NAME),
            problem=f"cannot be read ({error.strerror})",
            remedy="Give the folder of a release, the one that holds manifest.json",
        )
        raise ReleaseError([fault]) from None
    return manifests.parse_manifest(raw), hashlib.sha256(raw).hexdigest()


def places_from_rows(rows: list[dict[str, Any]]) -> dict[str, Place]:
    """Return sites and groups by site_id from rows of the sites table; ScopeError or KeyError names a bad one."""
    sites = {
        row["site_id"]: Site(**{k: v for k, v in row.items() if k != "members"}) for row in rows if not row["members"]
    }
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


def _places(path: Path) -> dict[str, Place]:
    return places_from_rows(pl.read_parquet(path).to_dicts())


def _districts(path: Path) -> dict[str, District]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    found = [District(**feature["properties"], geometry=feature["geometry"]) for feature in features]
    return {district.code: district for district in found}
