"""For every hand and eye: by keyboard, by ear, in the dark, on a phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from onpage import KEEP_MAP, SLIDER, ask, traces, until
from playwright.sync_api import Browser, Page, expect
from serving import Server
from watching import DESK, close, watched

pytestmark = pytest.mark.long

PHONE = {"width": 390, "height": 844}
CONTROLS = ["skip", "theme", "site", "dates", "dates-end-date", "radius", "stay", "focus", "layer", "hours"]
MAP_CONTROLS = ["map", "play", "speed", "time", "all-hours"]
MARGIN_PX = 8


@contextmanager
def visit(browser: Browser, server: Server, **how: Any) -> Iterator[Page]:  # noqa: ANN401 options of a browser context
    """Open the page in a browser of its own, with other sizes or colours."""
    with browser.new_context(**{"viewport": DESK, **how}) as context:
        context.add_init_script(KEEP_MAP)
        page, seen = watched(context, server)
        until(page, lambda: bool(traces(page, "homes-chart")), expected=True)
        yield page
        close(page, seen, server.origin)


@pytest.fixture(scope="module")
def switched(browser: Browser, demo: Server) -> Iterator[Page]:
    """A page that was opened light and then switched."""
    with visit(browser, demo, color_scheme="light") as page:
        assert theme(page) == "light"
        assert ground(page) > 200
        page.locator("#theme").click()
        until(page, lambda: theme(page), "dark")
        yield page


def theme(page: Page) -> str:
    return str(page.evaluate("document.documentElement.dataset.theme"))


def ground(page: Page) -> int:
    """Return how light the page's ground is, 0 to 255."""
    red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)")
    return int((red + green + blue) / 3)


def accent_on_map(page: Page) -> str:
    """Return the colour of the ring, as drawn."""
    return str(
        page.evaluate(
            """() => {
              let colour = "";
              leafletMap.eachLayer((layer) => { if (layer instanceof L.Circle) colour = layer.options.color; });
              return colour;
            }"""
        )
    )


def accent(page: Page) -> str:
    return str(ask(page, "page/theme.mjs", "({ colour }) => colour('--accent')"))


def matrix_line(page: Page) -> str:
    return str(page.evaluate("document.querySelector('#matrix .js-plotly-plot').layout.shapes[0].line.color"))


def test_the_switch_turns_the_page_dark(switched: Page) -> None:
    assert ground(switched) < 60
    until(switched, lambda: matrix_line(switched), accent(switched))
    until(switched, lambda: accent_on_map(switched), accent(switched))


def test_the_places_on_the_map_turn_dark_with_the_rest(switched: Page) -> None:
    text = ask(switched, "page/theme.mjs", "({ colour }) => colour('--text')")
    marks = """() => {
      const fills = new Set();
      leafletMap.eachLayer((layer) => {
        if (layer instanceof L.CircleMarker && !(layer instanceof L.Circle)) fills.add(layer.options.fillColor);
      });
      return [...fills];
    }"""
    until(switched, lambda: switched.evaluate(marks), [text], within_s=5)


def test_the_choice_is_remembered(switched: Page) -> None:
    switched.reload()
    expect(switched.locator("#number")).not_to_be_empty()
    assert theme(switched) == "dark"
    switched.locator("#theme").click()
    until(switched, lambda: theme(switched), "light")


def test_a_dark_system_that_asks_for_less_motion_gets_both(browser: Browser, demo: Server) -> None:
    with visit(browser, demo, color_scheme="dark", reduced_motion="reduce") as page:
        assert theme(page) == "dark"
        assert ground(page) < 60
        expect(page.locator("#theme")).to_have_text("Light", use_inner_text=True)
        assert ask(page, "page/calm.mjs", "({ calm }) => calm()") is True
        assert (
            float(page.evaluate("getComputedStyle(document.querySelector('#headline')).transitionDuration").rstrip("s"))
            <= 0.001
        )


