"""What only the operator knows: its sightings, and their exact counts; read inside its walls, and nothing stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from dashboard.build.build import build
from dashboard.build.distances import centres
from dashboard.build.engines.memory import Memory
from dashboard.build.homes import read_homes
from dashboard.build.sightings import read
from dashboard.errors import InputError
from dashboard.release.load import Release, load
from dashboard.release.manifest import Disclosure
from dashboard.release.tables import COUNT, REACH


@dataclass(frozen=True, kw_only=True, eq=False)
class Known:
    """Sightings, the homes of their devices (device, home; None if they are not known) and their exact release.

    `sightings` holds device (a code), t (epoch seconds) and cell, `centres` each cell with lat and lng.
    """

    sightings: pl.DataFrame
    centres: pl.DataFrame
    homes: pl.DataFrame | None
    exact: Release


@contextmanager
def known(release: Release, sightings: Path | None, home: Path | None) -> Iterator[Known | None]:
    """Read the sightings that a release was built from and count them exactly; None without sightings.

    The exact counts are made in a folder that is deleted. Raises InputError for sightings that the release was not
    built from, and as the builder does.
    """
    if sightings is None:
        yield None
        return
    found = read(sightings, engine=Memory(), time_zone=release.manifest.time_zone, report=silent)
    rows = pl.concat([part().to_native() for part in found.parts]).select("device", "t", "cell")
    homes = None if home is None else read_homes(home, found.coder).named
    manifest = release.manifest.model_copy(update={"disclosure": Disclosure(threshold=1), "files": []})
    places = list(release.places.values())
    with TemporaryDirectory(prefix="screening-scope-") as folder:
        out = Path(folder) / "exact"
        build(rows.rename({"t": "time"}), sites=places, out=out, manifest=manifest, home=homes, report=silent)
        exact = load(out)
        _check_same(release, exact)
        yield Known(sightings=rows, centres=centres(found.cells), homes=homes, exact=exact)


def _check_same(release: Release, exact: Release) -> None:
    if release.reach is None or exact.reach is None or release.manifest.disclosure.noise_sd > 0:
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
