"""The places of the demonstration city: markets, stations, roads and the subway line.

Coordinates are WGS-84, approximate, for the demonstration only; roads and the line are schematic.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.site import Group, Place, Site
from dashboard.sphere import Point

FENGTAI, XICHENG, HAIDIAN = "110106", "110102", "110108"

XINFADI = Site(
    site_id="xinfadi",
    name="Xinfadi market",
    name_zh="新发地批发市场",
    kind="market",
    lat=39.8100,
    lng=116.3410,
    district=FENGTAI,
)
YUEGEZHUANG = Site(
    site_id="yuegezhuang",
    name="Yuegezhuang market",
    name_zh="岳各庄批发市场",
    kind="market",
    lat=39.868,
    lng=116.273,
    district=FENGTAI,
)
YUQUANDONG = Site(
    site_id="yuquandong",
    name="Yuquandong market",
    name_zh="玉泉东市场",
    kind="market",
    lat=39.931,
    lng=116.262,
    district=HAIDIAN,
)
TIANTAO_HONGLIAN = Site(
    site_id="tiantao-honglian",
    name="Tiantao Honglian market",
    name_zh="天陶红莲菜市场",
    kind="market",
    lat=39.886,
    lng=116.336,
    district=XICHENG,
)
XINGONG = Site(
    site_id="xingong",
    name="Xingong station",
    name_zh="新宫站",
    kind="station",
    lat=39.8166,
    lng=116.3540,
    district=FENGTAI,
)
GONGYIXIQIAO = Site(
    site_id="gongyixiqiao",
    name="Gongyixiqiao station",
    name_zh="公益西桥站",
    kind="station",
    lat=39.8353,
    lng=116.3645,
    district=FENGTAI,
)
JIAOMEN_WEST = Site(
    site_id="jiaomen-west",
    name="Jiaomen West station",
    name_zh="角门西站",
    kind="station",
    lat=39.8445,
    lng=116.3653,
    district=FENGTAI,
)

MARKETS = (XINFADI, YUEGEZHUANG, YUQUANDONG, TIANTAO_HONGLIAN)
STATIONS = (XINGONG, GONGYIXIQIAO, JIAOMEN_WEST)
ALL_MARKETS = Group(site_id="markets", name="The four markets", name_zh="四个市场", members=MARKETS)

Path = Sequence[Point]

EXPRESSWAY: Path = (
    (39.8300, 116.3468),
    (39.7900, 116.3478),
)  # about 550 m east of Xinfadi, after the Jingkai Expressway
STREET: Path = ((39.8160, 116.3240), (39.8160, 116.3600))  # about 670 m north of Xinfadi
SUBWAY: Path = (  # Line 4 / Daxing Line, six of its stations from south to north
    (39.7895, 116.3289),  # Xihongmen
    (XINGONG.lat, XINGONG.lng),
    (GONGYIXIQIAO.lat, GONGYIXIQIAO.lng),
    (JIAOMEN_WEST.lat, JIAOMEN_WEST.lng),
    (39.8652, 116.3788),  # Beijing South Railway Station
    (39.9075, 116.3741),  # Xidan
)

Hall = tuple[float, float, float]  # metres east and north of the site, and how much of the trade it holds

HALLS: dict[str, tuple[Hall, ...]] = {
    XINFADI.site_id: (
        (0, 40, 1.3),
        (-170, 120, 1.1),
        (170, 130, 1.1),
        (-190, -150, 1.0),
        (150, -170, 1.0),
        (20, -300, 0.8),
        (-330, 10, 0.7),
        (320, -20, 0.7),
        (30, 320, 0.7),
        (-280, 300, 0.4),
        (300, 300, 0.4),
    ),
    **{market.site_id: ((0, 0, 1.0), (-70, 50, 0.7), (80, -60, 0.7)) for market in MARKETS[1:]},
}


def all_places() -> list[Place]:
    """Return the places that the release counts around: the markets, all four as one, the stations."""
    return [*MARKETS, ALL_MARKETS, *STATIONS]


def road_beside(market: Site) -> Path:
    """Return a road of 3 km that passes 350 m south of a market, from west to east."""
    lat = market.lat - 0.00315
    return ((lat, market.lng - 0.0176), (lat, market.lng + 0.0176))
