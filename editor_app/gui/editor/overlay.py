"""What lies over the words while it is asked for: frames round what a search finds, a veil over other paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock
from PySide6.QtWidgets import QPlainTextEdit

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.editor.annotation_painting import Exposed, ascent, descent
from editor_app.gui.editor.text_segments import segments
from editor_app.gui.utf16 import to_utf16

Spans = Callable[[str], Iterable[tuple[int, int]]]
"""Where in a line, in code points, there is something to be framed."""

_VEIL = 0.64  # opacity: ink under it is as soft as the soft ink
_LONGEST_PARAGRAPH = 200  # lines on either side of the cursor


class Overlay(QObject):
    """Drawn anew from the text at each painting, for the blocks painted and no others: nothing to keep in step."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._sought: Spans | None = None
        self._veiled = False
        self._paragraph = (0, 0)

    @property
    def active(self) -> bool:
        """Whether there is anything to draw."""
        return self._veiled or self._sought is not None

    def frame(self, spans: Spans | None) -> None:
        """Frame what this finds in each line; None for nothing any more."""
        self._sought = spans
        self._editor.viewport().update()

    def veil(self, veiled: bool) -> None:
        """Veil all but the paragraph that holds the cursor, or nothing."""
        if veiled != self._veiled:
            moved = self._editor.cursorPositionChanged
            moved.connect(self._cursor_moved) if veiled else moved.disconnect(self._cursor_moved)
        self._veiled = veiled
        self._paragraph = self._find_paragraph()
        self._editor.viewport().update()

    def _cursor_moved(self) -> None:
        if (paragraph := self._find_paragraph()) != self._paragraph:
            self._paragraph = paragraph
            self._editor.viewport().update()

    def _find_paragraph(self) -> tuple[int, int]:
        """First and last line of the paragraph at the cursor: lines up to the nearest empty ones."""
        here = self._editor.textCursor().block()
        return _reach(here, QTextBlock.previous), _reach(here, QTextBlock.next)

    def paint(self, exposed: Exposed, colours: Tokens, size: int) -> None:
        """Draw over these blocks; ``size`` is that of the text, in pixels."""
        view = self._editor.viewport()
        painter = QPainter(view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent), 1.2))
        for block, number, top in exposed:
            if self._veiled and not self._paragraph[0] <= number <= self._paragraph[1]:
                veil = QColor(colours.pane)
                veil.setAlphaF(1 - _VEIL)
                height = self._editor.blockBoundingRect(block).height()
                painter.fillRect(QRectF(0, top, view.width(), height), veil)
            if self._sought is not None:
                text = block.text()
                for start, end in self._sought(text):
                    for left, right, baseline in segments(block.layout(), to_utf16(text, start), to_utf16(text, end)):
                        box = QRectF(left - 1, top + baseline - ascent(size), right - left + 2, 0)
                        box.setHeight(ascent(size) + descent(size))
                        painter.setBrush(Qt.BrushStyle.NoBrush)
                        painter.drawRoundedRect(box, 2, 2)
        painter.end()


def _reach(block: QTextBlock, onwards: Callable[[QTextBlock], QTextBlock]) -> int:
    for _ in range(_LONGEST_PARAGRAPH):
        following = onwards(block)
        if not block.text().strip() or not following.isValid() or not following.text().strip():
            break
        block = following
    return block.blockNumber()
