"""Published figures of Beijing, June 2020, to hold a number against: each with its day, its source and its caveat.

Where a source is "press reports", the first one is not recorded.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.counting.effort import Means
from dashboard.language import mark


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published number of people or tests."""

    number: int
    what: str
    when: str
    source: str
    caveat: str


TOTALS = (
    Published(
        number=355_000,
        what=mark("people identified for testing by “big data”"),
        when=mark("17 June 2020"),
        source=mark("Associated Press"),
        caveat=mark("Not a pure phone count: market workers and residents nearby are in it."),
    ),
    Published(
        number=200_000,
        what=mark("people estimated to have visited the market since 30 May"),
        when=mark("15 June 2020"),
        source=mark("China Daily"),
        caveat=mark("About; how it was estimated was not published."),
    ),
    Published(
        number=11_000_000,
        what=mark("people sampled in Beijing"),
        when=mark("6 July 2020"),
        source=mark("press reports"),
        caveat=mark("Over 11 million, cumulative; most of them had no link to the market."),
    ),
    Published(
        number=6_000_000,
        what=mark("people tested in Wuhan in under 10 days"),
        when=mark("May 2020"),
        source=mark("press reports"),
        caveat=mark("Another city, everyone in it; nearly 11 million in all."),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """A published capacity of tests a day."""

    tests_a_day: int
    when: str
    source: str = mark("Xinhua and others")


CAPACITIES = (
    Capacity(tests_a_day=40_000, when=mark("March 2020")),
    Capacity(tests_a_day=230_000, when=mark("21 June 2020")),
    Capacity(tests_a_day=300_000, when=mark("23 June 2020")),
    Capacity(tests_a_day=458_000, when=mark("28 June 2020")),
)

# Home quarantine of 14 days, tested at least twice: a city official, June 2020. 335 cases by 5 July over 355,000
# identified is about 1 in 1,000, at most: many of the cases were not among those identified. Calls a day are a guess.
BEIJING = Means(tests_a_person=2, pool=1, prevalence=0.001, tests_a_day=230_000, quarantine_days=14, calls_a_day=50_000)
