"""The points of a preflight under the three headings that say what each asks for, as Qt's list view wants them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from editor_app.desk import Point
from editor_app.gui.words import word
from editor_app.proofing.diagnostic import Severity

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole


class PointsModel(QAbstractListModel):
    """Rows are headings (text) and points; headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[Point, ...] = ()
        self._rows: tuple[str | Point, ...] = ()

    @property
    def points(self) -> tuple[Point, ...]:
        """All of them, what stops first."""
        return self._points

    def show(self, points: Sequence[Point]) -> None:
        """Show these, and no others."""
        if tuple(points) == self._points:
            return
        self.beginResetModel()
        self._points = tuple(points)
        rows: list[str | Point] = []
        for severity in Severity:
            group = [point for point in points if point.diagnostic.severity is severity]
            if group:
                rows += [self._heading(severity, group), *group]
        self._rows = tuple(rows)
        self.endResetModel()

    def index_of(self, mark: str) -> QModelIndex:
        """Where the point of that mark is; invalid when it is not there."""
        for row, one in enumerate(self._rows):
            if isinstance(one, Point) and one.mark == mark:
                return self.index(row)
        return QModelIndex()

    def first(self) -> QModelIndex:
        """The first point; invalid when there is none."""
        return self.index(1) if len(self._rows) > 1 else QModelIndex()

    def what(self, point: Point) -> str:
        """The words it is about: « al → la », nothing for what concerns a section or the letter as a whole."""
        found = point.diagnostic
        words = " ".join(found.text.split())
        if not point.in_text or not words:
            return ""
        return f"{words} → {found.suggestions[0].strip()}" if found.suggestions else words

    def state(self, point: Point) -> str:
        """Who signed, or that nobody did; nothing for what is not signed for."""
        if point.diagnostic.severity is not Severity.WARNING:
            return ""
        return self.tr("signé par {}").format(point.waiver.by) if point.waiver is not None else self.tr("à signer")

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(row, str):
                return row
            kind = word(row.diagnostic.severity) if role == Qt.ItemDataRole.AccessibleTextRole else ""
            parts = (kind, row.place, self.what(row), row.diagnostic.message, self.state(row))
            return " — ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Point):
            return row.diagnostic.message
        return None

    def _heading(self, severity: Severity, group: Sequence[Point]) -> str:
        match severity:
            case Severity.ERROR:
                return self.tr("À corriger — {}").format(len(group))
            case Severity.WARNING:
                signed = sum(point.waiver is not None for point in group)
                if signed == len(group):
                    return self.tr("Signés — {}").format(signed)
                if signed:
                    return self.tr("À signer — {} (et {} signés)").format(len(group) - signed, signed)
                return self.tr("À signer — {}").format(len(group))
            case _:
                return self.tr("Conseils — {}").format(len(group))
