"""The process that reads releases for `apart`: a folder a line comes in; names of files, then the faults, go out.

Leaves when nobody asks for a while. Bounded in memory, so that a file that asks for more than there is ends this
process alone.
"""

from __future__ import annotations

import json
import os
import resource
import select
import sys
from pathlib import Path

from dashboard.release.check.told import to_json
from dashboard.release.check.whole import check

IDLE_S = 5
_SHARE_OF_MEMORY = 0.75


def main() -> None:
    """Check each folder that comes in, until none does."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    resource.setrlimit(resource.RLIMIT_DATA, (int(memory * _SHARE_OF_MEMORY), resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while select.select([sys.stdin], [], [], IDLE_S)[0] and (line := sys.stdin.readline()):
        _say([to_json(fault) for fault in check(Path(json.loads(line)), _say)])


def _say(what: object) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 the other process reads it


if __name__ == "__main__":
    main()
