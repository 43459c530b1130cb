"""How a file of counts is to be read: stated by a person, or found by looking, and kept as a small file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal, Self, TypeVar

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.check.findings import shown
from dashboard.release.check.shapes import hidden
from dashboard.release.fields import fault_of

GridName = Literal["h3", "quadkey", "geohash", "s2", "jis", "inspire", "points"]
Datum = Literal["WGS84", "GCJ02", "BD09"]


class Layout(BaseModel):
    """What the columns of any table by place and time hold; None where it is to be found by looking."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    delimiter: str | None = Field(default=None, description="What stands between the fields of a line.")
    cell: str | None = Field(default=None, description="Column of the cell, in the codes of `grid`.")
    lat: str | None = Field(default=None, description="Column of the latitude, in place of a cell.")
    lng: str | None = Field(default=None, description="Column of the longitude.")
    time: str | None = Field(default=None, description="Column of the time, or of the date.")
    time_format: str | None = Field(default=None, description="How times are written, such as %d/%m/%Y %H:%M.")
    times_in: str | None = Field(default=None, description="Zone of times without an offset; the city's if not stated.")

    def stated(self) -> dict[str, object]:
        """Return the fields that are not as they are by default."""
        return self.model_dump(exclude_defaults=True, mode="json")

    def with_stated(self, other: Self) -> Self:
        """Return the plan with whatever `other` states put in its place."""
        return self.model_copy(update={name: getattr(other, name) for name in other.stated()})


class Plan(Layout):
    """What the columns of a file of counts hold, and how they are written."""

    encoding: str | None = Field(default=None, description="Encoding of text, such as gb18030.")
    sheet: str | None = Field(default=None, description="Sheet of a workbook.")
    grid: GridName | None = Field(default=None, description="The grid whose codes the cells are.")
    cells: str | None = Field(default=None, description="File of what cells are: zones, squares, points or towers.")
    cells_id: str | None = Field(default=None, description="Its column that names them as the counts do.")
    cells_crs: str | None = Field(
        default=None, description="Its coordinates, such as EPSG:25830; its own if not stated."
    )
    lay: Literal["centre", "area"] = Field(
        default="centre", description="Whether a count lies whole at the centre of its zone or is shared out by area."
    )
    datum: Datum = Field(default="WGS84", description="What latitude and longitude are measured on.")
    resolution: int | None = Field(default=None, ge=0, le=15, description="H3 resolution to lay the counts on.")
    hour: str | None = Field(default=None, description="Column of the hour, where `time` holds the date alone.")
    hour_is: Literal["start", "end"] | None = Field(default=None, description="Which end of an hour its time names.")
    devices: str | None = Field(
        default=None, description="Column of the count, or the first of 24 columns, one an hour."
    )
    decimal: Literal[".", ","] | None = Field(default=None, description="What stands before the fraction of a number.")
    dwell: str | None = Field(default=None, description="Column of the stay band: its lower edge in minutes.")
    keep: dict[str, str] = Field(default={}, description="Columns, and the one value of each whose rows are kept.")
    add: tuple[str, ...] = Field(default=(), description="Columns over whose values counts add up, such as operators.")
    ignore: tuple[str, ...] = Field(default=(), description="Columns that are of places, whatever they look like.")


Stated = TypeVar("Stated", bound=Layout)


def plan_of(kind: type[Stated], **options: object) -> Stated:
    """Return the plan that options state, None where one does not; raise InputError with the option at fault."""
    try:
        return kind.model_validate({name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        wrong = error.errors()[0]
        option = str(wrong["loc"][0]).replace("_", "-")
        fault = fault_of("", wrong)
        msg = f"--{option} is {hidden(shown(str(wrong['input'])))!r}: {_(fault.problem)}"
        raise InputError(msg) from None


def read_plan(file: Path, kind: type[Stated]) -> Stated:
    """Return the plan that a file holds; raise InputError if it cannot be read or a field is wrong."""
    expected = _("expected a plan that --save-plan wrote")
    try:
        return kind.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        msg = _("{file} cannot be read ({error}), {expected}").format(
            file=file, error=error.strerror, expected=expected
        )
    except ValidationError as error:
        wrong = error.errors()[0]
        msg = f"{file}, {'.'.join(map(str, wrong['loc']))}: {wrong['msg']}, {expected}"
    except ValueError:
        msg = _("{file} is no TOML, {expected}").format(file=file, expected=expected)
    raise InputError(msg)


def write_plan(plan: Layout, file: Path) -> None:
    """Write a plan as TOML; raise InputError if the file cannot be written."""
    try:
        file.write_text(tomli_w.dumps(plan.stated()), encoding="utf-8")
    except OSError as error:
        msg = _("{file} cannot be written ({error}), expected a place for the plan").format(
            file=file, error=error.strerror
        )
        raise InputError(msg) from None
