"""The head of a page: releases by their titles, and by their operators where titles are alike."""

from dataclasses import replace

from dashboard.release.load import Release, load
from dashboard.shipped import DEMO_RELEASE
from dashboard.ui.components.header import header

DEMO = load(DEMO_RELEASE)


def of_operator(key: str, operator: str, title: str) -> Release:
    named = DEMO.manifest.operator.model_copy(update={"name": operator})
    return replace(DEMO, key=key, manifest=DEMO.manifest.model_copy(update={"title": title, "operator": named}))


def offered(*releases: Release) -> list[str]:
    head = header(releases[0], {release.key: release for release in releases})
    return [option["label"] for option in head["release-switch"].options]


def test_releases_go_by_their_titles() -> None:
    assert offered(of_operator("a", "North", "May"), of_operator("b", "not stated", "June")) == ["May", "June"]


def test_operators_tell_releases_of_one_title_apart() -> None:
    releases = of_operator("a", "North", "May"), of_operator("b", "South", "May"), of_operator("c", "South", "June")
    assert offered(*releases) == ["May (North)", "May (South)", "June"]
