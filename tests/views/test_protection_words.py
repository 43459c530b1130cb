"""What protects a release is said wherever its counts are shown."""

from dashboard.release.disclosure import Disclosure, Noise, epsilon_of
from dashboard.views.text import heat_title, protection

NOISE = Noise(
    rho=0.06,
    rho_day=1.3,
    delta=1e-6,
    epsilon=epsilon_of(0.06, 1e-6),
    epsilon_day=epsilon_of(1.3, 1e-6),
    places=5,
    reach_sd=[[9.0]],
    home_sd=None,
    presence_sd=25.0,
    presence_threshold=1_500,
)


def test_a_threshold_and_none() -> None:
    assert protection(Disclosure(threshold=15)) == "Counts under 15 withheld"
    assert protection(Disclosure(threshold=1)) == "Nothing withheld"


def test_noise_says_which_presence_is_missing() -> None:
    disclosure = Disclosure(threshold=15, noise=NOISE)
    assert protection(disclosure) == ("Noise added once, counts under 15 withheld, cells under 1,500 an hour left out")
    title = heat_title(15, disclosure.presence_least)
    assert title == "Devices per hour, stays of 15 minutes or more, cells under 1,500 an hour left out"
    assert heat_title(0, Disclosure(threshold=15).presence_least) == "Devices per hour"
