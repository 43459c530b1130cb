"""List the tests that pytest would run and those that its options leave out: python tests/listed.py [OPTION ...].

Prints JSON: under `run` and `left_out` the id of each test with the fixtures that it uses.
"""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout

import pytest


class Listed:
    """A plugin that keeps what was collected."""

    def __init__(self) -> None:
        self.run: dict[str, list[str]] = {}
        self.left_out: dict[str, list[str]] = {}

    def pytest_deselected(self, items: list[pytest.Function]) -> None:
        """Keep what the options leave out."""
        self.left_out.update(_fixtures(items))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Keep what is left to run."""
        self.run.update(_fixtures(session.items))


def _fixtures(items: list[pytest.Item]) -> dict[str, list[str]]:
    return {item.nodeid: item.fixturenames for item in items}


if __name__ == "__main__":
    listed = Listed()
    with redirect_stdout(sys.stderr):
        code = pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", *sys.argv[1:]], plugins=[listed])
    print(json.dumps(vars(listed)))  # noqa: T201
    sys.exit(code)
