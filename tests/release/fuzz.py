"""Check and open thousands of damaged releases: python tests/release/fuzz.py [COUNT [FIRST]].

Each is the small release after one of the ways of mutations.py. None may raise, be opened where a file is not the one
that the manifest lists, or be opened although its check has faults.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

import mutations
import small

from dashboard.errors import ReleaseError
from dashboard.release.check import check
from dashboard.release.load import load
from dashboard.release.write import hash_of

ENDED = "ended the process"


def main(count: int, first: int) -> int:
    """Print what became of each mutation, and return how many were handled wrongly."""
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
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
    try:
        faults = check(release)
    except Exception as error:  # noqa: BLE001 this is what is looked for
        return f"wrong: check raised {type(error).__name__}: {error}"
    if faults:
        return "refused, reading it ended the process" if any(ENDED in fault.problem for fault in faults) else "refused"
    listed = small.listed(release)
    if any(hash_of(release / file["path"]) != file["sha256"] for file in listed):
        return "wrong: accepted with a hash that does not match"
    try:
        load(release)
    except ReleaseError as error:
        return f"wrong: accepted, but cannot be opened: {error}"
    except Exception as error:  # noqa: BLE001 the same
        return f"wrong: opening raised {type(error).__name__}: {error}"
    return "accepted: the change does no harm"


if __name__ == "__main__":
    given = list(map(int, sys.argv[1:]))
    sys.exit(main(given[0] if given else 10_000, given[1] if len(given) > 1 else 0) > 0)
