"""What protects a release is said wherever its counts are shown."""

from dashboard.builder.disclosure.budget import noise
from dashboard.language import in_language
from dashboard.release.cost import Extent, Spread
from dashboard.release.disclosure import Disclosure
from dashboard.views.text import heat_title, protection

NOISE = noise(
    Extent(radii=3, stays=2, dates=5, places=2, circles=3, hours=24),
    Spread(reach=9.0, home=None, presence=250.0, presence_threshold=1_500),
)


def test_a_threshold_and_none() -> None:
    assert protection(Disclosure(threshold=15)) == "Counts under 15 withheld"
    assert protection(Disclosure(threshold=1)) == "Nothing withheld"


def test_noise_says_which_presence_is_missing() -> None:
    disclosure = Disclosure(threshold=15, noise=NOISE)
    assert protection(disclosure) == ("Noise added once, nothing withheld, hexagons under 1,500 an hour left out")
    title = heat_title(15, disclosure.presence_least)
    assert title == (
        "Devices in an average hour, stays of 15 minutes or more, "
        "hexagons under 1,500 an hour left out, noise added by the operator"
    )
    assert heat_title(0, Disclosure(threshold=15).presence_least) == "Devices in an average hour, any length of stay"


def test_the_title_of_the_heat_says_the_hours_where_they_are_narrowed() -> None:
    assert heat_title(0, hours=(18, 22)) == "Devices in an average hour, 18:00 to 22:00, any length of stay"
    assert heat_title(15, hours=(0, 9)) == "Devices in an average hour, 00:00 to 09:00, stays of 15 minutes or more"
    assert heat_title(0, hours=(0, 24)) == heat_title(0)
    with in_language("zh_Hans"):
        assert "18:00至22:00" in heat_title(0, hours=(18, 22))
