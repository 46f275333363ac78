"""The list of what stands between the letter and its bundle: Enter or a click goes there, Space signs,
Delete leaves alone."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from editor_app.desk import Point
from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.findings.view import paint_mark
from editor_app.gui.preflight.model import ROW, PointsModel
from editor_app.gui.widgets.list_row import paint_ground

ROW_HEIGHT, HEADING_HEIGHT = 32, 36
MARK_LEFT, PLACE_LEFT, WHAT_LEFT = 20, 40, 280
RIGHT = 16

_Index = QModelIndex | QPersistentModelIndex


class _Rows(QStyledItemDelegate):
    """Draws a heading, or a point in columns: its sign, where, what and why, who signed."""

    def __init__(self, model: PointsModel, colours: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.colours = colours

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        return QSize(200, HEADING_HEIGHT if isinstance(index.data(ROW), str) else ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: str | Point = index.data(ROW)
        painter.save()
        if isinstance(row, str):
            self._paint_heading(painter, option, row)
        else:
            self._paint_point(painter, option, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, heading: str) -> None:
        box: QRect = option.rect
        painter.setPen(QColor(self.colours.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        font = QFont(option.font)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(self.colours.ink))
        painter.drawText(box.adjusted(RIGHT, 6, -RIGHT, 0), Qt.AlignmentFlag.AlignVCenter, heading)

    def _paint_point(self, painter: QPainter, option: QStyleOptionViewItem, point: Point) -> None:
        box = paint_ground(painter, option, self.colours)
        found = point.diagnostic
        centre = QPointF(box.left() + MARK_LEFT, box.center().y() + 0.5)
        paint_mark(painter, centre, found.category, found.severity, self.colours.category(found.category))
        state = self._model.state(point)
        right = box.right() - RIGHT
        if state:
            width = painter.fontMetrics().horizontalAdvance(state)
            painter.setPen(QColor(self.colours.soft if point.waits else self.colours.ready))
            self._write(painter, QRect(right - width, box.top(), width + 1, box.height()), state)
            right -= width + 16
        painter.setPen(QColor(self.colours.ink))
        place = _column(box, PLACE_LEFT, box.left() + WHAT_LEFT - 16)
        self._write(painter, place, point.place, Qt.TextElideMode.ElideMiddle)
        left = WHAT_LEFT
        what = self._model.what(point)
        if what:
            bold = QFont(option.font)
            bold.setBold(True)
            painter.setFont(bold)
            left += self._write(painter, _column(box, left, box.left() + box.width() // 2), what) + 12
            painter.setFont(option.font)
        painter.setPen(QColor(self.colours.soft))
        self._write(painter, _column(box, left, right), found.message)

    def _write(
        self, painter: QPainter, place: QRect, text: str, elided: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> int:
        """Write in a rectangle; the width of what was written."""
        shown = painter.fontMetrics().elidedText(text, elided, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        return painter.fontMetrics().horizontalAdvance(shown)


def _column(box: QRect, left: int, right: int) -> QRect:
    """From ``left`` (counted from the row's left) to ``right`` (of the view)."""
    return QRect(box.left() + left, box.top(), max(0, right - box.left() - left), box.height())


class PointsView(QListView):
    """Several rows can be chosen, to sign for them at once."""

    chosen = Signal(object)
    """The Point to go to."""
    sign_wanted = Signal()
    """The person wants to sign for the rows that are chosen."""
    ignored = Signal(object)
    """The points to leave alone from now on."""

    def __init__(self, model: PointsModel, colours: Tokens) -> None:
        super().__init__()
        self.setObjectName("preflightPoints")
        self.setAccessibleName(self.tr("Points à régler avant l’export"))
        self.setModel(model)
        self._rows = _Rows(model, colours, self)
        self.setItemDelegate(self._rows)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self._rows.colours = colours
        self.viewport().update()

    def chosen_points(self) -> tuple[Point, ...]:
        """The points that are chosen."""
        rows = (index.data(ROW) for index in sorted(self.selectedIndexes(), key=lambda index: index.row()))
        return tuple(row for row in rows if isinstance(row, Point))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        extending = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        if not extending:
            self._go(self.indexAt(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._go(self.currentIndex())
            case Qt.Key.Key_Space:
                self.sign_wanted.emit()
            case Qt.Key.Key_Delete:
                self.ignored.emit(self.chosen_points())
            case _:
                super().keyPressEvent(event)

    def _go(self, index: QModelIndex) -> None:
        row = index.data(ROW) if index.isValid() else None
        if isinstance(row, Point):
            self.chosen.emit(row)
