"""The page as it opens: the number of the command line, its words, its legend."""

import json
import subprocess
from typing import Any

import pytest
from onpage import ask, map_cells, outline, rings, store, traces, until
from playwright.sync_api import Page, expect
from serving import BIN

from dashboard.counting.count import count
from dashboard.release.answerable import default_rule
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.shipped import DEMO_RELEASE
from dashboard.views.text import whole
from dashboard.views.uncounted import sentence


def command(rule: Rule, *options: str) -> str:
    """Return what `screening-scope count` says of a rule."""
    asked = ["--site", str(rule.place), "--radius-m", str(rule.radius_m), "--min-dwell-min", str(rule.min_dwell_min)]
    dates = ["--from", str(rule.start), "--to", str(rule.end)]
    done = subprocess.run(
        [BIN / "screening-scope", "count", DEMO_RELEASE, *asked, *dates, *options],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def said(release: Release) -> str:
    return command(default_rule(release))


@pytest.fixture(scope="module")
def counted(release: Release) -> dict[str, Any]:
    return dict(json.loads(command(default_rule(release), "--json")))


def test_the_page_says_what_the_command_says(first: Page, said: str) -> None:
    number = first.locator("#number").inner_text()
    low_to_high = first.locator("#interval").inner_text()
    words = first.locator("#sentence").inner_text()
    assert said == f"Counted. Synthetic. {words}"
    assert words.startswith(f"{number} people ({low_to_high}) ")


def test_the_devices_are_those_of_the_command(first: Page, counted: dict[str, Any]) -> None:
    devices = counted["devices"]
    line = first.locator("#devices-line").inner_text()
    assert line.startswith(f"{whole(devices['mid'])} devices")
    if devices["low"] != devices["high"]:
        assert f"({whole(devices['low'])} to {whole(devices['high'])})" in line


def test_the_page_says_how_it_was_counted_and_that_it_is_synthetic(first: Page) -> None:
    expect(first.locator("#method")).to_have_text("Counted")
    expect(first.locator(".head .badge-synthetic")).to_have_text("Synthetic")
    expect(first.locator("#unit")).to_have_text("People flagged")


def test_the_ring_and_the_outline_are_those_of_the_rule(first: Page, release: Release) -> None:
    rule = default_rule(release)
    until(first, lambda: rings(first), [rule.radius_m])
    position = release.manifest.min_dwell_min.index(rule.min_dwell_min), release.manifest.radii_m.index(rule.radius_m)
    until(first, lambda: outline(first), position)


def test_every_chart_is_drawn(first: Page) -> None:
    for chart in ("matrix", "days", "hours-chart", "homes-chart"):
        until(first, lambda chart=chart: bool(traces(first, chart)), expected=True)


def test_the_legend_says_what_the_colours_mean(first: Page, release: Release) -> None:
    expect(first.locator("#legend .legend-title")).to_contain_text("Devices in an average hour")
    words = first.locator("#legend li").all_inner_texts()
    assert len(words) >= 4
    assert f"{release.manifest.disclosure.threshold}" in words[0]
    assert "withheld" in words[0]
    assert words[-1].endswith("or more")


def test_the_map_holds_cells_and_not_too_many(first: Page) -> None:
    until(first, lambda: 0 < len(map_cells(first)) <= 5_000, expected=True)


def test_the_browser_says_every_rule_as_the_server_does(first: Page, release: Release) -> None:
    rule, manifest = default_rule(release), release.manifest
    rules = [(radius, stay) for radius in manifest.radii_m for stay in manifest.min_dwell_min]
    stores = [store(first, name) for name in ("rule", "answer", "words")]
    find = """({ lookUp }, rules, rule, answer, words) =>
      rules.map(([radius_m, min_dwell_min]) => lookUp({ ...rule, radius_m, min_dwell_min }, answer, words))"""
    entries = ask(first, "answer/table.mjs", find, rules, *stores)
    say = "({ sentence }, entries, answer, words) => entries.map((entry) => sentence(entry, answer, words))"
    said = ask(first, "answer/sentence.mjs", say, entries, *stores[1:])
    asked = [
        Rule(place=rule.place, radius_m=radius, min_dwell_min=stay, start=rule.start, end=rule.end)
        for radius, stay in rules
    ]
    assert said == [sentence(release, count(release, each)) for each in asked]
