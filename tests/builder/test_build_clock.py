"""The builder's whole-number clock shows what the time zone database says, second by second."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import by_hand
import narwhals as nw
import polars as pl
import pytest
import worlds
from examples import of
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.builder.clock import DAY_S, EPOCH, HOUR_S, Clock, clock

# The local times about which small worlds turn, and others: Casablanca goes back for Ramadan, Apia left out a day.
MOMENTS = worlds.MOMENTS | {
    "Africa/Casablanca": datetime(2020, 4, 19, 1),  # noqa: DTZ001 local
    "Pacific/Apia": datetime(2011, 12, 29, 12),  # noqa: DTZ001
}
ZONES = st.sampled_from(sorted(MOMENTS))


@settings(max_examples=of(100), deadline=None)
@given(
    zone=ZONES,
    hours=st.tuples(st.integers(-60, 400), st.integers(1, 60)),
    seconds=st.sets(st.sampled_from([0, 1, 299]), min_size=1),
)
def test_days_and_hours_are_those_of_the_zone(zone: str, hours: tuple[int, int], seconds: set[int]) -> None:
    first = int(MOMENTS[zone].replace(tzinfo=ZoneInfo(zone)).timestamp()) + hours[0] * 1800
    moments = [first + minute * 60 + second for minute in range(0, hours[1] * 60, 5) for second in seconds]
    shown = clock(zone, min(moments), max(moments))
    t = nw.col("t")
    found = nw.from_native(pl.DataFrame({"t": moments})).select(t, day=shown.day(t), hour=shown.hour(t))
    for second, day, hour, end in found.with_columns(end=shown.hour_end(nw.col("hour"))).iter_rows():
        local = datetime.fromtimestamp(second, UTC).astimezone(ZoneInfo(zone)).date()
        assert day == (local - EPOCH).days
        assert shown.date(second) == local
        assert hour == by_hand.struck(second, zone)
        assert end == by_hand.strikes_next(hour, zone)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Kathmandu"])
def test_a_zone_without_a_change_has_one_offset(zone: str) -> None:
    assert len(clock(zone, 1_590_768_000, 1_592_236_800).offsets) == 1


def test_a_change_is_found_to_the_second() -> None:
    found = clock("Europe/Helsinki", 1_603_400_000, 1_603_900_000)
    assert found.offsets[1:] == ((int(datetime(2020, 10, 25, 1, tzinfo=UTC).timestamp()), 7200),)


@pytest.mark.parametrize(("past_midnight_s", "repeats"), [(-60, False), (0, False), (60, True), (HOUR_S, False)])
def test_a_date_comes_twice_where_the_clock_goes_back_over_its_midnight(past_midnight_s: int, repeats: bool) -> None:
    put_back = 10 * DAY_S + 2 * HOUR_S + past_midnight_s
    assert Clock(offsets=((0, -2 * HOUR_S), (put_back, -3 * HOUR_S))).repeats_a_date is repeats
