"""Two commands that write the same release, or file, at once: one after the other, and nothing of either is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from children import is_sentence, started, wait
from inputs import Case, command
from table import Row


def together(one: Case, other: Case, times: int) -> Row:
    """Run two commands on one folder at once; what lies there is what one of them wrote, whole."""
    counts: Counter[str] = Counter()
    words = (*other.words[:-1], one.out)
    for _ in range(times):
        one.restore()
        children = [started(command, each) for each in (one.words, words)]
        codes = [wait(*child) for child in children]
        well = all(code == 0 or (code == 1 and is_sentence(said)) for code, said in codes)
        said = well and any(code == 0 for code, _ in codes) and one.left() == []
        counts.update(["times", one.found(), *(["said"] if said else [])])
        if not said:
            print(one.name, other.name, codes, one.left(), flush=True)
    return Row(what=f"{one.name} beside {other.name}", step="from the start", **counts)


def briefed_together(release: Path, rule: str, file: Path, times: int) -> Row:
    """Write two briefings to one file at once."""
    counts: Counter[str] = Counter()
    for _ in range(times):
        children = [started(command, ("brief", release, "--rule", rule, "--out", file)) for _ in range(2)]
        codes = [wait(*child)[0] for child in children]
        whole = file.read_bytes()
        found = "new" if whole[:5] == b"%PDF-" and b"%%EOF" in whole[-16:] else "mixed"
        alone = [path.name for path in file.parent.iterdir()] == [file.name]
        counts.update(["times", found, *(["said"] if codes == [0, 0] and alone else [])])
    return Row(what="brief beside brief", step="from the start", **counts)
