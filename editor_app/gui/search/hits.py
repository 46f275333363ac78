"""The places found in the letter, in reading order, as Qt's list view wants them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from editor_app.gui.search.finder import Finder

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
CONTEXT = 60
"""Code points of the line shown on either side."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place: ``line`` from 0, ``start`` and ``end`` in code points of that line; ``title`` is its section's."""

    section: str
    title: str
    line: int
    start: int
    end: int
    before: str
    text: str
    after: str


def hits(finder: Finder, section: str, title: str, text: str) -> Iterator[Hit]:
    """Every place of a section's text."""
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    for start, end in finder.spans(text):
        number = bisect_right(starts, start) - 1
        line, first = lines[number], start - starts[number]
        last = first + end - start
        yield Hit(
            section,
            title,
            number,
            first,
            last,
            _tail(line[:first]),
            line[first:last],
            _head(line[last:]),
        )


def _tail(text: str) -> str:
    """The last words, with a sign that there are others before."""
    return text if len(text) <= CONTEXT else f"… {text[-CONTEXT:].partition(' ')[2]}"


def _head(text: str) -> str:
    """The first words, with a sign that others follow."""
    return text if len(text) <= CONTEXT else f"{text[:CONTEXT].rpartition(' ')[0]} …"


class HitsModel(QAbstractListModel):
    """Holds what was found last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[Hit, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All of them, in reading order."""
        return self._hits

    def show(self, found: Sequence[Hit]) -> None:
        """Show these, and no others."""
        if tuple(found) != self._hits:
            self.beginResetModel()
            self._hits = tuple(found)
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._hits):
            return None
        hit = self._hits[index.row()]
        if role == ROW:
            return hit
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{self.place(hit)} — {hit.before}{hit.text}{hit.after}"
        return None

    def place(self, hit: Hit) -> str:
        """Where it is: « Éditorial, ligne 3 »."""
        return self.tr("{}, ligne {}").format(hit.title, hit.line + 1)
