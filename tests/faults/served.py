"""A server under load while its release is exchanged, cut, emptied, removed or written over, or a worker is killed.

Each answer is, byte for byte, that of the release whose hash it states, or a refusal in a sentence.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

import serving
import small
from serving import Server
from table import Row

from dashboard.api.server import make_server
from dashboard.release.shelf import Shelf

DAYS = f"start={small.DATES[0]}&end={small.DATES[-1]}"
ASKED = (
    f"count?site=xinfadi&radius_m=500&min_dwell_min=15&{DAYS}",
    f"matrix?site=both&{DAYS}",
    f"presence?south=39.7&west=116.2&north=39.9&east=116.5&{DAYS}",
)
ASKING = 4  # at once
REFUSED = "has changed since the release was opened"
UNSOUND = "the releases are refused"  # a worker was still opening it when it changed
Replies = dict[tuple[str, str], bytes]  # by digest and question


def changed_under_load(change: Callable[[Path, Path], None], times: int) -> Row:
    """Serve a release under load, change its files, and look at every answer."""
    counts: Counter[str] = Counter()
    for _ in range(times):
        with tempfile.TemporaryDirectory() as temporary:
            old, new = _two_releases(Path(temporary))
            known = _replies(old) | _replies(new)
            served = small.copy(old, Path(temporary) / "served" / "release")
            server = _serve(served)
            load = _Load(server, known)
            try:
                load.run(0.5)
                change(served, new)
                load.run(2)
                health = _health(server)
            finally:
                load.stop()
                log = server.stop()
        refused = load.counts["refused"] > 0 and health["state"] == "refused" and health["faults"]
        sound = load.counts["wrong"] == 0 and load.counts["answered"] > 0 and "Traceback" not in log
        counts.update(["times", "old" if sound else "mixed", *(["said"] if refused else [])])
        if not (sound and refused):
            print(change.__name__, load.counts, load.odd, health, log[-1500:], flush=True)
    return Row(what=f"served, {change.__name__.replace('_', ' ')}", step="under load", **counts)


def worker_killed_under_load(times: int) -> Row:
    """Kill a worker `times` times; only requests in its hands may fail, the next are answered by a whole release."""
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        old, _ = _two_releases(Path(temporary))
        server = _serve(old)
        load = _Load(server, _replies(old))
        try:
            for _ in range(times):
                load.run(1)
                lost, answered, wrong = (load.counts[name] for name in ("lost", "answered", "wrong"))
                os.kill(_workers(server)[0], signal.SIGKILL)
                load.run(4)
                well = load.counts["lost"] - lost <= ASKING and load.counts["answered"] > answered
                sound = load.counts["wrong"] == wrong and load.counts["refused"] == 0
                counts.update(["times", "old" if sound else "mixed", *(["said"] if well else [])])
                if not (well and sound):
                    print("worker killed", load.counts, load.odd, flush=True)
        finally:
            load.stop()
            server.stop()
    return Row(what="served, a worker killed", step="under load", **counts)


def exchanged(served: Path, new: Path) -> None:
    """As a build does."""
    small.write_small(served, **_about(new))


def moved_away(served: Path, new: Path) -> None:
    """As by hand: the old folder away, then another in its place."""
    served.rename(served.with_name("away"))
    shutil.copytree(new, served)


def cut(served: Path, new: Path) -> None:  # noqa: ARG001 as the others
    """Every table to half of its length."""
    for file in served.rglob("*.parquet"):
        os.truncate(file, file.stat().st_size // 2)


def emptied(served: Path, new: Path) -> None:  # noqa: ARG001 as the others
    """Every file gone."""
    for file in served.rglob("*"):
        if file.is_file():
            file.unlink()


def written_over(served: Path, new: Path) -> None:
    """File by file in place, as `cp -r` does, the tables before the manifest."""
    for file in sorted(new.rglob("*"), reverse=True):
        if file.is_file():
            (served / file.relative_to(new)).write_bytes(file.read_bytes())
            time.sleep(0.02)


CHANGES = (exchanged, moved_away, cut, emptied, written_over)


class _Load:
    """Clients that ask without end, and what they were answered."""

    def __init__(self, server: Server, known: Replies) -> None:
        self.counts: Counter[str] = Counter()
        self.odd: list[str] = []
        self._known, self._origin, self._going = known, server.origin, True
        self._clients = [threading.Thread(target=self._ask, args=(number,)) for number in range(ASKING)]
        for client in self._clients:
            client.start()

    def run(self, seconds: float) -> None:
        """Let the clients ask for a while."""
        time.sleep(seconds)

    def stop(self) -> None:
        """End the clients."""
        self._going = False
        for client in self._clients:
            client.join()

    def _ask(self, number: int) -> None:
        while self._going:
            asked = ASKED[number % len(ASKED)]
            number += 1
            outcome, body = self._outcome(asked)
            self.counts[outcome] += 1
            if outcome == "wrong":
                self.odd.append(f"{asked}: {body[:300]!r}")

    def _outcome(self, asked: str) -> tuple[str, bytes]:
        try:
            with urllib.request.urlopen(f"{self._origin}/api/v1/{asked}", timeout=60) as reply:  # noqa: S310 this machine
                body = reply.read()
        except urllib.error.HTTPError as error:
            with error:
                body = error.read()
            is_said = any(sentence in body.decode() for sentence in (REFUSED, UNSOUND))
            return ("refused" if error.code == 503 and is_said else "wrong"), body
        except (OSError, HTTPException) as error:
            return "lost", str(error).encode()
        return ("answered" if self._known.get((json.loads(body)["digest"], asked)) == body else "wrong"), body


def _two_releases(folder: Path) -> tuple[Path, Path]:
    old = small.write_small(folder / "old" / "release", title="old")
    return old, small.write_small(folder / "new" / "release", **_about(None))


def _about(_: Path | None) -> dict[str, object]:
    """Return what makes the new release another: its people, and with them the answers."""
    return {"title": "new", "operator": {"name": "Operator A", "market_share": 0.25}}


def _replies(release: Path) -> Replies:
    shelf = Shelf([release])
    shelf.open()
    with make_server(shelf).test_client() as client:
        bodies = {asked: client.get(f"/api/v1/{asked}").data for asked in ASKED}
    return {(json.loads(body)["digest"], asked): body for asked, body in bodies.items()}


def _serve(folder: Path) -> Server:
    return serving.serve(folder, "--workers", "2").until(200)


def _health(server: Server) -> dict[str, object]:
    try:
        with urllib.request.urlopen(f"{server.origin}/health", timeout=60) as reply:  # noqa: S310 this machine
            return dict(json.load(reply))
    except urllib.error.HTTPError as error:
        with error:
            return dict(json.load(error))


def _workers(server: Server) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(server.process.pid)], capture_output=True, text=True, check=True)
    return [int(pid) for pid in listed.stdout.split()]
