"""Time a change of one column of the page that compares rules: python tests/bench/bench_compare.py [RELEASE]."""

import sys
from pathlib import Path
from urllib.parse import urlencode

from bench_page import CHANGES, DEMO, REST_MS, WINDOW, awaited, line, served
from playwright.sync_api import Browser

RULE = {"site": "xinfadi", "radius_m": 1000, "min_dwell_min": 0, "start": "2020-05-30", "end": "2020-06-12"}
RULES = (
    RULE,
    {**RULE, "radius_m": 500, "min_dwell_min": 15},
    {**RULE, "site": "yuquandong"},
    {**RULE, "start": "2020-06-08"},
)
CHANGED = {
    "radius": ("value", (750, 500)),
    "stay": ("value", (60, 15)),
    "dates": ("end_date", ("2020-06-09", "2020-06-12")),
}

# From a change of the second column: milliseconds until its number, the table and its chart are others.
INSIDE = """
window.bench = {
  spent: null,
  change(part, props) {
    const id = (name) => JSON.stringify({ column: 1, part: name });
    const chart = document.getElementById(id("days")).querySelector(".js-plotly-plot");
    const days = () => JSON.stringify(chart.data.map(({ y }) => y));
    const text = (name) => document.getElementById(name).textContent;
    const shown = () => [text(id("answer")), text("compared-tables"), days()];
    const [before, began] = [shown(), performance.now()];
    bench.spent = null;
    dash_clientside.set_props({ column: 1, part }, props);
    const frame = () => {
      if (shown().some((one, at) => one === before[at])) requestAnimationFrame(frame);
      else bench.spent = performance.now() - began;
    };
    requestAnimationFrame(frame);
  },
};
"""


def main(folder: Path) -> None:
    """Print what a change of one column takes beside one, two and three others, and the browser's work for it."""
    with served(folder) as (browser, origin):
        for columns in (2, 3, 4):
            changes(browser, origin, columns)


def changes(browser: Browser, origin: str, columns: int) -> None:
    """Print how long changes of the second of some columns take, and how long the page's thread was busy with each."""
    page = browser.new_page(viewport=WINDOW)
    page.goto(f"{origin}/compare?{urlencode(dict(zip('abcd', map(urlencode, RULES[:columns]), strict=False)))}")
    page.locator(".compare-number").nth(columns - 1).wait_for()
    page.wait_for_timeout(3 * REST_MS)
    page.evaluate(INSIDE)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def busy_ms() -> float:
        metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        return 1000 * float(metrics["TaskDuration"])

    for part, (name, values) in CHANGED.items():
        spent, began = [], busy_ms()
        for number in range(CHANGES):
            page.evaluate("([part, props]) => bench.change(part, props)", [part, {name: values[number % 2]}])
            spent.append(float(awaited(page, "bench.spent")))
            page.wait_for_timeout(REST_MS)
        line(f"{columns} rules, {part} of one changed", spent, aim_ms=500)
        print(f"{'':34} {(busy_ms() - began) / CHANGES:8.0f} ms of work on the page a change")
    page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO)
