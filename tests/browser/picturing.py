"""How far apart two pictures of a page are: tolerant of the font that is installed, not of a layout that broke."""

from __future__ import annotations

from io import BytesIO
from itertools import product
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Page

KEPT = Path(__file__).parent / "pictures"

# A picture is kept at a twelfth of its size: a letter is a shade there, a panel is still a panel.
SHRUNK = 12
# Of 255: what two fonts, or two ways of smoothing a line, may differ by.
SAME_SHADE = 20
REGIONS = 8
STEADY_MS, LOOKS = 250, 60


def settled(page: Page) -> Image.Image:
    """Return the picture of a page once it no longer changes, shrunk."""
    before = None
    for _ in range(LOOKS):
        now = _shrunk(page)
        if before is not None and now.tobytes() == before.tobytes():
            return now
        before = now
        page.wait_for_timeout(STEADY_MS)
    msg = f"{page.url} still changes after {LOOKS} looks"
    raise AssertionError(msg)


def apart(one: Image.Image, other: Image.Image) -> float:
    """Return the share of the fields that differ in that of 8 x 8 regions where most do, 0 to 1; 1 for another size."""
    if one.size != other.size:
        return 1.0
    channels = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(*channels[:2]), channels[2])
    differs = most.point([0] * (SAME_SHADE + 1) + [255] * (255 - SAME_SHADE))
    width, height = one.size
    shares = []
    for column, row in product(range(REGIONS), repeat=2):
        box = (
            column * width // REGIONS,
            row * height // REGIONS,
            (column + 1) * width // REGIONS,
            (row + 1) * height // REGIONS,
        )
        fields = differs.crop(box).histogram()
        shares.append(fields[255] / sum(fields))
    return max(shares)


def kept(name: str) -> Image.Image:
    """Return the picture that was kept under a name."""
    return Image.open(KEPT / f"{name}.png").convert("RGB")


def _shrunk(page: Page) -> Image.Image:
    # A PNG takes a quarter of a second to pack at the widest; what a JPEG loses is gone once it is shrunk.
    jpeg = page.screenshot(animations="disabled", caret="hide", type="jpeg", quality=90)
    return Image.open(BytesIO(jpeg)).convert("RGB").reduce(SHRUNK)
