"""The whole view in a link, and rules and comparisons that are saved: in the browser and as a file."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from onpage import KEEP_MAP, press, query, store, until
from playwright.sync_api import Browser, BrowserContext, Page, expect
from serving import Server
from watching import DESK, close, watched

RULE = {"site": "xinfadi", "min_dwell_min": "0", "start": "2020-05-30", "end": "2020-06-12"}
COMPARED = {name: urlencode({**RULE, "radius_m": radius}) for name, radius in (("a", 1000), ("b", 500))}
NUMBERS = {"tests-a-person": "1", "pool": "5", "prevalence": "2.5", "tests-a-day": "40000"}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that keeps nothing of other tests."""
    made = browser.new_context(
        viewport=DESK, reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"]
    )
    made.add_init_script(KEEP_MAP)
    yield made
    made.close()


def view(page: Page) -> dict[str, object]:
    """Return what the page shows of all that a link may say."""
    inputs = {name: page.locator(f"#{name}").input_value() for name in NUMBERS}
    chosen = {name: page.locator(f"#{name}").inner_text() for name in ("true-radius", "true-stay", "focus", "site")}
    sliders = page.locator("[role=slider]").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('aria-valuetext'))"
    )
    checked = page.locator(".toolbar input").evaluate_all("(all) => all.map((one) => one.checked)")
    place = page.evaluate(
        "() => { const { lat, lng } = leafletMap.getCenter(); return [lat, lng, leafletMap.getZoom()]; }"
    )
    lines = {name: page.locator(f"#{name}").inner_text() for name in ("number", "interval", "sentence")}
    return {**inputs, **chosen, **lines, "sliders": sliders, "checked": checked, "place": [round(x, 4) for x in place]}


def saved(page: Page) -> list[dict[str, str]]:
    return list(json.loads(page.evaluate("localStorage['screening-scope-saved']"))["saved"])


def pick(page: Page, control: str, words: str) -> None:
    page.locator(f"#{control}").click()
    page.locator(".dash-dropdown-content label").get_by_text(words, exact=True).click()


def save(page: Page, name: str) -> None:
    page.locator("[data-saved=save]").click()
    page.locator("#saved-name").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator("#saved-dialog")).not_to_be_visible()


def test_a_copied_link_opens_exactly_the_same_view(context: BrowserContext, browser: Browser, demo: Server) -> None:
    page, seen = watched(context, demo)
    press(page, "radius", "ArrowLeft", 2)
    press(page, "stay", "ArrowRight", 2)
    press(page, "hours", "ArrowRight", 3)
    press(page, "opacity", "ArrowLeft", 2)
    page.locator("#borders input").uncheck()
    for name, value in NUMBERS.items():
        page.locator(f"#{name}").fill(value)
        page.keyboard.press("Tab")
    pick(page, "true-radius", "500\N{NO-BREAK SPACE}m")
    pick(page, "true-stay", "15 min")
    page.evaluate("void leafletMap.setView([39.83, 116.31], 12.5, { animate: false })")
    until(page, lambda: query(page).get("at"), "39.83000,116.31000,12.5")
    until(page, lambda: query(page).get("true_stay_min"), "15")
    page.locator(".saved > .saved-actions [data-saved=copy]").click()
    expect(page.locator("#saved-said")).to_have_text("The link is copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.evaluate("location.href")
    elsewhere = browser.new_context(viewport=DESK, reduced_motion="reduce")
    elsewhere.add_init_script(KEEP_MAP)
    other, others = watched(elsewhere, demo, link.removeprefix(f"{demo.origin}/"))
    for opened in (page, other):
        until(opened, lambda opened=opened: store(opened, "later-rule") == store(opened, "rule"), expected=True)
    until(other, lambda: view(other), view(page))
    until(other, lambda: other.evaluate("location.href"), link)
    expect(other.locator("#notice")).to_be_empty()
    close(other, others, demo.origin)
    elsewhere.close()
    close(page, seen, demo.origin)


def test_a_rule_is_saved_noted_reopened_and_deletion_taken_back(context: BrowserContext, demo: Server) -> None:
    page, seen = watched(context, demo)
    press(page, "radius", "ArrowLeft", 2)
    until(page, lambda: query(page)["radius_m"], "500")
    number, interval = page.locator("#number").inner_text(), page.locator("#interval").inner_text()
    page.locator("[data-saved=save]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#saved-name")).to_be_focused()
    expect(page.locator("#saved-name")).to_have_value("Xinfadi market, 500\N{NO-BREAK SPACE}m")
    page.locator("#saved-name").fill("Narrow <b>one</b>")
    page.locator("#saved-note").fill("for Monday")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    rule = page.locator("#saved-list li")
    expect(rule).to_contain_text(f"{number} {interval}")
    for words in ("Narrow <b>one</b>", "Counted", "within 500\N{NO-BREAK SPACE}m of Xinfadi market", "for Monday"):
        expect(rule).to_contain_text(words)
    press(page, "radius", "ArrowRight", 4)
    save(page, "Wide")
    expect(page.locator("#saved-list a")).to_have_text(["Wide", "Narrow <b>one</b>"])
    page.locator("#saved-list [data-saved=edit]").first.click()
    page.locator("#saved-name").fill("Wider")
    page.locator("[data-saved=confirm]").click()
    page.locator("#saved-list [data-saved=delete]").last.click()
    expect(page.locator("#saved-list a")).to_have_text(["Wider"])
    expect(page.locator("#saved-undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#saved-list a")).to_have_text(["Wider", "Narrow <b>one</b>"])
    with page.expect_navigation():
        page.locator("#saved-list a").last.click()
    expect(page.locator("#number")).to_have_text(number)
    assert query(page)["radius_m"] == "500"
    expect(page.locator("#saved-list a")).to_have_count(2)
    close(page, seen, demo.origin)


