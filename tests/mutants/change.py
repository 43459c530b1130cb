"""The changes that make mutants of a Python file: each is one that a slip of the hand could make.

An operator, a number, a flag, one of a few words and names, a statement left out. What any test would see, since
nothing runs any more, is not changed: other names and words, annotations, decorators.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

OPERATORS: dict[type[ast.AST], tuple[str, tuple[str, ...]]] = {
    ast.Lt: ("<", ("<=", ">")),
    ast.LtE: ("<=", ("<", ">")),
    ast.Gt: (">", (">=", "<")),
    ast.GtE: (">=", (">", "<")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
    ast.Is: ("is", ("is not",)),
    ast.IsNot: ("is not", ("is",)),
    ast.In: ("in", ("not in",)),
    ast.NotIn: ("not in", ("in",)),
    ast.And: ("and", ("or",)),
    ast.Or: ("or", ("and",)),
    ast.Add: ("+", ("-",)),
    ast.Sub: ("-", ("+",)),
    ast.Mult: ("*", ("/",)),
    ast.Div: ("/", ("*",)),
    ast.FloorDiv: ("//", ("*",)),
    ast.Mod: ("%", ("*",)),
    ast.Pow: ("**", ("*",)),
    ast.BitAnd: ("&", ("|",)),
    ast.BitOr: ("|", ("&",)),
}
NAMES = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "ceil": "floor",
    "floor": "ceil",
    "first": "last",
    "last": "first",
    "head": "tail",
    "left": "right",
    "right": "left",
    "min_horizontal": "max_horizontal",
    "max_horizontal": "min_horizontal",
    "any_horizontal": "all_horizontal",
    "all_horizontal": "any_horizontal",
}
WORDS = {"left": "right", "right": "left", "both": "none", "lower": "upper", "upper": "lower", "inner": "left"}


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of a file: the characters from `start` to `end` become `after`.

    `line` is the first line changed, `within` the first and the last line of the function around it, or of the file.
    """

    line: int
    within: tuple[int, int]
    start: int
    end: int
    after: str

    def applied(self, source: str) -> str:
        """Return the source with the change."""
        return source[: self.start] + self.after + source[self.end :]

    def lines(self, source: str) -> tuple[str, str]:
        """Return the line as it is and as it becomes, without the blanks around."""
        first = source.rfind("\n", 0, self.start) + 1
        before = source[first : source.find("\n", self.end)]
        changed = source[first : self.start] + self.after + source[self.end : first + len(before)]
        return " ".join(before.split()), " ".join(changed.split())


def changes(source: str) -> list[Change]:
    """Return every change of a file, in the order of the file."""
    return sorted(Changes(source).of(ast.parse(source)), key=lambda change: (change.start, change.after))


class Changes:
    """The changes of one file."""

    def __init__(self, source: str) -> None:
        """Note where lines begin; the parser counts bytes in a line."""
        self._source = source
        self._lines = source.splitlines(keepends=True)
        self._within = 1, len(self._lines)
        self._begins = [0]
        for line in self._lines:
            self._begins.append(self._begins[-1] + len(line))

    def of(self, node: ast.AST) -> Iterator[Change]:
        """Yield the changes of a node and of what it holds."""
        if isinstance(node, ast.Raise):
            yield self._replaced(node, "pass")
            return
        if isinstance(node, ast.JoinedStr):
            return
        yield from self._of_one(node)
        outside = self._within
        if isinstance(node, ast.FunctionDef):
            self._within = node.lineno, node.end_lineno
        yield from self._of_parts(node)
        self._within = outside

    def _of_parts(self, node: ast.AST) -> Iterator[Change]:
        for name, value in ast.iter_fields(node):
            if name in {"annotation", "returns", "decorator_list"}:
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from self.of(child)

    def _of_one(self, node: ast.AST) -> Iterator[Change]:
        yield from self._of_operator(node)
        yield from self._of_value(node)
        if isinstance(node, ast.Continue | ast.Break):
            yield self._replaced(node, "break" if isinstance(node, ast.Continue) else "continue")
        done = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom)
        if done or isinstance(node, ast.AugAssign):
            yield self._replaced(node, "pass")
        if isinstance(node, ast.If | ast.IfExp) and isinstance(node.test, ast.Name | ast.Call | ast.Attribute):
            yield self._replaced(node.test, f"not {self._text(node.test)}")

    def _of_operator(self, node: ast.AST) -> Iterator[Change]:
        match node:
            case ast.Compare(left=left, ops=ops, comparators=others):
                for one, op, other in zip([left, *others], ops, others, strict=False):
                    yield from self._between(one, op, other)
            case ast.BoolOp(op=op, values=values):
                for one, other in pairwise(values):
                    yield from self._between(one, op, other)
            case ast.BinOp(left=left, op=op, right=right):
                if not any(isinstance(side, ast.Constant) and isinstance(side.value, str) for side in (left, right)):
                    yield from self._between(left, op, right)
            case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
                yield self._replaced(node, self._text(operand))

    def _of_value(self, node: ast.AST) -> Iterator[Change]:
        match node:
            case ast.Constant(value=value):
                yield from (self._replaced(node, other) for other in others_of(value))
            case ast.Name(id="min" | "max" | "any" | "all" as name):
                yield self._replaced(node, NAMES[name])
            case ast.Attribute(attr=name, value=value) if name in NAMES:
                yield self._replaced(node, f"{self._text(value)}.{NAMES[name]}")
            case ast.keyword(arg="how" | "closed" | "side" | "strategy", value=ast.Constant(value=str(word))):
                if word in WORDS:
                    yield self._replaced(node.value, f'"{WORDS[word]}"')

    def _between(self, left: ast.expr, op: ast.AST, right: ast.expr) -> Iterator[Change]:
        """Yield the changes of the operator between two operands; brackets may stand there, too."""
        if type(op) not in OPERATORS:
            return
        token, others = OPERATORS[type(op)]
        start, end = self._at(left.end_lineno, left.end_col_offset), self._at(right.lineno, right.col_offset)
        found = re.search(re.escape(token).replace(r"\ ", r"\s+"), self._source[start:end])
        if found:
            line = self._source.count("\n", 0, start + found.start()) + 1
            for other in others:
                span = {"start": start + found.start(), "end": start + found.end()}
                yield Change(line=line, within=self._within, after=other, **span)

    def _replaced(self, node: ast.AST, after: str) -> Change:
        start, end = self._span(node)
        return Change(line=node.lineno, within=self._within, start=start, end=end, after=after)

    def _text(self, node: ast.AST) -> str:
        start, end = self._span(node)
        return self._source[start:end]

    def _span(self, node: ast.AST) -> tuple[int, int]:
        return self._at(node.lineno, node.col_offset), self._at(node.end_lineno, node.end_col_offset)

    def _at(self, line: int, column: int) -> int:
        in_line = self._lines[line - 1].encode()[:column].decode()
        return self._begins[line - 1] + len(in_line)


def others_of(value: object) -> list[str]:
    """Return what may stand in the place of a constant: a flag turned, a number that is off by one, or by a factor."""
    if isinstance(value, bool):
        return [str(not value)]
    if isinstance(value, int):
        return [str(value * 2), str(value // 2)] if value >= 10 else [str(value + 1), str(value - 1)][: 1 + (value > 1)]
    if isinstance(value, float):
        return ["0.0", repr(value * 2), repr(value / 2)] if value else ["1.0"]
    return []
