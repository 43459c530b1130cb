"""Faults gathered by kind: a few examples of each, and a count of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from dashboard.errors import Fault
from dashboard.language import Message, mark
from dashboard.names import unseen
from dashboard.release.check.shapes import hidden, hidden_numbers

EXAMPLES = 5
ROW = "row number"
_LONGEST = 60
_EPOCH_DAY = date(1970, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One kind of fault in one file: the first few places, and how many there are in all.

    Findings with the same `where` and `kind` are told together; `where` is a file, or a folder of files alike.
    """

    where: str
    kind: str
    faults: tuple[Fault, ...]
    count: int


@dataclass(frozen=True, kw_only=True)
class RowRule:
    """What no row may be: where `bad` is true, and the message that says so.

    In the message, {value} stands for the row's value of `column`, the name of a needed column for its value, and
    the names in `values` for what is the same for all rows.
    """

    column: str
    needs: tuple[str, ...]
    bad: pl.Expr
    problem: Message
    remedy: Message
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Located:
    """Where rows come from: the file, and the name that files of its kind are told under."""

    file: str
    where: str


def one(
    file: str, problem: Message, remedy: Message, *, column: str | None = None, where: str | None = None
) -> Finding:
    """Return a finding of a single fault that has no row."""
    fault = Fault(file=file, column=column, problem=problem, remedy=remedy)
    return Finding(where=where or file, kind=remedy, faults=(fault,), count=1)


def rows_at_fault(frame: pl.DataFrame, rules: Sequence[RowRule], at: Located) -> list[Finding]:
    """Return a finding for each rule that a row breaks; rules whose columns the frame lacks are passed over."""
    able = [rule for rule in rules if set(rule.needs) <= set(frame.columns)]
    if not able or frame.is_empty():
        return []
    broken = frame.select(rule.bad.fill_null(value=False).any().alias(str(i)) for i, rule in enumerate(able)).row(0)
    return [
        found(frame.filter(rule.bad.fill_null(value=False)), rule, at)
        for rule, any_bad in zip(able, broken, strict=True)
        if any_bad
    ]


def found(hits: pl.DataFrame, rule: RowRule, at: Located) -> Finding:
    """Return the finding that all rows of `hits` break a rule."""
    faults = tuple(
        Fault(
            file=at.file,
            column=rule.column,
            row=row,
            problem=_of_row(rule, values),
            remedy=rule.remedy,
        )
        for row, values in zip(hits[ROW].head(EXAMPLES), _readable(hits.head(EXAMPLES).select(rule.needs)), strict=True)
    )
    return Finding(where=at.where, kind=f"{rule.column}: {rule.remedy}", faults=faults, count=hits.height)


def _of_row(rule: RowRule, row: Mapping[str, object]) -> Message:
    values = {name: shown(value) for name, value in row.items()}
    return Message(rule.problem, {**rule.values, **values, "value": values.get(rule.column, "")})


def limited(findings: Iterable[Finding]) -> list[Fault]:
    """Return the faults of findings, at most a few of each kind, then how many more there are of it."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.where, finding.kind), []).append(finding)
    return [_presentable(fault) for alike in kinds.values() for fault in _of_one_kind(alike)]


def unseen_in(owner: Mapping[str, object], names: Sequence[str]) -> Iterator[tuple[str, Message, Message]]:
    """Yield (name, problem, remedy) for each text of an owner, by its name, that holds a character nobody would see."""
    for name in names:
        text = owner.get(name)
        character = unseen(text) if isinstance(text, str) else None
        if character is not None:
            problem = mark("holds {character}, a control character or one that turns text round", character=character)
            yield name, problem, mark("Take it out: a name is one line of characters that are seen")


def shown(value: object) -> str:
    """Return a value as it may stand in a message: short, and null said in words."""
    if isinstance(value, Message):
        return value
    text = "null" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def printable(text: str) -> str:
    """Return a text fit for a terminal: what cannot be printed, control characters among it, is replaced."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def listed(values: Sequence[object]) -> str:
    """Return values as a list for a message, cut where it grows long."""
    return shown(", ".join(map(str, values[:_LONGEST])))


def _of_one_kind(alike: Sequence[Finding]) -> list[Fault]:
    examples = [fault for finding in alike for fault in finding.faults][:EXAMPLES]
    rest = sum(finding.count for finding in alike) - len(examples)
    if rest == 0:
        return examples
    first = examples[0]
    problem = _more(rest, of_rows=first.row is not None)
    column = first.column if len({fault.column for fault in examples}) == 1 else None
    return [*examples, replace(first, file=alike[0].where, column=column, row=None, problem=problem)]


def _more(rest: int, *, of_rows: bool) -> Message:
    if rest == 1:
        return mark("1 more row with the same fault") if of_rows else mark("1 more place with the same fault")
    count = f"{rest:,}"
    if of_rows:
        return mark("{count} more rows with the same fault", count=count)
    return mark("{count} more places with the same fault", count=count)


def _presentable(fault: Fault) -> Fault:
    return replace(
        fault,
        file=hidden_numbers(printable(fault.file)),
        column=None if fault.column is None else hidden(printable(fault.column)),
        problem=_each_value(lambda text: hidden(printable(text)), fault.problem),
    )


def _each_value(change: Callable[[str], str], said: Message) -> Message:
    """Return a sentence with its values changed; its words are ours and stay."""
    changed = {
        name: _each_value(change, value) if isinstance(value, Message) else change(value)
        for name, value in said.values.items()
    }
    return Message(said.template, changed)


def _readable(rows: pl.DataFrame) -> list[dict[str, object]]:
    # Times are read as plain numbers: Python's own types end at the year 9999, a file's need not.
    types = rows.schema
    plain = rows.with_columns(pl.col(name).to_physical() for name, dtype in types.items() if dtype.is_temporal())
    return [{name: _in_words(value, types[name]) for name, value in row.items()} for row in plain.to_dicts()]


def _in_words(value: object, dtype: pl.DataType) -> object:
    if not isinstance(value, int):
        return value
    try:
        if isinstance(dtype, pl.Date):
            return _EPOCH_DAY + timedelta(days=value)
        if isinstance(dtype, pl.Datetime):
            moment = datetime.fromtimestamp(value // 1000, UTC) + timedelta(milliseconds=value % 1000)
            return moment.astimezone(ZoneInfo(dtype.time_zone or "UTC"))
    except (OverflowError, ValueError, OSError):
        return mark("beyond the calendar")
    return value
