"""What a test reads from the page and does to it. The page forbids eval, so waiting is done from here."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page, expect

PATIENCE_S = 60.0
SLIDER = "[role=slider]"

# Keeps the map that the page makes where a test can ask it.
KEEP_MAP = """
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
})();
"""

# The tour is not offered to who has declined it, the plain address opens the usual view; an empty page has no storage.
KNOWN = """
try {
  localStorage.setItem("screening-scope-tour", "known");
  localStorage.removeItem("screening-scope-last");
} catch {}
"""

# Google's "good" is below 0.1; half of it is asked here. Source: web.dev/articles/cls.
MOST_SHIFTED = 0.05
WATCH_SHIFTS = """
(() => {
  window.shifts = [];
  const keep = (list) => list.getEntries().forEach(({ value }) => window.shifts.push(value));
  new PerformanceObserver(keep).observe({ type: "layout-shift", buffered: true });
})();
"""


def until(page: Page, probe: Callable[[], object], expected: object, *, within_s: float = PATIENCE_S) -> None:
    """Wait until what a probe returns equals `expected`; fail with both if it does not in time."""
    deadline = time.monotonic() + within_s
    while (seen := probe()) != expected:
        if time.monotonic() > deadline:
            assert seen == expected
        page.wait_for_timeout(50)


def store(page: Page, name: str) -> Any:  # noqa: ANN401 a store holds JSON
    """Return the data of a store."""
    return page.evaluate("(name) => dash_component_api.getLayout(name)?.props?.data ?? null", name)


def ask(page: Page, module: str, question: str, *given: object) -> Any:  # noqa: ANN401 what a script answers
    """Return what a function of JavaScript, of one of the page's own modules and what is given, returns."""
    own = f"import(new URL('{module}', document.getElementById('_dash-renderer').src))"
    return page.evaluate(f"async (given) => ({question})(await {own}, ...given)", given)


def shifted(page: Page) -> float:
    """Return how far the page has jumped since it was last asked, when all that follows the rule is here."""
    until(page, lambda: store(page, "later-rule") == store(page, "rule"), expected=True)
    page.wait_for_load_state("networkidle")
    return float(page.evaluate("shifts.splice(0).reduce((sum, value) => sum + value, 0)"))


def query(page: Page) -> dict[str, str]:
    """Return the query of the page's address."""
    return dict(parse_qsl(urlsplit(page.evaluate("location.href")).query))


def thumb(page: Page, control: str, position: int = 0) -> Any:  # noqa: ANN401 a locator
    """Return the thumb of a slider."""
    return page.locator(f"#{control} {SLIDER}").nth(position)


def _focused(page: Page) -> str | None:
    value = page.evaluate("document.activeElement?.value ?? null")
    return None if value is None else str(value)


def press(page: Page, control: str, key: str, times: int = 1, *, position: int = 0) -> None:
    """Press a key on the thumb of a slider."""
    thumb(page, control, position).focus()
    for _ in range(times):
        page.keyboard.press(key)


def choose(page: Page, control: str, value: str) -> None:
    """Choose an option of a dropdown by its value, with the keyboard alone."""
    page.locator(f"#{control}").focus()
    page.keyboard.press("ArrowDown")
    options = page.locator(".dash-dropdown-content input[type=radio]")
    expect(options.first).to_be_visible()
    values = [option.get_attribute("value") for option in options.all()]
    assert value in values, f"{control} offers {values}"
    # A list that can be searched opens in its field, another on the option that is set.
    if page.locator(".dash-dropdown-search").count():
        expect(page.locator(".dash-dropdown-search")).to_be_focused()
        page.keyboard.press("ArrowDown")
    until(page, lambda: _focused(page) in values, expected=True)
    for _ in values:
        if _focused(page) == value:
            break
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(50)
    assert _focused(page) == value
    page.keyboard.press("Enter")
    expect(options).to_have_count(0)


