"""Time the page in headless Chromium at 1440 x 900: python tests/bench/bench_page.py [RELEASE]."""

import os
import shutil
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

DEMO = Path(__file__).parents[2] / "data" / "demo"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
WINDOW = {"width": 1440, "height": 900}
LOADS = 5
MOVES = 20
CHANGES = 10
ZOOMS = (14, 13, 12, 11, 10, 9, 8, 7)
REST_MS = 700

# What is on the page, one fingerprint a view, and clocks that run inside it.
INSIDE = """
(() => {
  let held;
  Object.defineProperty(window, "L", {
    configurable: true,
    get: () => held,
    set(leaflet) {
      if (leaflet !== held && leaflet.Map) leaflet.Map.addInitHook(function () { window.leafletMap = this; });
      held = leaflet;
    },
  });
  const bench = (window.bench = { loaded: {}, moved: null });
  /* What the page's own modules hold: it is theirs, whoever asks for it. */
  document.addEventListener("DOMContentLoaded", () => {
    const { src } = document.getElementById("_dash-renderer");
    const hold = async (path) => Object.assign(bench, await import(new URL(path, src)));
    hold("map/painted.mjs");
    hold("map/playback.mjs");
  });
  const drawn = (id) => document.querySelector(`#${id} .js-plotly-plot`)?.data;
  const shown = ({ type, x, y, z }) => (type === "heatmap" ? z : [x, y]);
  const numbers = (id) => JSON.stringify(drawn(id)?.map(shown) ?? null);
  const text = (id) => document.getElementById(id)?.textContent ?? "";
  const radii = () => {
    const found = [];
    window.leafletMap?.eachLayer((layer) => { if (layer instanceof L.Circle) found.push(layer.getRadius()); });
    return found.join();
  };
  const stamps = new WeakMap();
  let last = 0;
  const stamp = (source) => {
    if (source && !stamps.has(source)) stamps.set(source, (last += 1));
    return source ? stamps.get(source) : 0;
  };
  const view = {
    number: () => text("number"),
    ring: radii,
    bar: () => document.getElementById("stay-bar")?.innerHTML ?? "",
    matrix: () => numbers("matrix"),
    days: () => numbers("days"),
    hours: () => numbers("hours-chart"),
    homes: () => numbers("homes-chart"),
    heat: () => stamp(bench.painted?.source),
  };
  const complete = () =>
    ["days", "hours-chart", "homes-chart", "matrix"].every((id) => drawn(id)?.[0]?.y?.length) &&
    view.heat() !== 0 && dash_component_api.getLayout("cells")?.props?.data?.features?.length > 0;

  const load = () => {
    if (!bench.loaded.number && text("number")) bench.loaded.number = performance.now();
    if (bench.loaded.number && complete()) bench.loaded.all = performance.now();
    else requestAnimationFrame(load);
  };
  requestAnimationFrame(load);

  /* From the next press of `key`: milliseconds and frames until each of the views has changed. */
  bench.watch = (names, key) => {
    const before = Object.fromEntries(names.map((name) => [name, view[name]()]));
    bench.moved = null;
    const pressed = (event) => {
      if (event.key !== key) return;
      window.removeEventListener("keydown", pressed, true);
      const began = performance.now();
      const waiting = new Set(names);
      const moved = { frames: 0, ms: {} };
      const frame = () => {
        moved.frames += 1;
        for (const name of waiting) {
          if (view[name]() === before[name]) continue;
          moved.ms[name] = performance.now() - began;
          waiting.delete(name);
        }
        if (waiting.size) requestAnimationFrame(frame);
        else bench.moved = moved;
      };
      requestAnimationFrame(frame);
    };
    window.addEventListener("keydown", pressed, true);
  };

  /* Hours painted a second from now until the playback stops by itself. */
  bench.play = () => {
    const began = performance.now();
    let [painted, last] = [0, bench.painted.moment];
    bench.played = null;
    const frame = () => {
      const { moment } = bench.painted;
      if (moment !== last) painted += 1;
      last = moment;
      if (bench.player.timer) requestAnimationFrame(frame);
      else bench.played = { painted, seconds: (performance.now() - began) / 1000 };
    };
    requestAnimationFrame(frame);
  };
})();
"""

