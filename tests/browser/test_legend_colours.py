"""The legend has the colours that the map shows: the pixels of a swatch are those of cells."""

from __future__ import annotations

import io
from collections import Counter

import numpy as np
import pytest
from matplotlib.image import imread
from playwright.sync_api import Locator, expect
from serving import Server
from watching import Open

ENOUGH_PX, LARGE_PX = 400, 4_000
AT_LEAST = 3  # classes in view
GROUNDS = ("land", "beyond the city")
NEAR = 2  # of 255: rounding
CITY = "&at=39.8112,116.3421,13"


def colours(part: Locator) -> Counter[tuple[int, int, int]]:
    """Count the pixels of a part of the page by their colour."""
    pixels = (imread(io.BytesIO(part.screenshot()))[..., :3] * 255).round().astype(int).reshape(-1, 3)
    found, numbers = np.unique(pixels, axis=0, return_counts=True)
    return Counter({tuple(map(int, colour)): int(number) for colour, number in zip(found, numbers, strict=True)})


def near(colour: tuple[int, int, int], counted: Counter[tuple[int, int, int]]) -> int:
    """Return how many pixels have a colour, or one that rounding makes of it."""
    return sum(
        number
        for other, number in counted.items()
        if max(abs(a - b) for a, b in zip(colour, other, strict=True)) <= NEAR
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("query", [CITY, f"{CITY}&opacity=30", f"{CITY}&opacity=100", "&layer=homes&at=40.2,116.4,9"])
def test_the_swatches_of_the_legend_are_the_colours_of_the_map(
    open_page: Open, demo: Server, query: str, theme: str
) -> None:
    page = open_page(f"?{query}", server=demo, theme=theme)
    swatches = page.locator("#legend .swatch")
    expect(swatches.first).to_be_visible()
    page.wait_for_load_state("networkidle")
    of_legend = [colours(swatches.nth(number)).most_common(1)[0][0] for number in range(swatches.count())]
    page.locator("#legend").evaluate("legend => { legend.style.visibility = 'hidden'; }")
    shown = colours(page.locator("#map"))
    there = [near(colour, shown) > ENOUGH_PX for colour in of_legend]
    assert sum(there) >= AT_LEAST, (of_legend, there, shown.most_common(12))
    # What else is large on the map is its ground: the land, and what lies beyond the city.
    others = {colour for colour, number in shown.items() if number > LARGE_PX and not near(colour, Counter(of_legend))}
    assert len(others) <= len(GROUNDS), (others, of_legend)
