"""The product's own servers, started as a user starts them, and what they wrote."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

BIN = Path(sys.executable).parent
HERE = Path(__file__).parent
PATIENCE_S = 180


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server: its origin, its process, and the file that its output goes to."""

    origin: str
    process: subprocess.Popen[bytes]
    output: Path

    def until(self, *statuses: int) -> Server:
        """Wait until /health answers with one of `statuses`."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"the server ended: {self.output.read_text()}"
            if self.health() in statuses:
                return self
            time.sleep(0.05)
        msg = f"/health did not answer {statuses} in {PATIENCE_S} s: {self.output.read_text()}"
        raise AssertionError(msg)

    def health(self) -> int | None:
        """Return the status of /health, None while nobody listens."""
        try:
            with urllib.request.urlopen(f"{self.origin}/health", timeout=5) as reply:  # noqa: S310 this machine
                return int(reply.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return None

    def stop(self) -> str:
        """End the server and return what it wrote."""
        self.process.terminate()
        self.process.wait(timeout=PATIENCE_S)
        return self.output.read_text()


def serve(*folders: Path | str, imports: Path | None = None) -> Server:
    """Start `screening-scope serve` on a free port; files can be dropped where there is a folder for `imports`."""
    dropped = [] if imports is None else ["--imports", str(imports)]
    return start([str(BIN / "screening-scope"), "serve", *map(str, folders), *dropped, "--port"])


def gunicorn(door: str, folder: Path, **environment: str) -> Server:
    """Start a WSGI door with gunicorn on a free port, as a hosting service does."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        door,
        "--pythonpath",
        str(HERE),
        "--threads",
        "8",
        "--no-control-socket",
    ]
    return start([*command, "--log-level", "warning", "--bind"], "127.0.0.1:", RELEASE=str(folder), **environment)


def hosted(folder: Path, **environment: str) -> Server:
    """Start the server on a free port as the Procfile tells a hosting service to."""
    web = (HERE.parents[1] / "Procfile").read_text(encoding="utf-8").removeprefix("web: ").strip()
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return start(
        ["sh", "-c", f"export PORT=$0; cd {HERE.parents[1]} && exec {web}"],
        PATH=path,
        RELEASE=str(folder),
        **environment,
    )


def start(command: list[str], before_port: str = "", *, cwd: Path | None = None, **environment: str) -> Server:
    """Start a command that ends in a free port, in a folder, with names of the environment beside its own."""
    port = _free_port()
    own = {name: value for name, value in os.environ.items() if name not in {"RELEASE", "HOST"}}
    with tempfile.NamedTemporaryFile(prefix="screening-scope-", suffix=".log", delete=False) as output:
        process = subprocess.Popen(
            [*command, f"{before_port}{port}"],
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**own, **environment},
            cwd=cwd,
        )
    return Server(origin=f"http://127.0.0.1:{port}", process=process, output=Path(output.name))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
