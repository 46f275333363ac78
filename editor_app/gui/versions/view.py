"""The list of versions: name or reason, moment, what changed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.versions.model import CHANGES, VERSION, VersionsModel, reason
from editor_app.gui.widgets.list_row import paint_ground
from editor_app.storage.version import Kind, Version

LINES = 3
MARGIN = 12
GAP = 4

_Index = QModelIndex | QPersistentModelIndex


class _Rows(QStyledItemDelegate):
    def __init__(self, model: VersionsModel, colours: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.colours = colours

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        return QSize(200, LINES * option.fontMetrics.height() + 2 * MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        version: Version = index.data(VERSION)
        painter.save()
        box = paint_ground(painter, option, self.colours)
        height = option.fontMetrics.height()
        bold = QFont(option.font)
        bold.setBold(bool(version.name) or version.kind is not Kind.SAVED)
        ink, soft = QColor(self.colours.ink), QColor(self.colours.soft)
        lines = (
            (reason(version), bold, ink),
            (self._model.when(version), option.font, soft),
            (index.data(CHANGES), option.font, soft),
        )
        for number, (text, font, colour) in enumerate(lines):
            painter.setFont(font)
            painter.setPen(colour)
            line = QRect(
                box.left() + MARGIN + GAP, box.top() + MARGIN + number * height, box.width() - 2 * MARGIN, height
            )
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class VersionsView(QListView):
    """One version is chosen at a time."""

    chosen = Signal(object)
    """The Version that became the chosen one, None for none."""

    def __init__(self, model: VersionsModel, colours: Tokens) -> None:
        super().__init__()
        self.setObjectName("versions")
        self.setAccessibleName(self.tr("Versions de la lettre"))
        self.setModel(model)
        self._rows = _Rows(model, colours, self)
        self.setItemDelegate(self._rows)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(240)
        self.selectionModel().currentChanged.connect(lambda index, _before: self.chosen.emit(index.data(VERSION)))

    def version(self) -> Version | None:
        """The chosen version."""
        found: Version | None = self.currentIndex().data(VERSION)
        return found

    def choose(self, row: int) -> None:
        """Choose the version of that row."""
        self.setCurrentIndex(self.model().index(row, 0))

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self._rows.colours = colours
        self.viewport().update()
