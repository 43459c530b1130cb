"""Local days and hours from epoch seconds, in whole numbers: the builder holds no date and no time of day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import narwhals as nw

HOUR_S = 3600
DAY_S = 86_400
EPOCH = date(1970, 1, 1)
_WEEKDAY_OF_EPOCH = EPOCH.weekday()


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A city's clock over a span: `offsets` holds (from epoch second, seconds ahead of UTC), in rising order."""

    offsets: tuple[tuple[int, int], ...]

    @property
    def repeats_a_date(self) -> bool:
        """Say whether the clock is put back over midnight, to a date that has ended."""
        return any((begin - 1 + before) // DAY_S > (begin + after) // DAY_S for begin, before, after in self._changes())

    def day(self, t: nw.Expr) -> nw.Expr:
        """Return the local date of epoch seconds, as days since 1970-01-01."""
        return (self._local(t) // DAY_S).cast(nw.Int32)

    def hour_of_day(self, t: nw.Expr) -> nw.Expr:
        """Return the hour that the clock shows at epoch seconds, from 0 to 23."""
        return self._local(t) % DAY_S // HOUR_S

    def weekday(self, t: nw.Expr) -> nw.Expr:
        """Return the local day of the week of epoch seconds, from 0 (Monday) to 6."""
        return (self._local(t) // DAY_S + _WEEKDAY_OF_EPOCH) % 7

    def date(self, t: int) -> date:
        """Return the local date of one epoch second."""
        offset = [ahead for begin, ahead in self.offsets if begin <= t][-1]
        return EPOCH + timedelta(days=(t + offset) // DAY_S)

    def hour(self, t: nw.Expr) -> nw.Expr:
        """Return the epoch second at which the clock last struck a whole hour.

        A whole hour put back or forward leaves every hour at 3,600 seconds; where it is half an hour, the one
        hour in which the clock was set has another length.
        """
        hour = t - self._local(t) % HOUR_S
        for begin, before, after in self._changes():
            until_struck = (t >= begin) & (t < _strikes_from(begin, after))
            hour = nw.when(until_struck).then(nw.lit(_struck_before(begin, before))).otherwise(hour)
        return hour

    def hour_end(self, hour: nw.Expr) -> nw.Expr:
        """Return the epoch second at which the clock strikes next, from the one at which it struck."""
        end = hour + HOUR_S
        for begin, before, after in self._changes():
            end = (
                nw.when(hour == _struck_before(begin, before)).then(nw.lit(_strikes_from(begin, after))).otherwise(end)
            )
        return end

    def _local(self, t: nw.Expr) -> nw.Expr:
        local = t + self.offsets[0][1]
        for begin, before, after in self._changes():
            local = local + (t >= begin).cast(nw.Int64) * (after - before)
        return local

    def _changes(self) -> Iterator[tuple[int, int, int]]:
        for (_, before), (begin, after) in pairwise(self.offsets):
            yield begin, before, after


def clock(time_zone: str, first: int, last: int) -> Clock:
    """Return the clock of an IANA time zone over a span of epoch seconds, both ends included."""
    return Clock(offsets=tuple(_offsets(ZoneInfo(time_zone), first, last)))


def day_number(day: date) -> int:
    """Return a date as days since 1970-01-01."""
    return (day - EPOCH).days


def first_second(time_zone: str, day: date) -> int:
    """Return the epoch second at which a local date begins: the first, where the clock is put back over midnight."""
    return int(datetime.combine(day, time(), ZoneInfo(time_zone)).timestamp())


def _offsets(zone: ZoneInfo, first: int, last: int) -> Iterator[tuple[int, int]]:
    # An hour can be struck up to an hour before the first sighting, under another offset.
    begin = first - 2 * HOUR_S
    offset = _offset(zone, begin)
    yield begin, offset
    for probe in range(begin + HOUR_S, last + 2 * HOUR_S, HOUR_S):
        if _offset(zone, probe) != offset:
            offset = _offset(zone, probe)
            yield _change(zone, probe - HOUR_S, probe), offset


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    new = _offset(zone, after)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (before, middle) if _offset(zone, middle) == new else (middle, after)
    return after


def _offset(zone: ZoneInfo, t: int) -> int:
    ahead = datetime.fromtimestamp(t, UTC).astimezone(zone).utcoffset()
    return int(ahead.total_seconds()) if ahead is not None else 0


def _struck_before(t: int, offset: int) -> int:
    return t - 1 - (t - 1 + offset) % HOUR_S


def _strikes_from(t: int, offset: int) -> int:
    return t + -(t + offset) % HOUR_S
