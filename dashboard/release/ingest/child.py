"""The process that reads a dropped file for `apart`: what is asked comes in as JSON, what is answered goes out.

Bounded in memory, so that a file that asks for more ends this process alone.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from dashboard.language import speak
from dashboard.release.ingest.answered import answered

BYTES_AT_MOST = 6_000_000_000
_SHARE_OF_MEMORY = 0.5


def main() -> None:
    """Answer what is asked of one file, by its name in the folder that is named."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    most = min(int(memory * _SHARE_OF_MEMORY), BYTES_AT_MOST)
    resource.setrlimit(resource.RLIMIT_DATA, (most, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.load(sys.stdin)
    speak(asked["language"])
    os.chdir(asked["folder"])
    cells, out = (None if asked[name] is None else Path(asked[name]) for name in ("cells", "out"))
    found = answered(Path(asked["file"]), asked["stated"], cells=cells, out=out)
    json.dump(asdict(found), sys.stdout)


if __name__ == "__main__":
    main()
