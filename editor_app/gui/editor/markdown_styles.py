"""Finds, in one line of Markdown, what is set apart on the screen: headings, emphasis, marks, targets."""

from __future__ import annotations

import re
from enum import Enum

from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextLayout

from editor_app.gui.appearance.theme import Tokens


class Style(Enum):
    """How a range of a line is set."""

    MARK = "mark"
    BOLD = "bold"
    ITALIC = "italic"
    BOLD_ITALIC = "bold italic"
    LINK = "link"


Span = tuple[int, int, Style]
"""Start, length (UTF-16 units within the line) and style."""

_LONGEST = 20_000  # characters: a longer line is data pasted by mistake, and is left plain
_SPECIAL = re.compile(r"[*_`\[!{<]")  # alone, so that the search runs at the speed of C
_LEADING = re.compile(r"\s{0,3}(?:[#>+*-]|\[\^|\d{1,9}[.)])|\s+(?:[>+*-]|\d{1,9}[.)])")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})(?:\s+|$)")
_LEAD = re.compile(r"^\s*(?:(?:>\s?)+|[-*+](?=\s)|\d{1,9}[.)](?=\s)|\*\[[^\]]*\]:|\[\^[^\]]+\]:)")
_INLINE = re.compile(
    r"(?P<code>`[^`]+`)"
    r"|(?P<note>\[\^[^\]\s]+\])"
    r"|(?P<open>!?\[)(?P<label>[^\]\[]*)(?P<target>\]\([^()\s]*(?:\s+\"[^\"]*\")?\))"
    r"|(?P<both>\*\*\*)(?=\S)(?P<both_text>[^*]+?)(?<=\S)\*\*\*"
    r"|(?P<bold>\*\*|__)(?=\S)(?P<bold_text>.+?)(?<=\S)(?P=bold)"
    r"|(?P<italic>(?<![\w*])\*|(?<![\w_])_)(?=\S)(?P<italic_text>[^*_]+?)(?<=\S)(?P=italic)(?!\w)"
    r"|(?P<attributes>\{:?[^{}]*\})"
    r"|(?P<address><(?:https?://|mailto:)[^<>\s]+>)"
)


def _inline(text: str, start: int, bold: bool) -> list[Span]:
    spans: list[Span] = []
    reached = start

    def put(until: int, style: Style | None) -> None:
        nonlocal reached
        style = style or (Style.BOLD if bold else None)
        if style and until > reached:
            spans.append((reached, until - reached, style))
        reached = max(reached, until)

    while special := _SPECIAL.search(text, start):
        match = _INLINE.match(text, special.start())
        if match is None:
            start = special.end()
            continue
        start = match.end()
        put(match.start(), None)
        if match["open"]:
            put(match.end("open"), Style.MARK)
            put(match.end("label"), Style.LINK)
            put(match.end(), Style.MARK)
            continue
        for name, style in (("both", Style.BOLD_ITALIC), ("bold", Style.BOLD), ("italic", Style.ITALIC)):
            if match[name]:
                put(match.end(name), Style.MARK)
                put(match.end(f"{name}_text"), Style.BOLD_ITALIC if bold and style is Style.ITALIC else style)
        put(match.end(), Style.MARK)
    put(len(text), None)
    return spans


def line_spans(text: str) -> tuple[Span, ...]:
    """The ranges of a line that are not plain text, from left to right, without overlap."""
    if len(text) > _LONGEST:
        return ()
    if not _LEADING.match(text):
        return tuple(_inline(text, 0, bold=False)) if _SPECIAL.search(text) else ()
    heading = _HEADING.match(text)
    if heading:
        return ((0, heading.end(), Style.MARK), *_inline(text, heading.end(), bold=True))
    lead = _LEAD.match(text)
    if lead:
        return ((0, lead.end(), Style.MARK), *_inline(text, lead.end(), bold=False))
    return tuple(_inline(text, 0, bold=False))


class StyleFormats:
    """The formats of the styles in one set of colours."""

    def __init__(self, colours: Tokens) -> None:
        self._formats = {style: QTextCharFormat() for style in Style}
        self._formats[Style.MARK].setForeground(QColor(colours.soft))
        self._formats[Style.LINK].setForeground(QColor(colours.accent))
        for style in (Style.BOLD, Style.BOLD_ITALIC):
            self._formats[style].setFontWeight(QFont.Weight.Bold)
        for style in (Style.ITALIC, Style.BOLD_ITALIC):
            self._formats[style].setFontItalic(True)

    def ranges(self, spans: tuple[Span, ...]) -> list[QTextLayout.FormatRange]:
        """What a text layout takes."""
        ranges = []
        for start, length, style in spans:
            item = QTextLayout.FormatRange()
            item.start, item.length, item.format = start, length, self._formats[style]
            ranges.append(item)
        return ranges
