"""The commands that serve the page."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.console import err, out, progress
from dashboard.errors import ReleaseError, ScopeError
from dashboard.shipped import DEMO_RELEASE, INSTALLED, OF_PAGES, PACKAGE, require

Host = Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")]
Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Port to listen on.")]


def serve(
    folders: Annotated[list[str], typer.Argument(metavar="DIR...", help="Folders or addresses of the releases.")],
    *,
    host: Host = "127.0.0.1",
    port: Port = 8050,
    workers: Annotated[int, typer.Option(min=1, help="Server processes.")] = 1,
) -> None:
    """Check releases and serve the page."""
    require(*OF_PAGES)
    _serve(folders, host, port, workers)


def demo(
    *,
    prepare: Annotated[bool, typer.Option("--prepare", help="Only make the shipped release complete.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make it again from its seed.")] = False,
    host: Host = "127.0.0.1",
    port: Port = 8050,
) -> None:
    """Serve the demonstration release, a synthetic Beijing in June 2020."""
    if rebuild:
        _rebuild()
        return
    require(*OF_PAGES, DEMO_RELEASE)
    from dashboard.demo.complete import complete

    folder = complete()
    if prepare:
        out.print(f"The demonstration is complete: {folder}", markup=False)
    else:
        _serve([str(folder)], host, port, workers=1)


def _rebuild() -> None:
    from dashboard.builder.progress import shown
    from dashboard.demo.complete import complete
    from dashboard.demo.demo import rebuild

    with shown(out) as report:
        rebuild(complete() if INSTALLED else DEMO_RELEASE, report=report)


def _serve(folders: list[str], host: str, port: int, workers: int) -> None:
    from dashboard.release.where import Where

    _check_free(host, port)
    _open_once(folders)
    _say_what_fonts_lack()
    out.print(f"Open http://{host}:{port} in a browser. Ctrl+C stops.")
    environment = {**os.environ, "RELEASE": os.pathsep.join(Where.of(folder).resolved for folder in folders)}
    command = [sys.executable, "-m", "gunicorn", "dashboard.server:server", "--bind", f"{host}:{port}"]
    options = ["--workers", str(workers), "--threads", "8", "--log-level", "warning", "--timeout", "120"]
    sys.stdout.flush()
    # gunicorn imports from the folder it stands in first, and reads its gunicorn.conf.py: no stranger's.
    os.chdir(PACKAGE.parent)
    os.execve(sys.executable, [*command, *options], environment)  # noqa: S606 the server takes this process's place


def _open_once(folders: list[str]) -> None:
    """Open the releases as the server will, which then finds their receipts; raise ReleaseError if it would refuse."""
    from dashboard.release.opening import Opened, open_checked
    from dashboard.release.shelf import Shelf

    def opened(folder: Path | str) -> Opened:
        with progress(str(folder)) as report:
            found = open_checked(folder, report)
        if found.receipt is not None:
            out.print(f"{folder} was checked before and no file has changed since: {found.receipt}", markup=False)
        return found

    shelf = Shelf(folders)
    shelf.open(opened)
    if shelf.faults:
        raise ReleaseError(shelf.faults)


def _say_what_fonts_lack() -> None:
    from dashboard.export.briefing.fonts import check_fonts
    from dashboard.language import CHINESE, in_language

    try:
        with in_language(CHINESE):
            check_fonts()
    except ScopeError as error:
        err.print(f"Briefings in Chinese will be refused: {error}.", markup=False)


def _check_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            msg = f"{host}:{port} cannot be listened on ({error.strerror}), choose another with --host or --port"
            raise ScopeError(msg) from None
