"""Ways to damage a release: of its bytes, its tables, its manifest, its districts and its folder."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import small

from dashboard.release.load import DISTRICTS_FILE
from dashboard.release.manifest import FILE_NAME

_TYPES = [
    pl.String(),
    pl.Int8(),
    pl.Int64(),
    pl.UInt64(),
    pl.Float32(),
    pl.Float64(),
    pl.Boolean(),
    pl.Date(),
    pl.Datetime("us"),
    pl.Datetime("ns", "UTC"),
    pl.Time(),
    pl.Duration("ms"),
    pl.Categorical(),
    pl.Binary(),
    pl.List(pl.Int64),
    pl.Decimal(20, 2),
]
_ODD: list[Any] = [
    None,
    True,
    -1,
    0,
    2**31,
    2**64,
    10**400,
    -(10**30),
    0.5,
    1e308,
    "",
    "x",
    "2020-06-10",
    "0001-01-01",
    "9999-12-31",
    "Factory",
    "Europe/Helsinki",
    "../../etc/passwd",
    "nul\x00",
    "\u202e\x1b[2J",
    [],
    {},
    [[]],
    [{"path": "."}],
    {"start": "2020-06-10"},
    {"start": "0001-01-01", "end": "9999-12-31"},
]
_BITS = 2**64


Way = Callable[[Path, random.Random], None]


def damage(release: Path, seed: int, way: Way | None = None) -> str:
    """Damage a release in one way, that the seed chooses if none is given, and return the name of the way."""
    chance = random.Random(seed)  # noqa: S311 for tests
    way = way or chance.choice(WAYS)
    way(release, chance)
    return way.__name__


def bytes_flipped(release: Path, chance: random.Random) -> None:
    file = _any_file(release, chance)
    data = bytearray(file.read_bytes())
    for _ in range(chance.choice([1, 1, 3, 30])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    file.write_bytes(data)


def bytes_flipped_and_listed(release: Path, chance: random.Random) -> None:
    """Damage that the manifest vouches for, so that a full reader meets it."""
    file = _any_file(release, chance)
    data = bytearray(file.read_bytes())
    for _ in range(chance.choice([1, 1, 3, 30])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    file.write_bytes(data)
    if file.suffix == ".parquet":
        small.rehash(release)


def cut_short(release: Path, chance: random.Random) -> None:
    file = _any_file(release, chance)
    data = file.read_bytes()
    file.write_bytes(data[: chance.randrange(len(data))])


def other_bytes(release: Path, chance: random.Random) -> None:
    content = chance.choice([b"", b"PAR1", b"PAR1PAR1", b"PAR1" + b"\xff" * 40 + b"PAR1", b"{}", b"[" * 100_000])
    _any_file(release, chance).write_bytes(content)
    _perhaps_relist(release, chance)


def column_gone(release: Path, chance: random.Random) -> None:
    _change_table(release, chance, lambda rows: rows.drop(chance.choice(rows.columns)))


def column_more(release: Path, chance: random.Random) -> None:
    value = chance.choice(["x", 460001234567890, 1.5, None, b"0123456789abcdef", "row number"])
    name = chance.choice(["imsi", "row number", "note", "", "low", "date"])
    _change_table(release, chance, lambda rows: rows.with_columns(pl.lit(value).alias(name)))


def type_changed(release: Path, chance: random.Random) -> None:
    dtype = chance.choice(_TYPES)

    def change(rows: pl.DataFrame) -> pl.DataFrame:
        name = chance.choice(rows.columns)
        try:
            return rows.with_columns(rows[name].cast(dtype, strict=False))
        except pl.exceptions.PolarsError:
            return rows.with_columns(pl.lit(None, dtype=dtype).alias(name))

    _change_table(release, chance, change)


def values_shuffled(release: Path, chance: random.Random) -> None:
    _change_table(
        release,
        chance,
        lambda rows: rows.with_columns(pl.col(chance.choice(rows.columns)).shuffle(chance.randrange(1000))),
    )


def bits_at_random(release: Path, chance: random.Random) -> None:
    """Any bit pattern that a column's type can hold, the extremes among them."""

    def change(rows: pl.DataFrame) -> pl.DataFrame:
        name = chance.choice([name for name, dtype in rows.schema.items() if not dtype.is_nested()])
        dtype = rows.schema[name]
        bits = [
            chance.choice([0, 1, _BITS // 2 - 1, _BITS // 2, _BITS - 1, chance.randrange(_BITS)]) for _ in rows.rows()
        ]
        raw = pl.Series(bits, dtype=pl.UInt64)
        if dtype == pl.String:
            return rows.with_columns(raw.cast(pl.String).alias(name))
        physical = rows[name].to_physical().dtype
        if physical.is_float():
            return rows.with_columns(raw.reinterpret(signed=True).cast(physical).alias(name))
        wrapped = raw.cast(physical, wrap_numerical=True)
        return rows.with_columns(wrapped.cast(dtype).alias(name))

    _change_table(release, chance, change)


def nulls(release: Path, chance: random.Random) -> None:
    _change_table(
        release, chance, lambda rows: rows.with_columns(pl.lit(None).cast(rows.dtypes[0]).alias(rows.columns[0]))
    )


def no_rows(release: Path, chance: random.Random) -> None:
    _change_table(release, chance, lambda rows: rows.clear())


def rows_many_times(release: Path, chance: random.Random) -> None:
    _change_table(release, chance, lambda rows: pl.concat([rows] * 50))


def manifest_field(release: Path, chance: random.Random) -> None:
    _change_json(release / FILE_NAME, chance)


def districts_field(release: Path, chance: random.Random) -> None:
    _change_json(release / DISTRICTS_FILE, chance)
    _perhaps_relist(release, chance)


def file_gone(release: Path, chance: random.Random) -> None:
    _any_file(release, chance).unlink()


def file_moved(release: Path, chance: random.Random) -> None:
    a, b = _any_file(release, chance), _any_file(release, chance)
    content = a.read_bytes()
    a.write_bytes(b.read_bytes())
    b.write_bytes(content)
    _perhaps_relist(release, chance)


def link(release: Path, chance: random.Random) -> None:
    file = _any_file(release, chance)
    file.unlink()
    file.symlink_to(chance.choice([Path("/etc/passwd"), release, Path("nowhere"), file, Path("/dev/zero")]))


def folder_for_a_file(release: Path, chance: random.Random) -> None:
    file = _any_file(release, chance)
    file.unlink()
    file.mkdir()


def odd_names(release: Path, chance: random.Random) -> None:
    name = chance.choice(["a b", "*", "[x].parquet", "\x1b[2J", "\udcff", "presence/date=*", "'", "460001234567890"])
    (release / name).write_bytes(chance.choice([b"", (release / "sites.parquet").read_bytes()]))


WAYS: list[Way] = [
    bytes_flipped,
    bytes_flipped_and_listed,
    cut_short,
    other_bytes,
    column_gone,
    column_more,
    type_changed,
    values_shuffled,
    bits_at_random,
    nulls,
    no_rows,
    rows_many_times,
    manifest_field,
    districts_field,
    file_gone,
    file_moved,
    link,
    folder_for_a_file,
    odd_names,
]


def _any_file(release: Path, chance: random.Random) -> Path:
    return chance.choice(sorted(file for file in release.rglob("*") if file.is_file()))


def _perhaps_relist(release: Path, chance: random.Random) -> None:
    try:
        if chance.random() < 0.7:
            small.relist(release)
    except (pl.exceptions.PolarsError, ValueError, KeyError, TypeError, OSError, RecursionError):
        return  # what it is now cannot be listed


def _change_table(release: Path, chance: random.Random, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    name = chance.choice([file.relative_to(release).as_posix() for file in sorted(release.rglob("*.parquet"))])
    change(small.table(release, name)).write_parquet(release / name)
    if chance.random() < 0.9:
        small.relist(release)


def _change_json(path: Path, chance: random.Random) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    place, key = document, None
    while isinstance(place, dict | list) and place and (key is None or chance.random() < 0.7):
        parent, key = place, chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
        place = parent[key]
    act = chance.random()
    if act < 0.6:
        parent[key] = chance.choice(_ODD)
    elif act < 0.8:
        del parent[key]
    elif isinstance(parent, dict):
        parent[chance.choice(["more", "", "imsi", "460001234567890"])] = chance.choice(_ODD)
    else:
        parent.append(chance.choice(_ODD))
    path.write_text(json.dumps(document), encoding="utf-8")
