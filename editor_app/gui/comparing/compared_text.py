"""A text to read in which what was added or removed is marked by colour, by a line and by a sign in the margin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from editor_app.gui.appearance.theme import Tokens

MARGIN = 28
"""Pixels of the margin with the signs."""


class Change(Enum):
    """What happened to a stretch of text, and the sign that says so."""

    NONE = ""
    ADDED = "+"
    REMOVED = "−"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some text, what happened to it, and the number of the place it belongs to (None for what did not change)."""

    text: str
    change: Change = Change.NONE
    place: int | None = None


class ComparedText(QPlainTextEdit):
    """Read only. A place is one or two stretches that stand together; places are numbered from 0."""

    def __init__(self, name: str, colours: Tokens) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setProperty("compared", True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self._colours = colours
        self._stretches: tuple[Stretch, ...] = ()
        self._places: dict[int, list[tuple[int, int, Change]]] = {}
        self._signs: dict[int, str] = {}
        self._current: int | None = None
        self._margin = _Margin(self)
        self.setViewportMargins(MARGIN, 0, 0, 0)
        self.document().setDocumentMargin(12)
        self.updateRequest.connect(self._update_margin)

    def show_stretches(self, stretches: Iterable[Stretch]) -> None:
        """Show this text in the place of the one before."""
        self._stretches = tuple(stretches)
        self._places, self._signs, self._current = {}, {}, None
        self.clear()
        formats = {change: self._format(change) for change in Change}
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for stretch in self._stretches:
            start, first = cursor.position(), cursor.blockNumber()
            cursor.insertText(_visible(stretch), formats[stretch.change])
            if stretch.place is not None:
                self._places.setdefault(stretch.place, []).append((start, cursor.position(), stretch.change))
                if stretch.change is not Change.NONE:
                    self._sign(stretch, first, cursor.blockNumber() - stretch.text.endswith("\n"))
        cursor.endEditBlock()
        self.setExtraSelections([])
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._margin.update()

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self._colours = colours
        current, at = self._current, self.verticalScrollBar().value()
        self.show_stretches(self._stretches)
        if current is not None:
            self.go_to(current)
        self.verticalScrollBar().setValue(at)

    def go_to(self, place: int) -> None:
        """Bring a place before the eyes, in stronger colours than the others."""
        if place not in self._places:
            return
        self._current = place
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._places[place][0][0])
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setExtraSelections([self._strong(*stretch) for stretch in self._places[place]])
        self._margin.update()

    def signs(self) -> dict[int, str]:
        """The sign in the margin of each line (from 0) that has one: « + », « − », « ± »."""
        return dict(self._signs)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._margin.setGeometry(QRect(inside.left(), inside.top(), MARGIN, inside.height()))

    def paint_margin(self, event: QPaintEvent) -> None:
        """Draw the signs of the lines that are seen."""
        painter = QPainter(self._margin)
        painter.fillRect(event.rect(), QColor(self._colours.paper))
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(self._colours.ink))
        block = self.firstVisibleBlock()
        height = painter.fontMetrics().height()
        while block.isValid():
            top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
            if top > event.rect().bottom():
                break
            sign = self._signs.get(block.blockNumber(), "")
            if sign:
                painter.drawText(QRect(0, round(top), MARGIN, height), Qt.AlignmentFlag.AlignCenter, sign)
            block = block.next()

    def _sign(self, stretch: Stretch, first: int, last: int) -> None:
        for line in range(first, last + 1):
            before = self._signs.get(line, "")
            self._signs[line] = stretch.change.value if before in ("", stretch.change.value) else "±"

    def _format(self, change: Change) -> QTextCharFormat:
        made = QTextCharFormat()
        if change is Change.ADDED:
            made.setBackground(QColor(self._colours.added))
            made.setFontUnderline(True)
        elif change is Change.REMOVED:
            made.setBackground(QColor(self._colours.removed))
            made.setFontStrikeOut(True)
        return made

    def _strong(self, start: int, end: int, change: Change) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        made.cursor = QTextCursor(self.document())
        made.cursor.setPosition(start)
        made.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        made.format.setBackground(QColor(self._colours.spelling if change is Change.REMOVED else self._colours.ready))
        made.format.setForeground(QColor(self._colours.pane))
        return made

    def _update_margin(self, rect: QRect, moved: int) -> None:
        if moved:
            self._margin.scroll(0, moved)
        else:
            self._margin.update(0, rect.y(), MARGIN, rect.height())


class _Margin(QWidget):
    def __init__(self, text: ComparedText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        return QSize(MARGIN, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._text.paint_margin(event)


def _visible(stretch: Stretch) -> str:
    """Line ends that came or went are shown as such; a background alone would not be seen there."""
    return stretch.text if stretch.change is Change.NONE else stretch.text.replace("\n", "¶\n")
