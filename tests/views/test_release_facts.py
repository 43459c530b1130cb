"""What the Data page says of a release: of one that several operators' were combined to, and in Chinese."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dashboard.language import in_language
from dashboard.release.combine import combine
from dashboard.release.load import Release
from dashboard.release.where import Where
from dashboard.views import facts


def of_operator(release: Release, name: str, source: str) -> Release:
    operator = release.manifest.operator.model_copy(update={"name": name})
    manifest = release.manifest.model_copy(update={"operator": operator, "source": source})
    return replace(release, key=name, digest=name.lower(), where=Where.of(name), manifest=manifest)


def test_of_several_operators_each_check_and_source_is_told(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    at = {"North": datetime(2020, 6, 15, 1, tzinfo=UTC), "South": None}
    monkeypatch.setattr(facts, "checked_at", lambda where: at[where.name])
    both = combine([of_operator(release, name, f"the {name.lower()}") for name in at])
    said = dict([*facts.origin(both), *facts.checks(both)])
    assert said["Checked"] == "North: 15 June 2020, 09:00 (Asia/Shanghai); South: Before it was opened"
    assert said["Fingerprint of the release (SHA-256)"] == "North: north; South: south"
    assert said["Source"] == "North: the north; South: the south"
    assert said["Licence"] == "MIT"


def test_of_one_release_its_check_is_told_alone(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "checked_at", lambda _: datetime(2020, 6, 15, 1, tzinfo=UTC))
    assert dict(facts.checks(release))["Checked"] == "15 June 2020, 09:00 (Asia/Shanghai)"


def test_what_the_demonstration_says_freely_is_said_in_chinese(release: Release) -> None:
    with in_language("zh_Hans"):
        said = dict(facts.origin(release))
    english = {name: re.findall(r"[A-Za-z]{3,}", words) for name, words in said.items()}
    names = {"Synthetic", "dashboard", "demo", "builder", "cnmaps", "data", "GCJ", "WGS", "MIT", "Asia", "Shanghai"}
    assert {name: set(words) - names for name, words in english.items() if set(words) - names} == {
        "生成": {"screening", "scope"}
    }
