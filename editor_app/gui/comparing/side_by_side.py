"""Two whole texts beside each other that scroll together."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.comparing.compared_text import ComparedText, Stretch


class SideBySide(QSplitter):
    """Each text stands under its title."""

    def __init__(self, colours: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("sideBySide")
        self.setChildrenCollapsible(False)
        self.setHandleWidth(12)
        self.left, self.right = ComparedText("", colours), ComparedText("", colours)
        self._titles = QLabel(), QLabel()
        for title, text in zip(self._titles, (self.left, self.right), strict=True):
            side = QWidget()
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            title.setObjectName("sectionFacts")
            title.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(title)
            column.addWidget(text, 1)
            self.addWidget(side)
        for here, there in ((self.left, self.right), (self.right, self.left)):
            here.verticalScrollBar().valueChanged.connect(lambda _at, a=here, b=there: _follow(a, b))

    def show_stretches(
        self, left_title: str, left: Iterable[Stretch], right_title: str, right: Iterable[Stretch]
    ) -> None:
        """Show these two texts in the place of those before."""
        for title, text, words, stretches in zip(
            self._titles, (self.left, self.right), (left_title, right_title), (left, right), strict=True
        ):
            title.setText(words)
            text.setAccessibleName(words)
            text.show_stretches(stretches)

    def go_to(self, place: int) -> None:
        """Bring a place before the eyes in both."""
        self.left.go_to(place)
        self.right.go_to(place)

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self.left.set_colours(colours)
        self.right.set_colours(colours)


def _follow(here: ComparedText, there: ComparedText) -> None:
    """Scroll one text as far as the other, when it is the one that the person scrolls."""
    bar, other = here.verticalScrollBar(), there.verticalScrollBar()
    if (here.hasFocus() or here.underMouse()) and bar.maximum():
        other.setValue(round(bar.value() / bar.maximum() * other.maximum()))
