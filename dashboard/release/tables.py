"""The tables of a release: columns, types, keys, order, and which columns may never be there."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

COUNT = "devices"


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of the contract.

    `columns` maps names to types, in order; `nullable` may hold null; rows are unique by `key` and
    stored in the order of `sort`, or as given where that is empty.
    """

    name: str
    columns: dict[str, pl.DataType]
    nullable: frozenset[str]
    key: tuple[str, ...]
    sort: tuple[str, ...]


_REACH_COLUMNS: dict[str, pl.DataType] = {
    "site_id": pl.String(),
    "radius_m": pl.UInt16(),
    "min_dwell_min": pl.UInt16(),
    "date": pl.Date(),
    "days_since": pl.UInt8(),
    COUNT: pl.UInt32(),
}

REACH = Table(
    name="reach",
    columns=_REACH_COLUMNS,
    nullable=frozenset({"days_since", COUNT}),
    key=("site_id", "radius_m", "min_dwell_min", "date", "days_since"),
    sort=("site_id", "date", "radius_m", "min_dwell_min", "days_since"),
)

REACH_BY_HOME = Table(
    name="reach_by_home",
    columns={**_REACH_COLUMNS, "home": pl.String()},
    nullable=REACH.nullable,
    key=(*REACH.key, "home"),
    sort=(*REACH.sort, "home"),
)

SITES = Table(
    name="sites",
    columns={
        "site_id": pl.String(),
        "name": pl.String(),
        "name_zh": pl.String(),
        "kind": pl.String(),
        "lat": pl.Float64(),
        "lng": pl.Float64(),
        "district": pl.String(),
        "members": pl.List(pl.String()),
    },
    nullable=frozenset({"name_zh", "lat", "lng", "district", "members"}),
    key=("site_id",),
    sort=(),
)

CELLS = Table(name="cells", columns={"cell": pl.UInt64()}, nullable=frozenset(), key=("cell",), sort=("cell",))


def presence(time_zone: str) -> Table:
    """Return the presence table of a release whose city keeps `time_zone`."""
    return Table(
        name="presence",
        columns={
            "cell": pl.UInt64(),
            "hour": pl.Datetime("ms", time_zone),
            "dwell_band_min": pl.UInt16(),
            COUNT: pl.UInt32(),
        },
        nullable=frozenset({COUNT}),
        key=("cell", "hour", "dwell_band_min"),
        sort=("cell", "hour", "dwell_band_min"),
    )


_IDENTIFIER_WORDS = frozenset(
    "imsi imei imeisv msisdn iccid supi suci gpsi tmsi guti meid esn eid eui mac macaddress bssid ssid "
    "ip ipaddress ipv4 ipv6 phonenumber telephone tel mobilenumber msid subscriberid customerid accountid userid "
    "username uid uuid guid deviceid idfa idfv gaid aaid adid maid androidid advertising advertisingid hash hashed "
    "md5 sha1 sha256 digest pseudonym pseudonymid token personid passport idcard idnumber email trajectory sketch "
    "hll".split()
)
_HOLDER_WORDS = frozenset("device phone mobile handset subscriber customer account user person track".split())
_COUNTING_WORDS = frozenset("devices count counts counted total sum share mean median hours".split())


def names_identifier(column: str) -> bool:
    """Say whether a column's name is one of an identifier of a device or a person (IMSI, phone, hash, ...).

    Compares whole words, so that `devices` and `user_count` are no identifiers, and `device`, `device_id`, `DeviceID`
    and `user_hash` are.
    """
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", column)
    words = {word for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word}
    joined = re.sub(r"[^a-z0-9]", "", column.lower())
    return bool({*words, joined} & _IDENTIFIER_WORDS) or bool(words & _HOLDER_WORDS and not words & _COUNTING_WORDS)
