"""The bar above the text where one says what to look for and what to put in its place."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from editor_app.gui.search.finder import Query
from editor_app.gui.widgets.elided_label import ElidedLabel
from editor_app.gui.widgets.segments import Segments

LONGEST = 500  # characters looked for or put in their place


class SearchBar(QFrame):
    """Hidden until it is asked for. Enter goes to the next place, Shift+Enter to the one before, Escape closes."""

    changed = Signal()
    """Something else is looked for, or elsewhere."""
    next_wanted = Signal()
    previous_wanted = Signal()
    replace_wanted = Signal()
    replace_all_wanted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("searchBar")
        self.setAccessibleName(self.tr("Recherche"))
        self.pattern = self._line(self.tr("Rechercher"))
        self.pattern.setObjectName("searchPattern")
        self.replacement = self._line(self.tr("Remplacer par"))
        self.replacement.setObjectName("searchReplacement")
        self._count = ElidedLabel()
        self._count.setObjectName("sectionFacts")
        self._previous = self._sign("↑", self.tr("Occurrence précédente (Maj + Entrée)"), self.previous_wanted)
        self._next = self._sign("↓", self.tr("Occurrence suivante (Entrée)"), self.next_wanted)
        close = self._sign("×", self.tr("Fermer la recherche (Échap)"), self.closed)
        self._replace = QPushButton(self.tr("Remplacer"))
        self._replace.clicked.connect(self.replace_wanted)
        self._replace_all = QPushButton(self.tr("Tout remplacer"))
        self._replace_all.clicked.connect(self.replace_all_wanted)
        self._case = self._switch(self.tr("Majuscules"), self.tr("Distinguer majuscules et minuscules"))
        self._whole = self._switch(self.tr("Mot entier"), self.tr("Ne trouver que des mots entiers"))
        self._scope = Segments(
            (
                (self.tr("Lettre"), self.tr("Chercher dans toutes les rubriques")),
                (self.tr("Rubrique"), self.tr("Chercher dans la rubrique ouverte")),
            )
        )
        self._scope.picked.connect(self.changed)
        for button in (self._case, self._whole):
            button.toggled.connect(self.changed)
        self.pattern.textChanged.connect(self.changed)
        self._lay_out(close)
        self.hide()

    def _lay_out(self, close: QToolButton) -> None:
        options = QHBoxLayout()
        options.setSpacing(0)
        options.addWidget(self._scope)
        options.addSpacing(12)
        options.addWidget(self._case)
        options.addSpacing(4)
        options.addWidget(self._whole)
        options.addSpacing(12)
        options.addWidget(self._count, 1)
        signs = QHBoxLayout()
        signs.setSpacing(0)
        for sign in (self._previous, self._next, close):
            signs.addWidget(sign)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._replace)
        buttons.addWidget(self._replace_all)
        grid = QGridLayout(self)
        grid.setContentsMargins(20, 8, 12, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.addWidget(self.pattern, 0, 0)
        grid.addLayout(signs, 0, 1)
        grid.addWidget(self.replacement, 1, 0)
        grid.addLayout(buttons, 1, 1)
        grid.addLayout(options, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        order: tuple[QWidget, ...] = (self.pattern, self.replacement, self._previous, self._next)
        order += (self._replace, self._replace_all, *self._scope.buttons(), self._case, self._whole, close)
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)

    def open(self, words: str, *, replacing: bool) -> None:
        """Show the bar with these words to look for (nothing: those of the last time), with or without what replaces
        them, and give it the keyboard."""
        self.replacement.setVisible(replacing)
        self._replace.setVisible(replacing)
        self._replace_all.setVisible(replacing)
        if words:
            with QSignalBlocker(self.pattern):
                self.pattern.setText(words[:LONGEST])
        self.show()
        self.pattern.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.pattern.selectAll()
        self.changed.emit()

    def query(self) -> Query:
        """What is looked for."""
        return Query(self.pattern.text(), self._case.isChecked(), self._whole.isChecked())

    def everywhere(self) -> bool:
        """Whether the whole letter is searched, and not the open section alone."""
        return self._scope.chosen() == 0

    def say(self, count: str, *, found: bool, replaceable: bool) -> None:
        """Say how many places there are, and whether words may be put in theirs."""
        self._count.setText(count)
        self.pattern.setAccessibleDescription(count)
        for control in (self._previous, self._next):
            control.setEnabled(found)
        for button in (self._replace, self._replace_all):
            button.setEnabled(replaceable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.pattern.hasFocus():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.previous_wanted if shifted else self.next_wanted).emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.replacement.hasFocus():
            self.replace_wanted.emit()
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _line(name: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.setMaxLength(LONGEST)
        line.setMinimumWidth(120)
        return line

    @staticmethod
    def _sign(sign: str, meaning: str, wanted: object) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setToolTip(meaning)
        button.setAccessibleName(meaning.partition(" (")[0])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(wanted)
        return button

    @staticmethod
    def _switch(word: str, meaning: str) -> QPushButton:
        button = QPushButton(word)
        button.setCheckable(True)
        button.setProperty("compact", True)
        button.setToolTip(meaning)
        button.setAccessibleDescription(meaning)
        return button
