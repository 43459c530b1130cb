"""A file dropped on the Data page: read, answered, and kept only if it is saved as a release; assets/import/drop.mjs.

Each request brings the file and all that is stated of it: between two of them the server holds nothing.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import IO, Annotated, NoReturn

import flask
from pydantic import Field, TypeAdapter
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, ServiceUnavailable
from werkzeug.formparser import FormDataParser

from dashboard.language import _
from dashboard.refusals import file_too_large, not_of_the_page
from dashboard.release.check.shapes import shaped_like_identifier
from dashboard.release.imports import room_for
from dashboard.release.ingest.answered import FIELDS, Answered
from dashboard.release.ingest.apart import answered_apart
from dashboard.release.shelf import Shelf
from dashboard.scratch import scratch
from dashboard.settings import DROP, DROPPED_AT_MOST, Settings
from dashboard.ui.components.import_panel import import_answer
from dashboard.ui.components.parts import parts_of

PATIENCE_S = 30
_NAME_AT_MOST = 60
_UNNAMED = "file"
_STATED = TypeAdapter(dict[str, Annotated[str, Field(max_length=20_000)]])
_PARTS = 4  # the file, what cells are, what is stated, whether it is saved
_FORM_AT_MOST = 80_000


@dataclass(frozen=True, kw_only=True)
class Dropped:
    """A file in a folder for a while, the file of what its cells are, what is stated, and whether it is to be saved."""

    file: Path
    cells: Path | None
    stated: dict[str, str]
    save: bool


def register(server: flask.Flask, shelf: Shelf, settings: Settings) -> None:
    """Answer what a dropped file is taken for, where the settings allow it; nowhere else is there anything to find."""
    if not settings.imports:
        server.add_url_rule(DROP, "no-import", _nowhere, methods=["GET", "POST"])
        return
    one_at_a_time = threading.BoundedSemaphore(1)  # a large file takes much of the memory
    folder = Path(settings.imports)

    def _drop() -> dict[str, object]:
        if not one_at_a_time.acquire(timeout=PATIENCE_S):
            raise ServiceUnavailable(_("Another file is being read; try again in a moment"))
        try:
            with _received() as dropped:
                found, key = _saved(dropped, shelf, folder) if dropped.save else (_answered(dropped), None)
                cells = None if dropped.cells is None else dropped.cells.name
                parts = import_answer(dropped.file.name, found, dropped.stated, cells=cells, key=key)
                return {"parts": parts_of(parts), "saved": key}
        finally:
            one_at_a_time.release()

    server.add_url_rule(DROP, "import", _drop, methods=["POST"])


def _nowhere() -> NoReturn:
    flask.abort(HTTPStatus.NOT_FOUND, _("Files cannot be dropped here; whoever runs this server can set IMPORTS"))


def _answered(dropped: Dropped, out: Path | None = None) -> Answered:
    return answered_apart(dropped.file, dropped.stated, cells=dropped.cells, out=out)


def _saved(dropped: Dropped, shelf: Shelf, folder: Path) -> tuple[Answered, str | None]:
    """Save a file as a release of its own and return what was answered and its key, None if it was not saved."""
    title = dropped.stated.get("title") or dropped.file.name.split(".", 1)[0]
    with room_for(title, folder, shelf.keys) as room:
        found = _answered(dropped, room)
        return (found, room.name) if found.saved else (found, None)


@contextmanager
def _received() -> Iterator[Dropped]:
    """Give what the request brings, in a folder that is gone afterwards; raise what is wrong with it."""
    with scratch() as folder:
        try:
            form, paths = _unpacked(folder)
            stated = _STATED.validate_json(form.get("stated", "{}"))
        except ValueError:
            raise BadRequest(not_of_the_page()) from None
        if stated.keys() - FIELDS or "file" not in paths:
            raise BadRequest(not_of_the_page())
        if sum(path.stat().st_size for path in paths.values()) > DROPPED_AT_MOST:
            raise RequestEntityTooLarge(file_too_large())
        yield Dropped(file=paths["file"], cells=paths.get("cells"), stated=stated, save=form.get("save") == "1")


def _unpacked(folder: Path) -> tuple[Mapping[str, str], dict[str, Path]]:
    """Return the fields of the request, and its files by field, laid into a folder as they come in."""
    opened: list[IO[bytes]] = []

    def open_one(
        total_content_length: int | None,  # noqa: ARG001 as werkzeug calls it
        content_type: str | None,  # noqa: ARG001
        filename: str | None,
        content_length: int | None = None,  # noqa: ARG001
    ) -> IO[bytes]:
        name = name_of(filename or "")
        opened.append((folder / (f"cells-{name}" if (folder / name).exists() else name)).open("w+b"))
        return opened[-1]

    asked = flask.request
    parser = FormDataParser(open_one, _FORM_AT_MOST, max_form_parts=_PARTS, silent=False)
    try:
        _left, form, files = parser.parse(asked.stream, asked.mimetype, asked.content_length, asked.mimetype_params)
        return form, {field: Path(str(file.stream.name)) for field, file in files.items()}
    finally:
        for file in opened:
            file.close()


def name_of(given: str) -> str:
    """Return the name of a file without folders, without what no name should hold, and without an identifier."""
    last = re.split(r"[/\\]", given)[-1]
    plain = re.sub(r"[^\w. ()-]", "_", last).lstrip(".-")
    stem, dot, ending = plain.rpartition(".")
    named = f"{stem[:_NAME_AT_MOST]}{dot}{ending[:_NAME_AT_MOST]}"
    return _UNNAMED if not named or shaped_like_identifier(named) else named
