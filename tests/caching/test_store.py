"""The store gives what it was given or nothing, and fails nobody: full, locked, damaged, unwritable."""

from __future__ import annotations

import os
import pickle
import random
import sqlite3
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

import pytest

from dashboard.caching.store import Store

MB = 1_000_000
KEY = b"k" * 32


def opened(folder: Path, most_bytes: int = MB) -> Store:
    store = Store(folder, most_bytes)
    store.opened()
    return store


def test_gives_what_it_was_given(tmp_path: Path) -> None:
    contents = {os.urandom(32): os.urandom(size) for size in (0, 1, 1000, 40_000, 300_000)}
    for key, content in contents.items():
        opened(tmp_path).set(key, content)
    assert {key: opened(tmp_path).get(key) for key in contents} == contents
    assert opened(tmp_path).get(KEY) is None


def test_holds_no_more_than_its_bound(tmp_path: Path) -> None:
    store = opened(tmp_path)
    for number in range(200):
        store.set(number.to_bytes(32, "big"), os.urandom(50_000))
    on_disk = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert on_disk < 2 * MB + 5 * MB  # SQLite's own log is beside it
    assert store.get((199).to_bytes(32, "big")) is not None
    assert store.get((0).to_bytes(32, "big")) is None


def _exclusively(folder: Path) -> Callable[[], object]:
    held = sqlite3.connect(folder / "cache.db", isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    return held.close


def test_locked_is_left_out_and_taken_up_again(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.set(KEY, b"before")
    release = _exclusively(tmp_path)
    began = time.monotonic()
    store.set(b"o" * 32, b"meanwhile")
    assert store.get(KEY) in {b"before", None}
    assert time.monotonic() - began < 5
    release()
    store.set(b"o" * 32, b"after")
    assert (store.get(KEY), store.get(b"o" * 32)) == (b"before", b"after")


def test_locked_keeps_nobody_from_starting(tmp_path: Path) -> None:
    opened(tmp_path)
    release = _exclusively(tmp_path)
    store = Store(tmp_path, MB)
    store.set(KEY, b"meanwhile")
    assert store.get(KEY) is None
    release()
    assert store.opened()


@pytest.mark.parametrize("seed", range(20))
def test_damaged_gives_what_was_kept_or_nothing(tmp_path: Path, seed: int) -> None:
    store = opened(tmp_path)
    contents = {bytes([number]) * 32: bytes([number]) * 100 * (1 + 50 * number) for number in range(30)}
    for key, content in contents.items():
        store.set(key, content)
    chance = random.Random(seed)  # noqa: S311
    for path in [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".db-shm"]:
        content = bytearray(path.read_bytes())
        for _ in range(1 + len(content) // 500):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(content[: chance.randrange(len(content))] if chance.random() < 0.3 else content)
    again = opened(tmp_path)
    for key, content in contents.items():
        assert again.get(key) in {content, None}
        again.set(key, content)
        assert again.get(key) in {content, None}


def test_garbage_in_its_place_is_left_out_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "cache.db").write_bytes(b"no database" * 1000)
    store = opened(tmp_path)
    store.set(KEY, b"content")
    assert store.get(KEY) is None
    assert str(tmp_path) in caplog.text


@pytest.mark.parametrize("at", ["a file", "below a file"])
def test_unwritable_is_left_out_and_said(tmp_path: Path, at: str, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    store = opened(tmp_path / "file" if at == "a file" else tmp_path / "file" / "cache")
    store.set(KEY, b"content")
    assert store.get(KEY) is None
    assert "cannot be" in caplog.text or "left out" in caplog.text


def test_full_disk_is_left_out(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.set(KEY, b"before")
    with patch("diskcache.core.Disk.store", side_effect=OSError(28, "No space left on device")):
        store.set(b"o" * 32, b"meanwhile")
    assert (store.get(KEY), store.get(b"o" * 32)) == (b"before", None)


def test_unpickles_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.set(KEY, b"content")
    with sqlite3.connect(tmp_path / "cache.db") as database:
        database.execute("UPDATE Cache SET mode = 4, value = ?", (pickle.dumps(b"x" * 16 + b"content"),))
    with patch("pickle.load", side_effect=AssertionError("unpickled")):
        assert store.get(KEY) is None


def _fill(folder: Path, own: int) -> None:
    store = opened(folder, 100 * MB)
    for number in range(100):
        key = (number % 20).to_bytes(32, "big")
        found = store.get(key)
        assert found in {None, key * 500}, own
        store.set(key, key * 500)


def test_processes_share_it(tmp_path: Path) -> None:
    fork = get_context("spawn")
    workers = [fork.Process(target=_fill, args=(tmp_path, number)) for number in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert [one.exitcode for one in workers] == [0, 0, 0]
    assert opened(tmp_path).get((7).to_bytes(32, "big")) is not None
