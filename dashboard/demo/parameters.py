"""The parameters of the city: the groups of people, how many they are and how they move.

Numbers of people are of the real city; the operator sees `MARKET_SHARE` of their devices. The two marked
"calibrated" were set so that the release meets the published totals; all others are plausible guesses.
Hours are local hours of the day; a chance is per day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.demo import places
from dashboard.demo.places import Path
from dashboard.site import Site

MARKET_SHARE = 0.2
PERSONS_LOW, PERSONS_MID, PERSONS_HIGH = 0.86, 0.90, 0.94

FIRST_DAY, DAYS = date(2020, 5, 25), 21
PERIOD_START, PERIOD_END = date(2020, 5, 30), date(2020, 6, 12)

HOUR_S, DAY_S = 3_600, 86_400
# Hours after the start of 25 May: Xinfadi closes at 03:00 on 13 June, Yuquandong does not open that day.
CLOSED_AFTER_H = {"xinfadi": 19 * 24 + 3, "yuquandong": 19 * 24}


@dataclass(frozen=True, kw_only=True)
class Visitors:
    """People who go to a market, each on one sure day and on any other with a chance.

    `stay_spread` is the standard deviation of the logarithm of the stay; a visit has at most `halls` parts, each in
    a hall, or all at the one stall that is the person's own.
    `nearness` is the exponent by which a home's draw falls with distance; `outside` live outside Beijing.
    """

    name: str
    market: Site
    people: int
    chance: float
    weekend_factor: float = 1.0
    arrive_h: float
    arrive_sd_h: float
    stay_median_min: float
    stay_spread: float
    halls: int
    own_stall: bool = False
    nearness: float
    outside: float = 0.02


@dataclass(frozen=True, kw_only=True)
class Passers:
    """People who pass a market on a road or a line without stopping, there and back on a day that they travel.

    A pass takes `pass_s` seconds. On a line (`stations`) they are sighted at the points of the path alone, each with
    the chance STATION_SEEN; on a road once or, with the chance SEEN_TWICE, twice anywhere on it.
    """

    name: str
    path: Path
    people: int
    chance: float
    weekend_factor: float = 1.0
    there_h: float
    back_h: float
    spread_h: float
    pass_s: int
    stations: bool = False
    nearness: float
    outside: float = 0.02


@dataclass(frozen=True, kw_only=True)
class Residents:
    """People who live around a market, in blocks from `nearest_m` away: all as far as `full_to_m`, then ever fewer."""

    name: str
    market: Site
    people: int
    nearest_m: float
    full_to_m: float
    furthest_m: float


RESIDENTS = (
    Residents(
        name="residents of Xinfadi",
        market=places.XINFADI,
        people=75_000,
        nearest_m=750,
        full_to_m=1_500,
        furthest_m=4_000,
    ),
    *(
        Residents(
            name=f"residents of {market.name}",
            market=market,
            people=5_000,
            nearest_m=300,
            full_to_m=500,
            furthest_m=1_300,
        )
        for market in places.MARKETS[1:]
    ),
)

XINFADI_VISITORS = (
    Visitors(
        name="traders",
        market=places.XINFADI,
        people=10_000,
        chance=0.88,
        arrive_h=3.2,
        arrive_sd_h=0.6,
        stay_median_min=570,
        stay_spread=0.2,
        halls=2,
        own_stall=True,
        nearness=3.0,
        outside=0.0,
    ),
    Visitors(
        name="regular buyers",
        market=places.XINFADI,
        people=38_000,
        chance=0.40,
        arrive_h=5.3,
        arrive_sd_h=1.3,
        stay_median_min=80,
        stay_spread=0.5,
        halls=3,
        nearness=1.3,
    ),
    Visitors(
        name="occasional buyers",
        market=places.XINFADI,
        people=178_500,  # calibrated: 200,000 people within 500 m for 15 minutes or more
        chance=0.06,
        weekend_factor=1.8,
        arrive_h=8.2,
        arrive_sd_h=1.9,
        stay_median_min=50,
        stay_spread=0.6,
        halls=3,
        nearness=1.8,
    ),
    Visitors(
        name="hauliers",
        market=places.XINFADI,
        people=8_000,
        chance=0.10,
        arrive_h=22.5,
        arrive_sd_h=2.0,
        stay_median_min=330,
        stay_spread=0.3,
        halls=1,
        nearness=1.0,
        outside=1.0,
    ),
)


def _smaller_market(market: Site, traders: int, buyers: int) -> tuple[Visitors, Visitors]:
    return (
        Visitors(
            name=f"traders of {market.name}",
            market=market,
            people=traders,
            chance=0.88,
            arrive_h=4.5,
            arrive_sd_h=0.7,
            stay_median_min=560,
            stay_spread=0.2,
            halls=2,
            own_stall=True,
            nearness=3.0,
            outside=0.0,
        ),
        Visitors(
            name=f"buyers at {market.name}",
            market=market,
            people=buyers,
            chance=0.15,
            weekend_factor=1.4,
            arrive_h=8.3,
            arrive_sd_h=2.0,
            stay_median_min=35,
            stay_spread=0.6,
            halls=2,
            nearness=2.5,
        ),
    )


VISITORS = (
    *XINFADI_VISITORS,
    *_smaller_market(places.YUEGEZHUANG, traders=1_500, buyers=28_000),
    *_smaller_market(places.YUQUANDONG, traders=800, buyers=15_000),
    *_smaller_market(places.TIANTAO_HONGLIAN, traders=400, buyers=10_000),
)

PASSERS = (
    Passers(
        name="expressway commuters",
        path=places.EXPRESSWAY,
        people=22_000,
        chance=0.75,
        weekend_factor=0.2,
        there_h=7.7,
        back_h=18.3,
        spread_h=0.9,
        pass_s=240,
        nearness=1.6,
    ),
    Passers(
        name="other drivers on the expressway",
        path=places.EXPRESSWAY,
        people=83_000,  # calibrated: 355,000 people within 1,000 m at any time
        chance=0.06,
        weekend_factor=1.5,
        there_h=10.0,
        back_h=16.5,
        spread_h=2.5,
        pass_s=240,
        nearness=1.2,
        outside=0.08,
    ),
    Passers(
        name="drivers on the street",
        path=places.STREET,
        people=30_000,
        chance=0.15,
        there_h=10.0,
        back_h=16.5,
        spread_h=2.5,
        pass_s=300,
        nearness=2.0,
    ),
    Passers(
        name="subway commuters",
        path=places.SUBWAY,
        people=60_000,
        chance=0.78,
        weekend_factor=0.2,
        there_h=7.7,
        back_h=18.3,
        spread_h=0.9,
        pass_s=1_300,
        stations=True,
        nearness=1.8,
        outside=0.0,
    ),
    Passers(
        name="other subway riders",
        path=places.SUBWAY,
        people=80_000,
        chance=0.08,
        weekend_factor=1.5,
        there_h=10.0,
        back_h=16.5,
        spread_h=2.5,
        pass_s=1_300,
        stations=True,
        nearness=1.4,
    ),
    *(
        Passers(
            name=f"drivers past {market.name}",
            path=places.road_beside(market),
            people=10_000,
            chance=0.15,
            there_h=10.0,
            back_h=16.5,
            spread_h=2.5,
            pass_s=300,
            nearness=1.8,
        )
        for market in places.MARKETS[1:]
    ),
)

NEIGHBOURHOODS = 100
NEIGHBOURHOOD_RADIUS_M = (150.0, 400.0)
THINNING = 200  # of the city beyond, one device in 200 is there

# Mean minutes between the sightings of a device that stays, by day; at night some are dropped.
SEEN_EVERY_MIN = 37.0
SEEN_EVERY_MIN_AT_A_MARKET = 10.0
SEEN_EVERY_MIN_OF_PASSERS = 420.0  # visitors and passers, away from their trip: thinned, to keep the city small
SEEN_ON_THE_WAY = 0.5  # the chance of a sighting on the road shortly before, and shortly after, a visit
SEEN_TWICE, STATION_SEEN = 0.5, 0.6
NIGHT_FROM_H, NIGHT_TO_H, NIGHT_DROPPED = 23, 6, 0.35


def devices_of(people: int, scale: float) -> int:
    """Return how many devices of the operator stand for a number of people, in a city of a `scale` of the whole."""
    return round(people * scale * MARKET_SHARE / PERSONS_MID)
