"""Time many users at once, and what one change costs: python tests/bench/bench_users.py [RELEASE [USERS...]].

The server is started as the Procfile says, on loopback, with nothing in its cache. What a browser asks at a change of
place, dates or rule is recorded from the page, once; then the same is asked for questions of all kinds. The users are
locust's, on the same cores: what they take of them is printed.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import sync_playwright

sys.path.append(str(Path(__file__).parents[1] / "browser"))

from bench_page import DEMO, chromium
from recorded import Asked, Question, Recording, Waves, recorded, to_text
from serving import BIN, Server, hosted

from dashboard.release.load import Release, load

HERE = Path(__file__).parent
USERS = (10, 50, 100, 200)
RECORDED_PLACES = 4
REST_S, TIMED_S = 15, 30
CHANGES = 40
KINDS = ("place", "dates", "rule")
AIM_P95_MS = 500
Questions = dict[str, list[Question]]


def main(folder: Path, users: Sequence[int]) -> None:
    """Print what one change costs, and how long many users wait for theirs."""
    release = load(folder)
    questions = {"dates": _windows(release), "rule": _rules(release)}
    cores, busy = os.cpu_count(), os.getloadavg()[0]
    print(f"{folder}, {cores} cores, load average {busy:.1f} before")
    with served(folder) as server:
        recording = record(server, release)
        costs(server, recording, questions)
    print(f"{'users':>8} {'changes':>8} {'errors':>7} {'median':>10} {'p95':>10} {'most':>10}{'':2}", end="")
    print(f"{'server':>7} {'locust':>8} {'memory':>8}")
    for number in users:
        with served(folder) as server:
            crowd(server, recording, questions, number)
    print(f"{'':8} aim: no errors, p95 below {AIM_P95_MS} ms at {max(USERS)} users.", end=" ")
    print("Server and locust in cores, memory of all workers")


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """Serve a release as the Procfile says, with an empty cache."""
    with tempfile.TemporaryDirectory() as cache:
        server = hosted(folder, XDG_CACHE_HOME=cache).until(200)
        try:
            yield server
        finally:
            written = server.stop()
    assert "Traceback" not in written, written
    assert "callback failed" not in written, written


def record(server: Server, release: Release) -> Recording:
    """Return what a browser asks at each change, and print how much that is."""
    places = list(release.places)[:RECORDED_PLACES]
    days = [release.manifest.period.start + timedelta(days=1 + number) for number in range(len(places))]
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        recording = recorded(browser, server.origin, [*places[1:], places[0]], [day.isoformat() for day in days])
        browser.close()
    for kind in KINDS:
        numbers = [[len(wave) for wave in kinds[kind]] for kinds in recording.values()]
        middle = statistics.median(map(sum, numbers))
        print(f"{f'requests of a change of {kind}':34} {middle:8.0f}      in waves of {numbers[0]}")
    return recording


def costs(server: Server, recording: Recording, questions: Questions) -> None:
    """Print the processor time of one change, one after the other: asked for the first time, and asked again."""
    chance = random.Random(2020)
    for kind in KINDS:
        asked = [_waves(recording, questions, kind, chance) for _ in range(CHANGES)]
        first, wait, size = _cost(server, asked)
        again, wait_again, _ = _cost(server, asked)
        print(
            f"{f'cost of a change of {kind}':34} {first:8.1f} ms of processor time, {wait:.0f} ms, "
            f"{size / 1e3:.0f} kB; asked before {again:.1f} ms, {wait_again:.0f} ms: {again / first:.2f} of it"
        )


def crowd(server: Server, recording: Recording, questions: Questions, number: int) -> None:
    """Print how long changes take while many users make them."""
    with tempfile.TemporaryDirectory() as scratch:
        files = {name.upper(): Path(scratch) / name for name in ("recording", "questions", "found")}
        files["RECORDING"].write_text(to_text(recording), encoding="utf-8")
        files["QUESTIONS"].write_text(json.dumps(questions), encoding="utf-8")
        environment = {**os.environ, **{name: str(path) for name, path in files.items()}, "REST_S": str(REST_S)}
        options = ["--headless", "--only-summary", "--users", str(number), "--spawn-rate", str(number)]
        command = [str(BIN / "locust"), "-f", str(HERE / "users.py"), "--host", server.origin, *options]
        before = _spent_s(server)
        locust = subprocess.Popen(
            [*command, "--run-time", f"{REST_S + TIMED_S}s"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        time.sleep(REST_S + TIMED_S - 2)
        own = sum(psutil.Process(locust.pid).cpu_times()[:2]) / (REST_S + TIMED_S)
        served_s = (_spent_s(server) - before) / (REST_S + TIMED_S)
        memory = sum(one.memory_full_info().pss for one in _processes(server))
        _, said = locust.communicate()
        assert files["FOUND"].exists(), said.decode()
        found = json.loads(files["FOUND"].read_text(encoding="utf-8"))
    spent = sorted(1000 * one for one in found["changes"])
    median, p95, most = (spent[min(len(spent) - 1, int(part * len(spent)))] for part in (0.5, 0.95, 1))
    print(
        f"{number:8} {len(spent):8} {len(found['faults']):7} {median:7.0f} ms {p95:7.0f} ms {most:7.0f} ms "
        f"{served_s:8.2f} {own:8.2f} {memory / 1e6:5.0f} MB"
    )
    for fault in sorted(set(found["faults"]))[:3]:
        print(f"{'':8} {fault[:160]}")


def _windows(release: Release) -> list[Question]:
    """Return all dates that a question can ask for."""
    period = release.manifest.period
    days = [period.start + timedelta(days=number) for number in range((period.end - period.start).days + 1)]
    return [{"start": first.isoformat(), "end": last.isoformat()} for first in days for last in days if first <= last]


def _rules(release: Release) -> list[Question]:
    """Return every radius with every stay."""
    manifest = release.manifest
    return [
        {"radius_m": radius, "min_dwell_min": stay} for radius in manifest.radii_m for stay in manifest.min_dwell_min
    ]


def _waves(recording: Recording, questions: Questions, kind: str, chance: random.Random) -> Waves:
    """Return what is asked at a change of a kind to a question drawn by chance."""
    place = chance.choice(list(recording))
    question = {**chance.choice(questions["dates"]), **chance.choice(questions["rule"])}
    return [[one.of(question) for one in wave] for wave in recording[place][kind]]


def _cost(server: Server, changes: Sequence[Waves]) -> tuple[float, float, float]:
    """Return the milliseconds of processor time, those of the clock, and the bytes sent, of one change of some."""
    address = urlsplit(server.origin)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    before, began, size = _spent_s(server), time.monotonic(), 0
    for one in (one for waves in changes for wave in waves for one in wave):
        size += len(_answered(connection, one))
    spent, passed = _spent_s(server) - before, time.monotonic() - began
    connection.close()
    return 1000 * spent / len(changes), 1000 * passed / len(changes), size / len(changes)


def _answered(connection: http.client.HTTPConnection, one: Asked) -> bytes:
    connection.request(one.method, one.path, one.body, one.headers)
    with connection.getresponse() as reply:
        assert reply.status == 200, f"{reply.status} {one.path} {one.body}"
        return reply.read()


def _processes(server: Server) -> list[psutil.Process]:
    master = psutil.Process(server.process.pid)
    return [master, *master.children(recursive=True)]


def _spent_s(server: Server) -> float:
    """Return the processor time of a server and its workers until now."""
    return sum(sum(one.cpu_times()[:2]) for one in _processes(server))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO, [int(one) for one in sys.argv[2:]] or USERS)
