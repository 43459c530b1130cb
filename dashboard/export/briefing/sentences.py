"""The titles of the slides: sentences that say what each shows, of the numbers that stand on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.counting.interval import Estimate
from dashboard.export.briefing.headline import NUMBER_OF_RANGE, in_words
from dashboard.language import _, day_short, percent, whole
from dashboard.views import text

if TYPE_CHECKING:
    from dashboard.export.briefing.content import Briefing
    from dashboard.export.briefing.parts import Bars, Days, MatrixPart

SURE = 0.1  # a share is said where its low and high lie no further apart


def sentences(briefing: Briefing, said: dict[str, str]) -> dict[str, str]:
    """Return the titles of slides by part: a sentence where the numbers bear one, else the title `said` of the part."""
    found = {
        "stay": shortest(briefing.stay),
        "map": _("The rule asks who was {where}").format(where=briefing.where),
        "when": busiest(briefing.days, briefing.unit),
        "matrix": reaches(briefing.matrix, briefing.unit),
        "better": briefing.frontier.better.rstrip(".。"),
    }
    return said | {part: words for part, words in found.items() if words}


def shortest(stay: Bars) -> str:
    """Return which share of those flagged stayed in the shortest band of the rule, "" where it is not known well."""
    ours = [bar for bar in stay.bars if bar.ours]
    if len(ours) < 2 or any(bar.estimate.mid is None for bar in ours):
        return ""
    first, others = ours[0].estimate, [bar.estimate for bar in ours[1:]]
    least = _share(first.low, sum(one.high for one in others))
    most = _share(first.high, sum(one.low for one in others))
    mid = _share(first.mid or 0, sum(one.mid or 0 for one in others))
    if least is None or most is None or mid is None or most - least > SURE:
        return ""
    return _("{share} of those flagged stayed {band}").format(
        share=text.with_ends(percent(mid), percent(least), percent(most)), band=ours[0].label
    )


def busiest(days: Days, unit: str) -> str:
    """Return how many were flagged on the busiest date, and which it is where no other can be."""
    totals = [day.total for day in days.days]
    if not totals or any(total.mid is None for total in totals):
        return ""
    most = Estimate(
        low=max(total.low for total in totals),
        mid=max(total.mid or 0 for total in totals),
        high=max(total.high for total in totals),
    )
    number = _number(most, unit)
    sure = [
        day for day in days.days if all(day.total.low > other.total.high for other in days.days if other is not day)
    ]
    if sure:
        return _("{number} were flagged on {date}, the busiest day").format(number=number, date=day_short(sure[0].day))
    return _("{number} were flagged on the busiest day").format(number=number)


def reaches(matrix: MatrixPart, unit: str) -> str:
    """Return from how few to how many the rules of every radius and stay flag, low to high."""
    fields = [field.estimate for row in matrix.rows for field in row.fields if field is not None]
    if len(fields) < 2:
        return ""
    low, high = min(field.low for field in fields), max(field.high for field in fields)
    ends = NUMBER_OF_RANGE.format(low=whole(low), high=whole(high))
    if unit == text.PEOPLE:
        return _("By radius and stay, a rule around here flags {ends} people").format(ends=ends)
    return _("By radius and stay, a rule around here flags {ends} devices").format(ends=ends)


def _number(estimate: Estimate, unit: str) -> str:
    words = in_words(estimate, unit)
    return (
        _("{number} people").format(number=words) if unit == text.PEOPLE else _("{number} devices").format(number=words)
    )


def _share(part: int, rest: int) -> float | None:
    return part / (part + rest) if part + rest else None
