"""Processes that start in no time, to be killed: forked from one that has imported the product and done nothing."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

PRELOADED = ["dashboard.builder.from_files", "dashboard.cli", "dashboard.demo.demo", "dashboard.release.ingest"]
context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload([*PRELOADED, "dashboard.cells"])


def started(work: Callable[..., None], *arguments: Any) -> tuple[BaseProcess, Path]:  # noqa: ANN401 of any work
    """Start work in a process of its own; return it and the file that its words go to."""
    with tempfile.NamedTemporaryFile(prefix="faults-", delete=False) as said:
        child = context.Process(target=_work, args=(said.name, work, *arguments))
    child.start()
    return child, Path(said.name)


def ended(work: Callable[..., None], *arguments: Any) -> tuple[int | None, str]:  # noqa: ANN401 of any work
    """Do work in a process of its own; return its exit code and what it said on stderr."""
    child, said = started(work, *arguments)
    return wait(child, said)


def wait(child: BaseProcess, said: Path) -> tuple[int | None, str]:
    """Wait until a process ends; return its exit code and what it said on stderr."""
    child.join()
    words = said.read_text()
    said.unlink()
    return child.exitcode, words


def is_sentence(words: str) -> bool:
    """Say whether what a command said on stderr is one line and no traceback."""
    return len(words.splitlines()) == 1 and "Traceback" not in words


def _work(said: str, work: Callable[..., None], *arguments: Any) -> None:  # noqa: ANN401 of any work
    os.dup2(os.open(said, os.O_WRONLY), 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.stderr = os.fdopen(2, "w", buffering=1)
    from rich.console import Console

    from dashboard import cli

    cli.err = Console(stderr=True, highlight=False, soft_wrap=True)
    work(*arguments)
