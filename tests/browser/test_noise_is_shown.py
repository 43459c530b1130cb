"""Under noise every view says what low and high are, zero is within noise, and Data says whom it protects."""

from collections.abc import Iterator
from pathlib import Path

import made
import pytest
from playwright.sync_api import expect
from serving import Server, serve
from watching import Open

from dashboard.release.load import Release, load

SAID = "95% interval, noise added by the operator."
IN_CHINESE = "上下限为95%区间"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return load(made.noisy(tmp_path_factory.mktemp("noise") / "noisy"))


@pytest.fixture(scope="module")
def noisy(release: Release) -> Iterator[Server]:
    server = serve(Path(str(release.where)))
    yield server.until(200)
    assert "Traceback" not in server.stop()


@pytest.mark.parametrize(("language", "said"), [("en", SAID), ("zh_Hans", IN_CHINESE)], ids=["en", "zh"])
def test_every_view_says_what_low_and_high_are(open_page: Open, noisy: Server, language: str, said: str) -> None:
    page = open_page(f"?site=open&lang={language}", server=noisy)
    expect(page.locator("#sentence")).to_contain_text(said)
    for chart in ("matrix", "days", "hours-chart", "homes-chart"):
        expect(page.locator(f".chart:has(#{chart})")).to_contain_text(said)
    for panel in ("backlog", "proportion"):
        expect(page.locator(".charts > section", has=page.locator(f"#{panel}"))).to_contain_text(said)
    compared = open_page(f"compare?lang={language}", server=noisy, number=False)
    expect(compared.locator(".compare-keys")).to_contain_text(said)
    expect(compared.locator(".compare-table")).to_have_count(2)
    for table in compared.locator(".compare-table").all():
        expect(table).to_contain_text(said)


def test_nobody_within_noise_is_said_to_be_perhaps_nobody(open_page: Open, noisy: Server) -> None:
    page = open_page("?site=closed&radius_m=250&min_dwell_min=60", server=noisy)
    expect(page.locator("#sentence")).to_contain_text("too few to tell from nobody. " + SAID)
    expect(page.locator("#interval")).to_contain_text("0 to ")
    expect(page.locator("#stay-bar")).to_be_empty()


@pytest.mark.parametrize(("language", "title"), [("en", "Whom it protects"), ("zh_Hans", "保护了谁")], ids=["en", "zh"])
def test_data_says_whom_it_protects(
    open_page: Open, noisy: Server, release: Release, language: str, title: str
) -> None:
    page = open_page(f"data?lang={language}", server=noisy, number=False)
    table = page.get_by_role("region", name=title)
    noise = release.manifest.disclosure.noise
    assert noise is not None
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(len(noise.asked))
    figures = [row.locator("td").all_inner_texts()[:2] for row in rows.all()]
    assert figures == [[f"{one.auc:.2f}", f"{one.auc_measured:.2f}"] for one in noise.asked]


def test_method_does_not_say_that_counts_are_withheld(open_page: Open, noisy: Server) -> None:
    page = open_page("method?lang=en", server=noisy, number=False)
    expect(page.locator("main")).to_contain_text("The operator added noise to every count")
    expect(page.locator("main")).not_to_contain_text("Small counts are withheld")
