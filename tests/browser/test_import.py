"""A file is dropped on the Data page, by hand or by keys, answered, corrected, saved and opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from real_input import SHARED
from serving import Server, serve
from test_axe import faults
from watching import Seen, close

from dashboard.shipped import DEMO_RELEASE

CASES = SHARED / "cases"
pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the cases lie outside the repository")
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = serve(DEMO_RELEASE, imports=tmp_path_factory.mktemp("imported") / "releases").until(200)
    yield started
    written = started.stop()
    assert "Traceback" not in written
    assert "counts" not in written


@pytest.fixture
def page(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Page]:
    size, language = request.param
    opened, seen = browser.new_page(viewport=SIZES[size]), Seen()
    seen.watch(opened)
    opened.goto(f"{server.origin}/data?lang={language}")
    expect(opened.locator("#import")).to_be_visible()
    yield opened
    close(opened, seen, server.origin)


def case(name: str) -> Path:
    (folder,) = CASES.glob(f"{name}-*")
    return next(path for path in folder.iterdir() if path.name.startswith(("counts", "presence")) and path.is_file())


def choose(page: Page, file: Path) -> None:
    page.wait_for_load_state("networkidle")
    with page.expect_file_chooser() as chosen:
        page.locator("[data-import=choose]").press("Enter")
    chosen.value.set_files(file)
    expect(page.locator("#import-result")).to_be_focused()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("page", [("desk", "en"), ("phone", "zh_Hans")], indirect=True)
def test_a_file_is_chosen_by_keys_answered_corrected_saved_and_opened(page: Page) -> None:
    choose(page, case("d14"))
    answer = page.locator("#import-answer")
    expect(answer.locator(".import-needs")).to_be_visible()
    expect(answer.locator("[data-import=save]")).to_be_disabled()
    assert faults(page, "#import") == []
    assert fits(page)
    page.locator("#import-time").select_option("h3")
    page.locator("#import-time-zone").select_option("Asia/Seoul")
    page.locator("#import-form button[type=submit]").press("Enter")
    expect(answer.locator(".import-problem")).to_be_visible()
    expect(page.locator("#import-time-zone")).to_have_value("Asia/Seoul")  # what was stated stays
    page.locator("#import-time").select_option("")
    page.locator("input[name=title]").fill("Seoul <b>2022</b>")
    page.locator("textarea[name=site]").fill("Somewhere,37.5665,126.978")
    page.locator("#import-form button[type=submit]").press("Enter")
    expect(answer.locator("dl")).to_be_visible()
    page.locator("[data-import=save]").press("Enter")
    expect(page.locator("#import-result")).to_be_focused()
    link = answer.locator(".import-link").first
    assert "release=seoul-b-2022-b" in str(link.get_attribute("href"))
    link.click()
    expect(page.locator("#release-switch")).to_contain_text("Seoul <b>2022</b>")


@pytest.mark.parametrize("page", [("desk", "en")], indirect=True)
def test_a_file_is_dropped_anywhere_on_the_page_and_one_with_identifiers_is_refused(page: Page) -> None:
    text = "imsi,h3,time,devices\\n460001234567890,8931aa42853ffff,2020-06-12 08:00,57\\n"
    page.evaluate(
        f"""() => {{
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File(["{text}"], "people.csv"));
            document.body.dispatchEvent(new DragEvent("dragover", {{ bubbles: true, cancelable: true, dataTransfer }}));
            document.body.dispatchEvent(new DragEvent("drop", {{ bubbles: true, cancelable: true, dataTransfer }}));
        }}"""
    )
    expect(page.locator("#import-result")).to_be_focused()
    problem = page.locator(".import-problem")
    expect(problem).to_contain_text("named like an identifier")
    assert "460001234567890" not in page.content()
    expect(page.locator("#import-form")).to_have_count(0)
    for name in ("d05", "d10", "d11", "d12", "d26"):
        choose(page, case(name))
        expect(page.locator("#import-result")).to_contain_text(case(name).name)


@pytest.mark.parametrize("page", [("desk", "en")], indirect=True)
def test_a_file_over_the_limit_is_not_even_sent(page: Page, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(50_000_001)
    with page.expect_file_chooser() as chosen:
        page.locator("[data-import=choose]").click()
    chosen.value.set_files(large)
    expect(page.locator("#import-said")).to_contain_text("large.csv is over 50 MB")
    expect(page.locator("#import-busy")).to_be_hidden()
