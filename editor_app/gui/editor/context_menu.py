"""The menu of the right click: the finding under the pointer first, then the usual commands, in French."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from editor_app.gui.editor.line_marks import Mark
from editor_app.proofing.diagnostic import Category

if TYPE_CHECKING:
    from editor_app.gui.editor.markdown_editor import MarkdownEditor

SUGGESTIONS = 6
WORD_CATEGORIES = frozenset({Category.SPELLING, Category.NAMES})
"""Findings that go away when the word is one of the issue's own."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("EditorMenu", text)


class EditorMenu(QMenu):
    """One opening of the menu; it is freed when it closes."""

    def __init__(self, editor: MarkdownEditor, line: int, mark: Mark | None, request: int | None) -> None:
        super().__init__(editor)
        self.setObjectName("editorMenu")
        self.setAccessibleName(_tr("Menu du texte"))
        self._editor, self._line, self._mark, self.request = editor, line, mark, request
        self._waiting: QAction | None = None
        if mark is not None:
            self._add_finding(mark)
        self._add_edit_actions()
        self.aboutToHide.connect(self.deleteLater)

    def _add_finding(self, mark: Mark) -> None:
        found = mark.diagnostic
        message = self.addAction(_escaped(found.message))
        font = message.font()
        font.setBold(True)
        message.setFont(font)
        message.setEnabled(False)
        self._waiting = self.addAction(_tr("Recherche de suggestions…"))
        self._waiting.setEnabled(False)
        if found.suggestions or self.request is None:
            self.show_suggestions(found.suggestions)
        self.addSeparator()
        if found.category in WORD_CATEGORIES:
            self._command(_tr("Ajouter aux mots du numéro"), lambda: self._editor.accept_word(mark.diagnostic))
        self._command(_tr("Ignorer ici"), lambda: self._editor.ignore(self._line, mark))
        if found.category not in WORD_CATEGORIES:
            self._command(_tr("Ignorer dans ce numéro"), lambda: self._editor.ignore_everywhere(mark.diagnostic))
        self.addSeparator()

    def show_suggestions(self, suggestions: Sequence[str]) -> None:
        """Put the corrections where they were awaited; the menu may be open."""
        if self._waiting is None or self._mark is None:
            return
        place, mark, self._waiting = self._waiting, self._mark, None
        if not suggestions and self.request is not None:
            place.setText(_tr("Aucune suggestion"))
            return
        for suggestion in suggestions[:SUGGESTIONS]:
            action = QAction(_escaped(suggestion) or _tr("Supprimer"), self)
            action.triggered.connect(lambda _=False, text=suggestion: self._editor.correct(self._line, mark, text))
            self.insertAction(place, action)
        self.removeAction(place)
        place.deleteLater()

    def _add_edit_actions(self) -> None:
        editor, document = self._editor, self._editor.document()
        selected, writable = editor.textCursor().hasSelection(), not editor.isReadOnly()
        keys = QKeySequence.StandardKey
        pasteable = writable and editor.canPaste()
        self._command(_tr("Annuler"), editor.undo, keys.Undo, writable and document.isUndoAvailable())
        self._command(_tr("Rétablir"), editor.redo, keys.Redo, writable and document.isRedoAvailable())
        self.addSeparator()
        self._command(_tr("Couper"), editor.cut, keys.Cut, writable and selected)
        self._command(_tr("Copier"), editor.copy, keys.Copy, selected)
        self._command(_tr("Coller"), editor.paste, keys.Paste, pasteable)
        self.addSeparator()
        self._command(_tr("Tout sélectionner"), editor.selectAll, keys.SelectAll, not document.isEmpty())

    def _command(
        self,
        text: str,
        command: Callable[[], object],
        key: QKeySequence.StandardKey | None = None,
        enabled: bool = True,
    ) -> None:
        # The key is shown after a tab, not set: the editor already answers to it, and two owners would be ambiguous.
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if key is not None else ""
        action = self.addAction(f"{text}\t{shown}" if shown else text)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _=False: command())


def _escaped(text: str) -> str:
    """Text from outside, where ``&`` would announce a mnemonic and a tab a key."""
    return text.replace("&", "&&").replace("\t", " ")
