"""The commands that serve the page."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.console import err, out, progress
from dashboard.errors import ReleaseError, ScopeError
from dashboard.shipped import DEMO_RELEASE, INSTALLED, OF_PAGES, PACKAGE, require

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
    basemap: Annotated[
        Path | None, typer.Option(envvar="BASEMAP", help="Folder of a base map, as the command basemap wrote it.")
    ] = None,
    imports: Annotated[
        Path | None,
        typer.Option(envvar="IMPORTS", help="Let files be dropped on the Data page, and save them in this folder."),
    ] = None,
) -> None:
    """Check releases and serve the page."""
    require(*OF_PAGES)
    if basemap is not None:
        from dashboard.basemap.folder import open_basemap

        open_basemap(basemap)
        os.environ["BASEMAP"] = str(basemap.resolve())
    if imports is not None:
        os.environ["IMPORTS"] = str(_made(imports))
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
    from dashboard.settings import Settings

    settings = Settings.read()
    _check_free(host, port)
    _open_once(folders)
    _say_what_fonts_lack()
    for line in _where(host, port, settings):
        out.print(line, markup=False)
    hosts = ",".join(filter(None, (settings.allowed_hosts, "" if host in EVERYWHERE else host)))
    resolved = json.dumps([Where.of(folder).resolved for folder in folders])
    environment = {**os.environ, "RELEASE": resolved, "ALLOWED_HOSTS": hosts}
    command = [sys.executable, "-m", "gunicorn", "dashboard.server:server", "--bind", f"{_bracketed(host)}:{port}"]
    options = ["--workers", str(workers), "--threads", "8", "--log-level", "warning", "--timeout", "120"]
    # PUBLIC_URL alone says where a proxy is reached.
    options += ["--forwarded-allow-ips", ""]
    sys.stdout.flush()
    # gunicorn imports from the folder it stands in first, and reads its gunicorn.conf.py: no stranger's.
    os.chdir(PACKAGE.parent)
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


def _made(folder: Path) -> Path:
    """Return a folder that releases can be saved in; raise ScopeError where there can be none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{folder} cannot be written ({error.strerror}), expected a folder for imported releases"
        raise ScopeError(msg) from None
    return folder.resolve()


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
