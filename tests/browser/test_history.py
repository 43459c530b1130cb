"""Back undoes: every settled change of the rule is an entry of the history, a drag is one, and so is a reset."""

import json
import re

import pytest
from onpage import ask, choose, press, query, store, thumb, until
from playwright.sync_api import Browser, BrowserContext, Page, expect
from serving import Server
from watching import Open, watched

RULE = ("site", "radius_m", "min_dwell_min", "start", "end")
START = "?site=xinfadi&radius_m=1000&min_dwell_min=0"
PATIENCE_MS = 1500
LAST = "site=xinfadi&radius_m=1000&min_dwell_min=0&start=2020-05-30&end=2020-06-12"


def rule(page: Page) -> dict[str, str]:
    return {name: query(page)[name] for name in RULE}


def entries(page: Page) -> int:
    return int(page.evaluate("history.state?.scope?.at ?? -1"))


def settled(page: Page, count: int) -> dict[str, str]:
    """Return the rule of the address when it is entry `count`, which the page shows."""
    until(page, lambda: entries(page), count)
    until(page, lambda: {name: str(store(page, "rule")[name]) for name in RULE}, rule(page))
    return rule(page)


@pytest.fixture
def page(open_page: Open) -> Page:
    page = open_page(START)
    settled(page, 0)
    expect(page.locator("#undo")).to_be_disabled()
    return page


def test_back_and_forward_go_through_the_settled_rules_and_stay_on_the_page(page: Page) -> None:
    seen = [rule(page)]
    press(page, "radius", "ArrowLeft", 2)
    seen.append(settled(page, 1))
    press(page, "stay", "ArrowRight")
    seen.append(settled(page, 2))
    choose(page, "site", next(place for place in options(page) if place != "xinfadi"))
    seen.append(settled(page, 3))
    page.locator("#reset").click()
    seen.append(settled(page, 4))
    assert len({tuple(one.values()) for one in seen}) == len(seen) - 1, seen
    assert seen[0] == seen[-1]

    opened = page.evaluate("performance.timeOrigin")
    for count in (3, 2, 1, 0):
        page.go_back()
        assert settled(page, count) == seen[count]
    expect(page.locator("#undo")).to_be_disabled()
    for count in (1, 2, 3, 4):
        page.go_forward()
        assert settled(page, count) == seen[count]
    page.locator("#undo").click()
    assert settled(page, 3) == seen[3]
    assert page.evaluate("performance.timeOrigin") == opened


def options(page: Page) -> list[str]:
    return list(page.evaluate("dash_component_api.getLayout('site').props.options.map(({ value }) => value)"))


def test_a_drag_is_one_entry_however_long_it_rests_on_its_way_and_none_where_it_returns(page: Page) -> None:
    before = rule(page)
    box = thumb(page, "radius").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in (40, 80):
        page.mouse.move(x + step, y)
        page.wait_for_timeout(PATIENCE_MS)
    assert entries(page) == 0
    page.mouse.up()
    assert settled(page, 1) != before
    page.go_back()
    assert settled(page, 0) == before

    press(page, "radius", "ArrowRight")
    press(page, "radius", "ArrowLeft")
    page.wait_for_timeout(PATIENCE_MS)
    assert (entries(page), rule(page)) == (0, before)


def test_the_better_rule_is_taken_in_one_step_and_given_back(page: Page) -> None:
    before = rule(page)
    expect(page.locator("#better-offer")).to_contain_text("fewer people (", timeout=60_000)
    expect(page.locator("#better-rule")).to_contain_text("with")
    asked: list[str] = []
    page.locator("#better-offer").click()
    page.on("request", lambda request: asked.append(request.post_data or ""))
    taken = settled(page, 1)
    assert taken["radius_m"] != before["radius_m"]
    assert not [body for body in asked if '"answer"' in body or '"expected"' in body]
    page.go_back()
    assert settled(page, 0) == before
    page.locator("#better-take").click()
    assert settled(page, 1) == taken


def test_short_cuts_set_both_dates_in_one_step(page: Page) -> None:
    whole = rule(page)
    page.get_by_role("button", name="Last three days").click()
    last = settled(page, 1)
    assert (last["start"], last["end"]) == ("2020-06-10", whole["end"])
    page.get_by_role("button", name="First week").click()
    first = settled(page, 2)
    assert (first["start"], first["end"]) == (whole["start"], "2020-06-05")
    page.get_by_role("button", name="Whole period").click()
    assert settled(page, 3) == whole


