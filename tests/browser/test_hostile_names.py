"""Names that are HTML, templates or very long reach every page as text: it stays and shows what was typed."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hostile import DATES, ELSEWHERE, NAMES, hostile, refused
from onpage import query, until
from playwright.sync_api import Page, expect
from serving import Server, gunicorn, serve
from watching import Open

pytestmark = pytest.mark.long

RULE = {"radius_m": 500, "min_dwell_min": 0, "start": DATES[0], "end": DATES[-1]}
INJECTED = f"""() => [...document.querySelectorAll('*')].filter((one) =>
  one.classList.contains('evil')
  || ['src', 'href', 'xlink:href'].some((name) => one.getAttribute(name)?.includes('{ELSEWHERE}'))
).map(({{ outerHTML }}) => outerHTML)"""
TIPS = """() => {
  const tips = [];
  leafletMap.eachLayer((layer) => {
    if (!layer.getTooltip?.()) return;
    layer.openTooltip(layer.getLatLng?.() ?? layer.getBounds().getCenter());
    tips.push(layer.getTooltip().getElement().textContent);
  });
  return tips;
}"""


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server]]:
    """A server of the release with such names, and one of a release that is refused for what bears them."""
    folder = tmp_path_factory.mktemp("names")
    both = serve(hostile(folder / "sound")), gunicorn("dashboard.server:server", refused(folder / "refused"))
    yield both
    written = [server.stop() for server in both]
    assert not [text for text in written if "Traceback" in text or "callback failed" in text]


@pytest.fixture
def sound(released: tuple[Server, Server]) -> Server:
    return released[0].until(200)


def holds(page: Page, server: Server, *words: str) -> None:
    """Assert that a page stayed, took nothing in as HTML, and shows words as they were typed."""
    for each in words:
        until(page, lambda each=each: each in page.evaluate("document.body.textContent"), expected=True)
    page.wait_for_load_state("networkidle")
    assert page.url.startswith(f"{server.origin}/")
    assert page.evaluate(INJECTED) == []


def test_every_place_is_named_on_the_page_and_in_its_title(open_page: Open, sound: Server) -> None:
    page = open_page(f"?{urlencode({'site': 'meta', **RULE})}", server=sound)
    page.locator("#table-open").click()
    expect(page.locator("#cell-table td", has_text=NAMES["meta"]).first).to_be_visible()
    page.locator("#table-open").click()
    for site, name in NAMES.items():
        page.evaluate("(value) => dash_clientside.set_props('site', { value })", site)
        until(page, lambda: query(page).get("site"), site)
        until(
            page,
            lambda name=name: name in page.locator("#sentence").evaluate("(one) => one.textContent"),
            expected=True,
        )
        until(page, lambda name=name: page.title().startswith(" ".join(name.split())), expected=True)
    holds(page, sound, NAMES["meta"], NAMES["svg"])
    page.locator("#site").click()
    page.keyboard.type(NAMES["image"][:12])
    expect(page.locator(".dash-dropdown-content label")).to_contain_text([NAMES["image"]])
    page.keyboard.press("Escape")
    holds(page, sound)


def test_tips_and_charts_show_names_as_they_were_typed(open_page: Open, sound: Server) -> None:
    page = open_page(f"?{urlencode({'site': 'template', **RULE, 'layer': 'homes'})}", server=sound)
    labels = page.locator("#homes-chart .ytick text")
    expect(labels).to_have_count(len(NAMES) + 1)
    shown = [" ".join(label.split()) for label in labels.all_text_contents()]
    assert set(shown) - {"Outside the city"} == {" ".join(name.split()) for name in NAMES.values()}
    until(page, lambda: all(any(name in tip for tip in page.evaluate(TIPS)) for name in NAMES.values()), expected=True)
    bar = page.locator("#homes-chart .point path").first
    bar.scroll_into_view_if_needed()
    box = page.locator("#homes-chart .point path").nth(2).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#homes-chart .hoverlayer")).to_contain_text(NAMES["template"])
    holds(page, sound)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("data", [NAMES["meta"], NAMES["link"], NAMES["typst"], NAMES["formula"]]),
        ("data?lang=zh_Hans", [NAMES["style"]]),
        ("method", [NAMES["meta"]]),
        ("nowhere/<img class=evil>", ["/nowhere/%3Cimg%20class=evil%3E"]),
        (f"?{urlencode({'release': NAMES['script']})}", [NAMES["script"]]),
        (
            f"?{urlencode({**RULE, 'site': NAMES['image'], 'focus': NAMES['svg'], 'layer': NAMES['link']})}",
            [NAMES["svg"]],
        ),
    ],
)
def test_what_a_release_or_a_link_says_is_text(open_page: Open, sound: Server, path: str, words: list[str]) -> None:
    holds(open_page(path, server=sound, number=False), sound, *words)


def test_a_comparison_names_its_places(open_page: Open, sound: Server) -> None:
    rules = {letter: urlencode({"site": site, **RULE}) for letter, site in (("a", "image"), ("b", "template"))}
    page = open_page(f"compare?{urlencode(rules)}", server=sound, number=False)
    expect(page.locator(".compare-number")).to_have_count(2)
    holds(page, sound, NAMES["image"], NAMES["template"])


def test_a_rule_is_saved_under_such_a_name(open_page: Open, sound: Server) -> None:
    page = open_page(f"?{urlencode({'site': 'image', **RULE})}", server=sound)
    page.locator("[data-saved=save]").click()
    page.locator("#saved-name").fill(NAMES["meta"])
    page.locator("#saved-note").fill(NAMES["image"])
    page.locator("[data-saved=confirm]").click()
    expect(page.locator("#saved-list a")).to_have_text(NAMES["meta"])
    holds(page, sound, NAMES["image"])
    page.evaluate("localStorage.removeItem('screening-scope-saved')")


def test_a_refusal_names_what_it_refuses(open_page: Open, released: tuple[Server, Server]) -> None:
    server = released[1].until(503)
    page = open_page(server=server, number=False)
    expect(page.locator("h1")).to_have_text("The release was refused")
    holds(page, server, NAMES["image"])


def test_a_picture_of_a_chart_says_names_as_they_were_typed(open_page: Open, sound: Server, tmp_path: Path) -> None:
    page = open_page(f"?{urlencode({'site': 'template', **RULE})}", server=sound)
    expect(page.locator("#homes-chart .ytick text")).to_have_count(len(NAMES) + 1)
    page.locator("section.chart:has(#homes-chart) .export summary").click()
    with page.expect_download() as download:
        page.locator("section.chart:has(#homes-chart) .export-item", has_text="SVG").click()
    file = tmp_path / "homes.svg"
    download.value.save_as(file)
    drawn = page.evaluate(
        "(svg) => new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement.textContent", file.read_text()
    )
    for name in ("template", "entities", "link"):
        assert NAMES[name] in drawn
