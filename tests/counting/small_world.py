"""Small releases whose devices are known one by one, so that every count can be checked against the devices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
from hypothesis import strategies as st

from dashboard.place import NamedPlace
from dashboard.release.load import Release
from dashboard.release.manifest import Manifest
from dashboard.release.write import Contents
from dashboard.rule import Rule
from dashboard.site import Group, Site

RADII_M = (250, 500, 1000)
STAYS_MIN = (0, 15, 60)
LOOKBACK = date(2020, 6, 1)
START, END = date(2020, 6, 3), date(2020, 6, 7)
ZONE = "Asia/Shanghai"
MARKET = Site(site_id="market", name="Market", kind="market", lat=39.81, lng=116.341)
STATION = Site(site_id="station", name="Station", kind="station", lat=39.8166, lng=116.354)
BOTH = Group(site_id="both", name="Both", members=(MARKET, STATION))

Put = Callable[[Manifest, Contents], Release]


def manifest(**changes: Any) -> Manifest:  # noqa: ANN401 any field of a manifest
    """A manifest that withholds nothing, with some fields changed."""
    fields: dict[str, Any] = {
        "title": "Small world",
        "synthetic": True,
        "operator": {"name": "Operator", "market_share": 0.4},
        "persons_per_device": {"low": 0.9, "mid": 1.0, "high": 1.25},
        "time_zone": ZONE,
        "period": {"start": START, "end": END},
        "lookback_start": LOOKBACK,
        "radii_m": list(RADII_M),
        "min_dwell_min": list(STAYS_MIN),
        "dwell_bands_min": [0, 15, 60],
        "max_gap_min": 60,
        "presence_resolution": 9,
        "presence_rule": "one_cell_per_hour",
        "disclosure": {"threshold": 1},
        "source": "tests",
        "licence": "none",
        "created_at": "2020-06-10T00:00:00+08:00",
        "generator": "tests",
    }
    return Manifest.model_validate({**fields, **changes})


def withheld(threshold: int, noise_sd: float = 0) -> Manifest:
    """A manifest that withholds counts below a threshold."""
    return manifest(disclosure={"threshold": threshold, "noise_sd": noise_sd})


def rule(**changes: Any) -> Rule:  # noqa: ANN401 any field of a rule
    """The rule of the market, 500 m, any stay, the whole period, with some fields changed."""
    place = NamedPlace(site_id="market")
    fields = {"place": place, "radius_m": 500, "min_dwell_min": 0, "start": START, "end": END}
    return Rule(**{**fields, **changes})


@dataclass(frozen=True)
class Visit:
    """A device's visit to the market: how close it came (an index of RADII_M) and how long it stayed."""

    device: int
    day: date
    ring: int
    dwell_min: int


def qualifying(visits: Iterable[Visit], radius_m: int, min_dwell_min: int) -> dict[int, list[date]]:
    """The dates, rising, on which each device qualifies."""
    dates: dict[int, set[date]] = defaultdict(set)
    for visit in visits:
        if RADII_M[visit.ring] <= radius_m and visit.dwell_min >= min_dwell_min:
            dates[visit.device].add(visit.day)
    return {device: sorted(days) for device, days in dates.items()}


def truly_flagged(visits: Iterable[Visit], asked: Rule) -> set[int]:
    """The devices that a rule flags, looked up device by device."""
    dates = qualifying(visits, asked.radius_m, asked.min_dwell_min)
    return {device for device, days in dates.items() if any(asked.start <= day <= asked.end for day in days)}


def home_of(device: int) -> str:
    """The home district of a device."""
    return ("east", "west", "outside")[device % 3]


def reach_contents(visits: list[Visit], threshold: int) -> Contents:
    """The reach tables that an operator would make of visits, counts below the threshold withheld."""
    counts: Counter[tuple[Any, ...]] = Counter()
    by_home: Counter[tuple[Any, ...]] = Counter()
    for radius_m in RADII_M:
        for stay in STAYS_MIN:
            for device, days in qualifying(visits, radius_m, stay).items():
                for before, day in pairwise([None, *days]):
                    if day is not None and START <= day <= END:
                        since = None if before is None else (day - before).days
                        counts["market", radius_m, stay, day, since] += 1
                        by_home["market", radius_m, stay, day, since, home_of(device)] += 1
    keys = ["site_id", "radius_m", "min_dwell_min", "date", "days_since"]
    return Contents(
        places=[MARKET, STATION, BOTH],
        reach=_table(counts, keys, threshold),
        reach_by_home=_table(by_home, [*keys, "home"], threshold),
    )


def _table(counts: Counter[tuple[Any, ...]], keys: list[str], threshold: int) -> pl.DataFrame:
    types = {"radius_m": pl.Int64, "min_dwell_min": pl.Int64, "date": pl.Date, "days_since": pl.Int64}
    schema = {key: types.get(key, pl.String) for key in keys}
    rows = [(*key, count if count >= threshold else None) for key, count in counts.items()]
    return pl.DataFrame(rows, schema={**schema, "devices": pl.Int64}, orient="row")


def days(start: date, end: date) -> list[date]:
    """The dates from start to end."""
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


VISITS = st.lists(
    st.builds(
        Visit,
        device=st.integers(0, 7),
        day=st.sampled_from(days(LOOKBACK, END)),
        ring=st.integers(0, len(RADII_M) - 1),
        dwell_min=st.sampled_from([0, 5, 14, 15, 59, 60, 200]),
    ),
    max_size=25,
)
WINDOWS = st.tuples(st.sampled_from(days(START, END)), st.sampled_from(days(START, END))).map(sorted).map(tuple)
RULES = st.builds(
    lambda radius_m, stay, window: rule(radius_m=radius_m, min_dwell_min=stay, start=window[0], end=window[1]),
    st.sampled_from(RADII_M),
    st.sampled_from(STAYS_MIN),
    WINDOWS,
)
