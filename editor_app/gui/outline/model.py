"""The outline as Qt's views want it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from editor_app.gui.words import word
from editor_app.issue.outline import Kind, Outline, Section

Index = QModelIndex | QPersistentModelIndex
SECTION_MIME = "application/x-lettrine-section"
NOT_INSIDE = (Kind.EDITORIAL, Kind.SUMMARY, Kind.ARTICLE)
"""Kinds of sections that hold no article."""


class Role(IntEnum):
    """What the delegate draws beside the title."""

    SECTION = Qt.ItemDataRole.UserRole
    FINDINGS = Qt.ItemDataRole.UserRole + 1
    EMPTY = Qt.ItemDataRole.UserRole + 2


class OutlineModel(QAbstractItemModel):
    """Shows an outline and asks for changes by signals; the outline itself is changed by whoever answers them."""

    renamed = Signal(str, str)
    """Section id and the title wanted."""
    moved = Signal(str, object, int)
    """Section id, id of the parent wanted (None: the top), and the child index once the section is taken out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outline = Outline()
        self._sections: list[Section] = []
        self._parents: list[int] = []
        self._rows: list[int] = []
        self._positions: dict[str, int] = {}
        self._findings: Mapping[str, int] = {}
        self._empty: frozenset[str] = frozenset()

    def set_outline(self, outline: Outline) -> None:
        """Show ``outline``. Where only titles or statuses differ, rows stay and selection with them."""
        same_tree = _shape(outline.sections) == _shape(self._outline.sections)
        if not same_tree:
            self.beginResetModel()
        self._outline = outline
        self._sections, self._parents, self._rows = [], [], []
        self._number(outline.sections, -1)
        self._positions = {section.id: position for position, section in enumerate(self._sections)}
        if same_tree:
            self._all_changed()
        else:
            self.endResetModel()

    def set_findings(self, findings: Mapping[str, int], empty: frozenset[str]) -> None:
        """Number of findings by section id, and the ids of sections without text."""
        if findings != self._findings or empty != self._empty:
            self._findings, self._empty = dict(findings), empty
            self._all_changed()

    def index_of(self, section_id: str) -> QModelIndex:
        """The index of a section, invalid when it is not there."""
        position = self._positions.get(section_id)
        return QModelIndex() if position is None else self.createIndex(self._rows[position], 0, position)

    def section(self, index: Index) -> Section:
        """The section at a valid index."""
        return self._sections[index.internalId()]

    def _number(self, sections: Sequence[Section], parent: int) -> None:
        for row, section in enumerate(sections):
            position = len(self._sections)
            self._sections.append(section)
            self._parents.append(parent)
            self._rows.append(row)
            self._number(section.children, position)

    def _all_changed(self) -> None:
        for position, section in enumerate(self._sections):
            if section.children:
                first = self.index(0, 0, self.createIndex(self._rows[position], 0, position))
                self.dataChanged.emit(first, first.siblingAtRow(len(section.children) - 1))
        if self._outline.sections:
            first = self.index(0, 0)
            self.dataChanged.emit(first, first.siblingAtRow(len(self._outline.sections) - 1))

    def _children(self, parent: Index) -> tuple[Section, ...]:
        return self.section(parent).children if parent.isValid() else self._outline.sections

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        children = self._children(parent)
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, self._positions[children[row].id])

    def parent(self, index: Index = QModelIndex()) -> Any:
        if not index.isValid():
            return QModelIndex()
        above = self._parents[index.internalId()]
        return QModelIndex() if above < 0 else self.createIndex(self._rows[above], 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return len(self._children(parent))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        section = self.section(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._outline.heading(section.id)
            case Qt.ItemDataRole.EditRole:
                return section.title
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._told(section)
            case Role.SECTION:
                return section
            case Role.FINDINGS:
                return self._findings.get(section.id, 0)
            case Role.EMPTY:
                return section.id in self._empty
        return None

    def _told(self, section: Section) -> str:
        facts = [word(section.status)]
        count = self._findings.get(section.id, 0)
        if section.id in self._empty:
            facts.append(self.tr("vide"))
        if count:
            facts.append(self.tr("1 point à revoir") if count == 1 else self.tr("{} points à revoir").format(count))
        return f"{self._outline.heading(section.id)} — {', '.join(facts)}"

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        title = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not title:
            return False
        if title != self.section(index).title:
            self.renamed.emit(self.section(index).id, title)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        flags |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemIsDropEnabled if self._holds_articles(index) else flags

    def _holds_articles(self, index: Index) -> bool:
        return not index.parent().isValid() and self.section(index).kind not in NOT_INSIDE

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [SECTION_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(SECTION_MIME, self.section(indexes[0]).id.encode("utf-8"))
        return data

    def canDropMimeData(self, data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, parent: Index) -> bool:
        section_id = bytes(data.data(SECTION_MIME).data()).decode("utf-8", "replace")
        if section_id not in self._outline:
            return False
        section = self._outline.find(section_id)
        if not parent.isValid():
            return True
        # A letter has sections and their articles, no third level: the sommaire would not show it.
        fits = section.kind in (Kind.ARTICLE, Kind.FREE) and not section.children
        return fits and self.section(parent).id != section_id and self._holds_articles(parent)

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        section_id = bytes(data.data(SECTION_MIME).data()).decode("utf-8")
        above = self.section(parent).id if parent.isValid() else None
        at = row if row >= 0 else self.rowCount(parent)
        here = self.index_of(section_id)
        if here.parent() == parent and here.row() < at:
            at -= 1
        self.moved.emit(section_id, above, at)
        return False  # the move is done by whoever answers the signal, not by the view removing rows


def _shape(sections: Sequence[Section]) -> tuple[object, ...]:
    return tuple((section.id, section.kind, _shape(section.children)) for section in sections)
