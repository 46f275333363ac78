"""Folds what stands under a heading away, and brings it back before anyone needs it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPolygonF, QTextBlock, QTextCursor

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.editor.annotation_painting import Exposed
from editor_app.gui.editor.section_text import PADDING, SectionText
from editor_app.gui.editor.splice import LineSplice

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")  # CommonMark 0.31, section 4.2
_SIGN = 4.0  # pixels: half the side of the triangle beside a heading


class Folding(QObject):
    """A heading is folded while the line after it is hidden; nothing else is kept, so nothing can get out of step.

    What is hidden comes back by itself when the cursor goes there, or when its heading is one no more.
    """

    def __init__(self, editor: SectionText) -> None:
        super().__init__(editor)
        self._editor = editor
        self._any = False
        self._pointed = False

    @property
    def active(self) -> bool:
        """Whether there is anything to draw."""
        return self._any or self._pointed

    @property
    def any(self) -> bool:
        """Whether something is folded."""
        return self._any

    def toggle(self) -> bool:
        """Fold or unfold the heading at or above the cursor; False where there is none."""
        block = self._editor.textCursor().block()
        while block.isValid() and not self._level(block):
            block = block.previous()
        return block.isValid() and self.toggle_heading(block)

    def toggle_heading(self, heading: QTextBlock) -> bool:
        """Fold or unfold this line; False when it is no heading or nothing stands under it."""
        under = list(self._under(heading))
        if not under:
            return False
        self._show(under, visible=not under[0].isVisible())
        return True

    def fold_all(self) -> None:
        """Leave the headings, and what stands before the first."""
        under: list[QTextBlock] = []
        block, begun = self._editor.document().firstBlock(), False
        while block.isValid():
            if self._level(block):
                begun = True
            elif begun:
                under.append(block)
            block = block.next()
        self._show(under, visible=False)

    def unfold_all(self) -> None:
        """Show every line."""
        self._show(list(self._hidden()), visible=True)

    def text_loaded(self) -> None:
        """Another text was loaded, all of it shown."""
        self._follow(folded=False)

    def heading_at(self, place: QPointF) -> QTextBlock | None:
        """The heading in whose margin a point of the viewport lies."""
        if place.x() > PADDING:
            return None
        block = self._editor.cursorForPosition(place.toPoint()).block()
        return block if self._level(block) and next(self._under(block), None) is not None else None

    def point(self, place: QPointF | None) -> None:
        """The pointer is there in the viewport; None when it left. In the margin it shows what can be folded."""
        pointed = place is not None and place.x() <= PADDING
        if pointed != self._pointed:
            self._pointed = pointed
            self._editor.viewport().update()
        over = place is not None and pointed and self.heading_at(place) is not None
        self._editor.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)

    # Blocks ---------------------------------------------------------------------------------------------------------

    def _level(self, block: QTextBlock) -> int:
        """1 to 6 for a heading, 0 for anything else."""
        found = _HEADING.match(block.text())
        if found is None or self._editor.in_code_block(block.blockNumber()):
            return 0
        return len(found[1])

    def _under(self, heading: QTextBlock) -> Iterator[QTextBlock]:
        """The lines from this heading to the next as high."""
        level = self._level(heading)
        block = heading.next()
        while level and block.isValid() and not 0 < self._level(block) <= level:
            yield block
            block = block.next()

    def _hidden(self) -> Iterator[QTextBlock]:
        block = self._editor.document().firstBlock()
        while block.isValid():
            if not block.isVisible():
                yield block
            block = block.next()

    def _show(self, blocks: list[QTextBlock], *, visible: bool) -> None:
        if not blocks:
            return
        if not visible:
            self._leave(blocks)
        document = self._editor.document()
        for block in blocks:
            block.setVisible(visible)
            block.clearLayout()
            block.setLineCount(1 if visible else 0)
        first, last = blocks[0], blocks[-1]
        document.markContentsDirty(first.position(), last.position() + last.length() - first.position())
        layout = document.documentLayout()
        layout.documentSizeChanged.emit(layout.documentSize())
        self._editor.viewport().update()
        self._follow(folded=next(self._hidden(), None) is not None)

    def _leave(self, blocks: list[QTextBlock]) -> None:
        """Take the cursor out of what is about to be hidden, to the end of the line before."""
        cursor = self._editor.textCursor()
        if any(block == cursor.block() for block in blocks):
            before = cursor.block()
            while before in blocks:
                before = before.previous()
            cursor.setPosition(before.position() + before.length() - 1)
            self._editor.setTextCursor(cursor)

    # What is hidden must never be in the way --------------------------------------------------------------------------

    def _follow(self, *, folded: bool) -> None:
        """Watch the cursor and the edits while something is folded, and cost a key nothing otherwise."""
        if folded == self._any:
            return
        self._any = folded
        if folded:
            self._editor.cursorPositionChanged.connect(self._reveal)
            self._editor.spliced.connect(self._mend)
        else:
            self._editor.cursorPositionChanged.disconnect(self._reveal)
            self._editor.spliced.disconnect(self._mend)

    def _reveal(self) -> None:
        cursor: QTextCursor = self._editor.textCursor()
        if not cursor.block().isVisible():
            self._show(self._run_of(cursor.block()), visible=True)
            self._editor.ensureCursorVisible()

    def _mend(self, splice: LineSplice) -> None:
        """Show again what was folded under a heading that is none any more, or that something came after."""
        block = self._editor.document().findBlockByNumber(splice.first)
        for _ in range(len(splice.lines) + 1):
            after = block.next()
            if block.isVisible() and after.isValid() and not after.isVisible() and not self._level(block):
                self._show(self._run_of(after), visible=True)
            block = after

    def _run_of(self, block: QTextBlock) -> list[QTextBlock]:
        """The hidden lines around this one that follow one another."""
        while (before := block.previous()).isValid() and not before.isVisible():
            block = before
        run = []
        while block.isValid() and not block.isVisible():
            run.append(block)
            block = block.next()
        return run

    # How it is shown --------------------------------------------------------------------------------------------------

    def paint(self, exposed: Exposed, colours: Tokens) -> None:
        """Beside each of these lines that is a heading, a triangle: down, or to the right when it is folded, with « … »
        after its words."""
        painter = QPainter(self._editor.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = QFontMetricsF(self._editor.font()).height()
        for block, _number, top in exposed:
            after = block.next()
            if not block.isVisible() or not self._level(block) or not after.isValid():
                continue
            folded = not after.isVisible()
            if not folded and not self._pointed:
                continue
            first, last = block.layout().lineAt(0), block.layout().lineAt(block.layout().lineCount() - 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent if folded else colours.soft))
            painter.drawPolygon(_triangle(QPointF(PADDING / 2, top + first.y() + first.height() / 2), folded=folded))
            if folded:
                painter.setPen(QColor(colours.accent))
                painter.drawText(
                    QPointF(last.naturalTextRect().right() + height / 3, top + last.y() + last.ascent()), "…"
                )
        painter.end()


def _triangle(middle: QPointF, *, folded: bool) -> QPolygonF:
    corners = [(-_SIGN / 2, -_SIGN), (_SIGN, 0), (-_SIGN / 2, _SIGN)]
    return QPolygonF([middle + (QPointF(x, y) if folded else QPointF(y, x)) for x, y in corners])
