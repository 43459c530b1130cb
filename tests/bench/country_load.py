"""Fifty people change dates for a minute: python tests/bench/country_load.py ORIGIN RELEASE [PEOPLE] [SECONDS].

Each person is a thread with a page open: a place and a view of the map. Every 3 to 8 seconds the person sets other
dates, and the page asks what it asks then: the callbacks of the answer, the charts and the heat, all at once
as a browser does. A change is over when the last of them has answered. Places are drawn at random for each person, and
changed now and then.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from dashboard.release.load import Release, load

THINKING_S = (3.0, 8.0)
CHANGES_PLACE = 0.2
AT_ONCE = 6  # connections of a browser to one server
VIEW_DEGREES = (0.05, 0.075)  # about what the map shows around a place, and its margin
CALLBACKS = ("matrix-base.data", "charted.data", "heat.data")


@dataclass(kw_only=True)
class Seen:
    """What the people saw: seconds of every change and of every request, and errors."""

    changes: list[float] = field(default_factory=list)
    requests: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def main(origin: str, folder: Path, people: int, seconds: float) -> None:
    """Let people change dates and print what they saw."""
    seen = load_with_people(origin, load(folder), people, seconds)
    print(f"{people} people, {seconds:.0f} s: {len(seen.changes):,} changes of dates, {len(seen.errors)} errors")
    for error in sorted(set(seen.errors))[:5]:
        print(f"    {error}")
    for name, spent in (("a change, all callbacks", seen.changes), *seen.requests.items()):
        if spent:
            middle, most = 1000 * statistics.median(spent), 1000 * float(np.quantile(spent, 0.95))
            print(f"    {name:28} median {middle:7.0f} ms   p95 {most:7.0f} ms")


def load_with_people(origin: str, release: Release, people: int, seconds: float) -> Seen:
    """Return what people see who change dates for some seconds."""
    callbacks = _callbacks(origin)
    seen = Seen()
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_person, args=(origin, release, callbacks, seen, until, random.Random(number)))
        for number in range(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def _callbacks(origin: str) -> list[dict[str, Any]]:
    """Return the page's own callbacks as the server describes them."""
    with urllib.request.urlopen(f"{origin}/_dash-dependencies", timeout=30) as reply:  # noqa: S310 this machine
        every = json.load(reply)
    return [one for one in every if any(name in one["output"] for name in CALLBACKS)]


def _person(  # noqa: PLR0913, PLR0917 a person has a page, a watch and a mind
    origin: str,
    release: Release,
    callbacks: list[dict[str, Any]],
    seen: Seen,
    until: float,
    mind: random.Random,
) -> None:
    place = mind.choice(list(release.places.values()))
    time.sleep(mind.uniform(0, THINKING_S[1]))
    with ThreadPoolExecutor(AT_ONCE) as browser:
        while time.monotonic() < until:
            if mind.random() < CHANGES_PLACE:
                place = mind.choice(list(release.places.values()))
            stores = _stores(release, place.site_id, mind)
            began = time.monotonic()
            list(browser.map(lambda one, stores=stores: _ask(origin, one, stores, seen), callbacks))
            seen.changes.append(time.monotonic() - began)
            time.sleep(mind.uniform(*THINKING_S))


def _stores(release: Release, site: str, mind: random.Random) -> dict[str, Any]:
    manifest = release.manifest
    days = (manifest.period.end - manifest.period.start).days
    first, last = sorted((mind.randint(0, days), mind.randint(0, days)))
    lat, lng = release.places[site].shapes[0]
    up, across = VIEW_DEGREES
    rule = {
        "release": release.key,
        "site": site,
        "radius_m": 1000,
        "min_dwell_min": manifest.min_dwell_min[0],
        "start": (manifest.period.start + timedelta(days=first)).isoformat(),
        "end": (manifest.period.start + timedelta(days=last)).isoformat(),
    }
    box = {"south": lat - up, "north": lat + up, "west": lng - across, "east": lng + across}
    look = {"release": release.key, "focus": "", "hours": [0, 24], "layer": "heat", "theme": "light"}
    view = {**box, "zoom": 13, "focus": "", "key": site, "release": release.key}
    return {"window": rule, "settled-rule": rule, "look": look, "view": view}


def _ask(origin: str, callback: dict[str, Any], stores: dict[str, Any], seen: Seen) -> None:
    output = callback["output"]
    inputs = [{**part, "value": stores.get(part["id"])} for part in callback["inputs"]]
    body = {
        "output": output,
        "outputs": _outputs(output),
        "inputs": inputs,
        "state": [{**part, "value": stores.get(part["id"])} for part in callback["state"]],
        "changedPropIds": [f"{inputs[0]['id']}.{inputs[0]['property']}"],
    }
    request = urllib.request.Request(  # noqa: S310 this machine
        f"{origin}/_dash-update-component", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    began = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310 this machine
            answered = json.load(reply)
        if not answered.get("response") or "notice" in answered.get("sideUpdate", {}):
            seen.errors.append(f"{output}: {json.dumps(answered)[:200]}")
    except OSError as error:
        seen.errors.append(f"{output}: {error}")
    seen.requests.setdefault(output.strip(".").split("...")[0], []).append(time.monotonic() - began)


def _outputs(output: str) -> object:
    names = output.strip(".").split("...")
    parts = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    return parts if output.startswith("..") else parts[0]


if __name__ == "__main__":
    main(
        sys.argv[1],
        Path(sys.argv[2]),
        int(sys.argv[3]) if len(sys.argv) > 3 else 50,
        float(sys.argv[4]) if len(sys.argv) > 4 else 60,
    )
