"""The titles of a briefing's parts, in the language that is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.language import _
from dashboard.views import text

if TYPE_CHECKING:
    from dashboard.export.briefing.content import Briefing


def titles(briefing: Briefing) -> dict[str, str]:
    """Return the title or the key of each part."""
    of_people = briefing.unit == text.PEOPLE
    return {
        "kind": _("Briefing on a screening rule"),
        "stay": _("How long they stayed"),
        "hollow": _("Hollow: left out by the rule."),
        "map": _("Where"),
        "outline": _("the rule"),
        "district": _("district boundary"),
        "days": _("People flagged by day") if of_people else _("Devices flagged by day"),
        "when": _("When they came, and where from"),
        "first": _("first time in these dates"),
        "returning": _("returning"),
        "matrix": _("People flagged by radius and minimum stay")
        if of_people
        else _("Devices flagged by radius and stay"),
        "outlined": _(
            "Outlined: this rule. Each field stands for a rule of its own, with its low and high; fields do not add up."
        ),
        "whiskers": _("Whiskers: low and high."),
        "whiskers_days": _("Whiskers: low and high of the first times, and of the whole day."),
        "whiskers_line": _("Whiskers: low and high, of this rule and of those that no rule does better than."),
        "whiskers_points": _("Whiskers: low and high. Those of the other rules are in the data of the chart."),
        "frontier": _("Flagged against true visitors caught (expected)"),
        "homes": _("Home districts of those flagged"),
        "better": _("Would a narrower rule do?"),
        "effort": _("What it takes (assumed)"),
        "method": _("Method and caveats"),
        "origin": _("Where the numbers come from"),
        "digest": _("Release hash"),
    }
