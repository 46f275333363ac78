"""The list of remarks: where, who, on which words, what; a click goes there, a key decides."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.remarks.model import CONVERSATION, RemarksModel, words
from editor_app.gui.widgets.list_row import paint_ground
from editor_app.review.annotation import Annotation, State
from editor_app.review.conversations import Conversation
from editor_app.review.decisions import listed

ROW_HEIGHT = 48
PLACE_LEFT, BODY_LEFT = 40, 244
NARROW = 460
"""Pixels; in a narrower list what is said stands nearer to who says it."""
QUOTE_LENGTH = 60


class RemarkDelegate(QStyledItemDelegate):
    """Draws a remark: its place and author, what it says or would change, its words."""

    def __init__(self, model: RemarksModel, colours: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.colours = colours

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        return QSize(200, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        told: Conversation = index.data(CONVERSATION)
        remark = told.remark
        painter.save()
        box = paint_ground(painter, option, self.colours)
        body_left = BODY_LEFT if box.width() >= NARROW else PLACE_LEFT + 110
        right = box.width() - 16
        ink, soft = QColor(self.colours.ink if told.open else self.colours.soft), QColor(self.colours.soft)
        self._tick(painter, box, remark)
        painter.setPen(ink)
        self._write(painter, box, 0, PLACE_LEFT, body_left - 16, listed(told.authors))
        painter.setPen(soft)
        self._write(painter, box, 1, PLACE_LEFT, body_left - 16, self._model.place(remark))
        left = body_left
        if told.suggests:
            left = self._change(painter, option, box, left, told)
        font = QFont(option.font)
        font.setBold(told.open)
        painter.setFont(font)
        painter.setPen(ink)
        self._write(painter, box, 0, left, right, remark.body)
        painter.setFont(option.font)
        painter.setPen(soft)
        self._write(painter, box, 1, body_left, right, self._below(told))
        painter.restore()

    def _below(self, told: Conversation) -> str:
        """The second line: what became of it, whether it has a place, its words, how many answers."""
        quote = words(told.remark)
        quote = quote if len(quote) <= QUOTE_LENGTH else quote[:QUOTE_LENGTH] + "…"
        answers = len(told.replies)
        parts = [
            "" if told.open else self._model.state(told.remark).capitalize(),
            self.tr("Sans place dans le texte") if told.remark.target.orphan else "",
            self.tr("À choisir\u00a0: {} propositions").format(len(told.rivals) + 1) if told.rivals else "",
            f"«\u00a0{quote}\u00a0»" if quote else self.tr("Sur toute la rubrique"),
            self.tr("{} réponse{}").format(answers, "s" if answers > 1 else "") if answers else "",
        ]
        return " · ".join(filter(None, parts))

    def _change(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, left: int, told: Conversation
    ) -> int:
        """Write what would go, struck out, and what would come; the x where that ends."""
        before, after = words(told.remark), told.remark.replacement or ""
        font = QFont(option.font)
        right = box.width() - 16
        struck = QFont(font)
        struck.setStrikeOut(True)
        painter.setFont(struck)
        painter.setPen(QColor(self.colours.spelling if told.open else self.colours.soft))
        left = self._write(painter, box, 0, left, left + (right - left) // 3, before) + 8
        font.setBold(told.open)
        painter.setFont(font)
        painter.setPen(QColor(self.colours.ready if told.open else self.colours.soft))
        shown = " ".join(after.split()) or self.tr("à retirer")
        return self._write(painter, box, 0, left, left + (right - left) * 2 // 3, shown) + 12

    def _tick(self, painter: QPainter, box: QRect, remark: Annotation) -> None:
        mark = QRectF(box.left() + 14, box.center().y() - 6, 12, 12)
        settled = remark.state is not State.OPEN
        painter.setPen(QColor(self.colours.soft))
        painter.setBrush(Qt.BrushStyle.NoBrush if settled else QColor(self.colours.marker))
        painter.drawRoundedRect(mark, 3, 3)
        if settled:
            sign = "✕" if remark.state is State.REFUSED else "✓"
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, sign)

    def _write(self, painter: QPainter, box: QRect, row: int, left: int, right: int, text: str) -> int:
        """Write between two x counted from the row's left; the x where the text ends."""
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(" ".join(text.split(" ")), Qt.TextElideMode.ElideRight, max(0, right - left))
        line = QRect(box.left() + left, box.top() + 5 + row * 19, max(0, right - left), 19)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        return left + metrics.horizontalAdvance(shown)


class RemarksView(QListView):
    """The list; its object name and accessible name are part of the window's contract."""

    chosen = Signal(str)
    """The id of the remark to go to."""
    toggled = Signal(str)
    """The id of the remark to close or to reopen."""
    accepted = Signal(str)
    refused = Signal(str)
    answered = Signal(str)
    """The id of the remark to answer."""
    stepped = Signal(int)
    """1 for the next open remark, -1 for the one before."""
    current_changed = Signal()
    """Another remark, or none, is the current one, or it says something else."""

    def __init__(self, model: RemarksModel, colours: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("annotations")
        self.setAccessibleName(self.tr("Remarques de relecture"))
        self.setModel(model)
        self._model = model
        self._delegate = RemarkDelegate(model, colours, self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._keys = {
            Qt.Key.Key_Return: self.chosen,
            Qt.Key.Key_Enter: self.chosen,
            Qt.Key.Key_Space: self.toggled,
            Qt.Key.Key_A: self.accepted,
            Qt.Key.Key_Delete: self.refused,
            Qt.Key.Key_R: self.answered,
        }
        self._was, self._row = "", -1
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._return)

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self._delegate.colours = colours
        self.viewport().update()

    def current(self) -> Conversation | None:
        """What the current row says."""
        told: Conversation | None = self.currentIndex().data(CONVERSATION)
        return told

    def choose(self, remark_id: str) -> None:
        """Make a remark the current one, if it is shown."""
        index = self._model.index_of(remark_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _remember(self) -> None:
        told = self.current()
        self._was, self._row = (told.remark.id, self.currentIndex().row()) if told is not None else ("", -1)

    def _return(self) -> None:
        """Stay on the same remark; where it is shown no more, on the one that took its place."""
        index = self._model.index_of(self._was)
        if not index.isValid() and self._row >= 0:
            index = self._model.index(min(self._row, self._model.rowCount() - 1))
        if index.isValid():
            self.setCurrentIndex(index)
        self.current_changed.emit()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit()

    def event(self, event: QEvent) -> bool:
        """Here letters decide; they are no search in the list."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def _own(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        return plain and (event.key() in self._keys or event.key() in (Qt.Key.Key_N, Qt.Key.Key_P))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        told: Conversation | None = self.indexAt(event.position().toPoint()).data(CONVERSATION)
        if told is not None:
            self.chosen.emit(told.remark.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        told = self.current()
        if not self._own(event):
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_N, Qt.Key.Key_P):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_N else -1)
        elif told is not None:
            self._keys[Qt.Key(event.key())].emit(told.remark.id)
