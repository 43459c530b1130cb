"""What a build counts that states nothing: as the demonstration does."""

import pytest

from dashboard.builder.defaults import DEFAULTS
from dashboard.demo import demo

STOPS = ["radii_m", "min_dwell_min", "dwell_bands_min", "max_gap_min", "presence_resolution", "presence_rule"]


@pytest.mark.parametrize("name", STOPS)
def test_what_is_not_stated_is_as_in_the_demonstration(name: str) -> None:
    assert demo.manifest().model_dump(mode="json")[name] == DEFAULTS[name]


def test_the_threshold_is_that_of_the_demonstration() -> None:
    assert demo.manifest().disclosure.threshold == DEFAULTS["disclosure"]["threshold"]
