"""The list of remarks: where, who, on which words, what; a click goes there, a key closes or reopens."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from editor_app.gui.list_row import paint_ground
from editor_app.gui.remarks.model import ANNOTATION, RemarksModel, words
from editor_app.gui.theme import Tokens
from editor_app.review.annotation import Annotation, State

ROW_HEIGHT = 48
PLACE_LEFT, BODY_LEFT = 40, 244
QUOTE_LENGTH = 60


class RemarkDelegate(QStyledItemDelegate):
    """Draws a remark: its place and author, its words on the marker's colour, what it says."""

    def __init__(self, model: RemarksModel, colours: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.colours = colours

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        return QSize(200, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        annotation: Annotation = index.data(ANNOTATION)
        closed = annotation.state is not State.OPEN
        painter.save()
        box = paint_ground(painter, option, self.colours)
        ink = QColor(self.colours.soft if closed else self.colours.ink)
        self._tick(painter, box, closed)
        painter.setPen(ink)
        self._write(painter, box, 0, PLACE_LEFT, BODY_LEFT - 16, self._model.place(annotation))
        painter.setPen(QColor(self.colours.soft))
        who = self.tr("{}, remarque close").format(annotation.author) if closed else annotation.author
        self._write(painter, box, 1, PLACE_LEFT, BODY_LEFT - 16, who)
        font = QFont(option.font)
        font.setBold(not closed)
        painter.setFont(font)
        painter.setPen(ink)
        self._write(painter, box, 0, BODY_LEFT, box.width() - 16, annotation.body)
        painter.setFont(option.font)
        painter.setPen(QColor(self.colours.soft))
        quote = words(annotation)
        quote = quote if len(quote) <= QUOTE_LENGTH else quote[:QUOTE_LENGTH] + "…"
        self._write(painter, box, 1, BODY_LEFT, box.width() - 16, f"«\u00a0{quote}\u00a0»")
        painter.restore()

    def _tick(self, painter: QPainter, box: QRect, closed: bool) -> None:
        mark = QRectF(box.left() + 14, box.center().y() - 6, 12, 12)
        painter.setPen(QColor(self.colours.soft))
        painter.setBrush(Qt.BrushStyle.NoBrush if closed else QColor(self.colours.marker))
        painter.drawRoundedRect(mark, 3, 3)
        if closed:
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, "✓")

    def _write(self, painter: QPainter, box: QRect, row: int, left: int, right: int, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, right - left))
        line = QRect(box.left() + left, box.top() + 5 + row * 19, max(0, right - left), 19)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)


class RemarksView(QListView):
    """The list; its object name and accessible name are part of the window's contract."""

    chosen = Signal(object)
    """The Annotation to go to."""
    toggled = Signal(object)
    """The Annotation to close or to reopen."""

    def __init__(self, model: RemarksModel, colours: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("annotations")
        self.setAccessibleName(self.tr("Remarques de relecture"))
        self.setModel(model)
        self._delegate = RemarkDelegate(model, colours, self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self._delegate.colours = colours
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.chosen.emit(index.data(ANNOTATION))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(index.data(ANNOTATION))
        elif index.isValid() and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Delete):
            self.toggled.emit(index.data(ANNOTATION))
        else:
            super().keyPressEvent(event)


class RemarkComposer(QWidget):
    """The line where a remark on the selected words is written; Enter keeps it, Escape gives it up."""

    written = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = QLabel()
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._line = QLineEdit(maxLength=4000, placeholderText=self.tr("Votre remarque"))
        self._line.setAccessibleName(self.tr("Votre remarque"))
        self._line.returnPressed.connect(self._keep)
        keep = QPushButton(self.tr("Ajouter la remarque"))
        keep.setProperty("primary", True)
        keep.clicked.connect(self._keep)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(12)
        layout.addWidget(self._about)
        layout.addWidget(self._line, 1)
        layout.addWidget(keep)
        self.hide()

    def open(self, quote: str) -> None:
        """Ask for a remark on those words."""
        quote = " ".join(quote.split())
        shown = quote if len(quote) <= QUOTE_LENGTH else quote[:QUOTE_LENGTH] + "…"
        self._about.setText(self.tr("Sur «\u00a0{}\u00a0»").format(shown))
        self._line.clear()
        self.show()
        self._line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        body = self._line.text().strip()
        if body:
            self.hide()
            self.written.emit(body)
