"""Check a release against its contract before anything is shown of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dashboard.errors import Fault, ReleaseError
from dashboard.language import Message, mark
from dashboard.release.check.districts import check_districts
from dashboard.release.check.files import Folder, Report, check_listing, survey
from dashboard.release.check.findings import Finding, limited, one
from dashboard.release.check.geojson import read_collection
from dashboard.release.check.identifiers import named_identifiers, shaped_identifiers
from dashboard.release.check.noise import check_noise
from dashboard.release.check.presence import check_cells, check_presence
from dashboard.release.check.reach import Known
from dashboard.release.check.reaches import check_reaches
from dashboard.release.check.sites import check_sites
from dashboard.release.load import (
    CELLS_FILE,
    DISTRICTS_FILE,
    PRESENCE_FOLDER,
    REACH_BY_HOME_FILE,
    REACH_FILE,
    SITES_FILE,
    files_of,
    read_manifest,
)
from dashboard.release.manifest import FILE_NAME, Manifest

_NO_DISTRICTS: dict[str, Any] = {"features": []}


def check(path: Path, report: Report = lambda _: None) -> list[Fault]:
    """Return every fault of the release in a folder, none if it is sound.

    Of each kind of fault the first few places are given, then how many more there are. An identifier, by a column's
    name or a value's shape, is the only fault that is told: nothing else is read before it is gone. Messages never
    show a value shaped like one. Files that are not as the manifest lists them are not read beyond their footer.
    `report` is told the name of each file before it is read.
    """
    return limited(_findings(path, report))


def _findings(path: Path, report: Report) -> Iterator[Finding]:
    if not path.is_dir():
        yield one(
            str(path), mark("is no folder"), mark("Give the folder of a release, the one that holds manifest.json")
        )
        return
    folder, oddities = survey(path, report)
    districts = read_collection(folder.files[DISTRICTS_FILE]) if DISTRICTS_FILE in folder.files else _NO_DISTRICTS
    readable = _NO_DISTRICTS if isinstance(districts, Message) else districts
    named = named_identifiers(folder, readable)
    if named:
        yield from named
        return
    yield from oddities
    manifest, problems = _manifest(path, folder)
    yield from problems
    if manifest is None:
        return
    sound, differences = check_listing(folder, manifest)
    shaped = shaped_identifiers(folder, sound, readable)
    if shaped:
        yield from shaped
        return
    yield from differences
    yield from _contents(folder, sound, manifest, districts)


def _manifest(path: Path, folder: Folder) -> tuple[Manifest | None, list[Finding]]:
    if FILE_NAME not in folder.files:
        return None, [
            one(FILE_NAME, mark("is missing"), mark("Give the folder of a release, the one that holds manifest.json"))
        ]
    try:
        manifest, _ = read_manifest(path)
    except ReleaseError as error:
        return None, [_about_manifest(fault) for fault in error.faults]
    return manifest, []


def _about_manifest(fault: Fault) -> Finding:
    field = (fault.column or "").split(".")[0]
    return Finding(where=FILE_NAME, kind=f"{field}: {fault.remedy}", faults=(fault,), count=1)


def _contents(
    folder: Folder, sound: frozenset[str], manifest: Manifest, districts: dict[str, Any] | Message
) -> Iterator[Finding]:
    codes: frozenset[str] | None = None
    if DISTRICTS_FILE in sound:
        codes, findings = _districts(districts, manifest)
        yield from findings
    sites: frozenset[str] | None = None
    if SITES_FILE in sound:
        sites, findings = check_sites(folder.files[SITES_FILE], codes, areas=manifest.has_areas)
        yield from findings
        if sites is not None:
            yield from check_noise(folder.files[SITES_FILE], manifest)
    listed = {file.path for file in manifest.files}
    presence = files_of(PRESENCE_FOLDER, sound)
    known = Known(sites=sites, districts=codes)
    reach, by_home = files_of(REACH_FILE, listed), files_of(REACH_BY_HOME_FILE, listed)
    if not reach and not files_of(PRESENCE_FOLDER, listed):
        yield one(
            FILE_NAME, mark("lists neither reach nor presence"), mark("Add the counts to the release"), column="files"
        )
    if reach and SITES_FILE not in listed:
        yield _lists_but_not(REACH_FILE, SITES_FILE, mark("Add the places"))
    if by_home and not reach:
        yield _lists_but_not(REACH_BY_HOME_FILE, REACH_FILE, mark("Add the reach"))
    for name, files in ((REACH_FILE, reach), (REACH_BY_HOME_FILE, by_home)):
        if name in files and len(files) > 1:
            problem = mark("lists {name} and parts of it", name=name)
            yield one(FILE_NAME, problem, mark("List the one file, or its parts"), column="files")
    yield from check_reaches(folder.files, sound, manifest, known)
    cells: set[int] = set()
    yield from check_presence(folder.files, presence, manifest, cells)
    if CELLS_FILE in sound and presence == files_of(PRESENCE_FOLDER, listed):
        yield from check_cells(folder.files[CELLS_FILE], cells)


def _lists_but_not(listed: str, needed: str, remedy: Message) -> Finding:
    problem = mark("lists {name} but not {other}", name=listed, other=needed)
    return one(FILE_NAME, problem, remedy, column="files")


def _districts(districts: dict[str, Any] | Message, manifest: Manifest) -> tuple[frozenset[str] | None, list[Finding]]:
    if isinstance(districts, Message):
        return None, [one(DISTRICTS_FILE, districts, mark("Write the districts as a GeoJSON FeatureCollection"))]
    codes, findings = check_districts(districts)
    rows = next(file.rows for file in manifest.files if file.path == DISTRICTS_FILE)
    features = len(districts["features"])
    if rows != features:
        problem = mark(
            "has {features} features, the manifest lists {rows} rows", features=f"{features:,}", rows=f"{rows:,}"
        )
        findings.append(one(DISTRICTS_FILE, problem, mark("List the number of features that the file has")))
    return codes, findings
