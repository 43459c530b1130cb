"""The changes that make mutants, by example, and that what is listed as equivalent still is a change."""

import ast

import pytest
import run
import trial
from change import changes


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("a = b <= c", {"a = b < c", "a = b > c"}),
        ("a = b is None", {"a = b is not None"}),
        ("a = (b) + (c)", {"a = (b) - (c)"}),
        ("a = b and not c", {"a = b or not c", "a = b and c"}),
        ("a = 7", {"a = 8", "a = 6"}),
        ("a = 1", {"a = 2"}),
        ("a = 60", {"a = 120", "a = 30"}),
        ("a = 0.05", {"a = 0.0", "a = 0.1", "a = 0.025"}),
        ("a = min(b)", {"a = max(b)"}),
        ("a = b.first()", {"a = b.last()"}),
        ('a = b.join(c, how="inner")', {'a = b.join(c, how="left")'}),
        ("a.append(b)", {"pass"}),
        ("a += b", {"pass"}),
        ("raise ValueError(b > 9)", {"pass"}),
        ("a: int | None = b", set()),
        ('"""Up to 60 < 61."""', set()),
        ("é = 'ü' + b + c", {"é = 'ü' + b - c"}),
    ],
)
def test_a_line_becomes(line: str, becomes: set[str]) -> None:
    assert {change.applied(line) for change in changes(line)} == becomes


def test_what_a_file_becomes_is_read_by_python_and_is_not_what_it_was() -> None:
    source = (trial.ROOT / "dashboard/counting/area.py").read_text()
    for change in changes(source):
        changed = change.applied(source)
        assert changed != source
        ast.parse(changed)
        before, after = change.lines(source)
        assert before != after
        assert source.splitlines()[change.line - 1].split()[0] in before


def test_the_same_are_drawn_whatever_changes_elsewhere() -> None:
    mutants = run.every_mutant()
    drawn = run.sampled(mutants, 20)
    assert drawn == run.sampled(list(reversed(mutants)), 20)
    assert [each for each in run.sampled(mutants[1:], 20) if each in drawn] == [
        each for each in drawn if each != mutants[0]
    ]


def test_what_is_listed_as_equivalent_is_a_change_of_the_code_with_a_reason() -> None:
    listed = run.equivalents()
    of_scripts = any(each["file"].endswith(".mjs") for each in listed)
    keys = {mutant.key for mutant in [*run.every_mutant(), *(run.every_script_mutant() if of_scripts else [])]}
    for each in listed:
        assert (each["file"], each["line"], each["becomes"]) in keys
        assert each["why"]
