"""The menu Édition, which acts where the person is: in the text, in the plan or on the page."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from editor_app.gui.commands import Commands
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.letter import Letter
from editor_app.gui.outline.pane import OutlinePane
from editor_app.gui.preview.preview import Preview
from editor_app.gui.search.actions import SearchActions
from editor_app.gui.status_line import StatusLine


class EditActions(QObject):
    """Undoes, cuts, copies, pastes and finds."""

    def __init__(
        self,
        commands: Commands,
        editor: MarkdownEditor,
        outline: OutlinePane,
        preview: Preview,
        search: SearchActions,
        status: StatusLine,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._editor, self._outline, self._preview = editor, outline, preview
        self._search, self._status = search, status
        self._letter: Letter | None = None
        commands.on("undo", lambda: self._undo(redo=False))
        commands.on("redo", lambda: self._undo(redo=True))
        commands.on("cut", editor.cut)
        commands.on("copy", editor.copy)
        commands.on("paste", editor.paste)
        commands.on("select-all", editor.selectAll)
        commands.on("find", self._find)

    def show_letter(self, letter: Letter) -> None:
        """Undo what is done to this letter's plan."""
        self._letter = letter
        letter.undo_stack.indexChanged.connect(self._name_undo)

    def _undo(self, *, redo: bool) -> None:
        in_text = not self._outline.isAncestorOf(QApplication.focusWidget() or self._editor)
        if in_text or self._letter is None:
            self._editor.redo() if redo else self._editor.undo()
        elif redo:
            self._letter.undo_stack.redo()
        else:
            self._letter.undo_stack.undo()

    def _name_undo(self) -> None:
        if self._letter is not None:
            done = self._letter.undo_stack.undoText()
            if done:
                self._status.say(self.tr("{} — Ctrl + Z dans le plan pour annuler").format(done))
            else:
                self._status.clearMessage()

    def _find(self) -> None:
        if self._preview.has_keyboard():
            self._preview.open_find()
        else:
            self._search.open(replacing=False)
