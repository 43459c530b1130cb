"""Whoever has opened a release reads that release, whatever comes to lie in its place, or is told that it changed."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import killed
import pytest
import small

from dashboard.counting.located import presence_rows
from dashboard.counting.reach import matrix
from dashboard.errors import ChangedError, ReleaseError
from dashboard.place import NamedPlace
from dashboard.release import load as loading
from dashboard.release import opening, parts
from dashboard.release.load import Release, load
from dashboard.release.opening import open_checked
from dashboard.release.receipt import Checked, check_once
from dashboard.release.write import Contents, write

FILE = small.presence_file()


def exchanged(out: Path) -> None:
    small.write_small(out, title="another")


def cut(out: Path) -> None:
    os.truncate(out / FILE, (out / FILE).stat().st_size // 2)


def emptied(out: Path) -> None:
    for path in out.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def removed(out: Path) -> None:
    shutil.rmtree(out)


def put_another_file_in_place(out: Path) -> None:
    """As large and as old as the one that it replaces."""
    state = (out / FILE).stat()
    other = out / "other"
    other.write_bytes((out / FILE).read_bytes())
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    other.replace(out / FILE)


def write_in_place(out: Path) -> None:
    (out / FILE).write_bytes((out / FILE).read_bytes())


CHANGES = [exchanged, cut, emptied, removed, put_another_file_in_place, write_in_place]


def presence_of(release: Release) -> object:
    return presence_rows(release, None, small.DATES[0], small.DATES[-1]).collect()


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("rows_at_once", [parts.ROWS_AT_ONCE, 0])
def test_what_was_opened_is_read_or_it_is_said_that_it_changed(
    release: Path, change: Callable[[Path], None], rows_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "ROWS_AT_ONCE", rows_at_once)
    opened = load(release)
    presence_of(opened)
    assert opened.where.changed() is None
    change(release)
    with pytest.raises(ChangedError, match=rf"{FILE}: has changed since the release was opened\. Restart the server"):
        presence_of(opened)
    fault = opened.where.changed()
    assert fault is not None
    assert fault.problem == "has changed since the release was opened"


@pytest.mark.parametrize("change", [exchanged, emptied, removed])
def test_another_release_in_its_place_is_seen_without_reading(release: Path, change: Callable[[Path], None]) -> None:
    opened = load(release)
    assert opened.where.exchanged() is None
    change(release)
    fault = opened.where.exchanged()
    assert fault is not None
    assert fault.file == str(release / "manifest.json")


def test_a_change_between_opening_a_file_and_its_last_byte_is_found(release: Path) -> None:
    opened = load(release)

    def read() -> None:
        with opened.where.open(FILE) as file:
            file.read(10)
            cut(release)
            file.read()

    with pytest.raises(ChangedError):
        read()


def test_a_note_that_changes_changes_nothing(release: Path) -> None:
    opened = load(release)
    (release / "README.md").write_text("read me")
    assert opened.where.changed() is None
    matrix(opened, NamedPlace(site_id="xinfadi"), small.DATES[0], small.DATES[-1])


def test_a_release_exchanged_while_it_is_checked_is_opened_as_it_is_then(release: Path) -> None:
    def check(where: opening.Where, report: opening.Report) -> Checked:
        checked = check_once(where, report)
        if load(release).manifest.title != "another":
            exchanged(release)
        return checked

    assert open_checked(release, check=check).release.manifest.title == "another"


def test_a_release_exchanged_while_it_is_opened_is_opened_as_it_is_then(release: Path) -> None:
    read = loading.read_manifest

    def late(address: Path | str | opening.Where) -> object:
        manifest = read(address)
        if manifest[0].title != "another":
            exchanged(release)
        return manifest

    with patch.object(loading, "read_manifest", late):
        assert open_checked(release).release.manifest.title == "another"


def test_a_release_that_never_holds_still_is_refused(release: Path) -> None:
    def check(where: opening.Where, report: opening.Report) -> Checked:
        checked = check_once(where, report)
        exchanged(release)
        return checked

    with pytest.raises(ReleaseError, match=r"changed each time it was opened\. Open it again"):
        open_checked(release, check=check)


def test_what_is_no_longer_there_when_it_is_refused_is_looked_at_again(release: Path) -> None:
    whole = (release / FILE).read_bytes()
    (release / FILE).write_bytes(b"")

    def check(where: opening.Where, report: opening.Report) -> Checked:
        checked = check_once(where, report)
        if checked.faults:
            (release / FILE).write_bytes(whole)
        return checked

    assert open_checked(release, check=check).release.places


def test_what_grows_out_of_a_release_does_not_replace_another(release: Path) -> None:
    opened = load(release)
    exchanged(release)
    grown = Contents(places=[small.MARKET], presence=small.presence())
    with pytest.raises(ChangedError, match="run the command again"):
        write(release, small.manifest(title="grown"), grown, grown_from=opened.where)
    assert load(release).manifest.title == "another"
    write(release, small.manifest(title="grown"), grown, grown_from=load(release).where)
    assert load(release).manifest.title == "grown"


def test_a_built_release_keeps_nothing_of_the_old_one_open(tmp_path: Path) -> None:
    out = tmp_path / "release"
    killed.write_number(out, 0)
    opened = load(out)
    killed.write_number(out, 1)
    assert opened.manifest.title == "0"
    assert load(out).manifest.title == "1"
    assert opened.where.changed() is not None
