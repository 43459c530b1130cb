"""What is answered to a person who hands over a file on the page and states, field by field, how it is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.check.findings import ROW, shown
from dashboard.release.check.shapes import hidden, shaped_like_identifier
from dashboard.release.ingest.about import About
from dashboard.release.ingest.dealt import Counts, opened
from dashboard.release.ingest.guess import Guess, complete
from dashboard.release.ingest.plan import Plan, plan_of
from dashboard.release.ingest.sites import parse_site
from dashboard.release.ingest.table import PART
from dashboard.release.ingest.unpacked import check_unpacked
from dashboard.release.ingest.unused import refuse_names
from dashboard.release.ingest.whole import Looked, check_about, made, write_made
from dashboard.release.ingest.zones import TABLES
from dashboard.release.manifest import NOT_STATED

SEVERAL = ("keep", "add", "ignore", "site")  # one a line
PERSONS = ("persons_low", "persons_mid", "persons_high")
OF_ABOUT = (
    *("title", "time_zone", "presence_rule", "threshold", "operator", "market_share", *PERSONS, "source", "licence"),
    "site",
)
OF_PLAN = tuple(name for name in Plan.model_fields if name != "cells")  # no file of the server's is named by anybody
YES = "yes"  # write, though some of it is a guess
FIELDS = frozenset((*OF_PLAN, *OF_ABOUT, YES))

_HEAD = 64

Stated = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Answered:
    """How a file is read: its columns, what was found, what is wrong or still needed, and what it holds.

    `needs` are fields that have to be stated. `holds` is there once all is: dates, and how many counts, cells and
    withheld counts. `notes` tell what was decided on the way; `saved` says that it was written.
    """

    columns: list[str] = field(default_factory=list)
    guesses: list[dict[str, Any]] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    problem: str | None = None
    holds: dict[str, Any] | None = None
    notes: list[str] = field(default_factory=list)
    saved: bool = False


def answered(file: Path, stated: Stated, *, cells: Path | None = None, out: Path | None = None) -> Answered:
    """Return how a file is read, and, where nothing is left open, what it holds; then it is written to `out`, if given.

    `stated` are texts by FIELDS, empty for what is to be found; `cells` is a file of what cells are. Whatever is wrong
    with the file or with what is stated is told in the answer.
    """
    try:
        given = {name: text.strip() for name, text in stated.items() if text.strip()}
        plan, about = _plan(given, cells), _about(given, file)
        for part in filter(None, (file, cells)):
            check_unpacked(part)
        _check_cells(cells)
        check_about(file, about)
        return _read(file, plan, about, given, out)
    except InputError as error:
        return Answered(problem=str(error))


def _read(file: Path, plan: Plan, about: About, given: Stated, out: Path | None) -> Answered:
    with opened(file, plan) as held:
        columns = [name for name in held.table.rows.columns if name not in {ROW, PART}]
        refuse_names(columns, held.table.file)
        try:
            whole, guesses = complete(held.table, plan)
        except InputError as error:
            return Answered(columns=columns, problem=str(error))
        said = [_said(guess) for guess in guesses if guess.part != "cells"]
        unsure = [guess.part for guess in guesses if not guess.sure]
        needs = ["time_zone"] if "time_zone" not in given else []
        if needs or (unsure and YES not in given and out is not None):
            return Answered(columns=columns, guesses=said, needs=[*needs, *unsure])
        notes: list[str] = []
        try:
            with made(Looked(file=file, plan=whole, guesses=guesses, held=held), about, notes.append) as presence:
                holds = _holds(presence)
                if out is not None:
                    write_made(file, presence, out=out, about=about)
        except InputError as error:
            return Answered(columns=columns, guesses=said, needs=unsure, problem=str(error))
        return Answered(columns=columns, guesses=said, needs=unsure, holds=holds, notes=notes, saved=out is not None)


def _plan(given: Stated, cells: Path | None) -> Plan:
    options: dict[str, object] = {name: given[name] for name in OF_PLAN if name in given}
    for name in ("add", "ignore"):
        if name in given:
            options[name] = tuple(_lines(given[name]))
    if "keep" in given:
        options["keep"] = dict(_pair(line) for line in _lines(given["keep"]))
    return plan_of(Plan, **options, cells=None if cells is None else str(cells))


def _about(given: Stated, file: Path) -> About:
    texts = {name: given[name] for name in ("title", "operator", "source", "licence") if name in given}
    for name, text in texts.items():
        if shaped_like_identifier(text):
            msg = _("--{name} is {value}: it holds what is shaped like an identifier")
            raise InputError(msg.format(name=name, value=repr(hidden(text))))
    persons = tuple(_number(given, name, float) for name in PERSONS if name in given)
    if persons and len(persons) < len(PERSONS):
        raise InputError(_("--persons-per-device is not whole, expected a low, a middle and a high"))
    return About(
        title=texts.get("title", file.name.split(".", 1)[0]),
        operator=texts.get("operator", NOT_STATED),
        source=texts.get("source"),
        licence=texts.get("licence", NOT_STATED),
        time_zone=given.get("time_zone", "UTC"),
        presence_rule=given.get("presence_rule", "every_cell"),  # type: ignore[arg-type]  # the manifest looks at it
        threshold=_number(given, "threshold", int) if "threshold" in given else 1,
        market_share=_number(given, "market_share", float) if "market_share" in given else None,
        persons_per_device=(persons[0], persons[1], persons[2]) if persons else None,
        sites=tuple(parse_site(line) for line in _lines(given.get("site", ""))),
    )


def _check_cells(cells: Path | None) -> None:
    """Raise InputError for a file of cells that is neither GeoJSON nor a table: others may name files of the server."""
    if cells is None or cells.suffix.lower() in TABLES:
        return
    with cells.open("rb") as file:
        if not file.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            msg = _("{file} is no GeoJSON and no table, expected one of them to say what the cells are")
            raise InputError(msg.format(file=cells.name))


def _number(given: Stated, name: str, kind: type) -> Any:  # noqa: ANN401 of that kind
    try:
        return TypeAdapter(kind).validate_python(given[name])
    except ValidationError:
        option = "persons-per-device" if name in PERSONS else name.replace("_", "-")
        msg = _("--{name} is {value}, expected a number")
        raise InputError(msg.format(name=option, value=repr(hidden(shown(given[name]))))) from None


def _pair(line: str) -> tuple[str, str]:
    column, sign, value = line.partition("=")
    if not sign or not column:
        msg = _("--keep is {value}, expected a column and its value, such as gender=-1")
        raise InputError(msg.format(value=repr(hidden(shown(line)))))
    return column, value


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _said(guess: Guess) -> dict[str, Any]:
    return {"part": guess.part, "value": guess.value, "sure": guess.sure, "why": guess.why}


def _holds(presence: Counts) -> dict[str, Any]:
    days = sorted(presence.days)
    counts = [presence.days[day].select("devices").to_series() for day in days]
    return {
        "start": days[0].isoformat(),
        "end": days[-1].isoformat(),
        "counts": sum(len(devices) for devices in counts),
        "withheld": sum(devices.null_count() for devices in counts),
        "cells": len(presence.cells),
    }
