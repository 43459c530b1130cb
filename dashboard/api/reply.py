"""What a reply holds, for the OpenAPI document and for whoever reads it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel


class Interval(BaseModel):
    """A number with its low and high; `mid` is null in a bracket, and where every count was withheld."""

    low: int
    mid: int | None
    high: int


class ConditionOut(BaseModel):
    """A condition that was counted apart from anyone."""

    id: str
    name: str
    name_zh: str | None


class ReleaseOut(BaseModel):
    """A release that is served here."""

    key: str
    title: str
    title_zh: str | None
    synthetic: bool
    operator: str
    start: date
    end: date
    time_zone: str
    radii_m: list[int]
    min_dwell_min: list[int]
    conditions: list[ConditionOut]
    method: Literal["counted", "bracket"]
    digest: str


class ReleasesOut(BaseModel):
    """The releases that are served here."""

    releases: list[ReleaseOut]


class SiteOut(BaseModel):
    """A place; a group has members and no point of its own."""

    site_id: str
    name: str
    name_zh: str | None
    kind: str
    lat: float | None
    lng: float | None
    district: str | None
    members: list[str] | None


class SitesOut(BaseModel):
    """The places of a release."""

    release: str
    sites: list[SiteOut]


class RuleOut(BaseModel):
    """The rule that was asked."""

    site: str
    radius_m: int
    min_dwell_min: int
    start: date
    end: date


class SourceOut(BaseModel):
    """What an end of a bracket comes from: a place counted at a radius, a sum of places, presence, or (a 0) nothing."""

    by: Literal["place", "sum", "presence", "nothing"]
    site_id: str | None
    radius_m: int | None


class EndsOut(BaseModel):
    """What bounds a place that nobody counted, from below and from above.

    Where those who only passed through are not in the bracket, `in_all` devices at least were counted inside it.
    """

    low: SourceOut
    high: SourceOut
    inside: SourceOut | None
    in_all: int | None


class CountOut(BaseModel):
    """The answer to a rule; `people` is null where the release does not say how to scale devices.

    `bounded_by` is null for places that were counted, or bracketed from presence like any place of the release.
    `condition` is null for anyone.
    """

    release: str
    digest: str
    synthetic: bool
    method: Literal["counted", "bracket"]
    devices: Interval
    people: Interval | None
    withheld_rows: int
    rule: RuleOut
    condition: str | None
    bounded_by: EndsOut | None


class MatrixEntry(BaseModel):
    """The devices of one radius and stay."""

    radius_m: int
    min_dwell_min: int
    low: int
    mid: int | None
    high: int
    withheld: int


class MatrixOut(BaseModel):
    """The devices of every radius and stay of a place and dates; radii that nothing bounds are left out."""

    release: str
    digest: str
    synthetic: bool
    method: Literal["counted", "bracket"]
    condition: str | None
    entries: list[MatrixEntry]


class CellEntry(BaseModel):
    """The device-hours of one cell, named by its H3 text."""

    cell: str
    low: int
    mid: int
    high: int
    withheld: int


class PresenceOut(BaseModel):
    """Device-hours by cell; never people."""

    release: str
    digest: str
    synthetic: bool
    resolution: int
    cells: list[CellEntry]
