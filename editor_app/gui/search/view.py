"""The list of places found: where, and the words among their neighbours; Enter or a click goes there."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.search.hits import ROW, Hit, HitsModel

ROW_HEIGHT = 32
PLACE_LEFT, TEXT_LEFT = 16, 244

_Index = QModelIndex | QPersistentModelIndex


class _Rows(QStyledItemDelegate):
    def __init__(self, model: HitsModel, colours: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.colours = colours

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        hit: Hit = index.data(ROW)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.fillRect(box, QColor(self.colours.selected if chosen else self.colours.hover))
        painter.setPen(QColor(self.colours.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setPen(QColor(self.colours.ink))
        metrics = painter.fontMetrics()
        place = metrics.elidedText(self._model.place(hit), Qt.TextElideMode.ElideRight, TEXT_LEFT - PLACE_LEFT - 16)
        painter.drawText(box.adjusted(PLACE_LEFT, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, place)
        bold = QFont(option.font)
        bold.setBold(True)
        soft, ink = QColor(self.colours.soft), QColor(self.colours.ink)
        left, right = box.left() + TEXT_LEFT, box.right() - 16
        before = metrics.elidedText(hit.before, Qt.TextElideMode.ElideLeft, (right - left) // 2)
        for text, font, colour in ((before, option.font, soft), (hit.text, bold, ink), (hit.after, option.font, soft)):
            painter.setFont(font)
            painter.setPen(colour)
            room = max(0, right - left)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, box.top(), room, box.height()), Qt.AlignmentFlag.AlignVCenter, shown)
            left += painter.fontMetrics().horizontalAdvance(shown)
        painter.restore()


class HitsView(QListView):
    """The list."""

    chosen = Signal(object)
    """The Hit to go to."""

    def __init__(self, model: HitsModel, colours: Tokens) -> None:
        super().__init__()
        self.setObjectName("hits")
        self.setAccessibleName(self.tr("Passages trouvés"))
        self.setModel(model)
        self._rows = _Rows(model, colours, self)
        self.setItemDelegate(self._rows)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self._rows.colours = colours
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._go(self.indexAt(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _go(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(ROW))
