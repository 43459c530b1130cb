"""What only the operator knows: its sightings, and their exact counts; read inside its walls, and nothing stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from dashboard.builder.build import Order, count_and_write
from dashboard.builder.engines.engine import Sightings
from dashboard.builder.engines.memory import Memory
from dashboard.builder.homes import HOME, read_homes
from dashboard.builder.neighbours import to_polars
from dashboard.builder.plan import AS_NAMED, SightingsPlan
from dashboard.builder.sightings import read
from dashboard.errors import InputError
from dashboard.release.disclosure import Disclosure
from dashboard.release.load import DISTRICTS_FILE, Release, load
from dashboard.release.tables import COUNT, REACH
from dashboard.scratch import scratch


@dataclass(frozen=True, kw_only=True, eq=False)
class Known:
    """Sightings, the homes of their devices (device, home; None if they are not known) and their exact release."""

    sightings: Sightings[nw.DataFrame[Any]]
    homes: pl.DataFrame | None
    exact: Release

    def parts(self) -> Iterator[pl.DataFrame]:
        """Yield all sightings, those of a device in one part: device (a code), t (epoch seconds) and cell."""
        for part in self.sightings.parts:
            yield to_polars(part()).select("device", "t", "cell")


@contextmanager
def known(
    release: Release, sightings: Path | str | None, home: Path | None, plan: SightingsPlan = AS_NAMED
) -> Iterator[Known | None]:
    """Read the sightings that a release was built from and count them exactly; None without sightings.

    The exact counts, of anyone alone, lie in a folder that is deleted. Raises InputError for sightings that the release
    was not built from, and as the builder does.
    """
    if sightings is None:
        yield None
        return
    found = read(sightings, engine=Memory(), time_zone=release.manifest.time_zone, report=silent, plan=plan)
    plain = {"disclosure": Disclosure(threshold=1), "files": [], "conditions": []}
    manifest = release.manifest.model_copy(update=plain)
    places = list(release.places.values())
    with scratch() as folder:
        out = folder / "exact"
        districts = release.where.read(DISTRICTS_FILE).decode() if release.districts else None
        count_and_write(found, Order(sites=places, out=out, manifest=manifest, home=home, districts=districts), silent)
        exact = load(out)
        _check_same(release, exact)
        homes = None if home is None else read_homes(home, found.coder).named
        if homes is not None and release.districts:
            homes = homes.filter(pl.col(HOME).is_in(list(release.districts)))
        yield Known(sightings=found, homes=homes, exact=exact)


def _check_same(release: Release, exact: Release) -> None:
    if release.reach is None or exact.reach is None or release.manifest.disclosure.noisy:
        return
    shown = release.reach.drop_nulls(COUNT)
    both = shown.join(exact.reach, on=list(REACH.key), how="left", nulls_equal=True, suffix="_exact")
    is_other = pl.col(COUNT).ne_missing(pl.col(f"{COUNT}_exact"))
    rows, other = both.select(pl.len(), is_other.sum().alias("other")).collect().row(0)
    if other:
        msg = (
            f"{other:,} of the {rows:,} counts in reach of {release.path} are not those of the sightings, "
            "expected the sightings that the release was built from"
        )
        raise InputError(msg)


def silent(_: object) -> None:
    """Say nothing: the report alone speaks."""
