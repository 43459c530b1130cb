"""Behind nginx, below a path: page, links, files, language and what is saved keep the path of the public address."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from onpage import KEEP_MAP, map_cells, until
from playwright.sync_api import Browser, Page, expect
from serving import Server, _free_port, gunicorn
from watching import DESK, Seen

from dashboard.shipped import DEMO_RELEASE

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
PREFIX = "/counts"
CONFIG = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location {prefix}/ {{ proxy_pass {behind}{path}; proxy_set_header Host $http_host; }}
  }}
}}
"""
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(NGINX is None, reason="nginx is missing: install it (Debian: apt-get install nginx-light)"),
]


@pytest.fixture(scope="module", params=["", "/"], ids=["path handed on", "path cut off"])
def public(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The public address of a server that only nginx leads to."""
    folder, port = tmp_path_factory.mktemp("nginx"), _free_port()
    address = f"http://127.0.0.1:{port}{PREFIX}"
    server: Server = gunicorn("dashboard.server:server", Path(DEMO_RELEASE), PUBLIC_URL=address).until(200)
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(folder=folder, port=port, prefix=PREFIX, behind=server.origin, path=request.param))
    proxy = subprocess.Popen([str(NGINX), "-c", str(config), "-p", str(folder)])
    yield address
    proxy.terminate()
    proxy.wait()
    assert "Traceback" not in server.stop()


@pytest.fixture
def page(browser: Browser, public: str) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK, permissions=["clipboard-read", "clipboard-write"], locale="en")
    context.add_init_script(KEEP_MAP)
    page, seen = context.new_page(), Seen()
    seen.watch(page)
    page.goto(f"{public}/")
    expect(page.locator("#number")).not_to_be_empty()
    yield page
    context.close()
    assert seen.errors == []
    assert seen.strangers(public) == []


def test_everything_stays_below_the_path(page: Page, public: str, tmp_path: Path) -> None:
    until(page, lambda: bool(map_cells(page)), expected=True)
    until(page, lambda: "radius_m=" in page.url, expected=True)
    number = page.locator("#number").inner_text()
    page.locator("section.chart:has(#matrix) .export summary").click()
    with page.expect_download() as download:
        page.locator("section.chart:has(#matrix) .export-item", has_text="CSV").click()
    file = tmp_path / "matrix.csv"
    download.value.save_as(file)
    assert f",{public}/?" in file.read_text(encoding="utf-8-sig")
    page.locator(".saved > .saved-actions [data-saved=copy]").click()
    expect(page.locator("#saved-said")).to_have_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"{public}/?")
    page.locator("[data-saved=save]").click()
    page.locator("#saved-name").fill("Mine")
    page.locator("[data-saved=confirm]").click()
    expect(page.locator("#saved-list a")).to_have_text("Mine")
    for name, path in (("Compare", "/compare"), ("Data", "/data"), ("Explore", "/")):
        page.locator(".pages a", has_text=name).click()
        until(page, lambda: urlsplit(page.url).path, f"{PREFIX}{path}")
        expect(page.locator(".pages a[aria-current=page]")).to_have_text(name)
    expect(page.locator("#number")).to_have_text(number)
    page.locator("#saved-list a").click()
    expect(page.locator("#number")).to_have_text(number)
    assert page.url.startswith(f"{public}/?")
    page.locator("[data-language=zh_Hans]").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("#number")).not_to_be_empty()
    assert {cookie["path"] for cookie in page.context.cookies() if cookie["name"] == "language"} == {PREFIX}