EVERY_VIEW = ("number", "matrix", "days", "hours", "homes", "heat")


def main(folder: Path) -> None:
    """Print what a first load, a move, a change and the playback take."""
    with served(folder) as (browser, origin):
        weights(browser, origin)
        first_loads(browser, origin)
        page = opened(browser, origin)
        radius = moves(page, "radius", ("number", "ring"))
        moves(page, "stay", ("number", "bar"))
        dates = changes(page, "date", alternate_dates)
        changes(page, "place", alternate_places)
        print(f"{'date change / radius move':34} {dates / radius:8.1f} times")
        cells_at_each_zoom(page)
        playback(page)


@contextmanager
def served(folder: Path) -> Iterator[tuple[Browser, str]]:
    """Serve a release while its pages are timed: a browser, and the origin to ask; print what they are timed on."""
    sys.path.append(str(Path(__file__).parents[1] / "browser"))
    from serving import serve

    server = serve(folder).until(200)
    try:
        with sync_playwright() as playwright:
            browser = chromium(playwright)
            print(f"{folder}, {WINDOW['width']} x {WINDOW['height']}, load average {os.getloadavg()[0]:.1f}")
            yield browser, server.origin
            browser.close()
    finally:
        server.stop()


def chromium(playwright: Playwright) -> Browser:
    """Launch the system's Chromium, that phones nobody."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return playwright.chromium.launch(executable_path=found, args=[*ARGS])


def opened(browser: Browser, origin: str) -> Page:
    """Return a page in a browser with an empty cache, when everything on it is drawn."""
    # Without motion, so that a flight of the map is not taken for work.
    context = browser.new_context(viewport=WINDOW, reduced_motion="reduce")
    context.add_init_script(INSIDE)
    page = context.new_page()
    page.goto(f"{origin}/")
    awaited(page, "bench.loaded.all")
    page.wait_for_timeout(REST_MS)
    return page


def first_loads(browser: Browser, origin: str) -> None:
    """Print the first load with a cold cache."""
    opened(browser, origin).context.close()
    loads = []
    for _ in range(LOADS):
        page = opened(browser, origin)
        loads.append(page.evaluate("bench.loaded"))
        page.context.close()
    line("first load to the number", [load["number"] for load in loads])
    line("first load to everything drawn", [load["all"] for load in loads], aim_ms=3000)


def moves(page: Page, control: str, views: Sequence[str], *, while_playing: bool = False) -> float:
    """Print how long a slider's move takes until its views have changed; return the median in ms."""
    during = ", playing" if while_playing else ""
    spent, frames = [], []
    for move in range(MOVES):
        if while_playing and not page.evaluate("Boolean(bench.player.timer)"):
            page.locator("#play").click()
        key = "ArrowRight" if move % 2 == 0 else "ArrowLeft"
        page.locator(f"#{control} [role=slider]").focus()
        moved = measured(page, views, key, lambda key=key: page.keyboard.press(key))
        spent.append(max(moved["ms"].values()))
        frames.append(moved["frames"])
    line(f"{control} move to {' and '.join(views)}{during}", spent)
    print(f"{'':34} {statistics.median(frames):8.0f} frame   max {max(frames)} ({MOVES} moves, aim 1)")
    return statistics.median(spent)


def changes(page: Page, name: str, change: Callable[[Page, int], tuple[str, Callable[[], None]]]) -> float:
    """Print how long a change takes until every view is up to date; return the median in ms."""
    spent: list[dict[str, float]] = []
    for number in range(CHANGES):
        key, act = change(page, number)
        spent.append(measured(page, EVERY_VIEW, key, act)["ms"])
    totals = [max(each.values()) for each in spent]
    line(f"{name} change to every view", totals, aim_ms=500)
    by_view = (f"{view} {statistics.median(each[view] for each in spent):.0f}" for view in EVERY_VIEW)
    print(f"{'':34} medians: {', '.join(by_view)} ms")
    return statistics.median(totals)


def alternate_dates(page: Page, number: int) -> tuple[str, Callable[[], None]]:
    """Return the key that sets another end date, and the act of pressing it."""
    end = page.locator("#dates-end-date")
    end.fill("9 Jun 2020" if number % 2 == 0 else "12 Jun 2020")
    return "Enter", lambda: page.keyboard.press("Enter")


