"""The ground of the slides: 16:9, titles and footers as placeholders, the page's colours and fonts in the theme."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from unicodedata import east_asian_width

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from dashboard.views.theme import LIGHT

Box = tuple[int, int, int, int]  # left, top, width, height

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.6)
INNER = Emu(WIDTH - 2 * MARGIN)
TOP, BOTTOM = Inches(1.3), Inches(6.35)  # of what a slide shows, between its title and its footer
LAYOUT = "Title Only"
FOOTER_LINES = 4  # more of them take small type
LINK_AT_MOST = 180  # letters that are shown: it leads on whole
SMALLER = ((54, 20), (150, 14))  # titles wider than so many letters, and their size in points

# Windows, macOS and WPS have these; others take their own for the script.
LATIN, EAST_ASIAN = "Calibri", "Microsoft YaHei"
COLOURS = {
    "dk1": LIGHT.text,
    "lt1": LIGHT.surface,
    "dk2": LIGHT.muted,
    "lt2": LIGHT.line,
    "accent1": LIGHT.accent,
    "accent2": LIGHT.counts[2],
    "accent3": LIGHT.counts[3],
    "accent4": LIGHT.counts[4],
    "accent5": LIGHT.counts[6],
    "accent6": LIGHT.withheld,
}


def new_deck() -> Any:  # noqa: ANN401 python-pptx has no types
    """Return an empty presentation with one layout: title, footer, number of the slide."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for layout in list(deck.slide_layouts):
        if layout.name != LAYOUT:
            deck.slide_layouts.remove(layout)
    for holder in (deck.slide_master, deck.slide_layouts[0]):
        _place(holder)
    _theme(deck.slide_master)
    return deck


def new_slide(deck: Any, title: str, stamp: tuple[str, ...], link: str, notes: str) -> Any:  # noqa: ANN401 as above
    """Return a slide with its title, its stamp in the footer, and notes."""
    layout = deck.slide_layouts[0]
    slide = deck.slides.add_slide(layout)
    slide.shapes.title.text = title
    for most, size in SMALLER:
        if width_of(title) > most:
            slide.shapes.title.text_frame.paragraphs[0].font.size = Pt(size)
    for kept in layout.placeholders:
        kind = kept.placeholder_format.type
        if kind in {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}:
            slide.shapes._spTree.append(deepcopy(kept._element))  # noqa: SLF001 python-pptx leaves them on the layout
    footer = next(one for one in slide.placeholders if one.placeholder_format.type == PP_PLACEHOLDER.FOOTER)
    shown = link if len(link) <= LINK_AT_MOST else f"{link[:LINK_AT_MOST]}…"
    footer.text_frame.text = "\n".join([*stamp, shown])
    paragraphs = footer.text_frame.paragraphs
    for paragraph in paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.font.size = Pt(10 if len(paragraphs) <= FOOTER_LINES else 7)
    if link.startswith(("http://", "https://")):
        paragraphs[-1].runs[0].hyperlink.address = link
    slide.notes_slide.notes_text_frame.text = notes
    return slide


def width_of(said: str) -> int:
    """Return how wide words are in letters; a Chinese character is as wide as two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in said)


def rgb(colour: str) -> RGBColor:
    """Return a colour of #rrggbb."""
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))


def _place(holder: Any) -> None:  # noqa: ANN401 as above
    """Put the placeholders of a master or a layout where they stand on a wide slide."""
    for one in list(holder.placeholders):
        kind = one.placeholder_format.type
        if kind == PP_PLACEHOLDER.TITLE:
            one.left, one.top, one.width, one.height = MARGIN, Inches(0.4), INNER, Inches(0.8)
            _text(one, size=28, align="l", anchor="ctr", bold=True)
        elif kind == PP_PLACEHOLDER.FOOTER:
            one.left, one.top, one.width, one.height = MARGIN, Inches(6.5), Emu(INNER - Inches(0.8)), Inches(0.8)
            _text(one, size=10, align="l", anchor="t")
        elif kind == PP_PLACEHOLDER.SLIDE_NUMBER:
            one.left, one.top, one.width, one.height = (
                WIDTH - MARGIN - Inches(0.7),
                Inches(6.5),
                Inches(0.7),
                Inches(0.3),
            )
            _text(one, size=10, align="r", anchor="t")
        elif kind == PP_PLACEHOLDER.DATE:
            one._element.getparent().remove(one._element)  # noqa: SLF001 the footer carries it
        else:
            one.left, one.top, one.width, one.height = MARGIN, TOP, INNER, Emu(BOTTOM - TOP)


def _text(shape: Any, *, size: int, align: str, anchor: str, bold: bool = False) -> None:  # noqa: ANN401 as above
    """Set how the text of a placeholder looks wherever it is used, by its own list style."""
    body = shape.text_frame._txBody  # noqa: SLF001 python-pptx does not reach list styles
    properties = body.find(qn("a:bodyPr"))
    properties.attrib.update({"lIns": "0", "rIns": "0", "tIns": "0", "bIns": "0", "anchor": anchor})
    styles = body.find(qn("a:lstStyle"))
    for old in list(styles):
        styles.remove(old)
    level = etree.SubElement(styles, qn("a:lvl1pPr"), algn=align)
    run = etree.SubElement(level, qn("a:defRPr"), sz=str(100 * size), b=str(int(bold)))
    fill = etree.SubElement(run, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:schemeClr"), val="tx1" if bold else "tx2")


def _theme(master: Any) -> None:  # noqa: ANN401 as above
    """Write the page's colours and the fonts of both scripts into the theme."""
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    for name, colour in COLOURS.items():
        slot = theme.find(f".//{qn('a:clrScheme')}/{qn('a:' + name)}")
        for old in list(slot):
            slot.remove(old)
        etree.SubElement(slot, qn("a:srgbClr"), val=colour.removeprefix("#").upper())
    for fonts in ("a:majorFont", "a:minorFont"):
        for script, face in (("a:latin", LATIN), ("a:ea", EAST_ASIAN)):
            theme.find(f".//{qn(fonts)}/{qn(script)}").set("typeface", face)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001 as above
