"""Read the boundaries of home districts, and lay homes on them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from dashboard.builder.homes import HOME, OUTSIDE
from dashboard.errors import InputError
from dashboard.release.check.districts import check_districts
from dashboard.release.check.geojson import read_collection
from dashboard.release.tables import COUNT
from dashboard.site import Place


def read_districts(path: Path, places: Sequence[Place]) -> str:
    """Return the text of a GeoJSON file of districts; raise InputError where it has faults, or lacks a place's."""
    collection = read_collection(path)
    if not isinstance(collection, dict):
        msg = f"{path} {collection}, expected the boundaries of home districts"
        raise InputError(msg)
    codes, findings = check_districts(collection)
    if findings:
        fault = findings[0].faults[0]
        more = "" if len(findings) == 1 else f" ({len(findings) - 1} more kinds of fault)"
        at = ", ".join([str(fault.column), *([] if fault.row is None else [f"feature {fault.row}"])])
        msg = f"{path}, {at}: {fault.problem}. {fault.remedy}{more}"
        raise InputError(msg)
    missing = [place for place in places if place.district is not None and place.district not in codes]
    if missing:
        msg = (
            f"the district of {missing[0].site_id} is {missing[0].district!r}, expected a code in {path}, or none "
            f"({len(missing)} of {len(places)} places)"
        )
        raise InputError(msg)
    return path.read_text(encoding="utf-8")


def within(by_home: pl.DataFrame, codes: Sequence[str]) -> pl.DataFrame:
    """Return counts by home in which every home that is no district is outside."""
    if by_home[HOME].is_in([*codes, OUTSIDE]).all():
        return by_home
    known = pl.when(pl.col(HOME).is_in(codes)).then(HOME).otherwise(pl.lit(OUTSIDE))
    keys = [name for name in by_home.columns if name != COUNT]
    laid = by_home.with_columns(known.alias(HOME)).group_by(keys, maintain_order=True)
    return laid.agg(pl.col(COUNT).sum()).select(by_home.columns)
