"""A reply that was made before is the reply made anew, byte for byte, and is given to no other question."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest
from backports import zstd
from werkzeug.test import Client, TestResponse

from dashboard.app import create_app
from dashboard.caching import replies
from dashboard.caching.store import Store
from dashboard.release.named import Named
from dashboard.release.shelf import Shelf
from dashboard.settings import Settings

COUNT = "/api/v1/count?site=xinfadi&radius_m=500&min_dwell_min=15&start=2020-05-30&end=2020-06-12"
RULE = {"site": "xinfadi", "radius_m": "500", "min_dwell_min": "15", "start": "2020-05-30", "end": "2020-06-12"}
VIEW = {"south": "39.7", "west": "116.2", "north": "39.9", "east": "116.4", "min_dwell_min": "0"}
DATES = {"start": RULE["start"], "end": RULE["end"]}
QUESTIONS = {
    "count": RULE,
    "matrix": {name: RULE[name] for name in ("site", "start", "end")},
    "matrix?format=arrow": {name: RULE[name] for name in ("site", "start", "end")},
    "presence": {**VIEW, **DATES},
    "sites": {},
    "releases": {},
}


class MadeAnew(BaseException):
    """A reply was made; nothing of the server catches this."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    """The user's cache, as it is for this test alone."""
    with patch.dict("os.environ", XDG_CACHE_HOME=str(tmp_path)):
        yield replies.folder()


@pytest.fixture
def workers(shelf: Shelf) -> tuple[Client, Client]:
    """Two workers that share a store."""
    return worker(shelf), worker(shelf)


@pytest.fixture(scope="module")
def alone(shelf: Shelf) -> Client:
    """One that makes every reply anew."""
    return worker(shelf, Settings(cache_mb=0))


def worker(shelf: Shelf, settings: Settings | None = None) -> Client:
    """Return one of the workers that serve a shelf; its store is open."""
    with patch.object(replies, "Store", _opened):
        return create_app(settings or Settings(), shelf).server.test_client()


def _opened(folder: Path, most_bytes: int) -> Store:
    store = Store(folder, most_bytes)
    store.opened()
    return store


def callback(asked: Client, output: str, language: str = "en", **inputs: object) -> TestResponse:
    """Ask what the page asks of a callback: the inputs by `component.property`, dots for double underscores."""
    named = [
        {"id": name.split("__")[0].replace("_", "-"), "property": name.split("__")[1], "value": value}
        for name, value in inputs.items()
    ]
    outputs = [{"id": part.split(".")[0], "property": part.split(".")[1]} for part in output.strip(".").split("...")]
    body = {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": named,
        "changedPropIds": [],
        "state": [],
    }
    return asked.post(
        "/_dash-update-component", json=body, headers={"Page-Language": language, "Accept-Encoding": "zstd"}
    )


def days(asked: Client, language: str = "en", **rule: object) -> TestResponse:
    """Ask for the figure of the days of a rule."""
    settled = {"release": "demo", **RULE, "radius_m": 500, "min_dwell_min": 15, **rule}
    look = {"release": "demo", "focus": "", "hours": [0, 24], "layer": "heat", "theme": "light"}
    return callback(asked, "charted.data", language, settled_rule__data=settled, look__data=look)


def said(reply: TestResponse) -> tuple[object, ...]:
    """Return all that a browser sees of a reply."""
    return reply.status_code, reply.data, sorted(header for header in reply.headers if header[0] != "Date")


@pytest.mark.parametrize("path", QUESTIONS)
@pytest.mark.parametrize("encodings", ["gzip;q=0.5, br", "zstd", ""])
def test_reply_of_the_api_is_byte_for_byte_the_one_made_anew(
    workers: tuple[Client, Client], alone: Client, path: str, encodings: str
) -> None:
    name, _, form = path.partition("?format=")
    query = {**QUESTIONS[path], **({"format": form} if form else {})}
    anew, first, second = (
        asked.get(f"/api/v1/{name}", query_string=query, headers={"Accept-Encoding": encodings})
        for asked in (alone, *workers)
    )
    assert anew.status_code == 200
    assert said(first) == said(second) == said(anew)


def test_two_workers_share_what_one_has_made(shelf: Shelf) -> None:
    first = days(worker(shelf))
    with made_no_more():
        second = days(worker(shelf))
    assert first.status_code == 200
    assert said(second) == said(first)


