"""What every export says of itself: the rule and its number in words, where they come from, and when it was made."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.counting.count import count
from dashboard.language import _, in_words, mark
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.views import text
from dashboard.views.uncounted import sentence

SYNTHETIC = mark("Synthetic: made by a model; no real person is in it")


def provenance(release: Release, rule: Rule, link: str, now: datetime) -> dict[str, str]:
    """Return what an export of a rule says of itself, by label, in the order to show it.

    `link` opens the view, `now` is the time of the export. Raises RuleError as `count` does.
    """
    answer = count(release, rule)
    return {
        _("Rule"): sentence(release, answer),
        _("Method"): _(text.METHODS[answer.method]),
        _("Devices"): text.devices_line(answer.devices),
        **origin(release, link, now),
    }


def origin(release: Release, link: str, now: datetime) -> dict[str, str]:
    """Return where the numbers of an export come from, by label, in the order to show it."""
    manifest = release.manifest
    return {
        **({_("Data"): _(SYNTHETIC)} if manifest.synthetic else {}),
        _("Protection"): text.protection(manifest.disclosure),
        _("Release"): in_words(manifest.title, manifest.title_zh),
        _("Release hash"): release.digest,
        _("Operator"): _(manifest.operator.name),
        _("Source"): _(manifest.source),
        _("Licence"): manifest.licence,
        _("Link"): link,
        _("Exported"): exported(release, now),
    }


def exported(release: Release, now: datetime) -> str:
    """Return the date of an export by the release's clock: what is exported twice on a day is twice the same."""
    return f"{now.astimezone(ZoneInfo(release.manifest.time_zone)):%Y-%m-%d}"
