"""Check the files of a release: what lies in the folder, what the manifest lists, and whether both agree."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.language import Message, mark
from dashboard.release import manifest as manifests
from dashboard.release.check.findings import Finding, one
from dashboard.release.check.footer import Footer, read_footer
from dashboard.release.load import (
    CELLS_FILE,
    DISTRICTS_FILE,
    PRESENCE_FOLDER,
    REACH_BY_HOME_FILE,
    REACH_FILE,
    SITES_FILE,
)
from dashboard.release.manifest import ListedFile, Manifest
from dashboard.release.write import hash_of

UNLISTED = frozenset({manifests.FILE_NAME, *manifests.NOTES})
_PARTITION = re.compile(rf"{PRESENCE_FOLDER}/date=(\d{{4}}-\d\d-\d\d)/[^/]+\.parquet", re.ASCII)
_PART = re.compile(r"reach(_by_home)?/[^/]+\.parquet")
_ALONE = (SITES_FILE, REACH_FILE, REACH_BY_HOME_FILE, CELLS_FILE, DISTRICTS_FILE)
_PARTS = ("reach/NAME.parquet", "reach_by_home/NAME.parquet", f"{PRESENCE_FOLDER}/date=YYYY-MM-DD/NAME.parquet")
_NAMES = (*_ALONE, *_PARTS)
_FOLDER = "the folder"
Report = Callable[[str], None]
_REWRITE = mark("Write the release again with the tool that made it; do not change its files by hand")


@dataclass(frozen=True, kw_only=True)
class Folder:
    """The plain files of a folder by their path inside it, and the footers of those that are Parquet."""

    files: Mapping[str, Path]
    footers: Mapping[str, Footer]


class _Reported(dict[str, Path]):
    """Files by name, each reported when it is asked for: whoever asks goes on to read it."""

    def __init__(self, files: Mapping[str, Path], report: Report) -> None:
        super().__init__(files)
        self._report = report

    def __getitem__(self, name: str) -> Path:
        self._report(name)
        return super().__getitem__(name)


def survey(path: Path, report: Report) -> tuple[Folder, list[Finding]]:
    """Return the plain files of a folder; a finding for each link and each thing that is neither file nor folder.

    `report` is told the name of each file that is asked for.
    """
    files: dict[str, Path] = {}
    findings: list[Finding] = []
    for entry in _walk(path, findings):
        name = entry.relative_to(path).as_posix()
        mode = entry.lstat().st_mode
        if stat.S_ISREG(mode):
            files[name] = entry
        else:
            problem = mark("is a link") if stat.S_ISLNK(mode) else mark("is no plain file")
            findings.append(one(name, problem, mark("Put the file itself in its place"), where=_FOLDER))
    footers = {name: footer for name, file in sorted(files.items()) if (footer := read_footer(file)) is not None}
    return Folder(files=_Reported(dict(sorted(files.items())), report), footers=footers), findings


def check_listing(folder: Folder, manifest: Manifest) -> tuple[frozenset[str], list[Finding]]:
    """Return the files that are what the manifest lists, and a finding for each that is not.

    Only files whose hash is the listed one may be read further.
    """
    findings = list(_misplaced(folder, manifest))
    sound = set()
    for listed in {file.path: file for file in manifest.files}.values():
        if listed.path in folder.files and _has_place(listed.path):
            problem = _altered(folder, listed)
            if problem is None:
                sound.add(listed.path)
            else:
                findings.append(one(listed.path, problem, _REWRITE, where=_FOLDER))
            findings += _miscounted(folder, listed)
    return frozenset(sound), findings


def partition_date(name: str) -> str | None:
    """Return the date in the path of a presence file as text, None for any other path."""
    match = _PARTITION.fullmatch(name)
    return match[1] if match else None


def _walk(path: Path, findings: list[Finding]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        name = Path(error.filename).relative_to(path).as_posix()
        problem = mark("cannot be read ({error})", error=error.strerror)
        findings.append(one(name, problem, mark("Allow reading of the folder")))

    for top, folders, files in os.walk(path, onerror=unreadable):
        for name in files:
            yield Path(top) / name
        for name in folders:
            if (Path(top) / name).is_symlink():
                yield Path(top) / name


def _misplaced(folder: Folder, manifest: Manifest) -> Iterator[Finding]:
    counted = Counter(file.path for file in manifest.files)
    for name, times in counted.items():
        if times > 1:
            yield _listing(mark("lists {name} {count} times", name=name, count=times), mark("List each file once"))
        if name not in folder.files:
            problem = mark("lists {name}, which is not in the folder", name=name)
            yield _listing(problem, mark("Add the file, or take it off the list"))
        elif not _has_place(name):
            remedy = mark("Remove it, or name it as the contract does: {names}", names=", ".join(_NAMES))
            yield one(name, mark("is no file of a release"), remedy, where=_FOLDER)
    for name in folder.files:
        if name not in counted and name not in UNLISTED:
            yield one(name, mark("is not listed in the manifest"), mark("Remove the file, or list it"), where=_FOLDER)


def _altered(folder: Folder, listed: ListedFile) -> Message | None:
    try:
        digest = hash_of(folder.files[listed.path])
    except OSError as error:
        return mark("cannot be read ({error})", error=error.strerror)
    if digest != listed.sha256:
        return mark("its SHA-256 is not the one in the manifest, so its content was not checked")
    if listed.path.endswith(".parquet") and listed.path not in folder.footers:
        return mark("is not a Parquet file")
    return None


def _miscounted(folder: Folder, listed: ListedFile) -> Iterator[Finding]:
    footer = folder.footers.get(listed.path)
    if footer is not None and footer.rows != listed.rows:
        rows, said = f"{footer.rows:,}", f"{listed.rows:,}"
        problem = mark("has {rows} rows, the manifest lists {listed}", rows=rows, listed=said)
        yield one(listed.path, problem, mark("List the number of rows that the file has"), where=_FOLDER)


def _has_place(name: str) -> bool:
    return name in _ALONE or partition_date(name) is not None or _PART.fullmatch(name) is not None


def _listing(problem: Message, remedy: Message) -> Finding:
    return one(manifests.FILE_NAME, problem, remedy, column="files")
