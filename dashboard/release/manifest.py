"""The manifest of a release: what it is, how it was counted, what was withheld."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, field_validator, model_validator

from dashboard.errors import ReleaseError
from dashboard.language import mark
from dashboard.release.disclosure import Disclosure, Part
from dashboard.release.fields import fault_of

FILE_NAME = "manifest.json"
NOTES = ("README.md", "LICENSE")  # may lie in a release, unlisted
NOT_STATED = mark("not stated")  # stands where nobody named an operator, a source or a licence
SCHEMA: Literal["screening-release/1"] = "screening-release/1"

_NO_PLACE = frozenset({"Factory", "localtime"})  # in Python's list of zones, but the name of no place's time

Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2199, 12, 31))]
Share = Annotated[float, Field(gt=0, le=1)]
Metres = Annotated[int, Field(gt=0, le=65_535)]
Minutes = Annotated[int, Field(ge=0, le=65_535)]


class Operator(Part):
    """The operator that counted; `market_share` is its part of all devices, None if it is not known."""

    name: str
    market_share: Share | None = None


class PersonsPerDevice(Part):
    """How many persons one device stands for."""

    low: Annotated[float, Field(gt=0)]
    mid: Annotated[float, Field(gt=0)]
    high: Annotated[float, Field(gt=0)]

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

    start: Day
    end: Day

    @model_validator(mode="after")
    def _ordered(self) -> Period:
        if self.start > self.end:
            msg = mark("start {start} is after end {end}", start=self.start, end=self.end)
            raise ValueError(msg)
        return self


class PositioningError(Part):
    """Distance between a measured and a true position, in metres."""

    median: Annotated[float, Field(gt=0)]
    p95: Annotated[float, Field(gt=0)]


class Population(Part):
    """People who live in the area that the release covers."""

    total: Annotated[int, Field(gt=0)]


class ListedFile(Part):
    """One file of the release, its rows and its SHA-256."""

    path: str
    rows: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]

    @field_validator("path")
    @classmethod
    def _stays_inside(cls, path: str) -> str:
        if path.startswith(("/", "\\")) or ".." in path.split("/") or "\\" in path or ":" in path:
            msg = mark("path is {path}, expected a relative path inside the release", path=repr(path))
            raise ValueError(msg)
        return path


class Manifest(Part):
    """What a release says of itself; see the README for the meaning of each field."""

    schema_: Literal["screening-release/1"] = Field(default=SCHEMA, alias="schema")
    title: Annotated[str, Field(min_length=1)]
    title_zh: str | None = None
    synthetic: bool
    operator: Operator
    persons_per_device: PersonsPerDevice | None = None
    time_zone: str
    crs: Literal["WGS84"] = "WGS84"
    period: Period
    lookback_start: Day
    radii_m: Annotated[list[Metres], Field(min_length=1)]
    min_dwell_min: Annotated[list[Minutes], Field(min_length=1)]
    dwell_bands_min: Annotated[list[Minutes], Field(min_length=1)]
    max_gap_min: Annotated[int, Field(gt=0)]
    presence_resolution: Annotated[int, Field(ge=0, le=15)]
    presence_rule: Literal["one_cell_per_hour", "every_cell"]
    positioning_error_m: PositioningError | None = None
    disclosure: Disclosure
    population: Population | None = None
    source: str
    licence: str
    created_at: datetime
    generator: str
    files: list[ListedFile] = Field(default_factory=list)

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

    @field_validator("created_at")
    @classmethod
    def _with_offset(cls, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            msg = mark("created_at has no offset, expected a time such as 2020-06-15T08:00:00+08:00")
            raise ValueError(msg)
        return moment

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
        noise = self.disclosure.noise
        if noise is None:
            return self
        if self.lookback_start != self.period.start:
            msg = mark(
                "lookback_start is {lookback_start} in a release with noise, expected {start}",
                lookback_start=self.lookback_start,
                start=self.period.start,
            )
            raise ValueError(msg)
        for name, table in (("reach_sd", noise.reach_sd), ("home_sd", noise.home_sd)):
            if table is not None and [len(row) for row in table] != [len(self.min_dwell_min)] * len(self.radii_m):
                radii, stays = len(self.radii_m), len(self.min_dwell_min)
                msg = mark("{name} is no table of {radii} radii by {stays} stays", name=name, radii=radii, stays=stays)
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