def test_a_file_of_rules_opens_in_another_browser_and_broken_ones_are_named(
    context: BrowserContext, browser: Browser, demo: Server, tmp_path: Path
) -> None:
    page, seen = watched(context, demo)
    save(page, "One")
    with page.expect_download() as download:
        page.locator("[data-saved=download]").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    content = json.loads(file.read_text())
    assert content["saved"] == saved(page)
    broken = [{"name": "Broken", "address": "/?site=a"}, 5, {"name": "Evil", "address": "javascript:alert(1)?site=a"}]
    file.write_text(json.dumps({**content, "saved": [*content["saved"], *broken]}))
    close(page, seen, demo.origin)
    elsewhere = browser.new_context(viewport=DESK)
    other, others = watched(elsewhere, demo)
    save(other, "Mine")
    for _ in range(2):
        with other.expect_file_chooser() as chooser:
            other.locator("[data-saved=open]").click()
        chooser.value.set_files(file)
        for said in (
            "Entry 2 Broken is left out: its link lacks radius_m.",
            "Entry 3  is left out: it is no entry.",
            "Entry 4 Evil is left out: its address is no page of rules here.",
        ):
            expect(other.locator("#saved-said")).to_contain_text(said)
        expect(other.locator("#saved-list a")).to_have_text(["Mine", "One"])
    assert saved(other)[1] == content["saved"][0]
    close(other, others, demo.origin)
    elsewhere.close()


def test_a_comparison_is_copied_saved_and_reopened_beside_rules_and_as_a_file(
    context: BrowserContext, browser: Browser, demo: Server, tmp_path: Path
) -> None:
    page, seen = watched(context, demo)
    save(page, "Alone")
    page.goto(f"{demo.origin}/compare?{urlencode({'release': 'demo', **COMPARED})}")
    numbers = page.locator(".compare-number")
    expect(numbers).to_have_count(2)
    page.locator(".compare-top [data-saved=copy]").click()
    expect(page.locator("#saved-said")).to_have_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.evaluate("location.href")
    page.locator("[data-saved=save]").click()
    expect(page.locator("#saved-name")).to_have_value("2 rules compared: Xinfadi market")
    page.locator("#saved-name").fill("Both")
    page.locator("#saved-note").fill("for Monday")
    page.locator("[data-saved=confirm]").click()
    expect(page.locator("#saved-said")).to_have_text("Saved: Both")
    page.locator(".saved summary").click()
    shown = numbers.all_inner_texts()
    for words in ("Both", "Comparison", "for Monday", "1,000\N{NO-BREAK SPACE}m", "500\N{NO-BREAK SPACE}m", *shown):
        expect(page.locator("#saved-list li").first).to_contain_text(words)
    with page.expect_download() as download:
        page.locator("[data-saved=download]").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    close(page, seen, demo.origin)
    elsewhere = browser.new_context(viewport=DESK)
    other, others = watched(elsewhere, demo)
    with other.expect_file_chooser() as chooser:
        other.locator("[data-saved=open]").click()
    chooser.value.set_files(file)
    expect(other.locator("#saved-list .badge")).to_have_text(["Comparison", "Rule · Counted"])
    with other.expect_navigation():
        other.locator("#saved-list a", has_text="Both").click()
    until(other, lambda: other.locator(".compare-number").all_inner_texts(), shown)
    close(other, others, demo.origin)
    elsewhere.close()


def test_rules_kept_before_comparisons_could_be_are_still_there(context: BrowserContext, demo: Server) -> None:
    old = {"id": "old", "name": "Old", "query": urlencode({"release": "demo", **RULE, "radius_m": 500})}
    kept = json.dumps({"schema": "screening-scope-rules/1", "rules": [old]})
    context.add_init_script(f"localStorage['screening-scope-saved'] ??= {json.dumps(kept)}")
    page, seen = watched(context, demo)
    expect(page.locator("#saved-list a")).to_have_text(["Old"])
    save(page, "New")
    assert [entry["address"].split("?")[0] for entry in saved(page)] == ["/", "/"]
    with page.expect_navigation():
        page.locator("#saved-list a", has_text="Old").click()
    until(page, lambda: query(page)["radius_m"], "500")
    close(page, seen, demo.origin)


def test_where_the_browser_keeps_nothing_the_page_works_and_rules_can_be_taken_away(
    context: BrowserContext, demo: Server
) -> None:
    refuse = "get() { throw new DOMException('no', 'SecurityError'); }"
    context.add_init_script(f"Object.defineProperty(window, 'localStorage', {{ {refuse} }})")
    page, seen = watched(context, demo)
    page.locator("#theme").click()
    for name in ("Close", "Close (2)"):
        save(page, "Close")
        expect(page.locator("#saved-list li a").first).to_have_text(name)
    expect(page.locator("#saved-said")).to_contain_text("gone when the page is closed")
    expect(page.locator("[data-saved=download]")).to_be_enabled()
    close(page, seen, demo.origin)
