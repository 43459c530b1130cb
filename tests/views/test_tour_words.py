"""The words of the tour: true of the release that it is taken on."""

from dataclasses import replace

from dashboard.release.load import Release
from dashboard.views.tour import tour_words


def lines(release: Release, step: str) -> str:
    return " ".join(tour_words(release)["steps"][step]["lines"])


def test_only_a_release_with_distinct_counts_is_said_to_tell_of_true_visitors(release: Release) -> None:
    assert "true visitors" in lines(release, "narrower")
    assert "true visitors" not in lines(replace(release, reach_parts=None), "narrower")


def test_a_release_without_presence_is_said_to_show_no_heat(release: Release) -> None:
    assert "hexagon" in lines(release, "map")
    assert "hexagon" not in lines(replace(release, presence_parts=None), "map")
