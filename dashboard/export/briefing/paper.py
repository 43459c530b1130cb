"""What every briefing carries: a title, a stamp for each page, method and origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dashboard.export.provenance import SYNTHETIC, exported
from dashboard.language import _, in_words
from dashboard.release.load import Release
from dashboard.release.manifest import Manifest
from dashboard.views import text


@dataclass(frozen=True, kw_only=True)
class Paper:
    """The frame of a briefing; `unit` is people or devices, `stamp` what every page carries, a line each.

    `made` is the day of the export in the release's zone.
    """

    title: str
    synthetic: str
    unit: str
    made: date
    link: str
    method: tuple[str, ...]
    origin: dict[str, str]
    stamp: tuple[str, ...]


def unit_of(manifest: Manifest) -> str:
    """Return what a release can say numbers of: people, or devices."""
    scaled = manifest.operator.market_share is not None and manifest.persons_per_device is not None
    return text.PEOPLE if scaled else text.DEVICES


def stamp_of(release: Release, said: Sequence[str], link: str, now: datetime) -> tuple[str, ...]:
    """Return what every page carries: what it says, in lines; data, release and date; hash; link."""
    data = [_(SYNTHETIC)] if release.manifest.synthetic else []
    return (
        "\n".join(said),
        " · ".join(
            [
                *data,
                in_words(release.manifest.title, release.manifest.title_zh),
                _("Exported {day}").format(day=exported(release, now)),
            ]
        ),
        release.digest,
        link,
    )
