"""The words of the tour: five steps, each true of any rule on the page that it is taken on."""

from __future__ import annotations

from typing import Any

from dashboard.counting.certainty.circle import missing
from dashboard.language import _
from dashboard.release.load import Release


def tour_words(release: Release) -> dict[str, Any]:
    """Return the offer, the buttons, and by the name of each step (assets/tour/tour.mjs) its title and its lines."""
    return {
        "offer": _("See in one minute how it works."),
        "start": _("Start"),
        "later": _("Not now"),
        "count": _("Step {step} of {total}"),
        "next": _("Next"),
        "back": _("Back"),
        "skip": _("Skip the tour"),
        "done": _("Done"),
        "steps": {
            "rule": {"title": _("Set the rule"), "lines": _rule()},
            "number": {"title": _("Read the number"), "lines": _number()},
            "map": {"title": _("Look at the map"), "lines": _map(release)},
            "narrower": {"title": _("Try a narrower rule"), "lines": _narrower(release)},
            "away": {"title": _("Take it with you"), "lines": _away()},
        },
    }


def _rule() -> list[str]:
    return [
        _("A rule says where, when, how near and for how long."),
        _("Change any of it, and the whole page follows. Back undoes."),
    ]


def _number() -> list[str]:
    return [
        _("Here you read how many the rule flags. It stays in view wherever you are on the page."),
        _("If that is not exact, its low and high stand with it."),
        _("“{counted}” means that every device counts once; “{bracket}”, that only the two ends are known.").format(
            counted=_("Counted"), bracket=_("Bracket")
        ),
    ]


def _map(release: Release) -> list[str]:
    inside = _("The rule counts inside the ring, or inside the area that was drawn.")
    if release.presence is None:
        return [inside]
    return [
        inside,
        _("“{heat}” colours each hexagon by the devices that were there.").format(heat=_("Heat")),
        _("Choose a hexagon to read its count."),
    ]


def _narrower(release: Release) -> list[str]:
    lines = [
        _("Every field of this table is a rule, with how many it flags."),
        _("Choose a field with a shorter radius or a longer stay: it becomes your rule."),
    ]
    if missing(release) is None:
        lines.append(_("Further down you see how many true visitors a counted rule is expected to catch."))
    return lines


def _away() -> list[str]:
    return [
        _("“{save}” keeps it in this browser.").format(save=_("Save this rule")),
        _("“{compare}” lays rules side by side.").format(compare=_("Compare")),
        _("“{briefing}” and “{export}” make files of it.").format(briefing=_("Briefing"), export=_("Export")),
    ]
