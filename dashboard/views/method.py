"""What the Method page says beside its example: what is counted, how exact it is, what is a model's, and sources."""

from __future__ import annotations

from dashboard.counting.published import CAPACITIES, TOTALS
from dashboard.language import _, mark, whole
from dashboard.release.manifest import Manifest

Section = tuple[str, tuple[str, ...]]

VISIT = mark(
    "A visit is a run of a device's sightings within the radius with no gap over {gap} minutes; its stay is the last "
    "minus the first. It belongs to the date on which it starts."
)
DORFMAN = (
    "R. Dorfman: The detection of defective members of large populations. Annals of Mathematical Statistics 14 (1943)."
)


def sections(manifest: Manifest) -> list[Section]:
    """Return the sections of the page: each one's title and its paragraphs."""
    return [
        (_("What a visit is"), _visit(manifest)),
        (_("Low and high"), _ends(manifest)),
        (_("Counted or bracket"), _methods()),
        (_("Positioning error and expected shares"), _expected()),
        (_("What a rule catches and what it takes"), _cost()),
        (_("What the number is not"), _not(manifest)),
    ]


def sources() -> list[str]:
    """Return where the figures come from that are not the release's, a line each."""
    totals = [
        _("{number} {what}: {source}, {when}").format(
            number=whole(one.number), what=_(one.what), source=_(one.source), when=_(one.when)
        )
        for one in TOTALS
    ]
    return [*totals, tests_a_day(), DORFMAN]


def tests_a_day() -> str:
    """Return the published capacities of testing, with their source."""
    days = _("; ").join(
        _("{tests} ({when})").format(tests=whole(one.tests_a_day), when=_(one.when)) for one in CAPACITIES
    )
    said = _("Published tests a day: {days}; {source}. Calls a day are a guess.")
    return said.format(days=days, source=_(CAPACITIES[0].source))


def _visit(manifest: Manifest) -> tuple[str, ...]:
    return (
        _(VISIT).format(gap=whole(manifest.max_gap_min)),
        _(
            "A sighting is within the radius where the middle of its hexagon lies within so many metres of the place, "
            "or of the nearest member of a group. Sightings outside end a visit."
        ),
        _("A device qualifies on a date on which it began a visit of at least the minimum stay."),
    )


def _ends(manifest: Manifest) -> tuple[str, ...]:
    return (
        _(
            "The operator added noise to every count, once. Low and high lie 1.96 times its spread from their sum, and "
            "hold the truth 95 times in 100, at every place. Where low is 0, it may be that nobody was there."
        )
        if manifest.disclosure.noise is not None
        else _(
            "A count that is withheld stands for at least 1 and at most {most}: lows add to lows, highs to highs. "
            "Where noise was added, low and high also hold its spread, 95 times in 100."
        ).format(most=whole(max(1, manifest.disclosure.threshold - 1))),
        _(
            "People are devices divided by the operator's market share, times persons per device, which has a low and "
            "a high of its own. They are read to four digits, rounded outward."
        ),
    )


def _methods() -> tuple[str, ...]:
    return (
        _("Counted: the release tells distinct devices around the place, so that nobody counts twice."),
        _(
            "Bracket: nobody counted distinct devices there. The number lies between the busiest hour's devices and "
            "the sum of all hours, or between what was counted in circles inside and around. No point in between is "
            "better than another, so none is shown."
        ),
    )


def _expected() -> tuple[str, ...]:
    return (
        _(
            "Positions are off: some of those flagged were never inside the circle, and some who were are missed. A "
            "wider radius does not make up for it."
        ),
        _(
            "Counts cannot tell who was truly there. A model of the positioning error, fitted to the counts of every "
            "radius and stay, says which share of those flagged were there, and which share of those there are flagged."
        ),
        _(
            "The error is taken to be two round normal distributions with the median and the 95th percentile that the "
            "release states, the same for a whole stay. Ways to pass, to stay and to move about are weighed so that "
            "they give the counts."
        ),
        _(
            "They are a model's, not counts: they say nothing of any one person, and are not known where it does not "
            "hold."
        ),
    )


def _cost() -> tuple[str, ...]:
    return (
        _(
            "Each radius and stay is held against two things: how many it flags, and which share of true visitors it "
            "is expected to catch. It is efficient where no other catches as many with fewer; where the present rule "
            "is not, the page names one that is better."
        ),
        _(
            "What it takes follows from what is typed on the page, nothing of it from the release. Samples may share a "
            "test, and those of a positive pool are tested again one by one: with a share p infected, pools of k take "
            "1/k + 1 - (1 - p)^k tests a sample (Dorfman)."
        ),
        _(
            "Residents are the release's own. A published total was counted in another way, of other people or at "
            "another time: each stands with its source and caveat."
        ),
    )


def _not(manifest: Manifest) -> tuple[str, ...]:
    return (
        _("Devices are not people: some people carry two, some none, and one operator sees only its own."),
        _("Small counts are lost in noise, so that nobody is singled out: the Data page says whom that protects.")
        if manifest.disclosure.noise is not None
        else _(
            "Small counts are withheld, so that nobody is singled out: where few were, only a low and a high are known."
        ),
        _(
            "A visit that began before midnight belongs to the day before, so that now and then a wider radius flags a "
            "few devices fewer. Such counts are shown as they are."
        ),
        _("The release says how many, never who. No list of persons can be made from it."),
    )
