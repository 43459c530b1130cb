"""The tables of a release: columns, types, keys, order, and which columns may never be there (data/README.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import polars as pl

from dashboard.release.disclosure import Disclosure

COUNT = "devices"
LOW = "devices_low"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of the contract: its type, what it says, and whether it may hold null."""

    dtype: pl.DataType
    description: str
    nullable: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of the contract.

    `columns` are by name, in order; rows are unique by `key` and stored in the order of `sort`, or as given where that
    is empty.
    """

    name: str
    columns: dict[str, Column]
    key: tuple[str, ...]
    sort: tuple[str, ...]

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The types of the columns by name, in order."""
        return {name: column.dtype for name, column in self.columns.items()}

    @property
    def signed(self) -> Table:
        """The same table under noise: counts may be negative."""
        return replace(self, columns=self.columns | {COUNT: replace(self.columns[COUNT], dtype=pl.Int32())})

    @property
    def nullable(self) -> frozenset[str]:
        """The names of the columns that may hold null."""
        return frozenset(name for name, column in self.columns.items() if column.nullable)


_REACH_COLUMNS = {
    "site_id": Column(dtype=pl.String(), description="The place, one of `sites`."),
    "radius_m": Column(dtype=pl.UInt16(), description="The radius in metres, one of the manifest's `radii_m`."),
    "min_dwell_min": Column(
        dtype=pl.UInt16(), description="The minimum stay in minutes, one of the manifest's `min_dwell_min`."
    ),
    "date": Column(dtype=pl.Date(), description="The local date on which the visit starts."),
    "days_since": Column(
        dtype=pl.UInt8(),
        description="Days since the device last qualified, on an earlier date, for the same place, radius and stay; "
        "null for never since the manifest's `lookback_start`.",
        nullable=True,
    ),
    COUNT: Column(
        dtype=pl.UInt32(),
        description="Distinct devices that qualify; null where withheld. Under `disclosure.noise` with the noise, "
        "Int32, at times negative, never null.",
        nullable=True,
    ),
}

REACH = Table(
    name="reach",
    columns=_REACH_COLUMNS,
    key=("site_id", "radius_m", "min_dwell_min", "date", "days_since"),
    sort=("site_id", "date", "radius_m", "min_dwell_min", "days_since"),
)

REACH_BY_HOME = Table(
    name="reach_by_home",
    columns={
        **_REACH_COLUMNS,
        "home": Column(
            dtype=pl.String(), description="The district where the device is at home: a code, or `outside`."
        ),
    },
    key=(*REACH.key, "home"),
    sort=(*REACH.sort, "home"),
)


CONDITION = "condition"
_CONDITION_COLUMN = Column(
    dtype=pl.String(),
    description="The condition that the devices meet, one of the manifest's `conditions` by its id; null for anyone, "
    "whatever is met. `days_since` goes back to the date on which the device last qualified under the same. There if "
    "the manifest has conditions.",
    nullable=True,
)


def with_conditions(table: Table) -> Table:
    """Return a table of reach as a release with conditions has it: rows of a place are by condition first."""
    first, *others = table.sort
    columns = {"site_id": table.columns["site_id"], CONDITION: _CONDITION_COLUMN, **table.columns}
    return replace(table, columns=columns, key=(*table.key, CONDITION), sort=(first, CONDITION, *others))


def of_reach(disclosure: Disclosure, *, conditions: bool) -> tuple[Table, Table]:
    """Return reach and reach_by_home as a release with this protection, and with conditions or without, has them."""
    plain = (REACH, REACH_BY_HOME) if disclosure.noise is None else (REACH.signed, REACH_BY_HOME.signed)
    reach, by_home = map(with_conditions, plain) if conditions else plain
    return reach, by_home


_SITES_COLUMNS = {
    "site_id": Column(dtype=pl.String(), description="The code of the place: letters, digits, - and _."),
    "name": Column(dtype=pl.String(), description="Its name."),
    "name_zh": Column(dtype=pl.String(), description="Its name in Chinese; null for `name`.", nullable=True),
    "kind": Column(dtype=pl.String(), description="What it is: `market`, `station`, `group`, or a word of yours."),
    "lat": Column(dtype=pl.Float64(), description="Latitude in degrees, WGS-84; null for a group.", nullable=True),
    "lng": Column(dtype=pl.Float64(), description="Longitude in degrees, WGS-84; null for a group.", nullable=True),
    "district": Column(
        dtype=pl.String(), description="The code of the district it lies in; null if not stated.", nullable=True
    ),
    "members": Column(
        dtype=pl.List(pl.String()),
        description="The `site_id` of the sites that a group counts as one place; null for a site.",
        nullable=True,
    ),
}
_BOUNDARY = Column(
    dtype=pl.String(),
    description="The outline of the place as well-known text (POLYGON or MULTIPOLYGON, longitude before latitude, "
    "WGS-84), from which the radii are measured; `lat` and `lng` lie inside. Null for a point and a group. There from "
    "`screening-release/2` on.",
    nullable=True,
)


def sites(*, areas: bool) -> Table:
    """Return the sites table of a release whose places may have boundaries, or not."""
    columns = _SITES_COLUMNS | ({"boundary": _BOUNDARY} if areas else {})
    return Table(name="sites", columns=columns, key=("site_id",), sort=())


CELLS = Table(
    name="cells",
    columns={"cell": Column(dtype=pl.UInt64(), description="An H3 cell that presence has.")},
    key=("cell",),
    sort=("cell",),
)


def presence(time_zone: str, *, low: bool = False) -> Table:
    """Return the presence table of a release whose city keeps `time_zone`, with counts that have a `low` or not."""
    lows = Column(
        dtype=pl.UInt32(),
        description="The least that the count stands for, where `devices` is the most, since counts of parts of the "
        "cell or of the hour were added up; null where withheld. There if the manifest's `presence_low` is true.",
        nullable=True,
    )
    return Table(
        name="presence",
        columns={
            "cell": Column(dtype=pl.UInt64(), description="The H3 cell, of the manifest's `presence_resolution`."),
            "hour": Column(
                dtype=pl.Datetime("ms", time_zone), description="The start of the hour, in the manifest's `time_zone`."
            ),
            "dwell_band_min": Column(
                dtype=pl.UInt16(),
                description="The lower edge of the band of the visit to that cell in minutes, one of the manifest's "
                "`dwell_bands_min`.",
            ),
            COUNT: Column(dtype=pl.UInt32(), description="Devices; null where withheld.", nullable=True),
            **({LOW: lows} if low else {}),
        },
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
# A name that says how many there are, or of what kind, is no name of one of them: user_cnt, device_type.
_COUNTING_WORDS = frozenset(
    "devices count counts counted cnt cnts total sum share mean median hours type kind class category os brand".split()
)


def names_identifier(column: str) -> bool:
    """Say whether a column's name is one of an identifier of a device or a person (IMSI, phone, hash, ...).

    Compares whole words, so that `devices` and `user_count` are no identifiers, and `device`, `device_id`, `DeviceID`
    and `user_hash` are.
    """
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", column)
    words = {word for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word}
    joined = re.sub(r"[^a-z0-9]", "", column.lower())
    return bool({*words, joined} & _IDENTIFIER_WORDS) or bool(words & _HOLDER_WORDS and not words & _COUNTING_WORDS)