def set_dates(page: Page, start: date, end: date) -> None:
    """Type a range of dates into its two fields, the last first."""
    for field, name, day in (("dates-end-date", "end", end), ("dates", "start", start)):
        page.locator(f"#{field}").fill(f"{day.day} {day:%b %Y}")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        until(page, lambda name=name: store(page, "rule")[name], day.isoformat())


def rings(page: Page) -> list[float]:
    """Return the radii in metres of the circles drawn on the map."""
    return list(
        page.evaluate(
            """() => {
              const radii = [];
              leafletMap.eachLayer((layer) => { if (layer instanceof L.Circle) radii.push(layer.getRadius()); });
              return radii;
            }"""
        )
    )


def map_cells(page: Page, *, painted: bool = False) -> list[str]:
    """Return the cells on the map, or only those that are filled."""
    return list(
        page.evaluate(
            """(painted) => {
              const cells = [];
              leafletMap.eachLayer(({ feature, options }) => {
                if (feature?.properties.cell && (!painted || options.fill)) cells.push(feature.properties.cell);
              });
              return cells;
            }""",
            painted,
        )
    )


def colours(page: Page) -> dict[str, str]:
    """Return the colour of each painted cell."""
    return dict(
        page.evaluate(
            """() => {
              const colours = [];
              leafletMap.eachLayer(({ feature, options }) => {
                const cell = feature?.properties.cell;
                if (cell && options.fill) colours.push([cell, options.fillColor]);
              });
              return colours;
            }"""
        )
    )


def on_screen(page: Page, lat: float, lng: float) -> tuple[float, float]:
    """Return where a point of the map lies in the window."""
    x, y = page.evaluate(
        """([lat, lng]) => {
          const point = leafletMap.latLngToContainerPoint([lat, lng]);
          const box = leafletMap.getContainer().getBoundingClientRect();
          return [box.left + point.x, box.top + point.y];
        }""",
        [lat, lng],
    )
    return float(x), float(y)


def traces(page: Page, chart: str) -> list[dict[str, Any]]:
    """Return x, y, z of each trace that a chart has drawn."""
    return list(
        page.evaluate(
            """(chart) => {
              const listed = (values) => ArrayBuffer.isView(values) || Array.isArray(values);
              const plain = (values) => (listed(values) ? Array.from(values, plain) : values);
              const drawn = document.querySelector(`#${chart} .js-plotly-plot`);
              return (drawn?.data ?? []).map(({ x, y, z }) => ({ x: plain(x), y: plain(y), z: plain(z) }));
            }""",
            chart,
        )
    )


def outline(page: Page) -> tuple[float, float]:
    """Return the field, as (stay, radius) positions, that is outlined in the matrix."""
    (shape,) = page.evaluate("document.querySelector('#matrix .js-plotly-plot')?.layout?.shapes ?? [{}]")
    return (shape.get("x0", -1) + shape.get("x1", -1)) / 2, (shape.get("y0", -1) + shape.get("y1", -1)) / 2


def field_of_matrix(page: Page, stay: int, radius: int) -> tuple[float, float]:
    """Return where the field of a stay and a radius, by their positions, lies in the window."""
    page.locator("#matrix").scroll_into_view_if_needed()
    x, y = page.evaluate(
        """([column, row]) => {
          const drawn = document.querySelector("#matrix .js-plotly-plot");
          const { xaxis, yaxis } = drawn._fullLayout;
          const box = drawn.getBoundingClientRect();
          return [box.left + xaxis._offset + xaxis.r2p(column), box.top + yaxis._offset + yaxis.r2p(row)];
        }""",
        [stay, radius],
    )
    return float(x), float(y)


def hollow(page: Page) -> list[bool]:
    """Return, for each segment of the stay bar, whether the rule leaves it out."""
    names = page.locator("#stay-bar .stay-segment").evaluate_all("(bars) => bars.map((bar) => bar.className)")
    return ["out" in name.split() for name in names]
