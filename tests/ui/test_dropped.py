"""A file dropped on the Data page: answered as the command answers, kept only if it is saved, and never else."""

from __future__ import annotations

import gzip
import io
import json
import logging
import shlex
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from real_input import SHARED
from werkzeug.test import TestResponse

from dashboard import cells
from dashboard.app import create_app
from dashboard.release.check import check
from dashboard.release.ingest import answered as answering
from dashboard.release.ingest import apart, unpacked
from dashboard.release.ingest.answered import Answered
from dashboard.release.shelf import Shelf
from dashboard.settings import DROP, DROPPED_AT_MOST, Settings
from dashboard.shipped import DEMO_RELEASE
from dashboard.ui import dropped

CELL = f"{cells.at(60.1795, 24.9508, 9):x}"
TEXT = f"h3,time,devices\n{CELL},2018-05-11 08:00,57\n{CELL},2018-05-11 09:00,61\n"
HELSINKI = {"time_zone": "Europe/Helsinki"}
PAGE = {"Page-Language": "en"}
PHONE = "13800138000"


class Served:
    """An app that takes files, the folder that it saves them in, and the folder for a while."""

    def __init__(self, folder: Path) -> None:
        self.imports, self.temporary = folder / "imports", folder / "tmp"
        self.temporary.mkdir()
        self.shelf = Shelf([DEMO_RELEASE], imports=str(self.imports))
        self.shelf.open()
        self.client: FlaskClient = create_app(Settings(imports=str(self.imports)), self.shelf).server.test_client()

    def drop(self, content: bytes | str, name: str = "counts.csv", **asked: Any) -> TestResponse:  # noqa: ANN401
        headers = asked.pop("headers", PAGE)
        body = {
            "stated": json.dumps(asked.pop("stated", {})),
            "save": "1" if asked.pop("save", False) else "0",
            "file": (io.BytesIO(content if isinstance(content, bytes) else content.encode()), name),
            **asked,
        }
        return self.client.post(DROP, data=body, headers=headers)

    def left(self) -> list[str]:
        return [str(path) for folder in (self.temporary, self.imports) for path in folder.rglob("*")]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return Served(tmp_path_factory.mktemp("served"))


