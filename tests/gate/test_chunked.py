"""A body that states no length is cut off at the limit by the real server, before it fills the memory of a worker."""

import http.client
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from made import counted
from serving import Server, gunicorn

from dashboard.gate.door import BODY_AT_MOST

pytestmark = pytest.mark.long

SENT_MB, GROWS_AT_MOST_MB = 64, 24
MB = 1_000_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = gunicorn("dashboard.server:server", counted(tmp_path_factory.mktemp("chunked") / "r")).until(200)
    yield started
    assert "Traceback" not in started.stop()


def post(server: Server, body: Iterator[bytes]) -> int:
    connection = http.client.HTTPConnection(urlsplit(server.origin).netloc, timeout=60)
    try:
        connection.putrequest("POST", "/_dash-update-component")
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        try:
            for piece in body:
                connection.send(b"%x\r\n%s\r\n" % (len(piece), piece))
            connection.send(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass  # it answered and does not read on
        return connection.getresponse().status
    finally:
        connection.close()


def held_mb(server: Server) -> float:
    """Return the most memory that any process of a server has held at once, in MB."""
    parent = server.process.pid
    workers = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    peaks = [
        int(line.split()[1])
        for worker in workers
        for line in Path(f"/proc/{worker}/status").read_text().splitlines()
        if line.startswith("VmHWM")
    ]
    return max(peaks) * 1024 / MB


def test_a_body_without_a_length_is_cut_off_at_the_limit(server: Server) -> None:
    post(server, iter([b"{}"]))
    before = held_mb(server)
    assert post(server, (b" " * (BODY_AT_MOST // 2) for _ in range(3))) == 413
    # The rest of what is sent may reset the connection before the answer is read.
    with suppress(ConnectionResetError, http.client.RemoteDisconnected):
        assert post(server, (b" " * MB for _ in range(SENT_MB))) == 413
    assert held_mb(server) - before < GROWS_AT_MOST_MB
    assert post(server, iter([b"{}"])) == 400