def test_a_phone_shows_the_number_before_the_map_and_never_scrolls_sideways(browser: Browser, demo: Server) -> None:
    with visit(browser, demo, viewport=PHONE) as page:
        expect(page.locator(f"#radius {SLIDER}")).to_be_visible()
        tops = [page.locator(f"#{part}").bounding_box()["y"] for part in ("number", "radius", "map")]
        assert tops == sorted(tops)
        assert tops[0] < PHONE["height"] / 2
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        wide = page.evaluate(
            """(width) => [...document.querySelectorAll("main *, header *")]
              .filter((part) => !part.closest(".leaflet-container, .skip, svg"))
              .filter((part) => part.getBoundingClientRect().right > width + 1)
              .map((part) => part.className)""",
            PHONE["width"],
        )
        assert wide == []


@pytest.mark.parametrize(
    ("control", "name", "words"),
    [
        ("radius", "Radius", ["1,000\N{NO-BREAK SPACE}m"]),
        ("stay", "Minimum stay", ["any length"]),
        pytest.param("hours", "Hours, map alone", ["00:00", "24:00"]),
        pytest.param("time", "Hour shown", ["All hours"]),
    ],
)
def test_a_slider_says_its_name_and_its_value_in_words(first: Page, control: str, name: str, words: list[str]) -> None:
    thumbs = first.locator(f"#{control} {SLIDER}")
    expect(thumbs).to_have_count(len(words))
    for thumb, value in zip(thumbs.all(), words, strict=True):
        assert thumb.get_attribute("aria-label") == name
        assert thumb.get_attribute("aria-valuetext") == value


def test_the_sentence_is_read_out_when_it_changes(first: Page) -> None:
    sentence = first.locator("#sentence")
    expect(sentence).to_have_attribute("aria-live", "polite")
    expect(sentence).to_have_attribute("role", "status")


def test_every_control_has_a_name(first: Page) -> None:
    for role in ("button", "radio", "textbox"):
        for control in first.get_by_role(role).all():
            if control.is_visible():
                named = control.evaluate(
                    """(one) => one.getAttribute("aria-label") || one.getAttribute("aria-labelledby") || one.title
                      || one.innerText || (one.labels && [...one.labels].map((label) => label.innerText).join())"""
                )
                assert named, control.evaluate("(one) => one.outerHTML")


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(first: Page) -> None:
    reached: list[str] = []
    unseen: list[str] = []
    for _ in range(60):
        first.keyboard.press("Tab")
        if first.evaluate("document.activeElement === document.body"):
            break
        reached.append(_where(first))
        if not _focus_shows(first):
            unseen.append(reached[-1])
    assert [name for name in [*CONTROLS, *MAP_CONTROLS] if name not in reached] == []
    assert unseen == []


def test_the_answer_can_be_skipped_to(first: Page) -> None:
    first.locator(".skip").focus()
    first.keyboard.press("Enter")
    expect(first.locator("#headline")).to_be_focused()


def _where(page: Page) -> str:
    """Return the id of what has the focus, or of the control that it is part of."""
    return str(
        page.evaluate(
            """(({ activeElement: focused }) =>
              focused.className === "skip" ? focused.className : focused.closest("[id]")?.id)(document)"""
        )
    )


def _focus_shows(page: Page) -> bool:
    """Say whether the page looks different without the focus it has, around the part that has it."""
    page.evaluate("document.activeElement.scrollIntoView({ block: 'nearest' })")
    box = page.evaluate(
        "(({ x, y, width, height }) => ({ x, y, width, height }))(document.activeElement.getBoundingClientRect())"
    )
    left, top = max(0, box["x"] - MARGIN_PX), max(0, box["y"] - MARGIN_PX)
    clip = {"x": left, "y": top, "width": box["width"] + 2 * MARGIN_PX, "height": box["height"] + 2 * MARGIN_PX}
    focused = page.screenshot(clip=clip, animations="disabled")
    page.evaluate("document.activeElement.blur()")
    return page.screenshot(clip=clip, animations="disabled") != focused
