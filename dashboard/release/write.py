"""Write a release: every table in its type and order, hashed and listed, the folder put in place at once."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.errors import InputError
from dashboard.release import manifest as manifests
from dashboard.release import tables
from dashboard.release.load import DISTRICTS_FILE, PRESENCE_FOLDER, REACH_BY_HOME_FILE, REACH_FILE, SITES_FILE
from dashboard.release.manifest import NOTES, ListedFile, Manifest
from dashboard.release.replace import replacing
from dashboard.release.tables import Table
from dashboard.site import Group, Place

ROW_GROUP = 65_536


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What goes into a release beside its manifest; None or empty where there is none.

    Frames hold the columns of release/tables.py, in any order and any integer width; `districts` is the text
    of a GeoJSON file. `kept` are presence files of the release that is replaced, taken over as they are.
    """

    places: list[Place]
    presence: pl.DataFrame | None = None
    reach: pl.DataFrame | None = None
    reach_by_home: pl.DataFrame | None = None
    districts: str | None = None
    kept: tuple[ListedFile, ...] = ()


def write(out: Path, manifest: Manifest, contents: Contents) -> Manifest:
    """Write a release to the folder `out` and return its manifest with the files listed.

    It takes the place of `out` when all is there, see replace.py; the notes of a release that was there (README.md,
    LICENSE) stay. An `out` that exists is replaced only if it is a release or empty; anything else raises InputError.
    """
    with replacing(out) as folder:
        _check_replaceable(out)
        listed = list(_write_files(folder, manifest, contents, out))
        for note in NOTES:
            if (out / note).is_file():
                shutil.copyfile(out / note, folder / note)
        complete = manifest.model_copy(update={"files": listed})
        (folder / manifests.FILE_NAME).write_text(manifests.dump_manifest(complete), encoding="utf-8")
    return complete


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
        }
        for place in places
    ]


def _check_replaceable(out: Path) -> None:
    if out.exists() and not (out / manifests.FILE_NAME).exists() and (not out.is_dir() or any(out.iterdir())):
        msg = f"{out} exists and is no release, expected a new folder or a release to replace"
        raise InputError(msg)


def _write_files(folder: Path, manifest: Manifest, contents: Contents, replaced: Path) -> Iterator[ListedFile]:
    sites = pl.DataFrame(site_rows(contents.places), schema=tables.SITES.columns)
    yield _write_table(folder, SITES_FILE, sites, tables.SITES)
    if contents.reach is not None:
        yield _write_table(folder, REACH_FILE, contents.reach, tables.REACH)
    if contents.reach_by_home is not None:
        yield _write_table(folder, REACH_BY_HOME_FILE, contents.reach_by_home, tables.REACH_BY_HOME)
    for file in contents.kept:
        _take_over(replaced / file.path, folder / file.path)
        yield file
    if contents.presence is not None:
        yield from _write_presence(folder, manifest, contents.presence)
    if contents.districts is not None:
        (folder / DISTRICTS_FILE).write_text(contents.districts, encoding="utf-8")
        yield _listed(folder, DISTRICTS_FILE, contents.districts.count('"Feature"'))


def _write_presence(folder: Path, manifest: Manifest, presence: pl.DataFrame) -> Iterator[ListedFile]:
    table = tables.presence(manifest.time_zone)
    by_date = presence.with_columns(pl.col("hour").dt.date().alias("date")).partition_by(
        "date", as_dict=True, include_key=False
    )
    for (day,), rows in sorted(by_date.items()):
        yield _write_table(folder, f"{PRESENCE_FOLDER}/date={day}/part-0.parquet", rows, table)


def _write_table(folder: Path, name: str, rows: pl.DataFrame, table: Table) -> ListedFile:
    typed = rows.select(pl.col(column).cast(dtype) for column, dtype in table.columns.items())
    ordered = typed.sort(table.sort, nulls_last=False) if table.sort else typed
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    ordered.write_parquet(
        folder / name, compression="zstd", compression_level=9, row_group_size=ROW_GROUP, statistics=True
    )
    return _listed(folder, name, typed.height)


def _take_over(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        shutil.copyfile(old, new)


def _listed(folder: Path, name: str, rows: int) -> ListedFile:
    return ListedFile(path=name, rows=rows, sha256=hash_of(folder / name))
