"""What is loaded once is kept: another visit costs little."""

from playwright.sync_api import Browser, expect
from serving import Server

MOST_AGAIN = 50_000


def test_second_visit_loads_under_50_kb(browser: Browser, demo: Server) -> None:
    context = browser.new_context()
    sizes = []
    for _ in range(2):
        page = context.new_page()
        network = context.new_cdp_session(page)
        sent: list[float] = []
        network.on("Network.loadingFinished", lambda event, sent=sent: sent.append(event["encodedDataLength"]))
        network.send("Network.enable")
        page.goto(f"{demo.origin}/")
        expect(page.locator("#proportion")).not_to_be_empty()
        page.wait_for_load_state("networkidle")
        sizes.append(sum(sent))
        page.close()
    context.close()
    first, second = sizes
    assert second < MOST_AGAIN < first
