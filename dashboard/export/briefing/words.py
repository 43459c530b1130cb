"""The titles of the parts of briefings, in the language that is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.language import _
from dashboard.views import text

if TYPE_CHECKING:
    from dashboard.export.briefing.content import Briefing
    from dashboard.export.briefing.side_by_side import SideBySide


def titles(briefing: Briefing) -> dict[str, str]:
    """Return the title or the key of each part of the briefing of a rule."""
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
    }


def side_by_side_titles(briefing: SideBySide) -> dict[str, str]:
    """Return the title or the key of each part of the briefing of rules side by side."""
    return {
        "kind": _("Briefing on screening rules side by side"),
        "rules": _("The rules and their numbers"),
        "first": _("The others are compared with this rule."),
        "numbers": _("People flagged") if briefing.unit == text.PEOPLE else _("Devices flagged"),
        "shared": _("Who is flagged by both"),
        "how_many": _("The numbers, and who is flagged by both"),
        "ranges": _("Whiskers: low and high. Without a bar: no number between them is likelier than another."),
        "map": _("Where, to one scale"),
        "outline": _("the rule"),
        "district": _("district boundary"),
        "method": _("Method and caveats"),
        "origin": _("Where the numbers come from"),
    }
