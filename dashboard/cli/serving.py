"""The commands that serve the page."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.console import out, progress
from dashboard.errors import ReleaseError, ScopeError

if TYPE_CHECKING:
    from dashboard.settings import Settings

# To listen on every address of the machine.
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 what it is called, to say what it takes

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
    _serve(folders, host, port, workers)


def demo(
    *,
    prepare: Annotated[bool, typer.Option("--prepare", help="Only make the shipped release complete.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make it again from its seed.")] = False,
    host: Host = "127.0.0.1",
    port: Port = 8050,
) -> None:
    """Serve the demonstration release, a synthetic Beijing in June 2020."""
    from dashboard.builder.progress import shown
    from dashboard.demo import demo as demonstration
    from dashboard.settings import DEMO_RELEASE

    if rebuild:
        with shown(out) as report:
            demonstration.rebuild(report=report)
        return
    demonstration.prepare()
    if not prepare:
        _serve([str(DEMO_RELEASE)], host, port, workers=1)


def _serve(folders: list[str], host: str, port: int, workers: int) -> None:
    from dashboard.settings import Settings

    settings = Settings.read()
    _check_free(host, port)
    _open_once(folders)
    for line in _where(host, port, settings):
        out.print(line, markup=False)
    hosts = ",".join(filter(None, (settings.allowed_hosts, "" if host in EVERYWHERE else host)))
    environment = {**os.environ, "RELEASE": os.pathsep.join(folders), "ALLOWED_HOSTS": hosts}
    command = [sys.executable, "-m", "gunicorn", "dashboard.server:server", "--bind", f"{_bracketed(host)}:{port}"]
    options = ["--workers", str(workers), "--threads", "8", "--log-level", "warning", "--timeout", "120"]
    # PUBLIC_URL alone says where a proxy is reached.
    options += ["--forwarded-allow-ips", ""]
    sys.stdout.flush()
    os.execve(sys.executable, [*command, *options], environment)  # noqa: S606 the server takes this process's place


def _where(host: str, port: int, settings: Settings) -> list[str]:
    """Return where the page is, and what to set where it is to be reached from elsewhere."""
    here = "127.0.0.1" if host in EVERYWHERE else _bracketed(host)
    lines = [f"Open {settings.public_url or f'http://{here}:{port}'} in a browser. Ctrl+C stops."]
    if host in EVERYWHERE and not settings.hosts:
        lines.append(
            f"It listens on {host}, but answers to this machine alone: set ALLOWED_HOSTS to the names or addresses "
            "that others reach it by, or PUBLIC_URL to its address."
        )
    return lines


def _bracketed(host: str) -> str:
    """Return a host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


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


def _check_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            msg = f"{host}:{port} cannot be listened on ({error.strerror}), choose another with --host or --port"
            raise ScopeError(msg) from None
