"""How a file of counts is to be read: stated by a person, or found by looking, and kept as a small file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.errors import InputError

GridName = Literal["h3", "quadkey", "geohash", "s2", "jis", "inspire", "points"]
Datum = Literal["WGS84", "GCJ02", "BD09"]


class Plan(BaseModel):
    """What the columns of a file hold, and how they are written; None where it is to be found by looking."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    encoding: str | None = Field(default=None, description="Encoding of text, such as gb18030.")
    delimiter: str | None = Field(default=None, description="What stands between the fields of a line.")
    sheet: str | None = Field(default=None, description="Sheet of a workbook.")
    cell: str | None = Field(default=None, description="Column of the cell, in the codes of `grid`.")
    grid: GridName | None = Field(default=None, description="The grid whose codes the cells are.")
    lat: str | None = Field(default=None, description="Column of the latitude, in place of a cell.")
    lng: str | None = Field(default=None, description="Column of the longitude.")
    datum: Datum = Field(default="WGS84", description="What latitude and longitude are measured on.")
    resolution: int | None = Field(default=None, ge=0, le=15, description="H3 resolution to lay the counts on.")
    time: str | None = Field(default=None, description="Column of the time, or of the date.")
    hour: str | None = Field(default=None, description="Column of the hour, where `time` holds the date alone.")
    time_format: str | None = Field(default=None, description="How times are written, such as %d/%m/%Y %H:%M.")
    times_in: str | None = Field(default=None, description="Zone of times without an offset; the city's if not stated.")
    hour_is: Literal["start", "end"] | None = Field(default=None, description="Which end of an hour its time names.")
    devices: str | None = Field(
        default=None, description="Column of the count, or the first of 24 columns, one an hour."
    )
    decimal: Literal[".", ","] | None = Field(default=None, description="What stands before the fraction of a number.")
    dwell: str | None = Field(default=None, description="Column of the stay band: its lower edge in minutes.")
    keep: dict[str, str] = Field(default={}, description="Columns, and the one value of each whose rows are kept.")
    add: tuple[str, ...] = Field(default=(), description="Columns over whose values counts add up, such as operators.")
    ignore: tuple[str, ...] = Field(default=(), description="Columns that are of places, whatever they look like.")

    def stated(self) -> dict[str, object]:
        """Return the fields that are not as they are by default."""
        return self.model_dump(exclude_defaults=True, mode="json")

    def with_stated(self, other: Plan) -> Plan:
        """Return the plan with whatever `other` states put in its place."""
        return self.model_copy(update={name: getattr(other, name) for name in other.stated()})


def read_plan(file: Path) -> Plan:
    """Return the plan that a file holds; raise InputError if it cannot be read or a field is wrong."""
    try:
        return Plan.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        msg = f"{file} cannot be read ({error.strerror}), expected a plan that import wrote"
    except ValidationError as error:
        wrong = error.errors()[0]
        msg = f"{file}, {'.'.join(map(str, wrong['loc']))}: {wrong['msg']}, expected a plan that import wrote"
    except ValueError:
        msg = f"{file} is no TOML, expected a plan that import wrote"
    raise InputError(msg)


def write_plan(plan: Plan, file: Path) -> None:
    """Write a plan as TOML; raise InputError if the file cannot be written."""
    try:
        file.write_text(tomli_w.dumps(plan.stated()), encoding="utf-8")
    except OSError as error:
        msg = f"{file} cannot be written ({error.strerror}), expected a place for the plan"
        raise InputError(msg) from None
