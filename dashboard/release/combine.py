"""Several operators' releases of the same places as one: devices add, market shares add."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import polars as pl
from pydantic import BaseModel

from dashboard.errors import Fault, ReleaseError
from dashboard.language import mark
from dashboard.release.load import Release
from dashboard.release.manifest import FILE_NAME, Manifest, Operator, PositioningError
from dashboard.release.parts import Parts, stacked

# What has to be the same for counts to mean the same, by its place in the manifest.
DEFINITIONS = (
    "period",
    "lookback_start",
    "time_zone",
    "radii_m",
    "min_dwell_min",
    "conditions",
    "dwell_bands_min",
    "max_gap_min",
    "presence_resolution",
    "presence_rule",
    "presence_low",
    "presence_beyond_m",
    "persons_per_device",
    "disclosure",
    "synthetic",
)
_LONGEST = 70  # characters of a value in a refusal
SEPARATOR = "~"  # stands in an address as it is


def combine(releases: Sequence[Release]) -> Release:
    """Return the releases of several operators as one; a single release is returned as it is.

    A device is counted by one operator, so rows add: the tables are laid one under the other, and the formula of
    flagged sums over both. The operator's market share is the sum of theirs, None where one is not known.
    Raises ReleaseError, with each difference named, where definitions, places or tables disagree, the same operator
    comes twice, or the shares add up to more than 1.
    """
    first, *others = releases
    if not others:
        return first
    faults = [fault for other in others for fault in _differences(first, other)]
    faults.extend(_operators_at_fault(releases))
    if faults:
        raise ReleaseError(faults)
    manifest = first.manifest.model_copy(
        update={
            "title": _joined([release.manifest.title for release in releases]),
            "title_zh": _joined([release.manifest.title_zh or release.manifest.title for release in releases]),
            "operator": _operator(releases),
            "disclosure": first.manifest.disclosure.measuring([release.manifest.disclosure for release in releases]),
            "positioning_error_m": _same([release.manifest.positioning_error_m for release in releases]),
            "files": [file for release in releases for file in release.manifest.files],
        }
    )
    digests = "".join(release.digest for release in releases)
    return replace(
        first,
        key=SEPARATOR.join(release.key for release in releases),
        digest=hashlib.sha256(digests.encode()).hexdigest(),
        manifest=manifest,
        cells=_cells([release.cells for release in releases]),
        reach_parts=_stacked([release.reach_parts for release in releases]),
        reach_by_home_parts=_stacked([release.reach_by_home_parts for release in releases]),
        presence_parts=_stacked([release.presence_parts for release in releases]),
        members=tuple(releases),
    )


def together(releases: Sequence[Release]) -> list[Release]:
    """Return the releases that can be combined with another, combined: those counted alike, each by its operator."""
    groups: list[list[Release]] = []
    for release in releases:
        fitting = next((group for group in groups if _fit(group, release)), None)
        if fitting is None:
            groups.append([release])
        else:
            fitting.append(release)
    return [combine(group) for group in groups if len(group) > 1]


def _fit(group: Sequence[Release], release: Release) -> bool:
    try:
        combine([*group, release])
    except ReleaseError:
        return False
    return True


def _differences(first: Release, other: Release) -> Iterator[Fault]:
    for field in DEFINITIONS:
        mine, theirs = (_defined(release.manifest, field) for release in (first, other))
        if mine != theirs:
            yield _fault(first, other, *_setting(field, mine, theirs))
    if first.places != other.places:
        yield _fault(first, other, "sites", *_odd_ones(first.places, other.places))
    for table in ("reach", "reach_by_home", "presence"):
        mine, theirs = (getattr(release, f"{table}_parts") is not None for release in (first, other))
        if mine != theirs:
            yield _fault(first, other, table, "there" if mine else "missing", "there" if theirs else "missing")


def _defined(manifest: Manifest, field: str) -> object:
    """Return a definition; what was measured is none."""
    return manifest.disclosure.measuring() if field == "disclosure" else getattr(manifest, field)


def _setting(name: str, mine: object, theirs: object) -> tuple[str, object, object]:
    """Return the name and the values of the first setting in which two values of a field differ."""
    if isinstance(mine, BaseModel) and isinstance(theirs, BaseModel):
        differing = (key for key in type(mine).model_fields if getattr(mine, key) != getattr(theirs, key))
        key = next(differing)
        return _setting(f"{name}.{key}", getattr(mine, key), getattr(theirs, key))
    if isinstance(mine, BaseModel) or isinstance(theirs, BaseModel):
        mine, theirs = ("there" if isinstance(one, BaseModel) else "missing" for one in (mine, theirs))
    return name, mine, theirs


def _operators_at_fault(releases: Sequence[Release]) -> Iterator[Fault]:
    names = [release.manifest.operator.name for release in releases]
    for position, (release, name) in enumerate(zip(releases, names, strict=True)):
        if name in names[:position]:
            yield Fault(
                file=release.where.at(FILE_NAME),
                column="operator",
                problem=mark(
                    "{name} is the operator of another release, too, so that its devices would count twice", name=name
                ),
                remedy=mark("Give one release of each operator"),
            )
    share = _operator(releases).market_share
    if share is not None and share > 1:
        yield Fault(
            file=", ".join(release.where.at(FILE_NAME) for release in releases),
            column="operator",
            problem=mark("market shares add up to {share}, more than all devices", share=f"{share:g}"),
            remedy=mark("Correct the market shares"),
        )


def _fault(first: Release, other: Release, field: str, mine: object, theirs: object) -> Fault:
    return Fault(
        file=other.where.at(FILE_NAME),
        column=field,
        problem=mark(
            "{field} is {theirs}, in {first} it is {mine}",
            field=field,
            theirs=_shown(theirs),
            first=_cut(str(first.where)),
            mine=_shown(mine),
        ),
        remedy=mark("Combine releases that were counted alike, or look at each one alone"),
    )


def _odd_ones(mine: dict[str, Any], theirs: dict[str, Any]) -> tuple[list[str], list[str]]:
    odd = {key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key)}
    return [key for key in mine if key in odd], [key for key in theirs if key in odd]


def _operator(releases: Sequence[Release]) -> Operator:
    operators = [release.manifest.operator for release in releases]
    shares = [operator.market_share for operator in operators]
    known = [share for share in shares if share is not None]
    share = round(sum(known), 9) if len(known) == len(shares) else None
    # Not checked here: a sum above 1 is a fault of its own, said with its value.
    return Operator.model_construct(name=_joined([operator.name for operator in operators]), market_share=share)


def _same(stated: Sequence[PositioningError | None]) -> PositioningError | None:
    """Return what all state, None where they state different errors."""
    return stated[0] if all(one == stated[0] for one in stated) else None


def _joined(names: Sequence[str]) -> str:
    return " + ".join(dict.fromkeys(names))


def _shown(value: object) -> str:
    return _cut(str(value)) or "empty"


def _cut(text: str) -> str:
    """Return a text of which so much is left that a sentence with three of them stays short."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 + 1 :]}"


def _stacked(tables: Sequence[Parts | None]) -> Parts | None:
    present = [table for table in tables if table is not None]
    return stacked(present) if present else None


def _cells(listed: Sequence[pl.Series | None]) -> pl.Series | None:
    known = [cells for cells in listed if cells is not None]
    return pl.concat(known).unique().sort() if len(known) == len(listed) else None
