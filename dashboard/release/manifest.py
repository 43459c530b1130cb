"""The manifest of a release: what it is, how it was counted, what was withheld."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, field_validator, model_validator

from dashboard.errors import ReleaseError
from dashboard.language import mark
from dashboard.release.conditions import Condition, apart
from dashboard.release.disclosure import Disclosure, Part
from dashboard.release.fields import fault_of
from dashboard.release.line import Line

FILE_NAME = "manifest.json"
BASEMAP = ("basemap/basemap.json", "basemap/tiles.mbtiles")  # as dashboard/basemap writes them
NOTES = ("README.md", "LICENSE", *BASEMAP)  # may lie in a release, unlisted
NOT_STATED = mark("not stated")  # stands where nobody named an operator, a source or a licence
Schema = Literal["screening-release/1", "screening-release/2"]
SCHEMA: Schema = "screening-release/1"
SCHEMA_WITH_AREAS: Schema = "screening-release/2"  # boundaries of places, a radius of 0 (inside), conditions

_NO_PLACE = frozenset({"Factory", "localtime"})  # in Python's list of zones, but the name of no place's time


Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2199, 12, 31))]
Share = Annotated[float, Field(gt=0, le=1)]
Radius = Annotated[int, Field(ge=0, le=65_535)]
Minutes = Annotated[int, Field(ge=0, le=65_535)]


class Operator(Part):
    """The operator that counted."""

    name: Annotated[Line, Field(description="Its name.")]
    market_share: Annotated[
        Share | None, Field(description="Its part of all devices in the area; null where that is not known.")
    ] = None


class PersonsPerDevice(Part):
    """How many persons one device stands for."""

    low: Annotated[float, Field(gt=0, description="The least that is plausible.")]
    mid: Annotated[float, Field(gt=0, description="The best estimate.")]
    high: Annotated[float, Field(gt=0, description="The most that is plausible.")]

    @model_validator(mode="after")
    def _ordered(self) -> PersonsPerDevice:
        if not self.low <= self.mid <= self.high:
            msg = mark(
                "low, mid, high are {low}, {mid}, {high}, expected them in rising order",
                low=self.low,
                mid=self.mid,
                high=self.high,
            )
            raise ValueError(msg)
        return self


class Period(Part):
    """The local dates that a release covers, both included."""

    start: Annotated[Day, Field(description="The first date.")]
    end: Annotated[Day, Field(description="The last date.")]

    @model_validator(mode="after")
    def _ordered(self) -> Period:
        if self.start > self.end:
            msg = mark("start {start} is after end {end}", start=self.start, end=self.end)
            raise ValueError(msg)
        return self


class PositioningError(Part):
    """Distance between a measured and a true position, in metres."""

    median: Annotated[float, Field(gt=0, description="Half of all positions are off by less, in metres.")]
    p95: Annotated[float, Field(gt=0, description="95 in 100 positions are off by less, in metres.")]


class Population(Part):
    """People who live in the area that the release covers."""

    total: Annotated[int, Field(gt=0, description="How many they are.")]


class ListedFile(Part):
    """One file of the release, its rows and its SHA-256."""

    path: Annotated[str, Field(description="Where it lies in the release, with `/` between folders.")]
    rows: Annotated[int, Field(ge=0, description="The rows of a table, the features of `districts.geojson`.")]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="The SHA-256 of its bytes.")]

    @field_validator("path")
    @classmethod
    def _stays_inside(cls, path: str) -> str:
        if path.startswith(("/", "\\")) or ".." in path.split("/") or "\\" in path or ":" in path:
            msg = mark("path is {path}, expected a relative path inside the release", path=repr(path))
            raise ValueError(msg)
        return path


class Manifest(Part):
    """What a release says of itself; data/README.md lists every field."""

    schema_: Annotated[
        Schema,
        Field(
            alias="schema",
            description="The version of this contract; from 2 on places have boundaries, a radius may be 0, and there "
            "may be conditions.",
        ),
    ] = SCHEMA
    title: Annotated[Line, Field(min_length=1, description="What people call the release.")]
    title_zh: Annotated[Line | None, Field(description="The same in Chinese; null for `title`.")] = None
    synthetic: Annotated[
        bool, Field(description="Whether the sightings were made up; then every page and export says so.")
    ]
    operator: Annotated[Operator, Field(description="The operator whose devices were counted.")]
    persons_per_device: Annotated[
        PersonsPerDevice | None,
        Field(description="Persons that one device stands for; null where that is not known, and devices are shown."),
    ] = None
    time_zone: Annotated[
        str,
        Field(description="The IANA name, such as `Asia/Shanghai`, of the zone in which dates and hours are local."),
    ]
    crs: Annotated[Literal["WGS84"], Field(description="The datum of all positions.")] = "WGS84"
    period: Annotated[Period, Field(description="The local dates that were counted.")]
    lookback_start: Annotated[
        Day,
        Field(description="The first local date searched for an earlier visit; under noise, the first of `period`."),
    ]
    radii_m: Annotated[
        list[Radius],
        Field(
            min_length=1,
            description="The radii that were counted, in metres around a place or its boundary, rising; 0 is inside.",
        ),
    ]
    min_dwell_min: Annotated[
        list[Minutes],
        Field(min_length=1, description="The minimum stays that were counted, in minutes, rising; 0 is any sighting."),
    ]
    conditions: list[Condition] = Field(
        default_factory=list,
        description="What was counted apart from anyone, around every place, radius and stay; absent: nothing.",
        exclude_if=lambda conditions: not conditions,
    )
    dwell_bands_min: Annotated[
        list[Minutes],
        Field(min_length=1, description="The lower edges of the stay bands of presence, in minutes, rising."),
    ]
    max_gap_min: Annotated[
        int, Field(gt=0, description="The longest gap between neighbouring sightings of one visit, in minutes.")
    ]
    presence_resolution: Annotated[int, Field(ge=0, le=15, description="The H3 resolution of the cells of presence.")]
    presence_rule: Annotated[
        Literal["one_cell_per_hour", "every_cell"],
        Field(
            description="Where a device counts in an hour: in the one cell where it was longest (of equally long ones "
            "the smallest index), or in every cell where it was sighted."
        ),
    ]
    presence_low: Annotated[
        bool,
        Field(
            description="Whether counts of presence have a `devices_low`, the least that they stand for; absent: no.",
            exclude_if=lambda low: not low,
        ),
    ] = False
    presence_beyond_m: Annotated[
        float,
        Field(
            ge=0,
            le=1_000_000,
            allow_inf_nan=False,
            description="How far beyond its cell whoever presence counts in it may have been, in metres, at most: "
            "counts of another grid are laid on the cell that holds the middle of theirs; absent: 0.",
            exclude_if=lambda metres: not metres,
        ),
    ] = 0.0
    positioning_error_m: Annotated[
        PositioningError | None,
        Field(description="How far positions are off, in metres; null where that is not known."),
    ] = None
    disclosure: Annotated[Disclosure, Field(description="How the people counted are protected.")]
    population: Annotated[Population | None, Field(description="Who lives in the area; null if not stated.")] = None
    source: Annotated[Line, Field(description="What was counted, and by whom.")]
    licence: Annotated[Line, Field(description="The terms under which the release may be used.")]
    created_at: Annotated[datetime, Field(description="When it was counted, with its offset from UTC.")]
    generator: Annotated[Line, Field(description="The program that counted, and its version or seed.")]
    files: list[ListedFile] = Field(default_factory=list, description="Every other file of the release.")

    @field_validator("crs", mode="before")
    @classmethod
    def _only_wgs84(cls, crs: object) -> object:
        if str(crs).upper().replace("-", "") == "GCJ02":
            msg = mark(
                "GCJ-02 positions lie 100 to 700 m off WGS-84, more than the smallest radius; convert them first"
            )
            raise ValueError(msg)
        return crs

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone not in available_timezones() - _NO_PLACE:
            msg = mark("time_zone is {zone}, expected an IANA name such as Asia/Shanghai", zone=repr(zone))
            raise ValueError(msg)
        return zone

    @field_validator("radii_m", "min_dwell_min", "dwell_bands_min")
    @classmethod
    def _rising(cls, stops: list[int]) -> list[int]:
        if stops != sorted(set(stops)):
            msg = mark("values are {stops}, expected them to rise, each once", stops=stops)
            raise ValueError(msg)
        return stops

    @field_validator("conditions")
    @classmethod
    def _apart(cls, conditions: list[Condition]) -> list[Condition]:
        return apart(conditions)

    @field_validator("created_at")
    @classmethod
    def _with_offset(cls, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            msg = mark("created_at has no offset, expected a time such as 2020-06-15T08:00:00+08:00")
            raise ValueError(msg)
        return moment

    @property
    def has_areas(self) -> bool:
        """Say whether places may have boundaries."""
        return self.schema_ != SCHEMA

    @model_validator(mode="after")
    def _inside_since_2(self) -> Manifest:
        if self.radii_m[0] == 0 and not self.has_areas:
            msg = mark(
                "radii_m begins with 0, expected metres above zero, or the schema {schema}", schema=SCHEMA_WITH_AREAS
            )
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _conditions_since_2(self) -> Manifest:
        if self.conditions and not self.has_areas:
            msg = mark("there are conditions, expected none, or the schema {schema}", schema=SCHEMA_WITH_AREAS)
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _lookback_first(self) -> Manifest:
        if self.lookback_start > self.period.start:
            msg = mark(
                "lookback_start {lookback_start} is after the period's start {start}",
                lookback_start=self.lookback_start,
                start=self.period.start,
            )
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _noise_fits(self) -> Manifest:
        if self.disclosure.noise is None:
            return self
        if self.lookback_start != self.period.start:
            msg = mark(
                "lookback_start is {lookback_start} in a release with noise, expected {start}",
                lookback_start=self.lookback_start,
                start=self.period.start,
            )
            raise ValueError(msg)
        return self


def parse_manifest(text: str | bytes) -> Manifest:
    """Return the manifest that JSON text holds; raise ReleaseError with a fault for each field at fault."""
    try:
        return Manifest.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise ReleaseError([fault_of(FILE_NAME, detail) for detail in error.errors()]) from None


def dump_manifest(manifest: Manifest) -> str:
    """Return the manifest as indented JSON text."""
    return manifest.model_dump_json(indent=2, by_alias=True) + "\n"
