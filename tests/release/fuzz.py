"""Check and serve thousands of damaged releases: python tests/release/fuzz.py [COUNT [FIRST]].

Each is the small release after one of the ways of mutations.py. None may raise, be opened where a file is not the one
that the manifest lists, or be served and then fail to answer.
"""

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

import mutations
import small

from dashboard.api.server import make_server
from dashboard.release.shelf import Shelf
from dashboard.release.write import hash_of
from dashboard.ui.pages import status

ENDED = "ended the process"
DAYS = f"start={small.DATES[0]}&end={small.DATES[-1]}"
ASKED = (
    "releases",
    "sites",
    f"count?site=xinfadi&radius_m=500&min_dwell_min=15&{DAYS}",
    f"matrix?site=xinfadi&{DAYS}",
    f"presence?south=39.7&west=116.2&north=39.9&east=116.5&{DAYS}",
)


def main(count: int, first: int) -> int:
    """Print what became of each mutation, and return how many were handled wrongly."""
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["XDG_CACHE_HOME"] = temporary
        sound = small.write_small(Path(temporary) / "sound")
        for seed in range(first, first + count):
            with tempfile.TemporaryDirectory(dir=temporary) as place:
                release = small.copy(sound, Path(place) / "release")
                way = mutations.damage(release, seed)
                outcome = outcome_of(release)
            outcomes[outcome] += 1
            if outcome.startswith("wrong"):
                print(f"seed {seed}, {way}: {outcome}", flush=True)  # noqa: T201
    for outcome, times in outcomes.most_common():
        print(f"{times:7,} {outcome}")  # noqa: T201
    return sum(times for outcome, times in outcomes.items() if outcome.startswith("wrong"))


def outcome_of(release: Path) -> str:
    """Return what becomes of a release that may be damaged: refused, refused since it ended a reader, or accepted."""
    shelf = Shelf([release])
    try:
        shelf.open()
        status.refused(shelf.faults)
    except Exception as error:  # noqa: BLE001 this is what is looked for
        return f"wrong: raised {type(error).__name__}: {error}"
    if shelf.state == "refused":
        ended = any(ENDED in fault.problem for fault in shelf.faults)
        return "refused, reading it ended the process" if ended else "refused"
    if any(hash_of(release / file["path"]) != file["sha256"] for file in small.listed(release)):
        return "wrong: accepted with a hash that does not match"
    failed = [path for path in ASKED if replies(shelf, path) >= 500]
    return f"wrong: accepted, but fails at {failed}" if failed else "accepted, and served without a failure"


def replies(shelf: Shelf, path: str) -> int:
    """Return the status that the server of a shelf answers with."""
    with make_server(shelf).test_client() as client:
        return client.get(f"/api/v1/{path}").status_code


if __name__ == "__main__":
    given = list(map(int, sys.argv[1:]))
    sys.exit(main(given[0] if given else 10_000, given[1] if len(given) > 1 else 0) > 0)
