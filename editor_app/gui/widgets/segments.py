"""Joined buttons of which one is chosen: Tab goes to the chosen one, arrows go from one to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QWidget


class Segments(QWidget):
    """One button for each (word, meaning); the meaning is the tool tip and what is read aloud after the word."""

    picked = Signal(int)
    """The person clicked the button of that number, also when it is the one already chosen."""

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, (word, meaning) in enumerate(choices):
            button = QPushButton(word, self)
            button.setCheckable(True)
            button.setProperty("segment", "first" if number == 0 else "last" if number == len(choices) - 1 else "")
            button.setToolTip(meaning)
            button.setAccessibleDescription(meaning)
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._group.addButton(button, number)
            row.addWidget(button)
        self._group.buttonToggled.connect(_reach)
        self._group.idClicked.connect(self.picked)
        self.choose(0)

    def choose(self, number: int) -> None:
        """Show the button of that number as the chosen one."""
        self._group.button(number).setChecked(True)

    def chosen(self) -> int:
        """The number of the chosen button."""
        return self._group.checkedId()

    def buttons(self) -> list[QAbstractButton]:
        """All of them, from left to right."""
        return self._group.buttons()


def _reach(button: QAbstractButton, chosen: bool) -> None:
    # Qt only does this once one of them has had the keyboard.
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)
