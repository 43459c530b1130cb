"""The states of the page: waiting, refused, nobody, too few to show, a bracket, several releases, no place."""

import re
import subprocess
from pathlib import Path

import made
from onpage import choose, press, query, store, until
from playwright.sync_api import expect
from serving import BIN, Server
from watching import Open, Servers

from dashboard.counting.count import count
from dashboard.release.answerable import default_rule
from dashboard.release.load import load
from dashboard.views.uncounted import sentence


def test_a_page_waits_for_its_release_and_opens_by_itself(open_page: Open, servers: Servers) -> None:
    server = servers.waiting.until(503)
    page = open_page(server=server, number=False)
    expect(page.locator("h1")).to_have_text("Checking the release")
    servers.gate.touch()
    expect(page.locator("#number")).not_to_be_empty()
    assert server.health() == 200


def test_a_release_with_identifiers_is_refused_with_its_faults(open_page: Open, servers: Servers) -> None:
    server = servers.refusing.until(503)
    page = open_page(server=server, number=False)
    expect(page.locator("h1")).to_have_text("The release was refused")
    faults = page.locator("main li").all_inner_texts()
    assert any("column imsi" in fault for fault in faults)
    assert page.locator("#number").count() == 0
    assert server.health() == 503
    page.goto(f"{server.origin}/?lang=zh_Hans")
    expect(page.locator("h1")).to_have_text("数据包未通过检查")
    fault = page.locator("main li", has_text="imsi列")
    expect(fault).to_contain_text("请删去该列并重新统计")
    expect(fault.locator("[lang=en]")).to_have_count(0)


def test_serve_refuses_it_too_and_names_the_column(tmp_path: Path) -> None:
    broken = made.with_identifiers(tmp_path / "broken")
    done = subprocess.run([BIN / "screening-scope", "serve", broken], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "column imsi" in done.stderr
    assert "Traceback" not in done.stderr


def test_counted_nobody_and_too_few_to_show(open_page: Open, several: Server) -> None:
    page = open_page("?release=markets&site=open&radius_m=500&min_dwell_min=0", server=several)
    headline, number, words = page.locator("#headline"), page.locator("#number"), page.locator("#sentence")
    expect(headline).to_have_class(re.compile("kind-counted"))
    press(page, "stay", "ArrowRight", 2)
    expect(number).to_have_text("0")
    expect(words).to_contain_text("Nobody was counted within 500")
    choose(page, "site", "closed")
    expect(words).to_contain_text("Closed market")
    expect(number).to_have_text("0")
    expect(page.locator("#interval")).to_be_empty()
    expect(page.locator("#headline .stay-segment")).to_have_count(0)
    press(page, "stay", "ArrowLeft", 2)
    choose(page, "site", "quiet")
    expect(headline).to_have_class(re.compile("kind-withheld"))
    expect(words).to_contain_text("Too few to show")
    expect(number).to_have_text(re.compile("^[0-9]+\N{EN DASH}[0-9]+$"))
    expect(page.locator("#notice")).to_be_empty()


def test_without_reach_there_is_a_bracket_and_it_is_named(open_page: Open, several: Server, servers: Servers) -> None:
    page = open_page("?release=helsinki", server=several)
    release = load(servers.gate.parent / "helsinki")
    rule = default_rule(release)
    bracket = count(release, rule)
    expect(page.locator("#method")).to_have_text("Bracket")
    expect(page.locator("#unit")).to_have_text("Devices flagged")
    expect(page.locator("#number")).to_have_text(f"{bracket.devices.low:,}\N{EN DASH}{bracket.devices.high:,}")
    words = sentence(release, bracket)
    assert "spent the longest part of an hour" in words
    expect(page.locator("#sentence")).to_have_text(words)
    expect(page.locator(".head .badge-synthetic")).to_have_count(0)
    for chart in ("days", "homes-chart"):
        expect(page.locator(f"#{chart}")).to_have_count(0)
    expect(page.locator("#hours-chart .js-plotly-plot")).to_be_visible()
    press(page, "radius", "ArrowRight")
    expect(page.locator("#radius-words")).to_have_text("1,250\N{NO-BREAK SPACE}m")
    expect(page.locator("#sentence")).to_contain_text("A bracket, not a count")
    expect(page.locator("#notice")).to_be_empty()
    until(page, lambda: store(page, "heat")["days"], ["2018-05-16", "2018-05-19", "2018-05-20"])


def test_one_release_is_switched_for_another_and_back_by_its_link(open_page: Open, several: Server) -> None:
    page = open_page("?release=markets", server=several)
    expect(page.locator("#release-switch")).to_contain_text("Three markets")
    with page.expect_navigation():
        choose(page, "release-switch", "placeless")
    expect(page.locator("h1")).to_have_text("This release names no place")
    expect(page.locator("main")).to_contain_text("screening-scope import")
    with page.expect_navigation():
        choose(page, "release-switch", "helsinki")
    expect(page.locator("#method")).to_have_text("Bracket")
    until(page, lambda: query(page)["release"], "helsinki")