@pytest.fixture
def served(started: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(tempfile, "tempdir", str(started.temporary))
    yield started
    shutil.rmtree(started.imports, ignore_errors=True)


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer in this process, as the other one does, since that takes a second to start."""

    def answered(file: Path, stated: Any, *, cells: Path | None = None, out: Path | None = None) -> Answered:  # noqa: ANN401
        with monkeypatch.context() as there:
            there.chdir(file.parent)
            cells = None if cells is None else Path(cells.name)
            return answering.answered(Path(file.name), stated, cells=cells, out=out)

    monkeypatch.setattr(dropped, "answered_apart", answered)


def said(reply: TestResponse) -> str:
    def texts(part: Any) -> Iterator[str]:  # noqa: ANN401 JSON
        if isinstance(part, str):
            yield part
            return
        for within in part["within"]:
            yield from texts(within)

    assert reply.status_code == 200, reply.get_data(as_text=True)
    assert reply.json is not None
    return "\n".join(text for part in reply.json["parts"] for text in texts(part))


def test_a_file_is_answered_and_nothing_of_it_is_left(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        first = said(served.drop(TEXT))
        second = said(served.drop(TEXT, stated=HELSINKI))
    assert "To be stated or confirmed: Time zone of the city" in first
    assert "11 May 2018" in second
    assert "To be stated" not in second
    assert served.left() == []
    assert [record.getMessage() for record in caplog.records if "counts" in record.getMessage()] == []


@pytest.mark.usefixtures("inside")
def test_what_is_saved_is_a_release_that_is_served(served: Served) -> None:
    site = {"site": "Hakaniemi,60.1795,24.9508", "title": "Helsinki, May"}
    reply = served.drop(TEXT, stated=HELSINKI | site, save=True)
    assert reply.json is not None
    assert reply.json["saved"] == "helsinki-may"
    assert check(served.imports / "helsinki-may") == []
    assert list(served.shelf.releases) == ["demo", "helsinki-may"]
    assert served.shelf.releases["helsinki-may"].manifest.title == "Helsinki, May"
    assert list(served.temporary.rglob("*")) == []
    again = served.drop(TEXT, stated=HELSINKI | site, save=True)
    assert again.json is not None
    assert again.json["saved"] == "helsinki-may-2"
    other = Shelf([DEMO_RELEASE], imports=str(served.imports))  # as another worker, or the server started again
    other.open()
    assert list(other.releases) == ["demo", "helsinki-may", "helsinki-may-2"]
    (served.imports / "helsinki-may" / "manifest.json").unlink()
    assert list(other.releases) == ["demo", "helsinki-may-2"]


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("content", "stated", "expected"),
    [
        ("", {}, "it is empty"),
        ("a,b\n1,2\n", {}, "no column holds cells"),
        (TEXT, {"time": "when"}, "no column 'when'"),
        (TEXT, {"time_zone": "Europe/Nowhere"}, "expected an IANA name"),
        (TEXT, {"resolution": "99"}, "“Resolution of the cells (0 to 15)” is '99': expected at most 15"),
        (TEXT, {"threshold": "few"}, "“Counts withheld below” is 'few', expected a number"),
        (TEXT, {"keep": "operator"}, "expected a column and its value"),
        (TEXT, {"persons_low": "1"}, "expected a low, a middle and a high"),
        (TEXT, {"site": "Hakaniemi"}, "expected name,latitude,longitude"),
        (TEXT, HELSINKI | {"site": "Hakaniemi,24.9508,60.1795"}, "latitude and longitude exchanged"),
        (TEXT, HELSINKI | {"market_share": "3"}, "market_share"),
        (TEXT + "x,2018-05-11 10:00,5\n", HELSINKI | {"cell": "h3"}, "row 3 has 'x'"),
        (b"PK\x03\x04" + b"\0" * 90, {}, "zip is broken"),
        (b"\x1f\x8b" + b"\0" * 90, {}, "cannot be read"),
        (b"PAR1" + b"\0" * 90, {}, "expected Parquet"),
        (b"\0\xff\xfe\xfd" * 90, {}, "cannot be read"),
    ],
)
def test_each_fault_is_a_sentence_and_nothing_is_left(
    served: Served, content: bytes | str, stated: dict[str, str], expected: str
) -> None:
    for save in (False, True):
        reply = served.drop(content, stated=stated, save=save)
        words = said(reply)
        assert expected in words
        assert "--" not in words.split("\n")[1]  # the form has fields, no options
        assert str(served.temporary) not in words
        assert reply.json is not None
        assert reply.json["saved"] is None
        assert [path for path in served.left() if path != str(served.imports)] == []


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("content", "name", "stated"),
    [
        (f"msisdn,h3,time,devices\n{PHONE},{CELL},2018-05-11 08:00,57\n", "counts.csv", HELSINKI),
        (f"who,h3,time,devices\n{PHONE},{CELL},2018-05-11 08:00,57\n", "counts.csv", HELSINKI),
        (f"{PHONE},{CELL},2018-05-11 08:00,57\n", "counts.csv", HELSINKI | {"cell": "2", "time": "3", "devices": "4"}),
        (f"{PHONE},h3,time,devices\n1,{CELL},2018-05-11 08:00,57\n", "counts.csv", HELSINKI),
        (f"h3,time,devices\n{PHONE},2018-05-11 08:00,57\n", "counts.csv", HELSINKI | {"cell": "h3"}),
        (f"h3,time,devices\n{CELL},{PHONE} 08:00,57\n", "counts.csv", HELSINKI | {"time": "time"}),
        (TEXT, "counts.csv", HELSINKI | {"title": f"For {PHONE}"}),
        (TEXT, "counts.csv", HELSINKI | {"site": f"{PHONE},60.18,24.95"}),
        (TEXT, "counts.csv", {"keep": f"n={PHONE}"}),
        (TEXT, "counts.csv", {"resolution": PHONE}),
        (TEXT, f"{PHONE}.csv", HELSINKI),
    ],
)
def test_an_identifier_is_never_echoed_nor_kept(
    served: Served, content: str, name: str, stated: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    for save in (False, True):
        reply = served.drop(content, name, stated=stated, save=save)
        words = said(reply).replace(stated.get("keep", "\0"), "").replace(stated.get("site", "\0"), "")  # its own field
        assert PHONE not in words
    assert PHONE not in caplog.text
    assert not [path for path in served.left() if PHONE in Path(path).name]


@pytest.mark.usefixtures("inside")
def test_it_is_said_in_the_language_of_the_page(served: Served) -> None:
    words = said(served.drop("a,b\n1,2\n", headers={"Page-Language": "zh-Hans"}))
    assert "counts.csv：没有一列是已知类型的网格" in words  # noqa: RUF001 Chinese
    assert "“网格”" in words


def test_only_a_page_of_this_server_may_drop_a_file(served: Served) -> None:
    for headers in ({}, PAGE | {"Origin": "https://other.example"}, PAGE | {"Origin": "null"}):
        assert served.drop(TEXT, headers=headers).status_code == 400
    assert served.drop(TEXT, headers=PAGE | {"Origin": "http://127.0.0.1:8050"}).status_code == 200
    chunked = served.client.post(DROP, input_stream=io.BytesIO(b"x"), headers=PAGE | {"Transfer-Encoding": "chunked"})
    assert chunked.status_code == 411
    for data in ({"stated": "{}"}, {"stated": "[]", "file": (io.BytesIO(b"x"), "x")}, {"file": "no file"}):
        assert served.client.post(DROP, data=data, headers=PAGE).status_code == 400
    unknown = served.drop(TEXT, stated={"cells": "/etc/passwd"})
    assert unknown.status_code == 400
    assert served.left() == []


def test_a_file_over_the_limit_is_refused_before_it_is_read(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    stated = served.client.post(DROP, headers=PAGE, environ_overrides={"CONTENT_LENGTH": str(DROPPED_AT_MOST * 2)})
    assert stated.status_code == 413
    assert "The file is over 50 MB" in stated.get_data(as_text=True)
    monkeypatch.setattr(dropped, "DROPPED_AT_MOST", 50)
    assert served.drop(TEXT).status_code == 413
    assert served.left() == []


@pytest.mark.usefixtures("inside")
def test_what_unpacks_to_more_than_there_is_room_for_is_refused(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacked.check_unpacked, "__defaults__", (10_000,))
    text = TEXT + f"{CELL},2018-05-11 10:00,5\n" * 400
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("counts.csv", text)
    within = io.BytesIO()
    with zipfile.ZipFile(within, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("counts.csv.gz", gzip.compress(text.encode()))
    for content in (gzip.compress(text.encode()), packed.getvalue(), within.getvalue()):
        assert "unpacked, expected less" in said(served.drop(content, stated=HELSINKI))


def test_a_file_that_ends_or_outlasts_the_process_that_reads_it_is_told(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "PATIENCE_S", 0.01)
    reply = served.drop(TEXT, stated=HELSINKI, save=True)
    assert "takes too much memory or time" in said(reply)
    assert [path for path in served.left() if path != str(served.imports)] == []


def test_without_the_setting_there_is_nothing_to_find(shelf: Shelf) -> None:
    client = create_app(Settings(), shelf).server.test_client()
    assert client.post(DROP, data={"file": (io.BytesIO(b"x"), "x")}, headers=PAGE).status_code == 404
    assert client.get(DROP).status_code == 404


@pytest.mark.usefixtures("inside")
def test_a_table_of_cells_is_a_second_file_and_no_other_kind_is_opened(served: Served) -> None:
    zones = "name,lat,lng\nA,60.18,24.95\nB,60.19,24.96\n"
    counts = "zone,time,devices\nA,2018-05-11 08:00,57\nB,2018-05-11 08:00,61\n"
    found = said(served.drop(counts, stated=HELSINKI, cells=(io.BytesIO(zones.encode()), "zones.csv")))
    assert "11 May 2018" in found
    other = b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
    for name in ("zones.geojson", "zones.vrt", "zones"):
        assert "no GeoJSON and no table" in said(served.drop(counts, stated=HELSINKI, cells=(io.BytesIO(other), name)))


CASES = SHARED / "cases"
TAKEN = ["d01", "d05", "d06", "d09", "d10", "d11", "d12", "d13", "d17", "d18", "d20", "d26", "d52"]


@pytest.mark.skipif(not CASES.exists(), reason="the cases lie outside the repository")
@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("case", TAKEN)
def test_cases_come_out_of_the_form_as_of_the_command(served: Served, case: str) -> None:
    (folder,) = CASES.glob(f"{case}-*")
    words = shlex.split((folder / "cmd.txt").read_text())
    given = dict(pairwise(words[2:]))
    stated = {
        name[2:].replace("-", "_"): value
        for name, value in given.items()
        if name.startswith("--") and name not in {"--out", "--yes"} and not value.startswith("--")
    }
    stated |= {"d01": {"times_in": "UTC"}, "d20": {"keep": "gender=-1"}, "d52": {"add": "operator"}}.get(case, {})
    more: dict[str, Any] = {}
    if case == "d06":
        more["cells"] = (io.BytesIO((folder / "zonas.geojson").read_bytes()), "zonas.geojson")
    file = folder / words[1]
    stated = {name: value for name, value in stated.items() if name in answering.FIELDS}
    reply = served.drop(file.read_bytes(), file.name, stated={"yes": "1", **stated}, save=True, **more)
    assert reply.json is not None
    assert reply.json["saved"], said(reply)
    release = served.shelf.releases[reply.json["saved"]]
    assert release.presence is not None
    rows = release.presence.collect()
    expected = json.loads((folder / "expected.json").read_text())
    if "hours_utc" in expected:
        total = sum(expected["hours_utc"].values())
        assert rows["devices"].sum() == pytest.approx(total, abs=expected.get("tolerance_per_row", 0) * rows.height)
