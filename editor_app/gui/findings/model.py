"""The findings of the whole letter, in reading order, as Qt's list views want them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from editor_app.gui.words import word
from editor_app.issue.outline import Outline
from editor_app.proofing.diagnostic import Diagnostic, Finding, Severity

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One row: a diagnostic of a line of a section (``line`` from 0, offsets from the line's start), or of a value of
    the issue (``field`` is then given and ``section`` None)."""

    diagnostic: Diagnostic
    section: str | None
    line: int = 0
    field: tuple[str | int, ...] = ()


class FindingsModel(QAbstractListModel):
    """Holds the diagnostics of every section and shows them as rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outline = Outline()
        self._sections: dict[str, tuple[FindingRow, ...]] = {}
        self._about_issue: tuple[FindingRow, ...] = ()
        self._rows: tuple[FindingRow, ...] = ()

    def clear(self) -> None:
        """Forget everything, for another letter."""
        self._sections, self._about_issue = {}, ()
        self._lay_out()

    def set_outline(self, outline: Outline) -> None:
        """Take the order and the headings of the sections from this outline."""
        self._outline = outline
        kept = {section.id for section in outline.walk()}
        self._sections = {name: rows for name, rows in self._sections.items() if name in kept}
        self._lay_out()

    def update_lines(self, section: str, lines: Mapping[int, Sequence[Diagnostic]]) -> None:
        """Replace the findings of those lines of a section."""
        before = self._sections.get(section, ())
        rows = list(before)
        for number, found in lines.items():
            first, last = bisect_left(rows, number, key=_line), bisect_right(rows, number, key=_line)
            ordered = sorted(found, key=lambda one: (one.start, one.rule))
            rows[first:last] = [FindingRow(one, section, number) for one in ordered]
        self._show(section, tuple(rows))

    def splice_lines(self, section: str, first: int, removed: int, added: int) -> None:
        """Lines of a section were replaced by others: their findings are gone, those below have moved."""
        rows = self._sections.get(section, ())
        start, end = bisect_left(rows, first, key=_line), bisect_left(rows, first + removed, key=_line)
        moved = (replace(row, line=row.line + added - removed) for row in rows[end:])
        self._show(section, (*rows[:start], *moved))

    def set_section(self, section: str, found: Iterable[tuple[int, Diagnostic]]) -> None:
        """Replace all findings of a section: (line, diagnostic of that line)."""
        rows = tuple(
            FindingRow(diagnostic, section, line)
            for line, diagnostic in sorted(found, key=lambda pair: (pair[0], pair[1].start, pair[1].rule))
        )
        self._show(section, rows)

    def _show(self, section: str, rows: tuple[FindingRow, ...]) -> None:
        if rows != self._sections.get(section, ()):
            self._sections[section] = rows
            self._lay_out()

    def lines(self, section: str) -> dict[int, list[Diagnostic]]:
        """What is known of a section's text, by line."""
        lines: dict[int, list[Diagnostic]] = {}
        for row in self._sections.get(section, ()):
            lines.setdefault(row.line, []).append(row.diagnostic)
        return lines

    def set_about_issue(self, findings: Iterable[Finding]) -> None:
        """Replace the findings about titles, descriptions and the outline."""
        self._about_issue = tuple(FindingRow(found.diagnostic, None, 0, found.field) for found in findings)
        self._lay_out()

    def count(self, section: str) -> int:
        """How many findings of a section call for something (advice does not)."""
        return sum(row.diagnostic.severity is not Severity.ADVICE for row in self._sections.get(section, ()))

    def errors(self) -> int:
        """How many findings stop an export."""
        return sum(row.diagnostic.severity is Severity.ERROR for row in self._rows)

    def row_at(self, index: Index) -> FindingRow:
        """The finding at a valid index."""
        return self._rows[index.row()]

    def _lay_out(self) -> None:
        order = [section.id for section in self._outline.walk()]
        in_text = tuple(row for name in order for row in self._sections.get(name, ()))
        rows = (*in_text, *self._about_issue)
        if rows == self._rows:
            return
        same = _shared_start(rows, self._rows)
        if len(rows) == len(self._rows):
            self._rows = rows
            self.dataChanged.emit(self.index(same), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{self.place(row)} — {self.what(row)} — {row.diagnostic.message}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{word(row.diagnostic.category)} ({word(row.diagnostic.severity)})"
        return None

    def place(self, row: FindingRow) -> str:
        """Where it is: « Éditorial, ligne 3 »."""
        if row.section is None:
            section_id = self.section_of_field(row.field)
            return self._outline.heading(section_id) if section_id else self.tr("La lettre")
        return self.tr("{}, ligne {}").format(self._outline.find(row.section).title, row.line + 1)

    def section_of_field(self, field: tuple[str | int, ...]) -> str | None:
        """The section whose value ``field`` is, None for a value of the letter itself."""
        sections, found = self._outline.sections, None
        for part in field:
            if isinstance(part, int) and part < len(sections):
                found = sections[part]
                sections = found.children
        return found.id if found is not None else None

    def what(self, row: FindingRow) -> str:
        """What it is: « al → la », or the words alone while no correction is known."""
        diagnostic = row.diagnostic
        flagged = diagnostic.text.strip() or diagnostic.text
        return f"{flagged} → {diagnostic.suggestions[0].strip()}" if diagnostic.suggestions else flagged


def _line(row: FindingRow) -> int:
    return row.line


def _shared_start(one: Sequence[FindingRow], other: Sequence[FindingRow]) -> int:
    for position, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if mine != theirs:
            return position
    return min(len(one), len(other))
