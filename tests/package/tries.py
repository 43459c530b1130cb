"""What is tried of an installed product: each command as it is typed, and the page in a real browser."""

from __future__ import annotations

import re
import subprocess
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from onpage import until
from playwright.sync_api import Browser
from serving import start
from watching import DESK, close, watched

from dashboard import cells

MARKET = (39.81, 116.341)
ASKED = "site=xinfadi&radius_m=500&min_dwell_min=15&start=2020-05-30&end=2020-06-12"
COLOURS = """
() => new Set([...document.querySelectorAll(".leaflet-container canvas")].flatMap((canvas) => [
  ...new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer)
])).size
"""
ENOUGH_COLOURS = 20  # of an empty map there is one


@dataclass(frozen=True, kw_only=True)
class Installed:
    """An installed product: its command, what it is started through, and the folder it stands in."""

    command: Path
    through: list[str]
    work: Path

    def run(self, *words: str | Path) -> str:
        """Run a command and return what it said; it must go well and say nothing beside."""
        ran = subprocess.run(
            [*self.through, self.command, *words], cwd=self.work, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, f"ended with {ran.returncode}: {ran.stdout[-500:]}{ran.stderr[-2000:]}"
        assert not ran.stderr, f"said beside: {ran.stderr[-2000:]}"
        return ran.stdout


def version(product: Installed, _browser: Browser) -> str:
    """Return name and version."""
    said = product.run("--version").strip()
    assert re.fullmatch(r"screening-scope \d+\.\d+\.\d+", said), said
    return said


def imported(product: Installed, _browser: Browser) -> str:
    """Import counts, check them and count in them."""
    at = cells.to_text(cells.at(*MARKET, 9))
    rows = "".join(f"{at},2020-06-10T{hour:02}:00:00+08:00,{20 + hour}\n" for hour in range(8, 12))
    (product.work / "counts.csv").write_text(f"h3,start,devices\n{rows}")
    columns = ["--cell", "h3", "--time", "start", "--devices", "devices", "--time-zone", "Asia/Shanghai"]
    site = ["--site", f"市场,{MARKET[0]},{MARKET[1]}", "--title", "Counts 计数"]
    product.run("import", "counts.csv", *columns, *site, "--out", "from counts")
    return _first(product.run("check", "from counts"))


def built(product: Installed, _browser: Browser) -> str:
    """Build a release from sightings, check it and count three devices in it."""
    at = cells.to_text(cells.at(*MARKET, 10))
    first = datetime(2020, 6, 10, 4, tzinfo=UTC)
    moments = [(name, first + timedelta(days=day, minutes=m)) for name, day in SEEN for m in (0, 20)]
    rows = "".join(f"{device},{moment.isoformat()},{at}\n" for device, moment in moments)
    (product.work / "sightings.csv").write_text(f"device,time,cell\n{rows}")
    places = f"market,Market,市场,market,{MARKET[0]},{MARKET[1]},,\n"
    (product.work / "sites.csv").write_text(f"site_id,name,name_zh,kind,lat,lng,district,members\n{places}")
    stops = ["--radii-m", "250,500", "--min-dwell-min", "0,15", "--threshold", "1", "--no-noise"]
    product.run("build", "--sightings", "sightings.csv", "--sites", "sites.csv", *stops, "--out", "发布")
    product.run("check", "发布")
    rule = ["--site", "market", "--radius-m", "250", "--min-dwell-min", "15"]
    said = product.run("count", "发布", *rule, "--from", "2020-06-10", "--to", "2020-06-11")
    assert "3 devices" in said, said
    return _first(said)


SEEN = [("a", 0), ("a", 1), ("b", 0), ("c", 1)]


def counted(product: Installed, _browser: Browser) -> str:
    """Check the demonstration and count in it."""
    folder = _demonstration(product)
    product.run("check", folder)
    rule = ["--site", "xinfadi", "--radius-m", "500", "--min-dwell-min", "15"]
    said = product.run("count", folder, *rule, "--from", "2020-05-30", "--to", "2020-06-12")
    assert said.startswith("Counted. Synthetic. "), said
    return _first(said)


def briefed(product: Installed, _browser: Browser) -> str:
    """Write the briefing of a rule as PDF and as slides."""
    folder = _demonstration(product)
    sizes = []
    for file, begins in (("brief 简报.pdf", b"%PDF-"), ("brief 简报.pptx", b"PK")):
        product.run("brief", folder, "--rule", ASKED, "--out", file)
        content = (product.work / file).read_bytes()
        assert content.startswith(begins), f"{file} begins with {content[:8]!r}"
        sizes.append(f"{file} of {len(content):,} bytes")
    return ", ".join(sizes)


def served(product: Installed, _browser: Browser) -> str:
    """Serve the release that was built, and get its page and every script and style of it."""
    server = start([*product.through, str(product.command), "serve", "发布", "--port"], cwd=product.work)
    try:
        server.until(200)
        page = _got(f"{server.origin}/").decode()
        parts = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page)
        assert parts, f"the page names no assets: {page[:500]}"
        size = sum(len(_got(server.origin + part)) for part in parts)
    finally:
        said = server.stop()
    assert "Traceback" not in said, said
    return f"ready, {len(parts)} assets of {size:,} bytes"


def demonstrated(product: Installed, browser: Browser) -> str:
    """Serve the demonstration and see its number and its map in a browser."""
    server = start([*product.through, str(product.command), "demo", "--port"], cwd=product.work)
    try:
        server.until(200)
        context = browser.new_context(viewport=DESK)
        page, seen = watched(context, server)
        number = page.locator("#number").inner_text()
        assert re.search(r"\d{3}", number), f"no number on the page: {number!r}"
        until(page, lambda: page.evaluate(COLOURS) > ENOUGH_COLOURS, expected=True)
        close(page, seen, server.origin)
        context.close()
    finally:
        said = server.stop()
    assert "Traceback" not in said, said
    return f"{' '.join(number.split())}, and a map"


def _demonstration(product: Installed) -> str:
    return product.run("demo", "--prepare").strip().partition(": ")[2]


def _got(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as reply:  # noqa: S310 this machine
        return bytes(reply.read())


def _first(said: str) -> str:
    return said.strip().splitlines()[0]


ALL = {
    "--version": version,
    "import, check": imported,
    "build, check, count": built,
    "demo --prepare, check, count": counted,
    "brief": briefed,
    "serve": served,
    "demo": demonstrated,
}
