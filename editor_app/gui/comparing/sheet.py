"""A sheet that shows what would change, and offers what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from editor_app.gui.appearance.first_size import open_at
from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.comparing.sections import SectionsComparison
from editor_app.storage.kept_letter import SectionDifference


class ComparisonSheet(QDialog):
    """A sentence, two texts, and a button for each thing to do; it frees itself when it is closed. Closing it decides
    nothing."""

    def __init__(self, title: str, sentence: str, colours: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        open_at(self, 860, 620)
        self._sentence = QLabel(sentence)
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sections = SectionsComparison(colours)
        self.comparison = self._sections.comparison
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(self._sentence)
        column.addWidget(self._sections, 1)
        column.addLayout(self._buttons)

    def show_texts(self, before: str, after: str, before_title: str, after_title: str) -> None:
        """Compare two texts, said to be by these titles."""
        self._sections.show_sections([SectionDifference("", "", before, after)], before_title, after_title)

    def show_sections(self, differences: Sequence[SectionDifference], before: str, after: str) -> None:
        """Compare several sections, under the titles of the two states."""
        self._sections.show_sections(differences, before, after)

    def offer(self, label: str, act: Callable[[], object] | None = None, *, primary: bool = False) -> QPushButton:
        """Add a button that closes the sheet, then acts."""
        button = QPushButton(label)
        button.setProperty("primary", primary)
        button.setDefault(primary)
        button.setAutoDefault(primary)
        button.clicked.connect(self.accept if act is not None else self.reject)
        if act is not None:
            button.clicked.connect(lambda _checked: act())
        self._buttons.addWidget(button)
        return button
