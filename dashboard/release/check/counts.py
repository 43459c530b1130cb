"""Rules that rows of counts share, whatever the table: the count itself, its stops, and keys that occur once."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from dashboard.language import Message, mark
from dashboard.release.check.findings import ROW, Finding, Located, RowRule, found, listed
from dashboard.release.disclosure import Disclosure
from dashboard.release.manifest import Period
from dashboard.release.tables import COUNT, LOW, Table

_PART = "part number"
_WITHHOLD = mark("Withhold the count: put null in its place")


def count_rules(disclosure: Disclosure) -> list[RowRule]:
    """Return what a count may not be: zero, below the threshold, or withheld where nothing is withheld.

    With noise it may be anything but withheld.
    """
    below = disclosure.threshold - 1
    if disclosure.noise is not None:
        return [
            _count_rule(
                pl.col(COUNT).is_null(),
                mark("is withheld, expected the count with its noise, negative or not"),
                mark("Fill in the count: to withhold some of what carries noise makes sums untrue"),
            )
        ]
    zero = _count_rule(
        pl.col(COUNT) == 0,
        mark("is 0, expected no row where there is no device"),
        mark("Remove rows that count no device"),
    )
    if below == 0:
        withheld = _count_rule(
            pl.col(COUNT).is_null(),
            mark("is withheld, though the threshold in the manifest is 1"),
            mark("Fill in the count, or state the threshold that was applied"),
        )
        return [zero, withheld]
    small = _count_rule(
        pl.col(COUNT).is_between(1, below),
        mark("is {value}, expected null for any count from 1 to {most}"),
        _WITHHOLD,
        most=f"{below:,}",
    )
    return [zero, small]


def presence_rules(disclosure: Disclosure) -> list[RowRule]:
    """Return what a count of presence may not be: as in any table, but with noise small ones are left out."""
    if disclosure.noise is None:
        return count_rules(disclosure)
    least = disclosure.noise.presence_threshold
    return [
        _count_rule(
            pl.col(COUNT).is_null() | (pl.col(COUNT) < least),
            mark("is {value}, expected {least} or more, the manifest's presence_threshold"),
            mark("Leave the row out: that it is there would tell that somebody was"),
            least=f"{least:,}",
        )
    ]


def low_rules(disclosure: Disclosure) -> list[RowRule]:
    """Return what the least of a count may not be: none beside a count, one beside none, 0, or more than the count.

    Nor may it be a count that the threshold withholds.
    """
    fits = pl.col(LOW).is_between(max(1, disclosure.threshold), pl.col(COUNT)) | (
        pl.col(LOW).is_null() & pl.col(COUNT).is_null()
    )
    return [
        RowRule(
            column=LOW,
            needs=(LOW, COUNT),
            bad=~fits.fill_null(value=False),
            problem=mark(
                "is {value}, expected {least} up to {devices}, the devices of the row, or null where they are"
            ),
            remedy=mark("State the least that the count stands for"),
            values={"least": f"{max(1, disclosure.threshold):,}"},
        )
    ]


def stop_rule(column: str, stops: Sequence[int], field: str) -> RowRule:
    """Return the rule that a column holds only the values that a field of the manifest lists."""
    return RowRule(
        column=column,
        needs=(column,),
        bad=~pl.col(column).is_in(list(stops)),
        problem=mark("is {value}, expected one of {names}"),
        remedy=mark("Remove the rows, or list the value in {field} of the manifest", field=field),
        values={"names": listed(stops)},
    )


def period_rule(period: Period) -> RowRule:
    """Return the rule that dates lie in the period."""
    return RowRule(
        column="date",
        needs=("date",),
        bad=~pl.col("date").is_between(period.start, period.end),
        problem=mark("is {value}, expected a date from {start} to {end}"),
        remedy=mark("Remove the rows, or correct the period in the manifest"),
        values={"start": period.start, "end": period.end},
    )


def member_rule(column: str, members: Sequence[str], whose: Message, remedy: Message) -> RowRule:
    """Return the rule that a text column holds only known names, which `whose` says in words; null passes."""
    return RowRule(
        column=column,
        needs=(column,),
        bad=~pl.col(column).is_in(pl.Series(members, dtype=pl.String).implode()),
        problem=mark("is {value}, expected one of {names}"),
        remedy=remedy,
        values={"names": whose},
    )


def duplicate_keys(parts: Sequence[tuple[pl.DataFrame, Located]], table: Table) -> list[Finding]:
    """Return findings on rows that share a key, in one file or across files; the first row of a key is not at fault."""
    key = list(table.key)
    if any(not set(key) <= set(rows.columns) for rows, _ in parts):
        return []
    if len(parts) == 1 and _rises(parts[0][0], table.sort or table.key):
        return []
    together = pl.concat(
        rows.select(*key, ROW, pl.lit(number, dtype=pl.UInt32).alias(_PART)) for number, (rows, _) in enumerate(parts)
    )
    shared = together.group_by(key).len().filter(pl.col("len") > 1)
    if shared.is_empty():
        return []
    again = together.join(shared, on=key, how="semi", nulls_equal=True, maintain_order="left").filter(
        ~pl.struct(key).is_first_distinct()
    )
    rule = RowRule(
        column=key[0],
        needs=(ROW,),
        bad=pl.lit(value=True),
        problem=mark("the row has the same {key} as a row before it"),
        remedy=mark("Keep one row for each {key}", key=", ".join(key)),
        values={"key": ", ".join(key)},
    )
    by_part = again.partition_by(_PART, as_dict=True)
    return [found(by_part[number,], rule, at) for number, (_, at) in enumerate(parts) if (number,) in by_part]


def _rises(rows: pl.DataFrame, key: Sequence[str]) -> bool:
    """Say whether each row's key comes after that of the row before, nulls first: then no key occurs twice."""
    rising = pl.lit(value=False)
    for name in reversed(key):
        value, before = pl.col(name), pl.col(name).shift(1)
        later = (before.is_null() & value.is_not_null()) | (value > before).fill_null(value=False)
        rising = later | (value.eq_missing(before) & rising)
    return bool(rows.select(rising.slice(1).all()).item())


def _count_rule(bad: pl.Expr, problem: Message, remedy: Message, **values: str) -> RowRule:
    return RowRule(column=COUNT, needs=(COUNT,), bad=bad, problem=problem, remedy=remedy, values=values)
