"""How far a build has come: what the builder reports, and how a terminal or a log shows it. Counts, never a device."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich import progress
from rich.console import Console
from rich.table import Column
from rich.text import Text

_LOG_EVERY_S = 10


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step that has dealt with `done` of `total` sightings; `total` is None where it is not known beforehand."""

    name: str
    done: int
    total: int | None

    def __str__(self) -> str:
        """Return the step as a sentence."""
        of_total = "" if self.total is None else f" of {self.total:,}"
        return f"{self.name}: {self.done:,}{of_total} sightings."


Report = Callable[[str | Step], None]  # takes a line for each thing done, and how far the present step has come


@contextmanager
def shown(console: Console) -> Iterator[Report]:
    """Give a report: a terminal shows a bar with speed and time left beneath the lines, a file or pipe lines alone."""
    if not console.is_terminal:
        yield log(lambda line: console.print(line, markup=False), time.monotonic)
        return
    columns = (
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(bar_width=16),
        _Sightings(table_column=Column(no_wrap=True)),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=console, transient=True) as bar:
        yield _on_terminal(bar)


def log(say: Callable[[str], None], clock: Callable[[], float]) -> Report:
    """Return a report that says each line, and at most every ten seconds how far a step has come and how fast."""
    begun: dict[str, float] = {}
    said: dict[str, float] = {}

    def report(event: str | Step) -> None:
        if isinstance(event, str):
            say(event)
            return
        now = clock()
        elapsed = now - begun.setdefault(event.name, now)
        if now - said.setdefault(event.name, now) >= _LOG_EVERY_S:
            said[event.name] = now
            say(f"{event} {pace(event, elapsed)}")

    return report


def pace(step: Step, elapsed_s: float) -> str:
    """Return in words how fast a step goes, and how long it will take if it goes on so."""
    a_second = step.done / elapsed_s
    fast = f"{a_second:,.0f} a second"
    if step.total is None or not step.done:
        return f"{fast}."
    left_s = (step.total - step.done) / a_second
    left = f"{left_s:,.0f} seconds" if left_s < 120 else f"{left_s / 60:,.0f} minutes"
    return f"{fast}, about {left} left."


def _on_terminal(bar: progress.Progress) -> Report:
    tasks: dict[str, progress.TaskID] = {}

    def report(event: str | Step) -> None:
        if isinstance(event, str):
            bar.console.print(event, markup=False)
            return
        if event.name not in tasks:
            for task in tasks.values():
                bar.update(task, visible=False)
            tasks[event.name] = bar.add_task(event.name, total=event.total)
        bar.update(tasks[event.name], completed=event.done, total=event.total)

    return report


class _Sightings(progress.ProgressColumn):
    def render(self, task: progress.Task) -> Text:
        of_total = "" if task.total is None else f" of {task.total:,.0f}"
        speed = task.finished_speed or task.speed
        a_second = "" if speed is None else f", {speed:,.0f} a second"
        return Text(f"{task.completed:,.0f}{of_total} sightings{a_second}")
