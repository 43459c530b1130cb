"""Write a release: every table in its type and order, hashed and listed, the folder put in place at once."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.errors import ChangedError, InputError
from dashboard.release import manifest as manifests
from dashboard.release import tables
from dashboard.release.layout import write_by_site, write_parts, write_table
from dashboard.release.load import (
    CELLS_FILE,
    DISTRICTS_FILE,
    PRESENCE_FOLDER,
    REACH_BY_HOME_FILE,
    REACH_FILE,
    SITES_FILE,
)
from dashboard.release.manifest import NOTES, ListedFile, Manifest
from dashboard.release.pinned import Pinned
from dashboard.release.replace import replacing
from dashboard.site import Group, Place, Site


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What goes into a release beside its manifest; None or empty where there is none.

    Frames hold the columns of release/tables.py, in any order and any integer width; presence may come by local date.
    `districts` is the text of a GeoJSON file. `kept` are presence files of the release that is replaced, taken over
    as they are.
    """

    places: list[Place]
    presence: pl.DataFrame | Mapping[date, pl.DataFrame] | None = None
    reach: pl.DataFrame | None = None
    reach_by_home: pl.DataFrame | None = None
    districts: str | None = None
    kept: tuple[ListedFile, ...] = ()


def write(out: Path, manifest: Manifest, contents: Contents, grown_from: Pinned | None = None) -> Manifest:
    """Write a release to the folder `out` and return its manifest with the files listed.

    It takes the place of `out` when all is there, see replace.py; the notes of a release that was there (README.md,
    LICENSE, a base map) stay. An `out` that exists is replaced only if it is a release or empty; anything else raises
    InputError. A release that grows out of the one in `out` says which that was: if another lies there now, that one
    stays, and ChangedError is raised.
    """
    with replacing(out) as folder:
        _check_replaceable(out)
        changed = None if grown_from is None else grown_from.changed()
        if changed is not None:
            raise ChangedError(changed)
        listed = list(_write_files(folder, _versioned(manifest, contents.places), contents, out))
        for note in NOTES:
            if (out / note).is_file():
                (folder / note).parent.mkdir(exist_ok=True)
                shutil.copyfile(out / note, folder / note)
        complete = _versioned(manifest, contents.places).model_copy(update={"files": listed})
        (folder / manifests.FILE_NAME).write_text(manifests.dump_manifest(complete), encoding="utf-8")
    return complete


def _versioned(manifest: Manifest, places: list[Place]) -> Manifest:
    """Return the manifest in the version that its places and its conditions take."""
    has_areas = any(isinstance(place, Site) and place.boundary is not None for place in places)
    second = has_areas or manifest.conditions
    return manifest.model_copy(update={"schema_": manifests.SCHEMA_WITH_AREAS}) if second else manifest


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def site_rows(places: list[Place]) -> list[dict[str, Any]]:
    """Return places as rows of the sites table."""
    return [
        {
            "site_id": place.site_id,
            "name": place.name,
            "name_zh": place.name_zh,
            "kind": place.kind,
            "lat": None if isinstance(place, Group) else place.lat,
            "lng": None if isinstance(place, Group) else place.lng,
            "district": place.district,
            "members": [member.site_id for member in place.members] if isinstance(place, Group) else None,
            "boundary": None if isinstance(place, Group) or place.boundary is None else place.boundary.wkt,
        }
        for place in places
    ]


def _check_replaceable(out: Path) -> None:
    if out.exists() and not (out / manifests.FILE_NAME).exists() and (not out.is_dir() or any(out.iterdir())):
        msg = f"{out} exists and is no release, expected a new folder or a release to replace"
        raise InputError(msg)


def _write_files(folder: Path, manifest: Manifest, contents: Contents, replaced: Path) -> Iterator[ListedFile]:
    for path, rows in _write_by_place(folder, manifest, contents):
        yield _listed(folder, path.relative_to(folder).as_posix(), rows)
    for file in contents.kept:
        _take_over(replaced / file.path, folder / file.path)
        yield file
    for path, rows in _write_by_cell(folder, manifest, contents):
        yield _listed(folder, path.relative_to(folder).as_posix(), rows)
    if contents.districts is not None:
        (folder / DISTRICTS_FILE).write_text(contents.districts, encoding="utf-8")
        yield _listed(folder, DISTRICTS_FILE, contents.districts.count('"Feature"'))


def _write_by_place(folder: Path, manifest: Manifest, contents: Contents) -> Iterator[tuple[Path, int]]:
    reach, by_home = tables.of_reach(manifest.disclosure, conditions=bool(manifest.conditions))
    table = tables.sites(areas=manifest.has_areas)
    sites = pl.DataFrame(site_rows(contents.places), schema=tables.sites(areas=True).schema)
    yield write_table(folder / SITES_FILE, sites.select(*table.columns), table)
    if contents.reach is not None:
        yield from write_by_site(folder / REACH_FILE, contents.reach, reach)
    if contents.reach_by_home is not None:
        yield from write_by_site(folder / REACH_BY_HOME_FILE, contents.reach_by_home, by_home)


def _write_by_cell(folder: Path, manifest: Manifest, contents: Contents) -> Iterator[tuple[Path, int]]:
    if contents.presence is not None:
        yield from _write_presence(folder, manifest, contents.presence)
    presence = sorted((folder / PRESENCE_FOLDER).rglob("*.parquet"))
    if presence:
        cells = pl.scan_parquet(presence).select(pl.col("cell").unique()).collect(engine="streaming")
        yield write_table(folder / CELLS_FILE, cells, tables.CELLS)


def _write_presence(
    folder: Path, manifest: Manifest, presence: pl.DataFrame | Mapping[date, pl.DataFrame]
) -> Iterator[tuple[Path, int]]:
    table = tables.presence(manifest.time_zone, low=manifest.presence_low)
    by_date = _by_date(presence) if isinstance(presence, pl.DataFrame) else presence
    for day in sorted(by_date):
        rows = by_date[day]
        if not rows.is_empty():
            yield from write_parts(folder / PRESENCE_FOLDER / f"date={day}", rows, table)


def _by_date(presence: pl.DataFrame) -> dict[date, pl.DataFrame]:
    dated = presence.with_columns(pl.col("hour").dt.date().alias("date"))
    return {day: rows for (day,), rows in dated.partition_by("date", as_dict=True, include_key=False).items()}


def _take_over(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        shutil.copyfile(old, new)


def _listed(folder: Path, name: str, rows: int) -> ListedFile:
    return ListedFile(path=name, rows=rows, sha256=hash_of(folder / name))
