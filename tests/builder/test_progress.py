"""What a build says of its progress: a bar on a terminal, plain lines in a log, and never a device."""

import io
from pathlib import Path

import test_build_files as small
from rich.console import Console

from dashboard.builder.progress import Step, log, pace, shown


def step(done: int, total: int | None = 9_000_000) -> Step:
    return Step(name="Counting", done=done, total=total)


def test_a_log_says_every_line_and_a_step_each_ten_seconds() -> None:
    said: list[str] = []
    times = iter([0, 4, 11, 15, 25])
    report = log(said.append, lambda: next(times))
    for event in (step(0), step(1_000), step(1_100_000), "Read the homes.", step(2_000_000), step(5_000_000)):
        report(event)
    assert said == [
        "Counting: 1,100,000 of 9,000,000 sightings. 100,000 a second, about 79 seconds left.",
        "Read the homes.",
        "Counting: 5,000,000 of 9,000,000 sightings. 200,000 a second, about 20 seconds left.",
    ]


def test_a_new_step_has_its_own_time() -> None:
    said: list[str] = []
    times = iter([0, 12, 13, 23])
    report = log(said.append, lambda: next(times))
    for event in (
        step(0),
        step(9_000_000),
        Step(name="Next", done=0, total=None),
        Step(name="Next", done=50, total=None),
    ):
        report(event)
    assert said[1:] == ["Next: 50 sightings. 5 a second."]


def test_the_time_left_is_in_seconds_or_minutes() -> None:
    assert pace(step(4_500_000), 60) == "75,000 a second, about 60 seconds left."
    assert pace(step(1_000_000), 60) == "16,667 a second, about 8 minutes left."
    assert pace(step(0), 60) == "0 a second."
    assert pace(step(6_000, None), 60) == "100 a second."


def test_a_pipe_gets_lines_without_control_characters() -> None:
    pipe = io.StringIO()
    with shown(Console(file=pipe, soft_wrap=True)) as report:
        report(step(0))
        report("[1/2] Read 12 sightings.")
        report(step(9_000_000))
    assert pipe.getvalue() == "[1/2] Read 12 sightings.\n"


def test_a_terminal_gets_a_bar_beneath_the_lines_and_no_trace_of_it_stays() -> None:
    terminal = io.StringIO()
    with shown(Console(file=terminal, force_terminal=True, highlight=False, width=80)) as report:
        report(Step(name="Reading", done=0, total=None))
        report("Read 12 sightings.")
        report(step(0))
        report(step(1_000_000))
        report(step(3_000_000))
    text = terminal.getvalue()
    assert "Read 12 sightings.\n" in text
    assert "Counting" in text
    assert "3,000,000 of 9,000,000 sightings, " in text
    assert " a second" in text
    assert text.endswith("\x1b[2K")


def test_a_build_says_how_far_it_has_come(tmp_path: Path) -> None:
    steps: list[object] = []
    manifest = small.built(tmp_path, report=steps.append, sightings=small.SIGHTINGS)
    assert manifest.files
    found = [step for step in steps if isinstance(step, Step)]
    assert [(step.name, step.done, step.total) for step in found] == [
        ("Reading", 0, None),
        ("Reading", 6, None),
        ("Ordering", 0, 6),
        ("Counting", 0, 6),
        ("Counting", 6, 6),
    ]
