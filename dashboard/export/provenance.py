"""What every export says of itself: the rule and its number in words, where they come from, and when it was made."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.counting.count import count
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.views import text
from dashboard.views.uncounted import sentence

SYNTHETIC = "Synthetic: made by a model; no real person is in it"


def provenance(release: Release, rule: Rule, link: str, now: datetime) -> dict[str, str]:
    """Return what an export of a rule says of itself, by label, in the order to show it.

    `link` opens the view, `now` is the time of the export. Raises RuleError as `count` does.
    """
    answer = count(release, rule)
    return {
        "Rule": sentence(release, answer),
        "Method": text.METHODS[answer.method],
        "Devices": text.devices_line(answer.devices),
        **origin(release, link, now),
    }


def origin(release: Release, link: str, now: datetime) -> dict[str, str]:
    """Return where the numbers of an export come from, by label, in the order to show it."""
    manifest = release.manifest
    return {
        **({"Data": SYNTHETIC} if manifest.synthetic else {}),
        "Protection": text.protection(manifest.disclosure),
        "Release": manifest.title,
        "Release hash": release.digest,
        "Operator": manifest.operator.name,
        "Source": manifest.source,
        "Licence": manifest.licence,
        "Link": link,
        "Exported": exported(release, now),
    }


def exported(release: Release, now: datetime) -> str:
    """Return the time of an export as the release's clock shows it."""
    zone = release.manifest.time_zone
    return f"{now.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"
