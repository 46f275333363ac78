"""Paints remarks behind the words, findings under them, no-break spaces, for the blocks that are to be repainted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF, QTextBlock
from PySide6.QtWidgets import QWidget

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.editor.line_marks import Marks
from editor_app.gui.editor.remarks import Remark
from editor_app.gui.editor.section_text import PADDING
from editor_app.gui.editor.squiggles import Squiggles
from editor_app.gui.editor.text_segments import segments
from editor_app.gui.utf16 import to_utf16
from editor_app.proofing.diagnostic import Severity

_NO_BREAK = re.compile("[\u00a0\u202f]")

Exposed = list[tuple[QTextBlock, int, float]]
"""Blocks to be painted: the block, its number, its top in the view's pixels."""


def ascent(size: int) -> int:
    """Pixels that words of that size (pixels) reach above the baseline."""
    return round(0.98 * size)


def descent(size: int) -> int:
    """Pixels that words of that size (pixels) reach below the baseline."""
    return round(0.34 * size)


Placed = tuple[int, int, Remark]
"""Start and end (UTF-16 units of the document) of a remark."""


Gaps = Callable[[QTextBlock], Mapping[int, float]]
"""Room made in a block for words that are painted: its pixels, by the UTF-16 unit of the block after which it is."""


class Signs:
    """The signs that stand in the margin where a remark begins, drawn once for a set of colours and a screen's pixel
    ratio: a dot for a remark, a lozenge for other words proposed; hollow once it is settled."""

    def __init__(self, colours: Tokens, ratio: float) -> None:
        self.ratio = ratio
        self._tiles = {
            (closed, proposes): _sign(closed, proposes, colours, ratio)
            for closed in (False, True)
            for proposes in (False, True)
        }

    def draw(self, painter: QPainter, baseline: float, remark: Remark, size: int) -> None:
        """The sign of a remark that begins on a line with that baseline, beside words of that size (pixels)."""
        left, top = round((PADDING - _SIGN) / 2), round(baseline - size / 3 - _SIGN / 2)
        painter.drawPixmap(left, top, self._tiles[remark.closed, remark.proposes])


_SIGN = 12  # pixels


def _sign(closed: bool, proposes: bool, colours: Tokens, ratio: float) -> QPixmap:
    tile = QPixmap(round(_SIGN * ratio), round(_SIGN * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(colours.soft if closed else colours.ready if proposes else colours.review)
    painter.setPen(colour)
    painter.setBrush(Qt.BrushStyle.NoBrush if closed else colour)
    x = y = _SIGN / 2
    if proposes:
        painter.drawPolygon(QPolygonF([QPointF(x - 4, y), QPointF(x, y - 4), QPointF(x + 4, y), QPointF(x, y + 4)]))
    else:
        painter.drawEllipse(QPointF(x, y), 3.0, 3.0)
    painter.end()
    return tile


def paint_remarks(
    view: QWidget, exposed: Exposed, remarks: Sequence[Placed], colours: Tokens, signs: Signs, size: int, gaps: Gaps
) -> None:
    """A marker behind the words of open remarks, and where a remark begins a sign in the margin."""
    painter = QPainter(view)
    marker, up, high = QColor(colours.marker), ascent(size), ascent(size) + descent(size)
    for block, _, top in exposed:
        origin, length = block.position(), block.length()
        here = [each for each in remarks if each[0] < origin + length and each[1] > origin]
        if not here:
            continue
        layout, room = block.layout(), gaps(block)
        for first, last, remark in here:
            start, end = max(0, first - origin), min(length - 1, last - origin)
            if not remark.closed and not remark.proposes:
                for left, right, baseline in _up_to_gap(segments(layout, start, end), room.get(end, 0.0)):
                    # Whole pixels: an edge between two costs more than all the rest.
                    at, above = round(left), round(top + baseline - up)
                    painter.fillRect(at, above, round(right) - at, high, marker)
            if first >= origin:
                line = layout.lineForTextPosition(start)
                if line.isValid():
                    signs.draw(painter, top + line.y() + line.ascent(), remark, size)
    painter.end()


def _up_to_gap(words: Iterator[tuple[float, float, float]], gap: float) -> Iterator[tuple[float, float, float]]:
    """The segments of words, the last of them without the room that was made after it."""
    if not gap:
        yield from words
        return
    parts = list(words)
    yield from parts[:-1]
    for left, right, baseline in parts[-1:]:
        yield left, right - gap, baseline


def paint_findings(
    view: QWidget,
    marked: Sequence[tuple[QTextBlock, int, float, Marks]],
    squiggles: Squiggles,
    typed_at: int,
    gaps: Gaps,
) -> None:
    """A squiggle under each mark that is not advice, save the word being typed at ``typed_at`` (-1 when none is)."""
    painter = QPainter(view)
    for block, _, top, marks in marked:
        at = typed_at - block.position() if typed_at >= 0 else -1
        for mark in marks:
            if mark.diagnostic.severity is Severity.ADVICE or mark.start <= at <= mark.end:
                continue
            words = segments(block.layout(), mark.start, mark.end)
            for left, right, baseline in _up_to_gap(words, gaps(block).get(mark.end, 0.0)):
                squiggles.draw(painter, mark.diagnostic.category, left, right, top + baseline)
    painter.end()


def paint_no_break_spaces(view: QWidget, exposed: Exposed, colours: Tokens, size: int) -> None:
    """A tray under each no-break space (U+00A0), a dot in each narrow one (U+202F)."""
    painter = QPainter(view)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(colours.accent)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(colour)
    for block, _, top in exposed:
        text = block.text()
        for found in _NO_BREAK.finditer(text):
            start = to_utf16(text, found.start())
            for left, right, baseline in segments(block.layout(), start, start + 1):
                foot = top + baseline
                if found.group() == "\u00a0":
                    ends = left + 0.8, max(right, left + 3.0) - 0.8
                    corners = [(ends[0], foot - 2), (ends[0], foot + 1), (ends[1], foot + 1), (ends[1], foot - 2)]
                    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in corners]))
                else:
                    painter.drawEllipse(QPointF((left + right) / 2, foot - size / 3), 1.1, 1.1)
    painter.end()
