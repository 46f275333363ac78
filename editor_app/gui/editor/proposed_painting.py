"""Shows proposed changes where they would be: words struck out, others painted beside them that are not in the text.

Room for the painted words is made by spacing after the last letter they follow, which is a matter of the layout alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QStaticText,
    QTextBlock,
    QTextCharFormat,
    QTextFormat,
    QTextLayout,
)

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.editor.remarks import ProposedChange
from editor_app.gui.editor.text_segments import segments

SHOWN = 60
"""Characters shown of what is proposed; the list of remarks has all of it."""
BESIDE = "  ⁄  "
_MOST_SET = 2_000
_PAD = 4.0  # pixels on either side of painted words

Placed = tuple[int, int, ProposedChange]
"""Start and end (UTF-16 units of the document) of a change."""


def shown(change: ProposedChange) -> str:
    """The words to be painted; empty where words are only to be removed."""
    if not any(change.options):
        return ""
    told = (option or QCoreApplication.translate("ProposedPainting", "(retirer)") for option in change.options)
    text = BESIDE.join(told).replace("\n", "¶")
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


class ProposedPainting:
    """Formats and paints the proposed changes of a block, in one set of colours and one font."""

    def __init__(self, colours: Tokens, font: QFont) -> None:
        self._font = QFont(font)
        self._metrics = QFontMetricsF(font)
        self._colour = QColor(colours.ready)
        self._struck = QTextCharFormat()
        self._struck.setForeground(QColor(colours.spelling))
        self._line = QPen(QColor(colours.spelling), 1.2)
        self._pen = QPen(self._colour, 1.2)
        self._up = self._metrics.ascent()
        self._set: dict[tuple[str, ...], tuple[QStaticText, float]] = {}

    def width(self, change: ProposedChange) -> float:
        """Pixels that the painted words take."""
        return self._words(change)[1]

    def _words(self, change: ProposedChange) -> tuple[QStaticText, float]:
        """What is painted for a change, set once, and the pixels that it takes."""
        known = self._set.get(change.options)
        if known is None:
            text = shown(change)
            words = QStaticText(text)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.prepare(font=self._font)
            known = words, self._metrics.horizontalAdvance(text) + 2 * _PAD if text else 0.0
            if len(self._set) > _MOST_SET:
                self._set.clear()
            self._set[change.options] = known
        return known

    def formats(self, block: QTextBlock, changes: Sequence[Placed]) -> list[QTextLayout.FormatRange]:
        """What a block's layout takes so that words are struck out and there is room beside them."""
        origin, length = block.position(), block.length() - 1
        ranges = []
        for start, end, change in changes:
            first, last = max(0, start - origin), min(length, end - origin)
            if first < last:
                ranges.append(_range(first, last - first, self._struck))
            anchor = _anchor(block, start, end)
            if anchor is not None and (width := self.width(change)):
                spaced = QTextCharFormat()
                spaced.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
                spaced.setProperty(QTextFormat.Property.FontLetterSpacing, width)
                ranges.append(_range(anchor, 1, spaced))
        return ranges

    def gaps(self, block: QTextBlock, changes: Sequence[Placed]) -> dict[int, float]:
        """The room made in a block: its pixels, by the unit of the block after which it is."""
        anchors = ((_anchor(block, start, end), self.width(change)) for start, end, change in changes)
        return {anchor + 1: width for anchor, width in anchors if anchor is not None and width}

    def paint(self, painter: QPainter, block: QTextBlock, top: float, changes: Sequence[Placed]) -> None:
        """Strike out the words of a block that would go and write those that would come into the room made for them;
        ``top`` is the block's, in pixels."""
        layout = block.layout()
        painter.setFont(self._font)
        for start, end, change in changes:
            words, width = self._words(change)
            anchor = _anchor(block, start, end)
            self._strike(painter, block, top, (start, end), width if anchor is not None else 0.0)
            if not width or (anchor is None and block.length() > 1):
                continue
            line = layout.lineForTextPosition(anchor or 0)
            if not line.isValid():
                continue
            after: tuple[float, int] = line.cursorToX((anchor if anchor is not None else -1) + 1)  # type: ignore[assignment]
            left = after[0] - width if anchor is not None else after[0]
            baseline = top + line.y() + line.ascent()
            painter.setPen(self._pen)
            painter.drawStaticText(QPointF(left + _PAD, baseline - self._up), words)
            under = QRectF(left + _PAD, baseline + 3, width - 2 * _PAD, 0)
            painter.drawLine(under.topLeft(), under.topRight())

    def _strike(self, painter: QPainter, block: QTextBlock, top: float, words: tuple[int, int], room: float) -> None:
        first, last = max(0, words[0] - block.position()), min(block.length() - 1, words[1] - block.position())
        parts = list(segments(block.layout(), first, last)) if first < last else []
        painter.setPen(self._line)
        for number, (left, right, baseline) in enumerate(parts):
            height = top + baseline - self._metrics.strikeOutPos()
            until = right - room if number == len(parts) - 1 else right
            painter.drawLine(QPointF(left, height), QPointF(until, height))


def _anchor(block: QTextBlock, start: int, end: int) -> int | None:
    """The unit of the block after which the proposed words are painted: the last that they replace, or the one they
    follow. None in a block that has nothing before them, or that is not the change's last."""
    origin = block.position()
    at = (end if end > start else start) - origin - 1
    return at if 0 <= at < block.length() - 1 else None


def _range(start: int, length: int, style: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, style
    return made
