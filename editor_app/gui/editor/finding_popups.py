"""Opens what explains a finding (the card, the menu) and brings the suggestions to whichever asked for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer

from editor_app.gui.editor.context_menu import EditorMenu
from editor_app.gui.editor.finding_card import FindingCard
from editor_app.gui.editor.line_marks import Mark
from editor_app.proofing.diagnostic import Category

if TYPE_CHECKING:
    from editor_app.gui.editor.markdown_editor import MarkdownEditor

HOVER = 450  # milliseconds the pointer rests on a word before its card opens
_REACH = 14  # pixels the pointer may stray from word and card before the card closes


class FindingPopups(QObject):
    """At most one card and one menu at a time; each is freed when it closes."""

    def __init__(self, editor: MarkdownEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._requests = 0
        self._menu: EditorMenu | None = None
        self._card: FindingCard | None = None
        self._card_hovers = False
        self._correcting: tuple[int, int, Mark] | None = None
        self._pointer = QPoint()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(HOVER)
        self._rest.timeout.connect(self._rested)

    @property
    def card(self) -> FindingCard | None:
        """The card now open."""
        return self._card

    @property
    def menu(self) -> EditorMenu | None:
        """The menu now open."""
        return self._menu

    def open_menu(self, place: QPoint, line: int, mark: Mark | None) -> None:
        """The menu at ``place`` (the screen's pixels), beginning with this finding."""
        self.close_card()
        if self._menu is not None:
            self._menu.close()
        menu = EditorMenu(self._editor, line, mark, self._ask(mark) if mark else None)
        menu.aboutToHide.connect(self._menu_closed)
        self._menu = menu
        menu.popup(place)
        self._send(menu.request, mark)

    def _menu_closed(self) -> None:
        self._menu = None

    def open_card(self, line: int, mark: Mark, focus: bool, hovers: bool = False) -> None:
        """The card of this finding; with ``focus`` it takes the keyboard."""
        word = self._editor.word_rectangle(line, mark)
        if word is None:
            return
        if self._card is None or self._card.mark is not mark:
            self.close_card()
            request = self._ask(mark)
            card = FindingCard(self._editor.viewport(), mark, self._editor.colours(), request)
            card.corrected.connect(lambda text: self._editor.correct(line, mark, text))
            card.ignored.connect(lambda: self._editor.ignore(line, mark))
            card.ignored_everywhere.connect(lambda: self._editor.ignore_everywhere(mark.diagnostic))
            card.accepted.connect(lambda: self._editor.accept_word(mark.diagnostic))
            card.closed.connect(self._card_closed)
            self._card, self._card_hovers = card, hovers
            card.place(word)
            self._send(request, mark)
        if focus and self._card is not None:
            self._card_hovers = False
            self._card.take_focus()

    def close_card(self) -> None:
        """Close the card, if one is open."""
        self._rest.stop()
        if self._card is not None:
            self._card.dismiss()

    def _card_closed(self) -> None:
        self._card = None

    def correct_first(self, line: int, mark: Mark) -> None:
        """Put the first suggestion in place of the word, once it is known."""
        request = self._ask(mark)
        if request is not None:
            self._correcting = (request, line, mark)
            self._send(request, mark)
        elif mark.diagnostic.suggestions:
            self._editor.correct(line, mark, mark.diagnostic.suggestions[0])

    def _ask(self, mark: Mark | None) -> int | None:
        """The number of a new request, when this finding is one whose suggestions are made on demand."""
        if mark is None or mark.diagnostic.suggestions or mark.diagnostic.category is not Category.SPELLING:
            return None
        self._requests += 1
        return self._requests

    def _send(self, request: int | None, mark: Mark | None) -> None:
        if request is not None and mark is not None:
            self._editor.suggestions_wanted.emit(request, mark.diagnostic.text)

    def show_suggestions(self, request: int, suggestions: Sequence[str]) -> None:
        """The answer to a request; it is dropped when nobody waits for it any more."""
        if self._menu is not None and self._menu.request == request:
            self._menu.show_suggestions(suggestions)
        if self._card is not None and self._card.request == request:
            self._card.show_suggestions(suggestions)
        if self._correcting is not None and self._correcting[0] == request:
            _, line, mark = self._correcting
            self._correcting = None
            if suggestions:
                self._editor.correct(line, mark, suggestions[0])

    def text_changed(self) -> None:
        """Somebody types: nothing stands in the way."""
        if self._card is not None:
            self.close_card()
        self._correcting = None

    def pointer_moved(self, place: QPoint) -> None:
        """The pointer is at ``place`` (the view's pixels), over the text."""
        self._pointer = place
        if self._card is None:
            self._rest.start()
        elif self._card_hovers:
            near = self._card.geometry().adjusted(-_REACH, -_REACH, _REACH, _REACH)
            if not near.contains(place):
                self.close_card()

    def _rested(self) -> None:
        found = self._editor.finding_at(self._pointer)
        if (
            found is not None
            and not self._editor.being_typed()
            and self._editor.viewport().underMouse()
            and self._menu is None
        ):
            self.open_card(*found, focus=False, hovers=True)
