"""Whatever fails while a release is opened ends in a refusal that says so: on the page, in /health, by a command."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
import small

from dashboard.app import create_app
from dashboard.release import load as loading
from dashboard.release import opening, receipt, shelf
from dashboard.release.load import load
from dashboard.release.shelf import Shelf
from dashboard.settings import Settings

COMMAND = Path(sys.executable).parent / "screening-scope"
FAILURES = [
    (OSError(5, "Input/output error"), "Input/output error"),
    (pl.exceptions.ComputeError("broken"), "broken"),
    (pl.exceptions.PanicException("index out of bounds"), "index out of bounds"),
    (pa.ArrowInvalid("not a Parquet file"), "not a Parquet file"),
    (MemoryError(), "MemoryError"),
    (RuntimeError("Could not determine home directory."), "Could not determine home directory."),
    (AttributeError("'NoneType' object has no attribute 'x'"), "no attribute 'x'"),
    (RecursionError("maximum recursion depth exceeded"), "maximum recursion depth"),
]


def failing(error: BaseException) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def refusal(releases: list[Path]) -> str:
    """Open releases in the background, which must be refused on the page and in /health, and return the faults."""
    opened = Shelf(releases)
    opened.open_in_background()
    assert opened._ended.wait(60), "the thread died silently"
    client = create_app(Settings(), opened).server.test_client()
    health = client.get("/health")
    assert health.status_code == 503
    assert health.json is not None
    assert (health.json["ready"], health.json["state"]) == (False, "refused")
    asked = {"output": "page.children", "changedPropIds": ["url.pathname"], "inputs": []}
    asked["inputs"] = [{"id": "url", "property": name, "value": "/"} for name in ("pathname", "search")]
    asked["outputs"] = {"id": "page", "property": "children"}
    page = json.dumps(client.post("/_dash-update-component", json=asked).json)
    assert "The release was refused" in page
    (fault,) = health.json["faults"]
    assert json.dumps(fault)[1:-1] in page
    api = client.get("/api/v1/releases")
    assert api.status_code == 503
    assert api.json is not None
    assert api.json["detail"] == "the releases are refused, expected them ready; ask /health"
    return str(fault)


SEAMS = [(receipt, "_path"), (receipt, "check"), (loading, "places_from_rows"), (shelf, "together")]
KINDS = [(opening, "load", *failure) for failure in FAILURES]
PLACES = [(module, name, *FAILURES[-1]) for module, name in SEAMS]


@pytest.mark.parametrize(("module", "name", "error", "said"), KINDS + PLACES)
def test_any_failure_is_a_stated_refusal(  # noqa: PLR0913, PLR0917 a failure and where it comes
    release: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str, error: BaseException, said: str
) -> None:
    monkeypatch.setattr(module, name, failing(error))
    fault = refusal([release])
    assert said in fault
    assert str(release) in fault


def test_a_folder_removed_while_it_is_opened_is_refused(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = loading.places_from_rows

    def late(rows: list[dict[str, object]]) -> object:
        if release.exists():
            release.rename(release.with_name("gone"))
        return places(rows)

    monkeypatch.setattr(loading, "places_from_rows", late)
    assert "is no folder" in refusal([release])


def test_no_release_at_all_is_refused() -> None:
    assert refusal([]) == "RELEASE: names no release. Name a folder in it."


def test_an_address_that_is_none_is_refused() -> None:
    opened = Shelf(["ftp://host/release"])
    opened.open()
    assert "expected a folder or s3://" in opened.faults[0].problem


def test_a_release_that_changes_while_it_is_served_is_refused_from_then_on(release: Path) -> None:
    opened = Shelf([release])
    opened.open()
    client = create_app(Settings(), opened).server.test_client()
    asked = "/api/v1/matrix?site=xinfadi&start=2020-06-10&end=2020-06-11"
    assert client.get(asked).status_code == 200
    assert client.get("/health").json == {"faults": [], "ready": True, "releases": ["release"], "state": "ready"}
    small.write_small(release, title="another")
    for address in (asked, "/api/v1/sites", "/export/days.csv?site=xinfadi&start=2020-06-10&end=2020-06-11"):
        reply = client.get(address + ("&radius_m=500&min_dwell_min=0" if "days" in address else ""))
        assert reply.status_code == 503
        assert "has changed since the release was opened. Restart the server" in reply.get_data(as_text=True)
    health = client.get("/health")
    assert health.status_code == 503
    assert health.json is not None
    assert (health.json["state"], "has changed" in health.json["faults"][0]) == ("refused", True)


def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if name not in {"HOME", "XDG_CACHE_HOME"}}
    return subprocess.run(
        [COMMAND, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**own, **environment},
    )


def says_one_line(ran: subprocess.CompletedProcess[str], words: str) -> None:
    assert ran.returncode == 1
    assert words in ran.stderr
    assert len(ran.stderr.splitlines()) == 1, ran.stderr


def test_serve_ends_with_a_sentence(release: Path) -> None:
    # Sound by its hashes, and no table of places: what `check` passes and opening cannot use is a failure like any.
    (release / "manifest.json").unlink()
    (release / "manifest.json").mkdir()
    says_one_line(run("serve", release, "--port", "1"), "manifest.json")


def test_serve_ends_with_a_sentence_where_two_folders_share_a_name(release: Path, tmp_path: Path) -> None:
    other = small.copy(release, tmp_path / "other" / "release")
    says_one_line(run("serve", release, other, "--port", "9"), "another release is called release, too")


COUNT = "--site xinfadi --radius-m 500 --min-dwell-min 15 --from 2020-06-10 --to 2020-06-11".split()


@pytest.mark.parametrize("broken", ["no home", "read-only", "a file", "folders", "not JSON", "nested", "no text"])
def test_a_cache_that_is_missing_or_broken_is_skipped(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(home))
    left = receipt._path(load(release).where)
    assert left is not None
    if broken == "no home":
        monkeypatch.setattr(Path, "home", failing(RuntimeError("Could not determine home directory.")))
    elif broken == "read-only":
        monkeypatch.setattr(Path, "mkdir", failing(OSError(30, "Read-only file system")))
    elif broken == "a file":
        (home / ".cache").write_text("")
    else:
        left.parent.mkdir(parents=True)
    if broken == "folders":
        left.mkdir()
        left.with_suffix(".lock").mkdir()
    garbage = {"not JSON": b"{", "nested": b"[" * 100_000, "no text": b"\xff\xfe"}
    if broken in garbage:
        left.write_bytes(garbage[broken])
    for _ in range(2):
        assert opening.open_checked(release).release.places


NOBODY = """
import os, pwd
os.environ.pop("HOME", None), os.environ.pop("XDG_CACHE_HOME", None)
def unknown(uid):
    raise KeyError(uid)
pwd.getpwuid = unknown
from dashboard.cli import main
main()
"""


def test_a_user_whom_the_system_does_not_know_counts(release: Path) -> None:
    """As in many containers: no HOME, and none to be found."""
    ran = subprocess.run(
        [sys.executable, "-c", NOBODY, "count", release, *COUNT], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "Counted" in ran.stdout
