"""The tree on the left: what each section is, how far it is, what is left to mend in it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.outline.model import OutlineModel, Role
from editor_app.issue.outline import Section, Status

ROW_HEIGHT = 32
INSET = 8
DOT = 8


class SectionDelegate(QStyledItemDelegate):
    """Draws a row: status dot, title, number of findings (or « vide »)."""

    def __init__(self, colours: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours = colours

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        section: Section = index.data(Role.SECTION)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(self.colours.selected if selected else self.colours.hover))
            focused = selected and state & QStyle.StateFlag.State_HasFocus
            painter.setPen(QPen(QColor(self.colours.accent), 1) if focused else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(box).adjusted(-box.x() + INSET + 0.5, 1.5, -INSET - 0.5, -1.5), 6, 6)
        self._paint_dot(painter, box, section.status)
        right = self._paint_count(painter, box, index)
        font = QFont(option.font)
        font.setBold(selected)
        painter.setFont(font)
        painter.setPen(QColor(self.colours.accent if selected else self.colours.ink))
        title = QRect(box.left() + INSET + DOT + 16, box.top(), right - box.left() - INSET - DOT - 16, box.height())
        text = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, title.width())
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()

    def _paint_dot(self, painter: QPainter, box: QRect, status: Status) -> None:
        colour = QColor(getattr(self.colours, status.value))
        dot = QRectF(box.left() + INSET + 8, box.center().y() - DOT / 2 + 0.5, DOT, DOT)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush if status is Status.TODO else colour)
        if status is Status.DRAFT:  # half full: told apart from « à relire » without its colour
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(dot.adjusted(0.75, 0.75, -0.75, -0.75))
            painter.setBrush(colour)
            painter.drawPie(dot.adjusted(0.75, 0.75, -0.75, -0.75), 90 * 16, 180 * 16)
        else:
            painter.drawEllipse(dot.adjusted(0.75, 0.75, -0.75, -0.75))

    def _paint_count(self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex) -> int:
        """Draw the note at the right of the row; returns the x where the title must end."""
        count: int = index.data(Role.FINDINGS)
        note = self.tr("vide") if index.data(Role.EMPTY) else str(count or "")
        right = box.right() - INSET - 8
        if not note:
            return right
        painter.setPen(QColor(self.colours.soft))
        width = painter.fontMetrics().horizontalAdvance(note)
        painter.drawText(QRect(right - width, box.top(), width + 1, box.height()), Qt.AlignmentFlag.AlignVCenter, note)
        return right - width - 8


class OutlineView(QTreeView):
    """The tree view; its object name and accessible name are part of the window's contract."""

    def __init__(self, model: OutlineModel, colours: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outline")
        self.setAccessibleName(self.tr("Plan de la lettre"))
        self.setModel(model)
        self._delegate = SectionDelegate(colours, self)
        self.setItemDelegate(self._delegate)
        self.setHeaderHidden(True)
        self.setIndentation(16)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(True)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        model.modelReset.connect(self.expandAll)

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self._delegate.colours = colours
        self.viewport().update()

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """Nothing: depth is told by the indentation."""
