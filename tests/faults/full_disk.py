"""Commands on a disk with room for a little more each time: until it suffices, the old stays and a sentence says why.

A small file system in memory where one may mount it (root, on Linux), so that each page and each file that is written
is once the one that no longer fits; elsewhere a limit on the size of each file, which is coarser.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from children import ended, is_sentence
from inputs import Case, command
from table import Row

PAGE = 4096
STEPS = 200


def can_mount() -> bool:
    """Say whether a file system of a stated size can be mounted."""
    with tempfile.TemporaryDirectory() as place:
        if subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], check=False, capture_output=True
        ).returncode:
            return False
        subprocess.run(["umount", place], check=True)
        return True


@contextmanager
def disk(option: str) -> Iterator[Path]:
    """Mount a file system with room for what an option states."""
    with tempfile.TemporaryDirectory(prefix="faults-") as place:
        subprocess.run(["mount", "-t", "tmpfs", "-o", option, "tmpfs", place], check=True)
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", "--lazy", place], check=True)


def release_on_a_full_disk(case: Case) -> list[Row]:
    """Write a release where there is room for a page, then for a file, more each time."""
    if not can_mount():
        return [_limited(case)]
    pages = 1 + sum(-(-file.stat().st_size // PAGE) for file in case.old.rglob("*") if file.is_file())
    names = 3 + sum(1 for _ in case.old.rglob("*"))
    return [
        _swept(case, "no room for a page", [f"size={(pages + more) * PAGE}" for more in range(STEPS)]),
        _swept(case, "no room for a file", [f"size=64m,nr_inodes={names + more}" for more in range(STEPS)]),
    ]


def _swept(case: Case, step: str, options: Sequence[str]) -> Row:
    counts: Counter[str] = Counter()
    for option in options:
        with disk(option) as place:
            there = replace(case, out=place / "release", words=(*case.words[:-1], place / "release"))
            shutil.copytree(there.old, there.out)
            code, words = ended(command, there.words)
            found, left = there.found(), there.left()
        told = code == 0 if found == "new" else code == 1 and is_sentence(words) and "No space left" in words
        counts.update(["times", found, *(["said"] if told and not left else [])])
        if not told or left:
            print(f"{case.name}, {option}: {code} {words} {left}", flush=True)
        if code == 0:
            break
    return Row(what=f"{case.name}, full disk", step=step, **counts)


def _limited(case: Case) -> Row:
    counts: Counter[str] = Counter()
    for most in range(0, 40_000, 1000):
        case.restore()
        code, words = ended(_under_limit, most, case.words)
        found = case.found()
        told = code == 0 if found == "new" else code == 1 and is_sentence(words)
        counts.update(["times", found, *(["said"] if told and not case.left() else [])])
    return Row(what=f"{case.name}, full disk", step="no file above a size", **counts)


def _under_limit(most: int, words: Sequence[object]) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    command(words)


def file_on_a_full_disk(release: Path, rule: str, kind: str) -> Row:
    """Write a briefing over an old one where there is room for a page more each time."""
    counts: Counter[str] = Counter()
    old = b"old" * 1000
    for more in [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]:
        with disk(f"size={(1 + more) * PAGE}") as place:
            file = place / f"brief.{kind}"
            file.write_bytes(old)
            code, words = ended(command, ("brief", release, "--rule", rule, "--out", file))
            found = "old" if file.read_bytes() == old else "new" if code == 0 else "mixed"
            left = len(list(place.iterdir())) > 1
        told = code == 0 if found == "new" else code == 1 and is_sentence(words)
        counts.update(["times", found, *(["said"] if told and not left else [])])
        if code == 0:
            break
    return Row(what=f"brief .{kind}, full disk", step="no room for a page", **counts)


def export_on_a_full_disk(release: Path, address: str) -> Row:
    """Ask for an export where the temporary folder has room for a page more each time; there is no old one."""
    counts: Counter[str] = Counter()
    for more in [0, 1, 2, 5, 10, 20, 50, 100, 500]:
        with disk(f"size={(1 + more) * PAGE}") as place:
            code, words = ended(exported, release, address, place)
            left = list(place.iterdir())
        # 0: whole; 7: refused with a sentence.
        found = {0: "new", 7: "old"}.get(code if code is not None else -1, "mixed")
        counts.update(["times", found, *(["said"] if found != "mixed" and not left else [])])
        if found == "mixed" or left:
            print(f"export, {more} pages: {code} {words[-600:]} {left}", flush=True)
        if code == 0:
            break
    return Row(what="export map.gpkg, full disk", step="no room for a page", **counts)


def exported(release: Path, address: str, place: Path) -> None:
    """Ask for an export with temporary folders in `place`; ends with 0 if it is whole, 7 if refused with a sentence."""
    tempfile.tempdir = str(place)
    from dashboard.app import create_app
    from dashboard.release.shelf import Shelf
    from dashboard.settings import Settings

    shelf = Shelf([release])
    shelf.open()
    reply = create_app(Settings(), shelf).server.test_client().get(address)
    refused = reply.status_code in {503, 507} and reply.json is not None and bool(reply.json["detail"])
    raise SystemExit(0 if reply.status_code == 200 else 7 if refused else 1)
