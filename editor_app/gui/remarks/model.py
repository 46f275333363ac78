"""The remarks of the letter as Qt's list views want them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from editor_app.issue.outline import Outline
from editor_app.review.annotation import Annotation, State

Index = QModelIndex | QPersistentModelIndex
ANNOTATION = Qt.ItemDataRole.UserRole


class RemarksModel(QAbstractListModel):
    """Remarks in the order of the text; closed ones keep their place, deleted ones are not shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outline = Outline()
        self._rows: tuple[Annotation, ...] = ()

    def show(self, outline: Outline, annotations: Iterable[Annotation]) -> None:
        """Show these remarks; those of a section that left the letter come last."""
        order = {section.id: rank for rank, section in enumerate(outline.walk())}

        def place(annotation: Annotation) -> tuple[int, int, str]:
            target = annotation.target
            return order.get(target.section, len(order)), target.start, annotation.id

        self.beginResetModel()
        self._outline = outline
        self._rows = tuple(sorted((a for a in annotations if a.state is not State.DELETED), key=place))
        self.endResetModel()

    def open_count(self) -> int:
        """How many remarks are still open."""
        return sum(annotation.state is State.OPEN for annotation in self._rows)

    def index_of(self, annotation_id: str) -> QModelIndex:
        """The index of a remark, invalid when it is not shown."""
        for row, annotation in enumerate(self._rows):
            if annotation.id == annotation_id:
                return self.index(row)
        return QModelIndex()

    def place(self, annotation: Annotation) -> str:
        """Where it was made: the section's title."""
        section = annotation.target.section
        return self._outline.find(section).title if section in self._outline else self.tr("Rubrique retirée")

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        annotation = self._rows[index.row()]
        if role == ANNOTATION:
            return annotation
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            state = self.tr("ouverte") if annotation.state is State.OPEN else self.tr("close")
            quote = f"«\u00a0{words(annotation)}\u00a0»"
            return f"{self.place(annotation)} — {quote} — {annotation.body} — {annotation.author}, {state}"
        return None


def words(annotation: Annotation) -> str:
    """The words it was made on, on one line; empty for a remark on a whole section."""
    quote = annotation.target.quote
    return " ".join(quote.exact.split()) if quote is not None else ""
