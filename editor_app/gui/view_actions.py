"""How the text is seen while it is written: its size, one paragraph at a time, nothing else on the screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow

from editor_app.gui.commands import Commands
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.layout import Layout
from editor_app.gui.preview.preview import Preview
from editor_app.gui.settings import TEXT_SIZES, USUAL_TEXT_SIZE, Settings


class ViewActions(QObject):
    """Joins the commands of the view, the editor, the page and the window."""

    def __init__(
        self,
        commands: Commands,
        settings: Settings,
        editor: MarkdownEditor,
        preview: Preview,
        layout: Layout,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._commands, self._settings = commands, settings
        self._editor, self._preview, self._layout, self._window = editor, preview, layout, window
        self._state = Qt.WindowState.WindowNoState
        commands.on("larger", lambda: self._resize(1))
        commands.on("smaller", lambda: self._resize(-1))
        commands.on("usual-size", lambda: self._resize(0))
        commands.on("fold", editor.folding.toggle)
        commands.on("fold-all", editor.folding.fold_all)
        commands.on("unfold-all", editor.folding.unfold_all)
        commands["focus-mode"].toggled.connect(editor.overlay.veil)
        commands["text-alone"].toggled.connect(self._show_text_alone)
        editor.set_text_size(settings.text_size)

    def leave_text_alone(self) -> bool:
        """Show the whole window again; whether it was not."""
        alone = self._commands["text-alone"].isChecked()
        self._commands["text-alone"].setChecked(False)
        return alone

    def _resize(self, steps: int) -> None:
        """Make larger or smaller what has the keyboard, the page or the text."""
        if self._preview.has_keyboard():
            self._preview.zoom_by(steps)
            return
        size = self._editor.text_size
        beyond = [other for other in TEXT_SIZES if (other > size if steps > 0 else other < size)]
        if not steps:
            size = USUAL_TEXT_SIZE
        elif beyond:
            size = min(beyond) if steps > 0 else max(beyond)
        self._editor.set_text_size(size)
        self._settings.text_size = size

    def _show_text_alone(self, alone: bool) -> None:
        if alone:
            self._state = self._window.windowState()
        self._layout.show_text_alone(alone, self._commands)
        self._window.menuBar().setVisible(not alone)
        self._window.statusBar().setVisible(not alone)
        self._window.setWindowState(Qt.WindowState.WindowFullScreen if alone else self._state)
        self._editor.setFocus()
