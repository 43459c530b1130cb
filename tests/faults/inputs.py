"""Small inputs of each command that writes a release, and what tells the release that it writes from the old one."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import numpy as np
from children import ended

from dashboard import cells
from dashboard.cli import main
from dashboard.demo import demo
from dashboard.release.check import check
from dashboard.release.load import read_manifest

PLACES = ((39.91, 116.40), (39.93, 116.42))
FIRST = datetime(2020, 6, 10, 0, tzinfo=UTC)
DAYS, DEVICES = 5, 40
DEMO = "demo --rebuild"
COUNTED = ("--radii-m", "250,500", "--min-dwell-min", "0,15", "--threshold", "2", "--no-noise")
ABOUT = {"operator": {"name": "A", "market_share": 0.5}, "time_zone": "Asia/Shanghai", "dwell_bands_min": [0, 15]}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A command that writes a release to `out`, the release that lies there before, and how to tell it from the new."""

    name: str
    out: Path
    old: Path
    words: tuple[object, ...]

    def restore(self) -> None:
        """Put the old release back, with nothing beside it."""
        for left in self.out.parent.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        shutil.copytree(self.old, self.out)

    def found(self) -> str:
        """Return what lies in `out`: "old" or "new", sound; else "mixed"."""
        if not self.out.exists():
            return "mixed"
        digest = read_manifest(self.out)[1]
        if digest == read_manifest(self.old)[1]:
            same = {file: (self.out / file).read_bytes() == (self.old / file).read_bytes() for file in _files(self.old)}
            return "old" if all(same.values()) and _files(self.out) == _files(self.old) else "mixed"
        return "mixed" if check(self.out) else "new"

    def left(self) -> list[str]:
        """Return what lies beside `out`."""
        return sorted(path.name for path in self.out.parent.iterdir() if path != self.out)


def cases(folder: Path) -> list[Case]:
    """Write the inputs to a folder and return every case."""
    write_inputs(folder)
    last = (FIRST + timedelta(days=DAYS - 1)).date()
    sightings = ("--sightings", folder / "sightings.csv", "--home", folder / "home.csv")
    places = ("--sites", folder / "sites.csv", "--manifest", folder / "new.json")
    named = ("--cell", "cell", "--time", "time", "--devices", "devices", "--title", "new")
    zone = ("--time-zone", "Asia/Shanghai", "--site", f"Market,{PLACES[0][0]},{PLACES[0][1]}")
    return [
        _case(folder, "build", "build", *sightings, *places, *COUNTED),
        _case(folder, "import", "import", folder / "counts.csv", *named, *zone),
        _case(folder, "build --add-date", "build", *sightings, "--add-date", last, "--no-noise"),
    ]


def rebuilding(folder: Path) -> Case:
    """Return the demonstration made again from its seed, all of it; its inputs are those of `cases`."""
    out = folder / "demonstration" / "release"
    out.parent.mkdir()
    return Case(name=DEMO, out=out, old=folder / "old", words=(DEMO, out))


def command(words: Sequence[object]) -> None:
    """Run a command of the product, or make the demonstration again, in this process."""
    if words[0] == DEMO:
        demo.rebuild(Path(str(words[1])), report=lambda _: None)
        return
    with patch.object(sys, "argv", ["screening-scope", *map(str, words)]):
        main()


def write_inputs(folder: Path) -> None:
    """Write sightings of a few days, homes, places, counts, and the old release, of all days but the last."""
    rng = np.random.default_rng(7)
    rows, counts = ["device,time,cell"], ["cell,time,devices"]
    for device in range(DEVICES):
        for day in range(DAYS):
            lat, lng = PLACES[(device + day) % 2] + rng.normal(0, 0.002, 2)
            start = FIRST + timedelta(days=day, hours=int(rng.integers(1, 14)), minutes=device)
            at = cells.to_text(cells.at(lat, lng, 10))
            rows += [f"d{device},{(start + timedelta(minutes=m)).isoformat()},{at}" for m in (0, 20, 40)]
    for hour in range(48):
        for number in range(8):
            at = cells.to_text(cells.at(PLACES[0][0] + 0.01 * number, PLACES[0][1], 9))
            counts.append(f"{at},{(FIRST + timedelta(hours=hour)).isoformat()},{20 + number}")
    homes = ["device,home", *(f"d{device},{'110106' if device % 3 else 'outside'}" for device in range(DEVICES))]
    head = "site_id,name,name_zh,kind,lat,lng,district,members"
    sites = [head, *(f"s{n},Market {n},,market,{lat},{lng},," for n, (lat, lng) in enumerate(PLACES))]
    for name, lines in (("sightings", rows), ("counts", counts), ("home", homes), ("sites", sites)):
        (folder / f"{name}.csv").write_text("\n".join([*lines, ""]))
    last = (FIRST + timedelta(days=DAYS - 2)).date()
    period = {"period": {"start": FIRST.date().isoformat(), "end": last.isoformat()}}
    for title, more in (("old", {**period, "lookback_start": FIRST.date().isoformat()}), ("new", {})):
        (folder / f"{title}.json").write_text(json.dumps({**ABOUT, "title": title, **more}))
    options = ["--sightings", folder / "sightings.csv", "--home", folder / "home.csv", "--sites", folder / "sites.csv"]
    code, said = ended(
        command, ["build", *options, "--manifest", folder / "old.json", *COUNTED, "--out", folder / "old"]
    )
    assert code == 0, said


def _case(folder: Path, name: str, *words: object) -> Case:
    out = folder / name.replace(" ", "") / "release"
    out.parent.mkdir()
    return Case(name=name, out=out, old=folder / "old", words=(*words, "--out", out))


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
