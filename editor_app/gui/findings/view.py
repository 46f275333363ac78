"""The list under the text: place, fault and correction, reason; a click goes there, a key mends it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.findings.model import ROW, FindingRow, FindingsModel
from editor_app.gui.widgets.list_row import paint_ground
from editor_app.proofing.diagnostic import Category, Severity

ROW_HEIGHT = 32
PLACE_LEFT, WHAT_LEFT = 40, 244
MARK = 9


def paint_mark(painter: QPainter, centre: QPointF, category: Category, severity: Severity, colour: QColor) -> None:
    """The sign of a category, told by shape as well as by colour; hollow for advice."""
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush if severity is Severity.ADVICE else colour)
    half = MARK / 2
    box = QRectF(centre.x() - half, centre.y() - half, MARK, MARK)
    match category:
        case Category.SPELLING:
            painter.drawEllipse(box)
        case Category.CONTEXT | Category.GRAMMAR:
            painter.drawPolygon(QPolygonF([box.bottomLeft(), QPointF(centre.x(), box.top()), box.bottomRight()]))
        case Category.TYPOGRAPHY:
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        case Category.NAMES:
            diamond = [
                QPointF(centre.x(), box.top()),
                QPointF(box.right(), centre.y()),
                QPointF(centre.x(), box.bottom()),
                QPointF(box.left(), centre.y()),
            ]
            painter.drawPolygon(QPolygonF(diamond))
        case _:
            painter.drawRoundedRect(box.adjusted(0, 1.5, 0, -1.5), 2, 2)


class FindingDelegate(QStyledItemDelegate):
    """Draws a row in three columns."""

    def __init__(self, model: FindingsModel, colours: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.colours = colours

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        return QSize(200, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: FindingRow = index.data(ROW)
        painter.save()
        box = paint_ground(painter, option, self.colours)
        found = row.diagnostic
        centre = QPointF(box.left() + 20, box.center().y() + 0.5)
        paint_mark(painter, centre, found.category, found.severity, self.colours.category(found.category))
        painter.setPen(QColor(self.colours.ink))
        self._write(painter, box, PLACE_LEFT, WHAT_LEFT - 16, self._model.place(row))
        bold = QFont(option.font)
        bold.setBold(True)
        painter.setFont(bold)
        right = self._write(painter, box, WHAT_LEFT, box.width() // 2, self._model.what(row))
        painter.setFont(option.font)
        painter.setPen(QColor(self.colours.soft))
        self._write(painter, box, right + 12, box.width() - 16, found.message)
        painter.restore()

    def _write(self, painter: QPainter, box: QRect, left: int, right: int, text: str) -> int:
        """Write between two x counted from the row's left; returns the x where the text ends."""
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, right - left))
        painter.drawText(
            QRect(box.left() + left, box.top(), max(0, right - left), box.height()),
            Qt.AlignmentFlag.AlignVCenter,
            shown,
        )
        return left + metrics.horizontalAdvance(shown)


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _corrects(event: QKeyEvent) -> bool:
    return event.key() in _ENTER and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)


class FindingsView(QListView):
    """The list; its object name and accessible name are part of the window's contract."""

    chosen = Signal(object)
    """The FindingRow to go to."""
    correction_wanted = Signal(object)
    """The FindingRow to correct with its first suggestion."""
    ignored = Signal(object)
    """The FindingRow to leave alone from now on."""
    ignored_everywhere = Signal(object)
    """The FindingRow whose like is to be left alone in the whole letter."""

    def __init__(self, model: FindingsModel, colours: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnostics")
        self.setAccessibleName(self.tr("Points à vérifier"))
        self.setModel(model)
        self._delegate = FindingDelegate(model, colours, self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._row = -1
        model.modelAboutToBeReset.connect(self._remember_row)
        model.modelReset.connect(self._return_to_row)

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self._delegate.colours = colours
        self.viewport().update()

    def _remember_row(self) -> None:
        self._row = self.currentIndex().row()

    def _return_to_row(self) -> None:
        """Stay where one was: the next finding, when the one before it was corrected away."""
        if self._row >= 0:
            self.setCurrentIndex(self.model().index(min(self._row, self.model().rowCount() - 1), 0))

    def event(self, event: QEvent) -> bool:
        """Here Alt+Enter corrects the finding of the list, not the one at the cursor of the text."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _corrects(event):
            event.accept()
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.chosen.emit(index.data(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row: FindingRow | None = self.currentIndex().data(ROW)
        enter = event.key() in _ENTER
        if row is None or not (enter or event.key() == Qt.Key.Key_Delete):
            super().keyPressEvent(event)
        elif not enter:
            everywhere = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.ignored_everywhere if everywhere else self.ignored).emit(row)
        elif _corrects(event):
            self.correction_wanted.emit(row)
        else:
            self.chosen.emit(row)