OTHERS: dict[str, Callable[[Client], TestResponse]] = {
    "language": lambda asked: days(asked, "zh-Hans"),
    "place": lambda asked: days(asked, site="yuegezhuang"),
    "dates": lambda asked: days(asked, end="2020-06-11"),
    "radius": lambda asked: days(asked, radius_m=750),
    "stay": lambda asked: days(asked, min_dwell_min=30),
}


@pytest.mark.parametrize("other", OTHERS)
def test_another_question_or_language_gets_the_reply_made_for_it(shelf: Shelf, alone: Client, other: str) -> None:
    asked = worker(shelf)
    assert said(days(asked)) != said(OTHERS[other](asked))
    assert said(OTHERS[other](asked)) == said(OTHERS[other](alone))


def test_another_release_never_gets_a_reply_kept(shelf: Shelf) -> None:
    """The same key and the same question, but another digest: one that was counted again, say."""
    days(worker(shelf))
    other = Shelf([])
    other._ended.set()
    again = {key: replace(release, digest="0" * 64) for key, release in shelf.releases.items()}
    other._releases = Named(again, field="release")
    with made_no_more(), pytest.raises(MadeAnew):
        days(worker(other), radius_m=500)


def test_other_code_or_settings_never_get_a_reply_kept(shelf: Shelf) -> None:
    days(worker(shelf))
    with made_no_more(), pytest.raises(MadeAnew):
        days(worker(shelf, Settings(tiles_url="https://tiles.example/{z}/{x}/{y}.png")))
    with made_no_more(), patch.object(replies, "_made_by", lambda _: "other code"), pytest.raises(MadeAnew):
        days(worker(shelf))


def test_where_there_is_no_home_replies_are_made_anew(shelf: Shelf, alone: Client) -> None:
    with patch.dict("os.environ"), patch("pathlib.Path.home", side_effect=RuntimeError("no home")):
        del os.environ["XDG_CACHE_HOME"]
        assert said(days(worker(shelf))) == said(days(alone))


def test_a_release_that_has_changed_since_is_not_answered_from_what_is_kept(shelf: Shelf) -> None:
    asked = worker(shelf)
    days(asked)
    with patch.object(Shelf, "state", "refused"), made_no_more(), pytest.raises(MadeAnew):
        days(asked)


def test_what_cannot_be_answered_is_not_kept(shelf: Shelf) -> None:
    with patch("dashboard.answers.charts.days_figure", side_effect=OSError("the disk is gone")):
        assert b"is not up to date" in unpacked(days(worker(shelf)))
    assert b"is not up to date" not in unpacked(days(worker(shelf)))
    asked = worker(shelf)
    assert [asked.get("/api/v1/count?site=nowhere").status_code for _ in range(2)] == [422, 422]


def test_nothing_kept_names_a_user(folder: Path, shelf: Shelf) -> None:
    """What differs from user to user is sent along, and is in none of the files."""
    asked = worker(shelf)
    mine = {
        "User-Agent": "Firefox-of-Alice",
        "Cookie": "session=of-Alice",
        "X-Forwarded-For": "203.0.113.77",
        "Referer": "http://alice.example",
    }
    assert asked.get(COUNT, headers=mine, environ_base={"REMOTE_ADDR": "203.0.113.77"}).status_code == 200
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert written
    assert not [one for one in (b"Alice", b"alice", b"203.0.113.77", b"xinfadi&radius") if one in written]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_is_asked_for_again_is_not_sent_again(shelf: Shelf) -> None:
    asked = worker(shelf)
    for _ in range(2):  # made, then kept
        first = asked.get(COUNT)
        again = asked.get(COUNT, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert (
            asked.get(COUNT.replace("500", "750"), headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
        )


def test_data_page_says_the_last_check(shelf: Shelf) -> None:
    asked = worker(shelf)
    with patch("dashboard.views.facts.checked_at", lambda _: datetime(2020, 6, 20, 8, tzinfo=UTC)):
        first = page(asked, "/data")
    with patch("dashboard.views.facts.checked_at", lambda _: datetime(2020, 6, 21, 8, tzinfo=UTC)):
        assert unpacked(page(asked, "/data")) != unpacked(first)


def page(asked: Client, path: str) -> TestResponse:
    """Ask for a page."""
    return callback(asked, "page.children", url__pathname=path, url__search="")


def unpacked(reply: TestResponse) -> bytes:
    """Return what a reply says."""
    return zstd.decompress(reply.data) if reply.headers.get("Content-Encoding") == "zstd" else reply.data


@contextmanager
def made_no_more() -> Iterator[None]:
    """Make nothing: only what is kept can be given."""
    with patch("dashboard.ui.callbacks.charts.charts.days_of", side_effect=MadeAnew):
        yield
