"""The palette itself: a line to type in and what it finds, over the top of the window; freed when it closes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.palette.matching import Choice, matching

WIDTH, TOP = 560, 72
"""Pixels: how wide it is in a window wide enough, and how far from the window's top."""
ROW_HEIGHT, ROWS = 32, 11
LONGEST = 200  # characters typed

_ROW = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS - 1, Qt.Key.Key_PageUp: 1 - ROWS}


class _Found(QAbstractListModel):
    """What was found, best first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[Choice] = []

    def show(self, rows: list[Choice]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, at: int) -> Choice | None:
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        choice = self.row(index.row())
        return super().flags(index) if choice is not None and choice.enabled else Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        choice = self.row(index.row())
        if choice is None:
            return None
        if role == _ROW:
            return choice
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (choice.label, choice.place, choice.keys) if part)
        return None


class _Rows(QStyledItemDelegate):
    """Draws a choice: its label, where it stands, its keys at the right."""

    def __init__(self, colours: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._colours = colours

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        choice: Choice = index.data(_ROW)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected and choice.enabled:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colours.selected))
            painter.drawRoundedRect(box.adjusted(4, 1, -4, -1), 4, 4)
        room = box.adjusted(16, 0, -16, 0)
        metrics = painter.fontMetrics()
        soft = QColor(self._colours.soft)
        painter.setPen(soft)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, choice.keys)
        room.setRight(room.right() - metrics.horizontalAdvance(choice.keys) - 16)
        label = metrics.elidedText(choice.label, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(QColor(self._colours.ink) if choice.enabled else soft)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, label)
        room.setLeft(room.left() + metrics.horizontalAdvance(label) + 12)
        place = choice.place if choice.enabled else QApplication.translate("Palette", "indisponible ici")
        painter.setPen(soft)
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(place, Qt.TextElideMode.ElideRight, max(0, room.width())),
        )
        painter.restore()


class Palette(QFrame):
    """Arrows choose, Enter does it, Escape or a click elsewhere closes."""

    closed = Signal()

    def __init__(self, choices: Sequence[Choice], hint: str, colours: Tokens, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAccessibleName(hint)
        self._choices = choices
        self._window = window
        self._before = QApplication.focusWidget()
        self._open = True
        self.field = QLineEdit()
        self.field.setObjectName("paletteField")
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.field.setMaxLength(LONGEST)
        self._found = _Found(self)
        self.list = QListView()
        self.list.setObjectName("paletteList")
        self.list.setAccessibleName(self.tr("Commandes trouvées"))
        self.list.setModel(self._found)
        self.list.setItemDelegate(_Rows(colours, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self._nothing = QLabel(self.tr("Rien ne porte ce nom."))
        self._nothing.setObjectName("emptyState")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(0)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        layout.addWidget(self._nothing)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(32)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self.field.textChanged.connect(self._look_for)
        self.field.installEventFilter(self)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.clicked.connect(lambda _index: self._take())
        window.installEventFilter(self)
        self._look_for("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def close_palette(self) -> None:
        """Close, give the keyboard back to where it was, and be freed."""
        if not self._open:
            return
        self._open = False
        self._window.removeEventFilter(self)
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        if had_focus and self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    def _look_for(self, typed: str) -> None:
        found = matching(typed, self._choices)
        self._found.show(found)
        self.list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self.list.setFixedHeight(ROW_HEIGHT * min(ROWS, len(found)))
        self._place()
        self._choose(next((at for at, choice in enumerate(found) if choice.enabled), -1))

    def _place(self) -> None:
        window = self._window
        width = min(WIDTH, window.width() - 32)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((window.width() - width) // 2, min(TOP, max(0, window.height() - self.height())))

    def _choose(self, at: int) -> None:
        index = self._found.index(at) if at >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        # The keyboard stays in the line: what stands on the chosen row is told from there.
        self.field.setAccessibleDescription(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))

    def _step(self, by: int) -> None:
        """Go up or down by that many rows, over those that cannot be had, round the ends by single steps."""
        count, at = self._found.rowCount(), self.list.currentIndex().row()
        target = (at + by) % count if abs(by) == 1 and count else max(0, min(count - 1, at + by))
        direction = 1 if by > 0 else -1
        for _ in range(count):
            choice = self._found.row(target)
            if choice is not None and choice.enabled:
                self._choose(target)
                return
            target = (target + direction) % count

    def _take(self) -> None:
        choice = self._found.row(self.list.currentIndex().row())
        if choice is not None and choice.enabled:
            self.close_palette()  # first, so that the command is given where the person was
            choice.act()

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self and not self.isAncestorOf(now):
            self.close_palette()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Escape typed in the line; the window's size."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        elif watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _STEPS:
                self._step(_STEPS[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
            if key == Qt.Key.Key_Escape:
                self.close_palette()
                return True
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """There is nowhere else to go in it: Tab stays."""
        return True