def test_back_goes_to_a_place_that_was_drawn(page: Page) -> None:
    drawn = "@39.81000,116.33000"
    wanted = {"rule": {**store(page, "rule"), "site": drawn}, "labels": {drawn: "On the map"}}
    ask(page, "page/dash.mjs", "({ setProps }, data) => setProps('put-rule', { data })", wanted)
    assert settled(page, 1)["site"] == drawn
    page.go_back()
    settled(page, 0)
    page.evaluate("dash_component_api.getLayout('site').props.options.length")
    page.go_forward()
    assert settled(page, 1)["site"] == drawn
    expect(page.locator("#rule-place")).to_contain_text("39.81")


def test_back_on_the_comparison_gives_the_rules_back(open_page: Open) -> None:
    page = open_page("compare" + START, number=False)
    numbers = page.locator(".compare-number")
    expect(numbers).to_have_count(2)
    until(page, lambda: entries(page), 0)
    two = page.evaluate("location.search")
    page.locator("#add-rule").click()
    until(page, lambda: entries(page), 1)
    expect(numbers).to_have_count(3)
    page.go_back()
    expect(numbers).to_have_count(2)
    assert page.evaluate("location.search") == two
    page.go_forward()
    expect(numbers).to_have_count(3)


def test_who_comes_again_finds_the_last_view_of_which_the_address_alone_is_kept(browser: Browser, demo: Server) -> None:
    with Browser.new_context(browser) as context:
        page, _seen = watched(context, demo, "?site=xinfadi&radius_m=750&min_dwell_min=15")
        until(page, lambda: entries(page), 0)
        last = page.evaluate("localStorage['screening-scope-last']")
        assert f"?{last}" == page.evaluate("location.search")
        page.close()
        page, _seen = watched(context, demo)
        assert (rule(page)["radius_m"], rule(page)["min_dwell_min"]) == ("750", "15")


def coming_again(browser: Browser, server: Server, last: str, language: str = "en") -> tuple[BrowserContext, Page]:
    """Open the plain address in a browser that has kept an address as that of the last view."""
    context = Browser.new_context(browser, locale=language)
    context.add_init_script(f"localStorage['screening-scope-last'] ??= {json.dumps(last)}")
    return context, watched(context, server)[0]


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (f"release=gone&{LAST}", "The view you left last is of a release that is no longer served here"),
        (LAST.replace("xinfadi", "closed-down"), "The view you left last can no longer be opened"),
        (LAST.replace("2020-06-12", "2020-07-12"), "The view you left last can no longer be opened"),
        ("radius_m=750&release=demo", "The view you left last can no longer be opened"),
        (f"{LAST}&layer=snow", "The view you left last can no longer be opened"),
        ("%%", "The view you left last can no longer be opened"),
    ],
)
def test_a_last_view_that_is_gone_opens_the_usual_one_and_says_so_in_a_sentence(
    browser: Browser, demo: Server, first: Page, last: str, said: str
) -> None:
    context, page = coming_again(browser, demo, last)
    with context:
        notice = page.locator("#notice [role=alert]")
        expect(notice).to_contain_text(said)
        expect(notice).to_have_text(re.compile("[^.]+[.]"))
        until(page, lambda: entries(page), 0)
        assert query(page) == query(first)
        # What is gone is not looked for a second time.
        page.goto(f"{demo.origin}/")
        until(page, lambda: entries(page), 0)
        expect(notice).to_have_count(0)


def test_a_last_view_that_is_gone_keeps_the_language_that_was_chosen(browser: Browser, demo: Server) -> None:
    context, page = coming_again(browser, demo, f"release=gone&{LAST}&lang=zh_Hans")
    with context:
        until(page, lambda: entries(page), 0)
        assert query(page)["lang"] == "zh_Hans"


def test_a_last_view_that_is_served_opens_without_a_word(browser: Browser, demo: Server) -> None:
    context, page = coming_again(browser, demo, LAST.replace("radius_m=1000", "radius_m=750"))
    with context:
        until(page, lambda: entries(page), 0)
        assert rule(page)["radius_m"] == "750"
        assert "last" not in query(page)
        expect(page.locator("#notice")).to_be_empty()


def test_a_link_that_is_wrong_is_mended_part_by_part_as_before(open_page: Open) -> None:
    page = open_page(f"?{LAST.replace('radius_m=1000', 'radius_m=740')}")
    expect(page.locator("#notice li")).to_have_count(1)
    assert query(page)["radius_m"] == "750"
