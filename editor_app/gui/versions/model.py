"""The versions as rows of a list: when, under what name or why, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from editor_app.gui.moments import in_words
from editor_app.gui.translation import QT_TRANSLATE_NOOP
from editor_app.storage.folder import ANNOTATIONS_FILE, ISSUE_FILE
from editor_app.storage.version import Kind, Version

VERSION = Qt.ItemDataRole.UserRole
CHANGES = Qt.ItemDataRole.UserRole + 1
NAMED_CHANGES = 3
"""Sections that a row names; further ones are counted."""

_REASONS = {
    Kind.SAVED: QT_TRANSLATE_NOOP("versions", "Enregistrement"),
    Kind.NAMED: QT_TRANSLATE_NOOP("versions", "Version nommée"),
    Kind.BEFORE: QT_TRANSLATE_NOOP("versions", "Avant un remplacement"),
    Kind.RESTORED: QT_TRANSLATE_NOOP("versions", "Restauration"),
    Kind.SYNCED: QT_TRANSLATE_NOOP("versions", "Synchronisation"),
}

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


def reason(version: Version) -> str:
    """The version's name, else why it was made."""
    return version.name or _tr(_REASONS[version.kind])


class VersionsModel(QAbstractListModel):
    """Newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._versions: tuple[Version, ...] = ()
        self._changes: tuple[tuple[str, ...], ...] = ()
        self._now = datetime.now().astimezone()

    def show(self, versions: Sequence[Version], changes: Sequence[tuple[str, ...]]) -> None:
        """Take these versions, newest first, and what changed in each."""
        self.beginResetModel()
        self._versions, self._changes = tuple(versions), tuple(changes)
        self._now = datetime.now().astimezone()
        self.endResetModel()

    def before(self, version: Version) -> Version | None:
        """The version before that one, None for the first."""
        place = self.row(version) + 1
        return self._versions[place] if 0 < place < len(self._versions) else None

    def row(self, version: Version) -> int:
        """Where that version stands, -1 when it is not there."""
        return next((row for row, one in enumerate(self._versions) if one.number == version.number), -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._versions)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._versions):
            return None
        version = self._versions[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return reason(version)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            parts = reason(version), self.when(version), self._changed(index.row())
            return ", ".join(part for part in parts if part)
        if role == VERSION:
            return version
        return self._changed(index.row()) if role == CHANGES else None

    def when(self, version: Version) -> str:
        """The version's moment in words."""
        return in_words(version.when, self._now)

    def _changed(self, row: int) -> str:
        names = {ISSUE_FILE: _tr("plan et fiche"), ANNOTATIONS_FILE: _tr("remarques")}
        said = list(dict.fromkeys(names.get(name, name) for name in self._changes[row]))
        if len(said) <= NAMED_CHANGES:
            return ", ".join(said)
        return _tr("{} et {} autres").format(", ".join(said[: NAMED_CHANGES - 1]), len(said) - NAMED_CHANGES + 1)


def _tr(text: str) -> str:
    return QCoreApplication.translate("versions", text)
