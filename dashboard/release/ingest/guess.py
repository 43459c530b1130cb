"""What the columns of a table hold, found by their names and their values, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.check.findings import ROW
from dashboard.release.ingest.cells import parse_h3
from dashboard.release.ingest.clock_texts import Reading, of_hour, reading_of
from dashboard.release.ingest.counts import MARKS
from dashboard.release.ingest.grids import GRIDS, middle_of
from dashboard.release.ingest.plan import GridName, Plan
from dashboard.release.ingest.table import PART, Table
from dashboard.release.ingest.zones import read_zones

_LOOKED_AT = 400
_ALL_BUT = 0.98  # a footer or a mark may stand among the values
NAMES = {
    "lat": r"lat|latitude|latitud|breite|y_lat|lat_?wgs84|纬度|緯度|북위",
    "lng": r"lng|lon|long|longitude|longitud|laenge|x_lon|lng_?wgs84|经度|経度|經度|동경",
    "time": r"(?:.*_)?(?:time|start|datetime|date_?time|timestamp|date|day|fecha|datum|aika|slot|ts)(?:_.*)?"
    r"|时间|開始時刻|开始时间|日期|日付|日時|기준일.*",
    "hour": r"(?:.*_)?(?:hour|hr|hora|periodo|period|stunde|time|tunti)(?:_.*)?"
    r"|h|小时|时段|時間|時間帯|시간.*",
    "devices": r"(?:.*_)?(?:devices?|counts?|cnt|population|users?|people|personas|visitors|value|n_.*|n)(?:_.*)?"
    r"|人数|人口|设备数|用户数|총생활인구수",
}
_GRID_NAMES: dict[GridName, str] = {
    "h3": "h3|hex",
    "quadkey": "quad",
    "geohash": "geohash|gh",
    "s2": "s2",
    "jis": "mesh|area|メッシュ",
    "inspire": "grid|inspire",
}
_WIDE = re.compile(r"(?P<before>\D*)(?P<hour>\d{1,2})(?P<after>\D*)")
HOURS_A_DAY = 24


@dataclass(frozen=True, kw_only=True)
class Guess:
    """What a part of the plan is taken to be, whether that is sure, and why."""

    part: str
    value: str
    sure: bool
    why: str


def complete(table: Table, plan: Plan) -> tuple[Plan, list[Guess]]:
    """Return the plan with what it leaves open filled in by looking, and what was found, stated or guessed.

    Raises InputError if a column that the plan names is not there, or a part of it cannot be found.
    """
    _check_names(table, plan)
    if table.rows.is_empty():
        msg = _("{file} has no rows, expected counts by place and hour").format(file=table.file)
        raise InputError(msg)
    sample = table.rows.head(_LOOKED_AT)
    guesses = [Guess(part=name, value=str(value), sure=True, why=_("stated")) for name, value in plan.stated().items()]
    for find in (_place, _time, _hour, _devices):
        found = find(sample, plan)
        guesses += [guess for guess, _ in found]
        plan = plan.model_copy(update=dict(update for _, update in found))
    return plan, guesses


def wide_hours(columns: list[str], first: str | None) -> dict[str, int]:
    """Return the 24 columns, one an hour, that the first belongs to, with the hour of each; none if they are not 24."""
    named = _WIDE.fullmatch(first or "")
    if named is None:
        return {}
    alike = {
        name: int(found["hour"])
        for name in columns
        if (found := _WIDE.fullmatch(name)) and (found["before"], found["after"]) == (named["before"], named["after"])
    }
    hours = sorted(alike.values())
    return alike if hours == list(range(HOURS_A_DAY)) else {}


Found = list[tuple[Guess, tuple[str, object]]]


def _check_names(table: Table, plan: Plan) -> None:
    stated = (plan.cell, plan.lat, plan.lng, plan.time, plan.hour, plan.devices, plan.dwell)
    for name in (*filter(None, stated), *plan.keep, *plan.add):
        if name in table.rows.columns:
            continue
        columns = [column for column in table.rows.columns if column not in {ROW, PART}]
        if not table.named:
            msg = _(
                "{file} has no column {name!r}: it has no header, {columns} columns of values, so call columns by "
                "their number, 1 to {columns}"
            ).format(file=table.file, name=name, columns=len(columns))
        else:
            msg = _("{file} has no column {name!r}, expected one of its columns: {names}").format(
                file=table.file, name=name, names=", ".join(columns)
            )
        raise InputError(msg)


def _place(rows: pl.DataFrame, plan: Plan) -> Found:
    if plan.lat and plan.lng:
        return []
    if plan.cells is not None:
        return [] if plan.cell else _of_zones(rows, plan)
    if plan.cell is not None:
        return [] if plan.grid else _grid(rows, plan.cell)
    for name in _columns(rows, plan):
        if any(grid == "h3" or re.search(_GRID_NAMES[grid], name, re.IGNORECASE) for grid in _grids_of(rows[name])):
            guess = Guess(part="cell", value=name, sure=True, why=_("its values are cells"))
            return [(guess, ("cell", name)), *_grid(rows, name)]
    found = {part: _named(rows, plan, part, _is_number) for part in ("lat", "lng")}
    if all(found.values()):
        return [
            (Guess(part=part, value=str(name), sure=True, why=_("its name and its values")), (part, name))
            for part, name in found.items()
        ]
    msg = _(
        "{file}: no column holds cells of a grid that is known, nor latitude and longitude; state --cell (and "
        "--grid), or --lat and --lng"
    ).format(file=rows[PART][0])
    raise InputError(msg)


def _of_zones(rows: pl.DataFrame, plan: Plan) -> Found:
    """Return the column whose values are the names of zones: of several, the one with the most values."""
    zones = read_zones(Path(plan.cells or ""), plan.cells_crs)
    known = {name for names in zones.names.values() for name in names if name}
    found = {name: _share(rows[name], lambda text: text.strip() in known) for name in _columns(rows, plan)}
    likely = [name for name, share in found.items() if share >= _ALL_BUT]
    if not likely:
        msg = _("{file}: no column holds the cells of {cells}; state --cell").format(
            file=rows[PART][0], cells=plan.cells
        )
        raise InputError(msg)
    chosen = max(likely, key=lambda name: rows[name].n_unique())
    why = _("its values are in {cells}").format(cells=plan.cells)
    return [(Guess(part="cell", value=chosen, sure=len(likely) == 1, why=why), ("cell", chosen))]


def _grid(rows: pl.DataFrame, column: str) -> Found:
    grids = _grids_of(rows[column])
    if not grids or grids[0] == "h3":
        return [(Guess(part="grid", value="h3", sure=True, why=_("its values")), ("grid", "h3"))]
    likely = [grid for grid in grids if re.search(_GRID_NAMES[grid], column, re.IGNORECASE)]
    if not likely:  # an identifier of a device may look like a code, too
        msg = _("{file}, column {column}: its values may be codes of {grids}; state --grid").format(
            file=rows[PART][0], column=column, grids=" or ".join(grids)
        )
        raise InputError(msg)
    why = _("its name and its values")
    return [(Guess(part="grid", value=likely[0], sure=len(likely) == 1, why=why), ("grid", likely[0]))]


def _grids_of(values: pl.Series) -> list[GridName]:
    """Return the grids whose codes values may be, H3 first."""
    names: list[GridName] = ["h3", *GRIDS]
    return [grid for grid in names if _share(values, _is_code(grid)) >= _ALL_BUT]


def _time(rows: pl.DataFrame, plan: Plan) -> Found:
    if plan.time is not None:
        return []
    times = [name for name in _columns(rows, plan) if _is_time(rows, plan, name)]
    times = times or [name for name in _columns(rows, plan) if _dates_alone(rows, plan, name)]
    likely = [name for name in times if re.fullmatch(NAMES["time"], name, re.IGNORECASE)]
    chosen = next(iter(likely or times), None)
    if chosen is None:
        for name in _columns(rows, plan):
            if re.fullmatch(NAMES["time"], name, re.IGNORECASE):
                reading_of(rows, plan.model_copy(update={"time": name}))  # says why it cannot be read
        msg = _("{file}: no column holds times that can be read; state --time (and --time-format)").format(
            file=rows[PART][0]
        )
        raise InputError(msg)
    sure = len(times) == 1 or len(likely) == 1
    return [(Guess(part="time", value=chosen, sure=sure, why=_("its name and its values")), ("time", chosen))]


def _hour(rows: pl.DataFrame, plan: Plan) -> Found:
    if plan.hour is not None or not _dates_alone(rows, plan, plan.time or ""):
        return []
    hours = [name for name in _columns(rows, plan) if _share(rows[name], _is_hour) >= _ALL_BUT]
    likely = [name for name in hours if re.fullmatch(NAMES["hour"], name, re.IGNORECASE)]
    if likely:
        sure = len(likely) == 1
        return [
            (
                Guess(part="hour", value=likely[0], sure=sure, why=_("{column} holds dates").format(column=plan.time)),
                ("hour", likely[0]),
            )
        ]
    return []


def _devices(rows: pl.DataFrame, plan: Plan) -> Found:
    if plan.devices is not None:
        return []
    numbers = [name for name in _columns(rows, plan) if _share(rows[name], _is_count) >= _ALL_BUT]
    wide = next((family for name in numbers if (family := wide_hours(numbers, name))), None)
    if wide:
        first = min(wide, key=lambda name: wide[name])
        return [(Guess(part="devices", value=first, sure=True, why=_("a column for each hour")), ("devices", first))]
    likely = [name for name in numbers if re.fullmatch(NAMES["devices"], name, re.IGNORECASE)]
    chosen = next(iter(likely or numbers), None)
    if chosen is None:
        msg = _("{file}: no column holds counts; state --devices").format(file=rows[PART][0])
        raise InputError(msg)
    sure = len(numbers) == 1 or len(likely) == 1
    why = (
        _("the only numbers")
        if len(numbers) == 1
        else _("its name; {number} columns hold numbers").format(number=len(numbers))
    )
    return [(Guess(part="devices", value=chosen, sure=sure, why=why), ("devices", chosen))]


def _columns(rows: pl.DataFrame, plan: Plan) -> Iterator[str]:
    taken = {ROW, PART, plan.cell, plan.lat, plan.lng, plan.time, plan.hour, plan.devices, plan.dwell}
    return (name for name in rows.columns if name not in taken)


def _named(rows: pl.DataFrame, plan: Plan, part: str, fits: Callable[[str], bool]) -> str | None:
    return next(
        (
            name
            for name in _columns(rows, plan)
            if re.fullmatch(NAMES[part], name, re.IGNORECASE) and _share(rows[name], fits) >= _ALL_BUT
        ),
        None,
    )


def _share(values: pl.Series, fits: Callable[[str], bool]) -> float:
    """Return the share of distinct values that fit."""
    if values.dtype.is_temporal() or values.dtype in (pl.Binary, pl.Boolean) or values.dtype.is_nested():
        return 0.0
    texts = [text for text in values.cast(pl.String).unique().to_list() if text]
    return sum(map(fits, texts)) / len(texts) if texts else 0.0


def _is_code(grid: GridName) -> Callable[[str], bool]:
    if grid == "h3":
        return lambda text: parse_h3(text) is not None
    return lambda text: middle_of(grid, text) is not None


def _is_time(rows: pl.DataFrame, plan: Plan, column: str) -> bool:
    if rows.schema[column].is_temporal():
        return True
    if rows.schema[column].is_float():
        return False
    reading = _reading(rows, plan, column)
    return reading is not None and _share(rows[column], lambda text: _reads(reading, text)) >= _ALL_BUT


def _dates_alone(rows: pl.DataFrame, plan: Plan, column: str) -> bool:
    if rows.schema[column] == pl.Date:
        return True
    reading, alone = _reading(rows, plan, column), _reading(rows, plan, column, hour="x")
    if rows.schema[column].is_temporal() or reading is None or alone is None:
        return False
    with_hours = _share(rows[column], lambda text: _reads(reading, text))
    return with_hours == 0 and _share(rows[column], lambda text: _reads(alone, text)) >= _ALL_BUT


def _reading(rows: pl.DataFrame, plan: Plan, column: str, *, hour: str | None = None) -> Reading | None:
    try:
        return reading_of(rows, plan.model_copy(update={"time": column, "hour": hour}))
    except InputError:
        return None


def _reads(reading: Reading, text: str) -> bool:
    try:
        return reading.moment(text) is not None
    except (ValueError, OverflowError):
        return False


def _is_hour(text: str) -> bool:
    return of_hour(text) is not None


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?[0-9]+(?:[.,][0-9]+)?", text.strip()) is not None


def _is_count(text: str) -> bool:
    plain = re.sub(r"[ ,.\u00a0']", "", text.strip())
    return (
        (plain.isdecimal() and len(plain) <= len("4294967295.000"))
        or text.strip().lower() in MARKS
        or text.startswith("<")
    )
