"""The line above the page where one says what to find in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

LONGEST = 200  # characters


class PageFindBar(QFrame):
    """Hidden until it is asked for. Enter goes on, Shift+Enter goes back, Escape closes."""

    sought = Signal(str, bool)
    """What to find from here on; True backwards. Nothing: find nothing any more."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageFindBar")
        self.field = QLineEdit()
        self.field.setObjectName("pageFind")
        self.field.setPlaceholderText("Rechercher dans la page")
        self.field.setAccessibleName("Rechercher dans la page")
        self.field.setMaxLength(LONGEST)
        self.field.textChanged.connect(lambda words: self._seek(words, backwards=False))
        self._count = QLabel()
        self._count.setObjectName("sectionFacts")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 8)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self._count)
        for sign, meaning, backwards in (("↑", "Précédent", True), ("↓", "Suivant", False)):
            button = self._sign(sign, meaning)
            button.clicked.connect(lambda _checked, back=backwards: self._seek(self.field.text(), backwards=back))
            row.addWidget(button)
        close = self._sign("×", "Fermer la recherche")
        close.clicked.connect(self.close_bar)
        row.addWidget(close)
        self.hide()

    def open(self, words: str) -> None:
        """Show the bar, looking for these words, or those of the last time."""
        self.show()
        if words and "\n" not in words:
            self.field.setText(words[:LONGEST])
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._seek(self.field.text(), backwards=False)

    def close_bar(self) -> None:
        """Hide the bar and what it found."""
        self.hide()
        self.closed.emit()

    def say(self, at: int, count: int) -> None:
        """Say which of how many places is shown, counted from 1."""
        words = "" if not self.field.text() else f"{at} sur {count}" if count else "Aucun résultat"
        self._count.setText(words)
        self.field.setAccessibleDescription(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.hasFocus():
            self._seek(self.field.text(), backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _seek(self, words: str, *, backwards: bool) -> None:
        self.sought.emit(words, backwards)
        if not words:
            self.say(0, 0)

    @staticmethod
    def _sign(sign: str, meaning: str) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setToolTip(meaning)
        button.setAccessibleName(meaning)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
