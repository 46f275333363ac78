"""The sections that differ between two states of a letter, each with its differences."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QWidget

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.comparing.comparison import Comparison
from editor_app.storage.kept_letter import SectionDifference


class SectionsComparison(QSplitter):
    """The list shows when there is more than one section, or always when it is asked to."""

    section_shown = Signal(str)
    """The id of the section whose texts are compared, empty when there is none."""

    def __init__(self, colours: Tokens, parent: QWidget | None = None, *, list_always: bool = False) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("sideBySide")
        self.setChildrenCollapsible(False)
        self.setHandleWidth(16)
        self._list_always = list_always
        self._differences: tuple[SectionDifference, ...] = ()
        self._titles = "", ""
        self.sections = QListWidget()
        self.sections.setObjectName("changedSections")
        self.sections.setAccessibleName(self.tr("Rubriques qui diffèrent"))
        self.sections.setProperty("rows", True)
        self.sections.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.comparison = Comparison(colours)
        self.addWidget(self.sections)
        self.addWidget(self.comparison)
        self.setStretchFactor(1, 1)
        self.setSizes([220, 640])
        self.sections.currentRowChanged.connect(self._show)

    def show_sections(self, differences: Sequence[SectionDifference], before: str, after: str) -> None:
        """Compare these sections, under the titles of the two states; the first is shown."""
        self._differences, self._titles = tuple(differences), (before, after)
        self.sections.blockSignals(True)
        self.sections.clear()
        for one in differences:
            item = QListWidgetItem(f"{_sign(one)} {one.title}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.title}, {self._what(one)}")
            item.setToolTip(f"{one.title}, {self._what(one)}")
            self.sections.addItem(item)
        self.sections.setVisible(self._list_always or len(differences) > 1)
        self.sections.blockSignals(False)
        self.sections.setCurrentRow(0)
        if not differences:
            self.comparison.show_texts("", "", before, after)
            self.section_shown.emit("")

    def section(self) -> str:
        """The id of the section whose texts are compared, empty when there is none."""
        row = self.sections.currentRow()
        return self._differences[row].section if 0 <= row < len(self._differences) else ""

    def both_have(self, section: str) -> bool:
        """Whether both states have that section."""
        return any(
            one.section == section and one.before is not None and one.after is not None for one in self._differences
        )

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self.comparison.set_colours(colours)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._differences):
            one = self._differences[row]
            self.comparison.show_texts(one.before or "", one.after or "", *self._titles)
            self.section_shown.emit(one.section)

    def _what(self, one: SectionDifference) -> str:
        if one.before is None:
            return self.tr("ajoutée")
        return self.tr("retirée") if one.after is None else self.tr("changée")


def _sign(one: SectionDifference) -> str:
    return "+" if one.before is None else "−" if one.after is None else "±"
