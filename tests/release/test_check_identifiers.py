"""No identifier passes, in any table, by name or by shape; none is shown; and what is none is let through."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
import small
from hypothesis import given
from hypothesis import strategies as st
from small import presence_file

from dashboard.language import _, in_language
from dashboard.release.check import check
from dashboard.release.check.shapes import hidden, shaped, shaped_like_identifier
from dashboard.release.tables import names_identifier

TABLES = ["reach.parquet", "reach_by_home.parquet", "sites.parquet", presence_file()]
NAMES = [
    "imsi",
    "IMEI",
    "msisdn",
    "phone_number",
    "mac",
    "deviceId",
    "device_id",
    "adid",
    "user_hash",
    "user",
    "sha256",
]
IDENTIFIERS = {
    "IMSI": "460001234567890",
    "IMEI": "490154203237518",
    "MSISDN": "8613812345678",
    "phone": "+358 40 123 4567",
    "mobile": "138-1234-5678",
    "American phone": "(212) 555-1234",
    "ICCID": "8986001234567890123",
    "MAC": "00:1A:2B:3C:4D:5E",
    "dotted MAC": "001a.2b3c.4d5e",
    "UUID": "38400000-8cf0-11bd-b23e-10b96e40000d",
    "Android": "9774d56d682e549c",
    "MD5": "d41d8cd98f00b204e9800998ecf8427e",
    "SHA-256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "SHA-256 as Base64": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "e-mail": "someone@example.org",
    "address": "192.168.0.17",
}
NO_IDENTIFIERS = [
    "110106",
    "110106001",
    "outside",
    "xinfadi",
    "Xinfadi wholesale market",
    "新发地",
    "8931aa42853ffff",
    "2020-06-12",
    "2020-06-12T08:00:00+08:00",
    "2020-06-12 08:00:00",
    "24.950812345678",
    "1,234,567",
    "0 to 3,000 m",
    "Line 4 / Daxing Line",
    "abcdefabcdefabcdef",
]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("name", NAMES)
def test_a_column_named_like_an_identifier_is_the_only_fault(release: Path, table: str, name: str) -> None:
    small.replace_table(release, table, small.table(release, table).with_columns(pl.lit(1).alias(name)))
    (release / "unlisted").write_text("x")
    (fault,) = check(release)
    assert (fault.file, fault.column) == (table, name)
    assert "Drop the column" in fault.remedy


def test_a_column_named_like_an_identifier_in_a_file_that_is_not_listed(release: Path) -> None:
    pl.DataFrame({"time": [1], "imsi": [2]}).write_parquet(release / "sightings.parquet")
    (release / "manifest.json").write_text("garbled")
    (fault,) = check(release)
    assert (fault.file, fault.column) == ("sightings.parquet", "imsi")


def test_a_nested_column_named_like_an_identifier(release: Path) -> None:
    nested = pl.Series("about", [{"imei": 1}]).new_from_index(0, small.table(release, "sites.parquet").height)
    small.replace_table(release, "sites.parquet", small.table(release, "sites.parquet").with_columns(nested))
    (fault,) = check(release)
    assert (fault.file, fault.column) == ("sites.parquet", "imei")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_values_of_an_extra_column_are_the_only_fault_and_never_shown(release: Path, table: str, kind: str) -> None:
    rows = small.table(release, table)
    odd = pl.when(pl.int_range(pl.len()) == 1).then(pl.lit(IDENTIFIERS[kind])).otherwise(pl.lit("x"))
    small.replace_table(release, table, rows.with_columns(odd.alias("note")))
    (fault,) = check(release)
    assert (fault.file, fault.column, fault.row) == (table, "note", 2)
    assert IDENTIFIERS[kind] not in str(fault)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("reach_by_home.parquet", "home"),
        ("reach_by_home.parquet", "site_id"),
        ("reach.parquet", "site_id"),
        ("sites.parquet", "name"),
        ("sites.parquet", "name_zh"),
        ("sites.parquet", "kind"),
        ("sites.parquet", "district"),
    ],
)
@pytest.mark.parametrize("kind", ["IMSI", "MAC", "SHA-256"])
def test_values_of_a_column_of_the_contract(release: Path, table: str, column: str, kind: str) -> None:
    rows = small.table(release, table)
    odd = pl.when(pl.int_range(pl.len()) == 2).then(pl.lit(IDENTIFIERS[kind])).otherwise(column)
    small.replace_table(release, table, rows.with_columns(odd.alias(column)))
    (fault,) = check(release)
    assert (fault.file, fault.column, fault.row) == (table, column, 3)
    assert IDENTIFIERS[kind] not in str(fault)


def test_members_of_a_group(release: Path) -> None:
    rows = small.table(release, "sites.parquet")
    members = pl.Series("members", [None, None, ["xinfadi", IDENTIFIERS["IMSI"]]])
    small.replace_table(release, "sites.parquet", rows.with_columns(members))
    (fault,) = check(release)
    assert (fault.file, fault.column, fault.row) == ("sites.parquet", "members", 3)


@pytest.mark.parametrize(
    "values",
    [
        pl.lit(460001234567890),
        pl.lit(460001234567890.0),
        pl.lit(13812345678),
        pl.lit(b"0123456789abcdef"),
        pl.lit("460001234567890", dtype=pl.Categorical),
    ],
)
def test_values_of_an_extra_column_of_another_type(release: Path, values: pl.Expr) -> None:
    small.replace_table(release, presence_file(), small.table(release, presence_file()).with_columns(x=values))
    faults = check(release)
    assert {(fault.file, fault.column) for fault in faults} == {(presence_file(), "x"), ("presence", "x")}
    assert [fault.row for fault in faults] == [1, 2, 3, 4, 5, None]
    assert "shaped like an identifier" in faults[0].problem


@pytest.mark.parametrize("kind", ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"])
def test_bytes_as_long_as_a_digest_and_no_others(kind: str) -> None:
    digest = hashlib.new(kind, b"460001234567890").digest()
    frame = pl.DataFrame({"x": [digest, digest[1:], digest + b"0", b""]})
    assert frame.select(shaped("x", pl.Binary())).to_series().to_list() == [True, False, False, False]


@given(st.datetimes(datetime(2002, 1, 1), datetime(2039, 1, 1)), st.sampled_from([1, 10**3, 10**6, 10**9]))  # noqa: DTZ001
def test_an_epoch_time_of_any_unit_is_no_identifier(when: datetime, per_second: int) -> None:
    number = int(when.replace(tzinfo=UTC).timestamp()) * per_second
    frame = pl.DataFrame({"x": [number]})
    assert not frame.select(shaped("x", pl.Int64())).item()
    assert not frame.cast(pl.String).select(shaped("x", pl.String())).item()


@pytest.mark.parametrize("values", [1_591_718_400, 1_591_718_400_000, 617700169958293503, 12.5, -1])
def test_an_extra_column_of_numbers_that_are_no_identifiers_is_told_as_extra(release: Path, values: float) -> None:
    small.replace_table(release, presence_file(), small.table(release, presence_file()).with_columns(x=pl.lit(values)))
    (fault,) = check(release)
    assert (fault.column, fault.problem) == ("x", "is no column of this table")


def test_a_column_whose_name_is_an_identifier_is_not_shown(release: Path) -> None:
    rows = small.table(release, "sites.parquet").with_columns(pl.lit(1).alias(IDENTIFIERS["IMSI"]))
    small.replace_table(release, "sites.parquet", rows)
    (fault,) = check(release)
    assert (fault.file, fault.column) == ("sites.parquet", "…")
    assert "named like an identifier" in fault.problem


def test_a_column_for_each_device_is_told_a_few_times(release: Path) -> None:
    rows = small.table(release, "sites.parquet")
    devices = [pl.lit(1).alias(str(460001234567890 + n)) for n in range(40)]
    small.replace_table(release, "sites.parquet", rows.with_columns(devices))
    faults = check(release)
    assert len(faults) == 6
    assert faults[-1].problem.startswith("35 more places")
    assert "46000" not in "".join(map(str, faults))


@pytest.mark.parametrize("property_", ["imsi", "phone"])
def test_a_property_of_a_district_named_like_an_identifier(release: Path, property_: str) -> None:
    document = small.districts()
    document["features"][0]["properties"][property_] = 1
    small.change_districts(release, document)
    (fault,) = check(release)
    assert (fault.file, fault.column) == ("districts.geojson", property_)


@pytest.mark.parametrize("place", ["imsi", IDENTIFIERS["IMSI"]])
def test_a_member_of_the_districts_named_like_an_identifier(release: Path, place: str) -> None:
    small.change_districts(release, {**small.districts(), place: 1})
    (fault,) = check(release)
    assert (fault.file, fault.column) == ("districts.geojson", "imsi" if place == "imsi" else "…")


@pytest.mark.parametrize("place", ["name", "code", "note"])
def test_a_value_of_a_district_shaped_like_an_identifier(release: Path, place: str) -> None:
    document = small.districts()
    document["features"][0]["properties"][place] = IDENTIFIERS["IMEI"]
    small.change_districts(release, document)
    (fault,) = check(release)
    assert (fault.file, fault.column, fault.row) == ("districts.geojson", place, 1)
    assert IDENTIFIERS["IMEI"] not in str(fault)


def test_identifiers_in_the_names_of_files_are_not_shown(release: Path) -> None:
    (release / IDENTIFIERS["IMSI"]).write_text("x")
    small.change_manifest(
        release, files=[*small.listed(release), {"path": IDENTIFIERS["IMEI"], "rows": 0, "sha256": "0" * 64}]
    )
    missing, unlisted = check(release)
    assert missing.problem == "lists …, which is not in the folder"
    with in_language("zh_Hans"):
        assert _(missing.problem) == "列出…，但文件夹中没有"  # noqa: RUF001 Chinese
    assert unlisted.file == "…"


def test_an_identifier_for_a_field_of_the_manifest_is_not_shown(release: Path) -> None:
    small.change_manifest(release, **{IDENTIFIERS["IMSI"]: 1})
    (fault,) = check(release)
    assert (fault.file, fault.column) == ("manifest.json", "…")


def test_an_identifier_in_place_of_a_cell_is_not_shown(release: Path) -> None:
    cells = pl.lit(int(IDENTIFIERS["IMSI"]), dtype=pl.UInt64).alias("cell")
    small.replace_table(release, presence_file(), small.table(release, presence_file()).with_columns(cells))
    text = "\n".join(map(str, check(release)))
    assert "is not a hexagon of the grid" in text
    assert IDENTIFIERS["IMSI"] not in text
    assert f"{int(IDENTIFIERS['IMSI']):x}" not in text


@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_shapes(kind: str) -> None:
    value = IDENTIFIERS[kind]
    for text in (value, f"user-{value}", f"user.{value}", f".{value}", f"user_{value}", f"({value})", f"see {value}."):
        assert shaped_like_identifier(text), text
        assert value not in hidden(text)


@pytest.mark.parametrize("text", NO_IDENTIFIERS)
def test_what_is_no_identifier(text: str) -> None:
    assert not shaped_like_identifier(text)
    assert hidden(text) == text


@pytest.mark.parametrize("column", [*NAMES, "device", "userID", "subscriber", "hashed_msisdn", "sha1(imei)", "Mobile"])
def test_names_of_identifiers(column: str) -> None:
    assert names_identifier(column)


@pytest.mark.parametrize(
    "column",
    [
        "devices",
        "device_count",
        "n_devices",
        "number_of_devices",
        "users_total",
        "cell",
        "h3",
        "start",
        "home",
        "machine",
    ],
)
def test_names_of_no_identifiers(column: str) -> None:
    assert not names_identifier(column)
