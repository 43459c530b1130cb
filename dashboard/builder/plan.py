"""How sightings are to be read: which column holds what, and what is done with rows that have no position."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from dashboard.errors import InputError
from dashboard.release.ingest.guess import NAMES
from dashboard.release.ingest.plan import Layout

_SECONDS = {"ms": 0.001, "s": 1, "min": 60}
# Names that people give a column, as regular expressions; the column's own name comes first.
_CALLED = {
    "device": r"(?:device|user|subscriber|caller)_?id|uid|user|imsi|imei|msisdn|sim|subscriber|caller|用户|设备",
    "time": r"date_?time|time_?stamp|ts|start|(?:start|event|begin|call)_?(?:date_?)?time|time_?start|时间|开始时间",
    "activity": r"activity_?type|event_?type|类型|业务类型",
    "cell": r"h3|h3_?(?:cell|index|id)|hex|hex_?id",
    "lat": NAMES["lat"],
    "lng": NAMES["lng"],
}
_LASTS = r"duration.*|.*_duration|end|end_?(?:date_?)?time|time_?end|stop|stop_?time|时长|结束时间"


class SightingsPlan(Layout):
    """What the columns of sightings hold; columns of a file without a header go by their number, from 1."""

    device: str | None = Field(default=None, description="Column of the device.")
    end: str | None = Field(default=None, description="Column of the time until which a device stayed.")
    duration: str | None = Field(default=None, description="Column of how long it stayed, in `duration_in`.")
    duration_in: Literal["ms", "s", "min"] = Field(default="s", description="Unit of `duration`: ms, s or min.")
    tower: tuple[str, ...] = Field(
        default=(), description="Columns that name a tower, such as area and cell; NAME=NAME where the file's differ."
    )
    towers: str | None = Field(default=None, description="File of the towers: their names, latitude and longitude.")
    activity: str | None = Field(default=None, description="Column of what the device did, where a condition asks.")
    leave_out_unplaced: bool = Field(default=False, description="Whether rows without a position are left out.")

    @property
    def by_number(self) -> bool:
        """Say whether columns are stated by their number: such a file has no header."""
        stated = (self.device, self.time, self.cell, self.lat, self.lng, self.activity, *self.tower)
        return any(column.partition("=")[0].isdecimal() for column in stated if column)

    @property
    def duration_s(self) -> float:
        """Return how many seconds one of `duration` is."""
        return _SECONDS[self.duration_in]

    @property
    def lasts(self) -> str | None:
        """Return what says how long a device stayed, "end" or "duration"; None if nothing does."""
        return "end" if self.end else "duration" if self.duration else None


AS_NAMED = SightingsPlan()


def columns(names: Sequence[str], plan: SightingsPlan, file: str, *, activity: bool = False) -> dict[str, str]:
    """Return the file's column for device, time, end or duration, tower1, tower2, ..., and cell or lat and lng.

    And for the activity, if it is asked for.

    A column that is neither stated nor there under its own name is looked for under the names that people give it.
    Raises InputError for one that is missing; since a file without a header would show a row, no name of it is shown.
    """
    needed = ("device", "time", *(("activity",) if activity else ()))
    found = {name: _column(names, name, getattr(plan, name), file) for name in needed}
    found |= {name: _stated(names, name, stated, file) for name, stated in _of_stay(plan).items()}
    if plan.tower or plan.towers:
        return _known(found, needed, names, file) | {
            f"tower{number}": _stated(names, "tower", column.partition("=")[0], file)
            for number, column in enumerate(plan.tower, start=1)
        }
    position = _position(names, plan, file)
    wanted = ("cell",) if position.get("cell") or not any(position.values()) else ("lat", "lng")
    return _known(found, needed, names, file) | _known(position, wanted, names, file)


def told(names: Sequence[str], found: Mapping[str, str]) -> list[str]:
    """Return what is to be told of how columns are taken: those under other names, and a stay that is not read."""
    others = [f"{column} as {name}" for name, column in found.items() if column != name and not column.isdecimal()]
    lines = [f"Columns are read: {', '.join(others)}."] if others else []
    unread = [name for name in names if re.fullmatch(_LASTS, name, re.IGNORECASE) and name not in found.values()]
    if unread and not {"end", "duration"} & set(found):
        lines.append(
            f"Note: column {unread[0]} is not read: each row is one moment; state --duration or --end if it says how "
            "long a device stayed."
        )
    return lines


def _position(names: Sequence[str], plan: SightingsPlan, file: str) -> dict[str, str | None]:
    """Return the columns stated for a position, else those under their own names, else those that are called so."""
    parts = ("cell", "lat", "lng")
    own = {part: getattr(plan, part) or (part if part in names else None) for part in parts}
    if any(getattr(plan, part) for part in parts):
        own = {part: getattr(plan, part) for part in parts}
    degrees = [part for part in ("lat", "lng") if own[part]]
    if own["cell"] and degrees:
        msg = f"{file}: there are columns cell and {' and '.join(degrees)}, expected one or the other"
        raise InputError(msg)
    if own["cell"]:
        return {"cell": _stated(names, "cell", own["cell"], file)}
    found = {part: _column(names, part, own[part], file) for part in ("lat", "lng")}
    cell = None if degrees else _column(names, "cell", None, file)
    return found if cell is None else {"cell": cell}


def _of_stay(plan: SightingsPlan) -> dict[str, str]:
    if plan.end and plan.duration:
        msg = f"--end is {plan.end} and --duration {plan.duration}, expected one of them"
        raise InputError(msg)
    return {"end": plan.end} if plan.end else {"duration": plan.duration} if plan.duration else {}


def _column(names: Sequence[str], name: str, stated: str | None, file: str) -> str | None:
    if stated is not None:
        return _stated(names, name, stated, file)
    if name in names:
        return name
    called = [
        column
        for column in names
        if column.lower() == name or re.fullmatch(_CALLED[name], column.strip(), re.IGNORECASE)
    ]
    if len(called) > 1:
        msg = f"{file}: columns {called[0]} and {called[1]} may both hold the {name}, expected --{name} to say which"
        raise InputError(msg)
    return called[0] if called else None


def _stated(names: Sequence[str], name: str, stated: str, file: str) -> str:
    if stated in names:
        return stated
    numbered = ", which has no header: call columns by their number" if not _named(names) else ""
    msg = f"{file}: column {stated}, stated for {name}, is missing, expected one of its {len(names)} columns{numbered}"
    raise InputError(msg)


def _known(found: Mapping[str, str | None], wanted: Sequence[str], names: Sequence[str], file: str) -> dict[str, str]:
    missing = [name for name in wanted if found.get(name) is None]
    if missing:
        where = (
            "among the names in the first row"
            if _named(names)
            else "; the file has no header, so state them by their number, such as --device 1"
        )
        msg = f"{file}: column {missing[0]} is missing, expected {', '.join(wanted)} {where} ({len(names)} found)"
        raise InputError(msg)
    return {name: column for name, column in found.items() if column is not None}


def _named(names: Sequence[str]) -> bool:
    return list(names) != [str(number) for number in range(1, len(names) + 1)]
