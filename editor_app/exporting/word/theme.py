"""Dresses the empty Word document in a theme: its colours, its fonts, the band of its masthead."""

from __future__ import annotations

from typing import Any, Final

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Length

from editor_app.exporting.word.xml import element
from editor_app.issue.theme import Font, Masthead, Theme

PIXEL: Final = Length(914400 // 96)
"""A CSS pixel in EMU."""
_DRAWN_IN: Final = {"23262B": "ink", "5F636A": "soft", "2F4B8F": "accent", "D5D1C8": "line", "F6F5F2": "tint"}
"""What the template's colours are for, by their names in a palette."""
_FONTS: Final = {Font.SERIF: "Georgia", Font.SANS: "Arial"}
_COLOURED: Final = tuple(qn(name) for name in ("w:val", "w:color", "w:fill"))
_FAMILIES: Final = tuple(qn(name) for name in ("w:ascii", "w:hAnsi", "w:eastAsia"))


def dress(document: Document, theme: Theme) -> None:
    """Give the document's styles the theme's colours and fonts."""
    styles = document.styles.element
    for each in styles.iter():
        for name in _COLOURED:
            token = _DRAWN_IN.get(each.get(name, ""))
            if token is not None:
                each.set(name, _colour(theme, token))
    for fonts in styles.iter(qn("w:rFonts")):
        for name in _FAMILIES:
            if fonts.get(name) == _FONTS[Font.SERIF]:
                fonts.set(name, _FONTS[theme.text])
    if theme.headings is not theme.text:
        family = _FONTS[theme.headings]
        for style in _named(document, "Title", *(f"Heading{level}" for level in range(1, 7))):
            style.rPr.insert(0, element("rFonts", ascii=family, hAnsi=family))
    if theme.masthead is Masthead.BAND:
        for style in _named(document, "Title", "Surtitre"):
            _set_on_band(style, theme)


def _set_on_band(style: Any, theme: Theme) -> None:
    """Shade its paragraphs, with borders of the same colour as margins. The order of the properties is the schema's."""
    accent = _colour(theme, "accent")
    edges = (
        element(side, val="single", sz="48", space="4", color=accent) for side in ("top", "left", "bottom", "right")
    )
    spacing = style.pPr.find(qn("w:spacing"))
    spacing.addprevious(element("pBdr", *edges))
    spacing.addprevious(element("shd", val="clear", color="auto", fill=accent))
    written = style.rPr.find(qn("w:color"))
    if written is None:
        written = element("color")
        style.rPr.find(qn("w:sz")).addprevious(written)
    written.set(qn("w:val"), _colour(theme, "paper"))


def _named(document: Document, *names: str) -> list[Any]:
    return [style for style in document.styles.element if style.get(qn("w:styleId")) in names]


def _colour(theme: Theme, token: str) -> str:
    return str(getattr(theme.paper, token)).removeprefix("#").upper()