def alternate_places(page: Page, number: int) -> tuple[str, Callable[[], None]]:
    """Return the key that chooses the other of the first two places, and the act of pressing it."""
    page.keyboard.press("Escape")
    page.locator("#site").focus()
    page.keyboard.press("ArrowDown")
    page.locator(".dash-dropdown-content").wait_for()
    page.wait_for_timeout(REST_MS)
    page.keyboard.press("ArrowDown" if number % 2 == 0 else "ArrowUp")
    return "Enter", lambda: page.keyboard.press("Enter")


def measured(page: Page, views: Sequence[str], key: str, act: Callable[[], None]) -> dict[str, Any]:
    """Return the milliseconds and frames from a key's press until each of the views has changed."""
    page.evaluate("([views, key]) => bench.watch(views, key)", [list(views), key])
    act()
    moved = dict(awaited(page, "bench.moved"))
    page.wait_for_timeout(REST_MS)
    return moved


def awaited(page: Page, expression: str) -> Any:  # noqa: ANN401 JSON
    """Return what an expression gives as soon as it gives anything."""
    for _ in range(1200):
        value = page.evaluate(f"{expression} ?? null")
        if value is not None:
            return value
        page.wait_for_timeout(50)
    msg = f"{expression} stayed empty for a minute"
    raise TimeoutError(msg)


def cells_at_each_zoom(page: Page) -> None:
    """Print how many cells the map holds at each zoom."""
    counts = []
    for zoom in ZOOMS:
        page.evaluate("(zoom) => void leafletMap.setZoom(zoom, { animate: false })", zoom)
        page.wait_for_timeout(3 * REST_MS)
        counts.append(page.evaluate("dash_component_api.getLayout('cells').props.data.features.length"))
    shown = ", ".join(f"{zoom}: {count:,}" for zoom, count in zip(ZOOMS, counts, strict=True))
    print(f"{'cells in view by zoom':34} {shown} (aim below 5,000)")
    page.reload()
    awaited(page, "bench.loaded.all")


def playback(page: Page) -> None:
    """Print how many hours a second the playback shows at its highest speed, and what a move takes meanwhile."""
    page.locator("#speed").focus()
    page.keyboard.press("ArrowDown")
    page.locator(".dash-dropdown-content").wait_for()
    page.wait_for_timeout(REST_MS)
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    asked = page.locator("#speed").inner_text().split()[0]
    for name in ("playback, dates on their way", "playback, dates at hand"):
        page.locator("#play").click()
        awaited(page, "bench.player.timer")
        page.evaluate("bench.play()")
        played = awaited(page, "bench.played")
        rate, hours = played["painted"] / played["seconds"], played["painted"]
        print(f"{name:34} {rate:8.1f} frames a second of {asked} asked for ({hours} hours)")
    page.locator("#play").click()
    moves(page, "radius", ("number",), while_playing=True)


def weights(browser: Browser, origin: str) -> None:
    """Print what the scripts of a first load weigh, as they are sent, and what each library weighs."""
    page = browser.new_page()
    sent: dict[str, int] = {}
    page.on("requestfinished", lambda request: sent.update({request.url: request.sizes()["responseBodySize"]}))
    page.goto(f"{origin}/")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(REST_MS)
    libraries: Counter[str] = Counter()
    for url, size in sent.items():
        path = urlsplit(url).path
        if path.endswith((".js", ".mjs")):
            libraries[path.split("/")[2] if "_dash-component-suites" in path else "the page's own"] += size
    page.close()
    print(f"{'scripts, as sent':34} {sum(libraries.values()) / 1e6:8.2f} MB (aim below 2.5)")
    for library, size in libraries.most_common():
        print(f"{'':34} {size / 1e3:8.0f} kB {library}")


def line(name: str, spent_ms: Sequence[float], *, aim_ms: int | None = None) -> None:
    """Print the median and the most of some milliseconds."""
    aim = "" if aim_ms is None else f", aim below {aim_ms:,} ms"
    median, most = statistics.median(spent_ms), max(spent_ms)
    print(f"{name:34} {median:8.0f} ms      max {most:,.0f} ms ({len(spent_ms)} times{aim})")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO)
