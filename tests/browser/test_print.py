"""Paper: the answer, its map and its charts, dark on white, with where they come from and nothing to press."""

from onpage import map_cells, traces, until
from playwright.sync_api import Page, expect
from watching import Open

# A4 between margins of 12 mm.
SHEET = {"width": 703, "height": 1032}
RULE = "site%3Dxinfadi%26min_dwell_min%3D0%26start%3D2020-05-30%26end%3D2020-06-12%26radius_m%3D"


def put_on_paper(page: Page) -> None:
    """Lay a page out as it is printed, so that it can be looked at."""
    page.evaluate("void dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)


def is_fit_to_print(page: Page) -> None:
    expect(page.locator(".head .badge-synthetic")).to_be_visible()
    expect(page.locator(".printed-link")).to_have_text(page.url)
    # What is chosen in a list stays, as a value.
    expect(page.locator("button:not(.choices button), summary, [role=slider]").filter(visible=True)).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= SHEET["width"]
    beyond = """() => [...document.querySelectorAll(".js-plotly-plot, .compare-map")].filter((drawn) => {
      const around = drawn.closest(".chart, .compare-column").getBoundingClientRect();
      return drawn.getBoundingClientRect().right > around.right + 1;
    }).length"""
    assert page.evaluate(beyond) == 0


def test_explore_prints_its_answer_map_and_charts_even_from_a_dark_page(open_page: Open) -> None:
    page = open_page(theme="dark")
    until(page, lambda: bool(traces(page, "backlog")) and bool(map_cells(page, painted=True)), expected=True)
    width = page.evaluate("document.querySelector('#matrix .main-svg').clientWidth")
    put_on_paper(page)
    for part in ("#number", "#interval", "#sentence", ".printed-map", "#matrix", "#days", "#homes-chart"):
        expect(page.locator(part)).to_be_visible()
    is_fit_to_print(page)
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.evaluate("void dispatchEvent(new Event('afterprint'))")
    until(page, lambda: page.evaluate("document.querySelector('#matrix .main-svg').clientWidth"), width)
    expect(page.locator(".printed-map, .printed-link")).to_have_count(0)


def test_rules_side_by_side_are_printed_two_in_a_row(open_page: Open) -> None:
    page = open_page(f"compare?a={RULE}1000&b={RULE}500&c={RULE}250", number=False)
    expect(page.locator(".compare-number")).to_have_count(3)
    page.wait_for_load_state("networkidle")
    put_on_paper(page)
    is_fit_to_print(page)
    tops = page.locator(".compare-column").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().top)")
    assert tops[0] == tops[1] < tops[2]
