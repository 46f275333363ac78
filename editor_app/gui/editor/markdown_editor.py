"""The editor of a section: what is wrong stands under the words, remarks behind them, a key is never slowed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.editor.checked_text import CheckedText
from editor_app.gui.editor.context_menu import WORD_CATEGORIES
from editor_app.gui.editor.finding_popups import FindingPopups
from editor_app.gui.editor.line_marks import Mark
from editor_app.proofing.diagnostic import Severity

_OWN_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Period, Qt.Key.Key_Escape})


class MarkdownEditor(CheckedText):
    """Explains and corrects the findings under the words, by key, pointer and menu."""

    suggestions_wanted = Signal(int, str)
    """The number of a request and the word whose corrections it wants; ``show_suggestions`` answers it."""
    remark_clicked = Signal(str)
    """The identifier of the remark whose words were clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("markdownEditor")
        self.setAccessibleName(self.tr("Texte de la rubrique"))
        self._popups = FindingPopups(self)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._popups.close_card)

    def popups(self) -> FindingPopups:
        """The card and the menu now open, if any."""
        return self._popups

    def set_colours(self, colours: Tokens) -> None:
        """Use these colours from now on."""
        self._popups.close_card()
        super().set_colours(colours)

    def _text_loaded(self, lines: int) -> None:
        super()._text_loaded(lines)
        self.folding.text_loaded()
        self._popups.text_changed()

    def _range_replaced(self, position: int, removed: int, added: int) -> None:
        super()._range_replaced(position, removed, added)
        self._popups.text_changed()

    # From finding to finding ------------------------------------------------------------------------------------------

    def next_finding(self) -> bool:
        """Select the next underlined place, from the top again after the last; False where there is none."""
        return self._step(backwards=False)

    def previous_finding(self) -> bool:
        """Select the underlined place before the cursor, from the end again before the first."""
        return self._step(backwards=True)

    def _step(self, backwards: bool) -> bool:
        places = [
            (line, mark) for line, mark in self._marks.flagged() if mark.diagnostic.severity is not Severity.ADVICE
        ]
        if not places:
            return False
        cursor = self.textCursor()
        here = cursor.selectionStart()
        block = self.document().findBlock(here)
        now = (block.blockNumber(), here - block.position())
        if backwards:
            before = [place for place in places if (place[0], place[1].start) < now]
            line, mark = before[-1] if before else places[-1]
        else:
            least = 0 if cursor.hasSelection() else -1
            after = [place for place in places if (place[0], place[1].start + least) >= (now[0], now[1] + least + 1)]
            line, mark = after[0] if after else places[0]
        start = self.document().findBlockByNumber(line).position()
        self._select(start + mark.start, start + mark.end)
        self._popups.open_card(line, mark, focus=False)
        return True

    def apply_first_suggestion(self) -> bool:
        """Correct the finding at the cursor by its first suggestion, asked for if need be; False without a finding."""
        found = self._finding_at_cursor()
        if found is None or self.isReadOnly():
            return False
        self._popups.correct_first(*found)
        return True

    def show_finding(self) -> bool:
        """Open the card of the finding at the cursor and give it the keyboard; False without a finding."""
        found = self._finding_at_cursor()
        if found is None:
            return False
        self._typing_stopped()
        self._popups.open_card(*found, focus=True)
        return True

    def ignore_finding(self) -> bool:
        """Leave the finding at the cursor alone; False without a finding."""
        found = self._finding_at_cursor()
        if found is not None:
            self.ignore(*found)
        return found is not None

    def ignore_finding_everywhere(self) -> bool:
        """Leave the finding at the cursor alone in the whole letter (a word becomes one of its own); False without."""
        found = self._finding_at_cursor()
        if found is None:
            return False
        diagnostic = found[1].diagnostic
        (self.accept_word if diagnostic.category in WORD_CATEGORIES else self.ignore_everywhere)(diagnostic)
        return True

    def show_suggestions(self, request_id: int, suggestions: Sequence[str]) -> None:
        """The answer to ``suggestions_wanted``, best first; it may come late or never."""
        self._popups.show_suggestions(request_id, suggestions)

    def _finding_at_cursor(self) -> tuple[int, Mark] | None:
        cursor = self.textCursor()
        block = self.document().findBlock(cursor.selectionStart())
        mark = self._underlined(block.blockNumber(), cursor.selectionStart() - block.position())
        return None if mark is None else (block.blockNumber(), mark)

    # Keys and pointer -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Enter corrects, Ctrl+. explains, Escape closes the card."""
        if event.key() not in _OWN_KEYS or not self._own_key(Qt.Key(event.key()), event.modifiers()):
            super().keyPressEvent(event)

    def _own_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        modifiers &= ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and self._popups.card is not None:
            self._popups.close_card()
            return True
        if key == Qt.Key.Key_Period:
            return modifiers == Qt.KeyboardModifier.ControlModifier and self.show_finding()
        if key != Qt.Key.Key_Escape and modifiers == Qt.KeyboardModifier.AltModifier:
            self.apply_first_suggestion()
            return True
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click in the margin of a heading folds or unfolds it."""
        heading = self.folding.heading_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        if heading is None:
            super().mousePressEvent(event)
        else:
            self.folding.toggle_heading(heading)

    def leaveEvent(self, event: QEvent) -> None:
        """Signs for the pointer go with it."""
        self.folding.point(None)
        super().leaveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A pointer at rest on an underlined word opens its card; in the margin it shows what can be folded."""
        super().mouseMoveEvent(event)
        self.folding.point(event.position())
        if event.buttons() == Qt.MouseButton.NoButton:
            self._popups.pointer_moved(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on an underlined word opens its card; on the words of a remark, it says which."""
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or self.textCursor().hasSelection():
            return
        place = event.position().toPoint()
        found = self.finding_at(place)
        if found is not None:
            self._popups.open_card(*found, focus=False)
        else:
            self._popups.close_card()
        remark = self.remark_at(self.cursorForPosition(place).position())
        if remark is not None:
            self.remark_clicked.emit(remark.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Our menu, with the finding under the pointer, or at the cursor when the keyboard asked."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            found = self._finding_at_cursor()
            place = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
        else:
            found = self.finding_at(event.pos())
            place = event.globalPos()
        line, mark = found if found is not None else (0, None)
        self._popups.open_menu(place, line, mark)
