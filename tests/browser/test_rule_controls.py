"""The controls of the rule: every one moves the number, the map, the charts and the address."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from onpage import choose, field_of_matrix, hollow, outline, press, query, rings, set_dates, thumb, traces, until
from playwright.sync_api import BrowserContext, Page, expect
from serving import Server
from watching import Open, close, watched

from dashboard.counting import presence, reach
from dashboard.counting.count import count
from dashboard.counting.scaled import in_people
from dashboard.language import day_short
from dashboard.place import NamedPlace
from dashboard.release.answerable import default_rule
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.views.text import metres, stay_control
from dashboard.views.uncounted import sentence


def shows(page: Page, release: Release, rule: Rule) -> None:
    """Assert that the page shows what the server counts for a rule, and that its address says so."""
    expect(page.locator("#sentence")).to_have_text(sentence(release, count(release, rule)))
    until(page, lambda: query(page), {"release": release.key} | {k: str(v) for k, v in rule.to_dict().items()})
    until(page, lambda: set(rings(page)), {rule.radius_m})
    manifest = release.manifest
    field = (manifest.min_dwell_min.index(rule.min_dwell_min), manifest.radii_m.index(rule.radius_m))
    until(page, lambda: outline(page), field)


MIDS = ("first_mid", "returning_mid")


@pytest.fixture(scope="module")
def page(desk: BrowserContext, demo: Server) -> Iterator[Page]:
    """One page, whose rule goes from test to test."""
    opened, seen = watched(desk, demo)
    yield opened
    close(opened, seen, demo.origin)


def other(rule: Rule, **changes: object) -> Rule:
    return Rule(**{**vars(rule), **changes})


def test_the_radius_moves_by_keyboard_and_its_address_opens_it_again(open_page: Open, release: Release) -> None:
    page, rule, radii = open_page(), default_rule(release), release.manifest.radii_m
    before = page.locator("#number").inner_text()
    press(page, "radius", "ArrowRight", 2)
    wider = other(rule, radius_m=radii[radii.index(rule.radius_m) + 2])
    shows(page, release, wider)
    number = page.locator("#number").inner_text()
    assert number != before
    expect(page.locator("#radius-words")).to_have_text(metres(wider.radius_m))
    expect(thumb(page, "radius")).to_have_attribute("aria-valuetext", metres(wider.radius_m))
    page.reload()
    expect(page.locator("#number")).to_have_text(number)
    shows(page, release, wider)


def test_the_stay_moves_by_keyboard_and_hollows_the_bar(page: Page, release: Release) -> None:
    rule, stays = default_rule(release), release.manifest.min_dwell_min
    assert hollow(page) == [False] * len(stays)
    press(page, "stay", "ArrowRight", 3)
    longer = other(rule, min_dwell_min=stays[3])
    shows(page, release, longer)
    assert hollow(page) == [True] * 3 + [False] * (len(stays) - 3)
    expect(page.locator("#stay-sentence")).to_contain_text("the rule leaves them out")
    expect(page.locator("#stay-words")).to_have_text(stay_control(stays[3]))


ON_THE_PAGE = """() => [
  document.getElementById("number").textContent,
  document.getElementById("radius-words").textContent,
  document.getElementById("sentence").textContent,
]"""


def test_the_number_moves_in_the_frame_of_the_key(open_page: Open, release: Release) -> None:
    page, rule = open_page(), default_rule(release)
    until(page, lambda: rings(page), [rule.radius_m])
    page.evaluate(
        f"""() => addEventListener("keydown", () => {{
          requestAnimationFrame(() => (window.nextFrame = ({ON_THE_PAGE})()));
        }}, true)"""
    )
    press(page, "radius", "ArrowRight")
    until(page, lambda: page.evaluate("Boolean(window.nextFrame)"), expected=True)
    seen = page.evaluate("window.nextFrame")
    wider = other(rule, radius_m=release.manifest.radii_m[release.manifest.radii_m.index(rule.radius_m) + 1])
    shows(page, release, wider)
    assert seen == page.evaluate(ON_THE_PAGE)


def test_a_field_of_the_matrix_sets_the_rule(page: Page, release: Release) -> None:
    rule, manifest = default_rule(release), release.manifest
    until(page, lambda: bool(traces(page, "matrix")), expected=True)
    back = manifest.min_dwell_min.index(rule.min_dwell_min), manifest.radii_m.index(rule.radius_m)
    for stay, radius in ((4, 6), (1, 2), back):
        page.wait_for_timeout(400)  # plotly takes no click while it draws the outline anew
        page.mouse.click(*field_of_matrix(page, stay, radius))
        chosen = other(rule, radius_m=manifest.radii_m[radius], min_dwell_min=manifest.min_dwell_min[stay])
        shows(page, release, chosen)
        expect(thumb(page, "radius")).to_have_attribute("aria-valuenow", str(radius))
        expect(thumb(page, "stay")).to_have_attribute("aria-valuenow", str(stay))


def test_another_place_and_other_dates_reach_every_chart(page: Page, release: Release) -> None:
    rule = default_rule(release)
    start, end = rule.start + timedelta(days=2), rule.end - timedelta(days=3)
    choose(page, "site", "yuegezhuang")
    set_dates(page, start, end)
    asked = other(rule, place=NamedPlace(site_id="yuegezhuang"), start=start, end=end)
    shows(page, release, asked)
    days = [day_short(start + timedelta(days=day)) for day in range((end - start).days + 1)]
    people, _ = in_people(release.manifest, reach.by_day(release, asked))
    until(page, lambda: [trace["y"] for trace in traces(page, "days")], [people[name].to_list() for name in MIDS])
    assert [trace["x"] for trace in traces(page, "days")] == [days, days]
    homes, _ = in_people(release.manifest, reach.by_home(release, asked))
    until(page, lambda: traces(page, "homes-chart")[0]["x"], homes["mid"].to_list())
    area = presence.area(release, asked.place, asked.radius_m)
    profile = presence.profile(release, area, start, end)
    hours = [profile.filter(date=day)["mid"].to_list() for day in profile["date"].unique(maintain_order=True)]
    until(page, lambda: traces(page, "hours-chart")[0]["z"], hours)
    name = release.places[str(asked.place)].name
    expect(page.locator("#hours-chart-title")).to_have_text(
        f"Devices by hour within {metres(asked.radius_m)} of {name}"
    )


def test_one_date_of_a_group_of_places_with_a_ring_each(page: Page, release: Release) -> None:
    group, rule = release.places["markets"], default_rule(release)
    choose(page, "site", "markets")
    set_dates(page, rule.end, rule.end)
    shows(page, release, other(rule, place=NamedPlace(site_id="markets"), start=rule.end))
    assert rings(page) == [rule.radius_m] * len(group.shapes)


def test_a_date_that_was_cleared_does_not_hold_up_the_radius(open_page: Open, release: Release) -> None:
    page, rule, radii = open_page(), default_rule(release), release.manifest.radii_m
    page.locator("#dates-end-date").fill("")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    press(page, "radius", "ArrowRight")
    wider = radii[radii.index(rule.radius_m) + 1]
    expect(page.locator("#radius-words")).to_have_text(metres(wider), timeout=3000)
