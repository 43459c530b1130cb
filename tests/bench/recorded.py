"""What a browser asks of the server for one change: recorded from the page, so that a replay never goes stale."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from bench_page import opened
from playwright.sync_api import Browser, Page

STEP_MS, QUIET_MS = 100, 1000
# As Chromium sends them; an answer may be compressed in any of these ways.
HEADERS = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate, br, zstd", "Accept-Language": "en-US"}
# The parts of a question that are put in place of those recorded; what else is asked belongs to the place.
PARTS = ("start", "end", "radius_m", "min_dwell_min")

Question = dict[str, str | int]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request: its path with query, and its body."""

    method: str
    path: str
    body: str | None
    headers: dict[str, str]

    def of(self, question: Question) -> Asked:
        """Return the request as it is for the dates, radius and stay of another question."""
        path, mark, query = self.path.partition("?")
        asked = parse_qsl(query, keep_blank_values=True)
        fields = [(name, question.get(name, value) if name in PARTS else value) for name, value in asked]
        body = self.body and json.dumps(_put(json.loads(self.body), question), separators=(",", ":"))
        return Asked(method=self.method, path=path + mark + urlencode(fields), body=body, headers=self.headers)


# What is asked at once, then what is asked when some of that was answered, and so on.
Waves = list[list[Asked]]
Recording = dict[str, dict[str, Waves]]


def recorded(browser: Browser, origin: str, places: Sequence[str], dates: Sequence[str]) -> Recording:
    """Return what the page asks on its way to each place, then to other dates there, then to another rule."""
    page = opened(browser, origin)
    found: Recording = {}
    for number, place in enumerate(places):
        moves = {
            "place": ("site", {"value": place}),
            "dates": ("dates", {"start_date": dates[number]}),
            "rule": ("radius", {"value": 1 + number % 3, "drag_value": 1 + number % 3}),
        }
        found[place] = {kind: _watched(page, origin, control, props) for kind, (control, props) in moves.items()}
        said = [
            part
            for kind in ("place", "dates")
            for wave in found[place][kind]
            for one in wave
            for part in (one.path, one.body or "")
        ]
        assert any(place in part for part in said), f"the page asked nothing of {place}"
        assert any(dates[number] in part for part in said), f"the page asked nothing of {dates[number]}"
    page.context.close()
    return found


def to_text(recording: Recording) -> str:
    """Return a recording as JSON."""
    return json.dumps(recording, default=asdict)


def from_text(text: str) -> Recording:
    """Return a recording from its JSON."""
    return {
        place: {kind: [[Asked(**one) for one in wave] for wave in waves] for kind, waves in kinds.items()}
        for place, kinds in json.loads(text).items()
    }


def _watched(page: Page, origin: str, control: str, props: dict[str, Any]) -> Waves:
    """Return what the page asks of the server after a control is set, until it has been quiet for a while."""
    events = page.context.new_cdp_session(page)
    sent: dict[str, dict[str, Any]] = {}
    ended: dict[str, float] = {}
    kept: set[str] = set()
    events.on("Network.requestWillBeSent", lambda event: sent.setdefault(event["requestId"], event))
    events.on("Network.requestServedFromCache", lambda event: kept.add(event["requestId"]))
    events.on(
        "Network.responseReceived", lambda event: event["response"]["fromDiskCache"] and kept.add(event["requestId"])
    )
    # One that was given up, because something newer is asked, is over and was no answer.
    events.on(
        "Network.loadingFailed",
        lambda event: (kept.add(event["requestId"]), ended.setdefault(event["requestId"], event["timestamp"])),
    )
    events.on("Network.loadingFinished", lambda event: ended.setdefault(event["requestId"], event["timestamp"]))
    events.send("Network.enable")
    page.evaluate("([id, props]) => dash_clientside.set_props(id, props)", [control, props])
    quiet = 0
    while quiet < QUIET_MS:
        known = len(sent)
        page.wait_for_timeout(STEP_MS)
        quiet = 0 if len(sent) > known or sent.keys() - ended.keys() else quiet + STEP_MS
    events.detach()
    asked = [sent[key] for key in sent if key in ended and key not in kept]
    return _waves([event for event in asked if event["request"]["url"].startswith(origin)], ended, origin)


def _waves(sent: list[dict[str, Any]], ended: dict[str, float], origin: str) -> Waves:
    """Return requests apart by what had been answered before they were sent."""
    depth: dict[str, int] = {}
    for event in sorted(sent, key=lambda event: event["timestamp"]):
        before = [depth[key] for key in depth if ended[key] <= event["timestamp"]]
        depth[event["requestId"]] = 1 + max(before, default=-1)
    return [
        [_request(event, origin) for event in sent if depth[event["requestId"]] == wave]
        for wave in range(1 + max(depth.values(), default=-1))
    ]


def _request(event: dict[str, Any], origin: str) -> Asked:
    request = event["request"]
    own = {
        name: value for name, value in request["headers"].items() if name.lower() in {"content-type", "page-language"}
    }
    body = request.get("postData")
    return Asked(
        method=request["method"], path=request["url"].removeprefix(origin), body=body, headers={**HEADERS, **own}
    )


def _put(value: Any, question: Question) -> Any:  # noqa: ANN401 JSON
    if isinstance(value, list):
        return [_put(one, question) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: question[name] if name in PARTS and name in question else _put(one, question)
        for name, one in value.items()
    }
