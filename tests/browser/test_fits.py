"""What stands in the fields of the matrix and below the bar of stays has its room, in both languages."""

from itertools import pairwise

import pytest
from narrow import lost_when_narrow
from onpage import until
from playwright.sync_api import Page
from watching import DESK, Open

PHONE = {"width": 390, "height": 844}
FIELDS = 84

# Of every field of the matrix: how many lines it has, and whether they are as wide as the field at most.
LABELS = """() => {
  const drawn = document.querySelector("#matrix .js-plotly-plot");
  if (!drawn) return [];
  const { xaxis } = drawn._fullLayout;
  const field = xaxis.r2p(1) - xaxis.r2p(0);
  return [...drawn.querySelectorAll(".heatmap-label text")].map((text) =>
    [text.querySelectorAll(".line").length, text.getBoundingClientRect().width <= field]);
}"""

# The labels below the bar that are in sight: their text, left, right, and how many lines they take.
EDGES = """() => [...document.querySelectorAll("#stay-bar .stay-edge")].flatMap((edge) => {
  const range = new Range();
  range.selectNodeContents(edge);
  const { top } = edge.getBoundingClientRect();
  const rects = [...range.getClientRects()].filter((rect) => rect.width && rect.top < top + 4);
  return rects.length ? [[edge.textContent, rects[0].left, rects.at(-1).right, rects.length]] : [];
})"""


@pytest.mark.parametrize("lang", ["en", "zh_Hans"])
def test_low_and_high_stand_in_every_field_and_labels_of_the_bar_apart(open_page: Open, lang: str) -> None:
    page = open_page(f"?lang={lang}")
    for window in (DESK, PHONE):
        page.set_viewport_size(window)
        until(page, lambda: page.evaluate(LABELS), [[2, True]] * FIELDS)
        labels_stand_apart(page)
    assert lost_when_narrow(page) == []
    labels_stand_apart(page)


def labels_stand_apart(page: Page) -> None:
    edges = page.evaluate(EDGES)
    assert edges[0][0] == "0"
    assert edges[-1][0] in {"4 h", "4小时"}
    assert all(lines == 1 for _text, _left, _right, lines in edges)
    assert all(one[2] <= other[1] for one, other in pairwise(edges))
