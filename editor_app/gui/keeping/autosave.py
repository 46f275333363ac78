"""Brings what is typed to the disk by itself, soon after a pause and at the latest after some seconds of typing."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.keeping.saving import Writer
from editor_app.gui.letter import Letter

SAVE_AFTER_MS = 2000
SAVE_AT_LEAST_MS = 10_000


class Autosave(QObject):
    """Takes the text out of the editor into the open letter, whose writer brings it to the disk beside the typing."""

    taken = Signal(str)
    """The open section's text differs from what the letter had, and is the letter's now."""

    def __init__(self, editor: MarkdownEditor, writer: Writer, parent: QObject) -> None:
        super().__init__(parent)
        self._editor, self._writer = editor, writer
        self._letter: Letter | None = None
        self._section = ""
        self._waiting = False
        self._last_key = 0.0
        self._soon = QTimer(self, interval=SAVE_AFTER_MS, singleShot=True)
        self._surely = QTimer(self, interval=SAVE_AT_LEAST_MS, singleShot=True)
        self._soon.timeout.connect(self._rested)
        self._surely.timeout.connect(self.take_text)
        editor.spliced.connect(self._text_edited)

    def show_letter(self, letter: Letter) -> None:
        """Take texts into this letter from now on; what was typed into the one before must have been taken."""
        self._letter, self._section = letter, ""

    def show_section(self, section_id: str) -> None:
        """The editor now shows this section."""
        self._section = section_id

    def take_text(self) -> None:
        """Take what the editor holds and have it written beside the typing."""
        self._waiting = False
        self._soon.stop()
        self._surely.stop()
        letter = self._letter
        if letter is not None and letter.has_text(self._section):
            text = self._editor.text()
            if text != letter.texts.get(self._section, ""):
                letter.set_text(self._section, text)
                self.taken.emit(text)
        self._writer.note_taken()

    def save_now(self, seconds: float = 10.0) -> bool:
        """Write everything and wait for it that long; False when something could not be written."""
        self.take_text()
        return self._writer.flush(seconds)

    def _text_edited(self) -> None:
        self._last_key = monotonic()
        if not self._waiting and not self._editor.isReadOnly():
            self._waiting = True
            self._soon.start(SAVE_AFTER_MS)
            self._surely.start()
            self._writer.note_change()

    def _rested(self) -> None:
        # Started once and extended here: to start a timer at every key costs more than to look at the clock.
        left = self._last_key + SAVE_AFTER_MS / 1000 - monotonic()
        if left > 0.01:
            self._soon.start(round(1000 * left))
        else:
            self.take_text()
