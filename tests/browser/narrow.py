"""What a page loses at 200% and 400% zoom and with wide spacing of text: WCAG 2.2, 1.4.4, 1.4.10, 1.4.12 and 2.5.8."""

from __future__ import annotations

from onpage import until
from playwright.sync_api import Page

# 1,280 pixels at 200% and at 400%.
ZOOMED = ({"width": 640, "height": 512}, {"width": 320, "height": 640})
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""
LEAST_PX = 24

_LOST = """(least) => {
  const named = (part) => `${part.tagName} ${part.id || part.className} ${part.textContent.trim().slice(0, 40)}`;
  const style = (part) => getComputedStyle(part);
  const scrolled = (part) => {
    for (let around = part.parentElement; around && around !== document.body; around = around.parentElement)
      if (/auto|scroll/.test(style(around).overflowX)) return true;
    return false;
  };
  const shown = [...document.querySelectorAll("body *")].filter(
    (part) => part.checkVisibility({ visibilityProperty: true }) && part.getBoundingClientRect().width > 1
      && !part.closest("svg, .leaflet-container, .aloud, .heard, .skip"),
  );
  const wide = shown.filter((part) => part.getBoundingClientRect().right > innerWidth + 1 && !scrolled(part));
  const cut = shown.filter((part) => /hidden|clip/.test(style(part).overflowX) && part.textContent.trim()
    && (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1));
  const pressed = shown.filter((part) => part.matches("button, summary, input, textarea, a, .segments label"));
  const small = pressed.filter((part) => {
    const { width, height } = (part.closest("label") ?? part).getBoundingClientRect();
    return style(part).display !== "inline" && (width < least || height < least);
  });
  return Object.entries({ wide, cut, small }).flatMap(([how, parts]) => parts.map((part) => `${how}: ${named(part)}`));
}"""


def lost_when_narrow(page: Page) -> list[str]:
    """Return what reaches out of a narrow window, is cut off, or is too small for a finger, text being spaced."""
    page.evaluate("(rule) => (document.adoptedStyleSheets = [new CSSStyleSheet()])[0].replaceSync(rule)", SPACED)
    lost: list[str] = []
    for window in ZOOMED:
        page.set_viewport_size(window)
        # Charts follow the window a little later.
        until(page, lambda: page.evaluate("document.documentElement.scrollWidth"), window["width"])
        lost += [f"at {window['width']} px, {what}" for what in page.evaluate(_LOST, LEAST_PX)]
    return lost
