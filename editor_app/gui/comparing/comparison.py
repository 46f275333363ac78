"""Two texts and what differs between them, in one text or side by side, with a key to go from place to place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.comparing.compared_text import Change, ComparedText, Stretch
from editor_app.gui.comparing.side_by_side import SideBySide
from editor_app.gui.errand import Errand
from editor_app.gui.widgets.segments import Segments
from editor_app.issue.comparing import Piece, pieces

SHOWN_WORDS = 60
"""Characters of a place that are said in words; the rest is in the text."""
IN_ONE, SIDE_BY_SIDE = 0, 1
LONG = 200_000
"""Characters of both texts beyond which the window's thread does not compare them itself: more than a frame's time."""
FOLDED = 20_000
CONTEXT = 4_000
"""Characters that both texts have in one stretch: beyond the first number, only so many at its ends are shown."""


class Comparison(QWidget):
    """F8 goes to the next difference, Shift + F8 to the one before; each is said in words under the texts."""

    moved = Signal(int)
    """The number of the difference that is shown, from 0."""

    def __init__(self, colours: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparison")
        self._errand: Errand[tuple[Piece, ...]] | None = None
        self._titles = "", ""
        self._named = False
        self._differences: tuple[Piece, ...] = ()
        self._place = -1
        self.view = Segments(
            [
                (self.tr("En un texte"), self.tr("Ce qui est retiré et ce qui est ajouté, l’un après l’autre")),
                (self.tr("Côte à côte"), self.tr("Les deux textes entiers, l’un à côté de l’autre")),
            ]
        )
        self._count = QLabel()
        self._count.setObjectName("sectionFacts")
        self.previous_button = QPushButton(self.tr("Précédente"))
        self.next_button = QPushButton(self.tr("Suivante"))
        self.previous_button.setToolTip(self.tr("Différence précédente (Maj + F8)"))
        self.next_button.setToolTip(self.tr("Différence suivante (F8)"))
        self.previous_button.setAccessibleName(self.tr("Différence précédente"))
        self.next_button.setAccessibleName(self.tr("Différence suivante"))
        self.previous_button.clicked.connect(self.previous)
        self.next_button.clicked.connect(self.next)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.view)
        bar.addStretch(1)
        bar.addWidget(self._count)
        bar.addWidget(self.previous_button)
        bar.addWidget(self.next_button)
        self.one = ComparedText(self.tr("Les deux textes en un"), colours)
        self.both = SideBySide(colours)
        self._words = QLabel()
        self._words.setObjectName("differenceInWords")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setMinimumHeight(self._words.fontMetrics().height() * 2)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._words.setAccessibleName(self.tr("Différence"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(self.one, 1)
        column.addWidget(self.both, 1)
        column.addWidget(self._words)
        self.view.picked.connect(self.choose_view)
        for keys, act in ((Qt.Key.Key_F8, self.next), (Qt.Modifier.SHIFT | Qt.Key.Key_F8, self.previous)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(act)
        self.choose_view(IN_ONE)
        self.show_texts("", "", "", "")

    def show_texts(self, before: str, after: str, before_title: str, after_title: str, *, named: bool = False) -> None:
        """Compare two texts (LF line ends), said to be by these titles; the first difference is shown. ``named``: they
        are no before and after, and their words are said under the titles. Long texts are compared in a thread of their
        own."""
        self._titles = before_title, after_title
        self._named = named
        if len(before) + len(after) < LONG:
            self._errand = None
            self._show(pieces(before, after))
            return
        self._show(())
        self._words.setText(self.tr("Comparaison des textes…"))
        errand = self._errand = Errand[tuple[Piece, ...]](lambda _own: pieces(before, after))
        errand.start(
            lambda found: self._show(found) if isValid(self) and self._errand is errand else None,
            lambda error: self._words.setText(str(error)) if isValid(self) else None,
        )

    def _show(self, found: tuple[Piece, ...]) -> None:
        self._differences = tuple(piece for piece in found if not piece.same)
        one: list[Stretch] = []
        sides: tuple[list[Stretch], list[Stretch]] = ([], [])
        place = -1
        for piece in found:
            if piece.same:
                kept = Stretch(self._folded(piece.before))
                for stretches in (one, *sides):
                    stretches.append(kept)
                continue
            place += 1
            removed = Stretch(piece.before, Change.REMOVED, place)
            added = Stretch(piece.after, Change.ADDED, place)
            one += [stretch for stretch in (removed, added) if stretch.text]
            sides[0].append(removed)
            sides[1].append(added)
        self.one.show_stretches(one)
        self.both.show_stretches(self._titles[0], sides[0], self._titles[1], sides[1])
        self._place = -1
        several = len(self._differences) > 1
        self.next_button.setEnabled(several)
        self.previous_button.setEnabled(several)
        self._count.setText("")
        self._words.setText("" if self._differences else self.tr("Les deux textes sont les mêmes."))
        if self._differences:
            self.go_to(0)

    def _folded(self, text: str) -> str:
        """What both texts have, without its middle when that is long."""
        if len(text) < FOLDED:
            return text
        head, tail = text[:CONTEXT].rpartition("\n")[0], text[-CONTEXT:].partition("\n")[2]
        left_out = len(text[len(head) : len(text) - len(tail)].split())
        return self.tr("{}\n\n⋯ {} mots identiques ⋯\n\n{}").format(head, left_out, tail)

    def count(self) -> int:
        """How many places differ."""
        return len(self._differences)

    def place(self) -> int:
        """The number of the difference that is shown, -1 when there is none."""
        return self._place

    def words(self) -> str:
        """The difference that is shown, in words."""
        return self._words.text()

    def go_to(self, place: int) -> None:
        """Show that difference."""
        if not 0 <= place < len(self._differences):
            return
        self._place = place
        self.one.go_to(place)
        self.both.go_to(place)
        self._count.setText(self.tr("{} sur {}").format(place + 1, len(self._differences)))
        self._words.setText(self._in_words(self._differences[place]))
        self.moved.emit(place)

    def next(self) -> None:
        """Show the next difference; after the last comes the first."""
        if self._differences:
            self.go_to((self._place + 1) % len(self._differences))

    def previous(self) -> None:
        """Show the difference before; before the first comes the last."""
        if self._differences:
            self.go_to((self._place - 1) % len(self._differences))

    def choose_view(self, number: int) -> None:
        """Show the texts in one (0) or side by side (1)."""
        self.view.choose(number)
        self.one.setVisible(number == IN_ONE)
        self.both.setVisible(number == SIDE_BY_SIDE)
        if self._place >= 0:
            self.go_to(self._place)

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self.one.set_colours(colours)
        self.both.set_colours(colours)

    def _in_words(self, piece: Piece) -> str:
        removed, added = _short(piece.before), _short(piece.after)
        if self._named:
            nothing = self.tr("rien")
            sides = removed if piece.before else nothing, added if piece.after else nothing
            return self.tr("− {}\u00a0: {}\n+ {}\u00a0: {}").format(
                self._titles[0], sides[0], self._titles[1], sides[1]
            )
        if not piece.before:
            return self.tr("+ Ajouté\u00a0: {}").format(added)
        if not piece.after:
            return self.tr("− Retiré\u00a0: {}").format(removed)
        return self.tr("− Avant\u00a0: {}\n+ Après\u00a0: {}").format(removed, added)


def _short(text: str) -> str:
    if not text.strip():
        return "une ligne vide" if "\n" in text else "une espace"
    flat = " ".join(text.split())
    return f"«\u00a0{flat if len(flat) <= SHOWN_WORDS else flat[: SHOWN_WORDS - 1] + '…'}\u00a0»"
