"""The remarks of the letter as Qt's list views want them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from editor_app.issue.outline import Outline
from editor_app.review.annotation import Annotation, State
from editor_app.review.conversations import Conversation, conversations
from editor_app.review.decisions import listed

Index = QModelIndex | QPersistentModelIndex
ANNOTATION = Qt.ItemDataRole.UserRole
CONVERSATION = Qt.ItemDataRole.UserRole + 1


class Shown(Enum):
    """Which remarks a list shows by what became of them."""

    ALL = auto()
    OPEN = auto()
    UNPLACED = auto()
    SETTLED = auto()


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows: of one section (id) or all, of one person or all, in which state."""

    section: str | None = None
    person: str | None = None
    shown: Shown = Shown.ALL

    def lets(self, told: Conversation) -> bool:
        """Whether it shows this one."""
        return (
            (self.section is None or told.remark.target.section == self.section)
            and (self.person is None or self.person in told.authors)
            and (
                self.shown is Shown.ALL
                or (self.shown is Shown.OPEN and told.open)
                or (self.shown is Shown.SETTLED and not told.open)
                or (self.shown is Shown.UNPLACED and told.remark.target.orphan)
            )
        )


class RemarksModel(QAbstractListModel):
    """Remarks in the order of the text; settled ones keep their place, withdrawn ones are not shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outline = Outline()
        self._all: tuple[Conversation, ...] = ()
        self._rows: tuple[Conversation, ...] = ()
        self._row_of: dict[str, int] = {}
        self._filter = Filter()

    def show(self, outline: Outline, annotations: Iterable[Annotation], texts: Mapping[str, str] | None = None) -> None:
        """Show these remarks, which have their places in these texts; those of a section that left the letter come
        last."""
        self.beginResetModel()
        self._outline = outline
        self._all = conversations(outline, annotations, texts or {})
        self._sift()
        self.endResetModel()

    def filter(self, chosen: Filter) -> None:
        """Show only what this lets through."""
        if chosen != self._filter:
            self.beginResetModel()
            self._filter = chosen
            self._sift()
            self.endResetModel()

    def _sift(self) -> None:
        self._rows = tuple(told for told in self._all if self._filter.lets(told))
        self._row_of = {remark.id: row for row, told in enumerate(self._rows) for remark in told.remarks}

    @property
    def all(self) -> tuple[Conversation, ...]:
        """Every conversation, in the order of the text, whether shown or not."""
        return self._all

    def open_count(self) -> int:
        """How many remarks are still open."""
        return sum(told.open for told in self._all)

    def index_of(self, annotation_id: str) -> QModelIndex:
        """The index of a remark, invalid when it is not shown."""
        row = self._row_of.get(annotation_id)
        return QModelIndex() if row is None else self.index(row)

    def place(self, annotation: Annotation) -> str:
        """Where it was made: the section's title."""
        section = annotation.target.section
        return self._outline.find(section).title if section in self._outline else self.tr("Rubrique retirée")

    def state(self, annotation: Annotation) -> str:
        """What became of it, in a word."""
        return {
            State.OPEN: self.tr("ouverte"),
            State.ACCEPTED: self.tr("acceptée"),
            State.REFUSED: self.tr("refusée"),
        }.get(annotation.state, self.tr("close"))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        told = self._rows[index.row()]
        if role == ANNOTATION:
            return told.remark
        if role == CONVERSATION:
            return told
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._sentence(told)
        return None

    def _sentence(self, told: Conversation) -> str:
        remark, state = told.remark, self.state(told.remark)
        quote = f"«\u00a0{words(remark)}\u00a0»"
        if remark.target.orphan:
            quote = self.tr("{}, sans place dans le texte").format(quote)
        said = remark.body
        if told.suggests:
            instead = f"«\u00a0{remark.replacement}\u00a0»" if remark.replacement else self.tr("à retirer")
            said = " — ".join(filter(None, (self.tr("suggestion\u00a0: {}").format(instead), remark.body)))
        answers = len(told.replies)
        if answers:
            state = self.tr("{}, {} réponse{}").format(state, answers, "s" if answers > 1 else "")
        return f"{self.place(remark)} — {quote} — {said} — {listed(told.authors)}, {state}"


def words(annotation: Annotation) -> str:
    """The words it was made on, on one line; empty for a remark on a whole section."""
    quote = annotation.target.quote
    return " ".join(quote.exact.split()) if quote is not None else ""
