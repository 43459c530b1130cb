"""The command `screening-scope`."""

from __future__ import annotations

import json
import os
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from dashboard.errors import ReleaseError, ScopeError
from dashboard.release.load import load, read_manifest

app = typer.Typer(
    help="How many people a screening rule would flag, from counts alone.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a release.")]


@app.command()
def check(folder: Dir) -> None:
    """Say every fault of a release with file, column, row and remedy (exit 1), or sum it up (exit 0)."""
    from dashboard.release.check import check as faults_of
    from dashboard.release.summary import summary

    faults = faults_of(folder)
    if faults:
        raise ReleaseError(faults)
    out.print(summary(load(folder)))


@app.command()
def count(
    folder: Dir,
    site: Annotated[str, typer.Option(help="site_id of the place.")],
    radius_m: Annotated[int, typer.Option(help="Radius in metres, one of the release's stops.")],
    min_dwell_min: Annotated[int, typer.Option(help="Minimum stay in minutes, one of the release's stops.")],
    start: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First local date.")],
    end: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last local date.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: method, devices, people, rule.")] = False,
) -> None:
    """Say how many devices and people a rule would flag: the number of the page."""
    from dashboard.counting.count import count as count_of
    from dashboard.rule import Rule
    from dashboard.views.text import METHODS, sentence

    release = load(folder)
    rule = Rule(site=site, radius_m=radius_m, min_dwell_min=min_dwell_min, start=start.date(), end=end.date())
    result = count_of(release, rule)
    if as_json:
        print(json.dumps(result.to_dict(), indent=2))  # noqa: T201 JSON goes out as it is
        return
    synthetic = " Synthetic." if release.manifest.synthetic else ""
    out.print(f"{METHODS[result.method]}.{synthetic} {sentence(result, release.places[site].name)}")


@app.command()
def serve(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Folders of the releases to serve.")],
    *,
    host: Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Port to listen on.")] = 8050,
    workers: Annotated[int, typer.Option(min=1, help="Server processes.")] = 1,
) -> None:
    """Check releases and serve the page."""
    from dashboard.release.check import check as faults_of

    _check_free(host, port)
    faults = []
    for folder in folders:
        out.print(f"Checking {folder} ...")
        faults.extend(faults_of(folder))
    if faults:
        raise ReleaseError(faults)
    digests = ",".join(read_manifest(folder)[1] for folder in folders)
    out.print(f"Open http://{host}:{port} in a browser. Ctrl+C stops.")
    environment = {
        **os.environ,
        "RELEASE": os.pathsep.join(str(folder) for folder in folders),
        "CHECKED_DIGESTS": digests,
    }
    command = [sys.executable, "-m", "gunicorn", "dashboard.server:server", "--bind", f"{host}:{port}"]
    options = ["--workers", str(workers), "--threads", "8", "--log-level", "warning", "--timeout", "120"]
    sys.stdout.flush()
    os.execvpe(sys.executable, [*command, *options], environment)  # noqa: S606 the server takes this process's place


def main() -> None:
    """Run the command; an error for a user is one line on stderr and exit 1."""
    try:
        app()
    except ScopeError as error:
        err.print(str(error), markup=False)
        sys.exit(1)


def _check_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            msg = f"{host}:{port} cannot be listened on ({error.strerror}), choose another with --host or --port"
            raise ScopeError(msg) from None
