"""What the commands share: where they write, how they open a release, and what they say meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from dashboard.release.load import Release

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Dir = Annotated[str, typer.Argument(metavar="DIR", help="Folder of a release, or its address: s3://bucket/release.")]


def opened(folder: str) -> Release:
    """Return a release that was checked; raise ReleaseError with its faults."""
    from dashboard.release.opening import open_checked

    return open_checked(folder).release


@contextmanager
def progress(folder: str) -> Iterator[Callable[[str], None]]:
    """Say on a terminal which file is being read; elsewhere, that the release is being checked."""
    if not out.is_terminal:
        out.print(f"Checking {folder} ...", markup=False)
        yield lambda _: None
        return
    with out.status(escape(f"Checking {folder} ...")) as status:
        yield lambda file: status.update(escape(f"Checking {folder}: {file}"))
