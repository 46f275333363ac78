"""Keeps what is typed from being lost: one writer a letter, a journal at each pause, what a crash left offered back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from editor_app.desk import Desk
from editor_app.gui.appearance.theme import Theme
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.keeping.away import FolderAway
from editor_app.gui.keeping.outside import OutsideChanges
from editor_app.gui.keeping.recovery import Recovery
from editor_app.gui.keeping.saving import Writer
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.settings import Settings

JOURNAL_AFTER_MS = 1500
"""At most this long after a key its text is on its way to the disk, however steadily one types."""
HOLD_AGAIN_MS = 3000


class Safekeeping(QObject):
    """Joins the open letter, the editor and the writer's thread; says what happened in the notice."""

    writable_changed = Signal()
    """Whether the letter may be written in is not as it was."""

    def __init__(
        self,
        editor: MarkdownEditor,
        notice: Notice,
        writer: Writer,
        settings: Settings,
        theme: Theme,
        open_desk: Callable[[Desk], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._recovery = Recovery(notice, writer, theme, window)
        self.away = FolderAway(notice, writer, settings, open_desk, window)
        self._outside = OutsideChanges(notice, writer, theme, self.away, window)
        self._editor, self._notice, self._writer, self._settings = editor, notice, writer, settings
        self._letter: Letter | None = None
        self._section = ""
        self._soon = QTimer(self, interval=JOURNAL_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self._bring_to_journal)
        self._try_again = QTimer(self, interval=HOLD_AGAIN_MS)
        self._try_again.timeout.connect(self._hold_again)
        editor.edited.connect(lambda: self._soon.isActive() or self._soon.start())

    def show_letter(self, letter: Letter) -> None:
        """Become this letter's writer, let go of the one before, and say what is to be known of it."""
        before = self._let_go()
        if before is not None and before.path == letter.desk.path:
            before.close()
        elif before is not None:
            self._writer.ask(before.close, lambda _: None, lambda _: None)
        self._letter = letter
        letter.desk.hold(self._settings.author)
        self.away.show_letter(letter)
        self._outside.show_letter(letter)
        if letter.desk.lock_problem:
            said = (self._notice.sentence, letter.desk.lock_problem)
            self._notice.say("\n".join(sentence for sentence in said if sentence), warning=True)
        if letter.desk.read_only:
            self._notice.say(
                self.tr(
                    "Ce numéro est ouvert ailleurs\u00a0: {}. Vous pouvez le lire\u202f; "
                    "vous pourrez l’écrire dès que l’autre fenêtre sera fermée."
                ).format(letter.desk.holder),
                warning=True,
            )
            self._try_again.start()
            return
        self._recovery.show_letter(letter)

    def show_section(self, section_id: str) -> None:
        """The editor now shows this section."""
        self._soon.stop()
        self._section = section_id

    def close(self) -> None:
        """Let go of the letter; everything must have been written, and the writer have stopped."""
        before = self._let_go()
        if before is not None:
            before.close()

    def _let_go(self) -> Desk | None:
        """Look after no letter any more; the desk of the one before, which is still to be closed."""
        self._soon.stop()
        self._try_again.stop()
        self._recovery.close()
        self._outside.close()
        self.away.close()
        letter, self._letter = self._letter, None
        return None if letter is None else letter.desk

    def _hold_again(self) -> None:
        """Become the writer of a letter that another window had, once that one lets go of it."""
        letter, name = self._letter, self._settings.author
        if letter is None:
            return

        def held(done: bool) -> None:
            if done and letter is self._letter and self._try_again.isActive():
                self._try_again.stop()
                self._outside.look()
                self._recovery.show_letter(letter)
                self.writable_changed.emit()
                self._notice.say(self.tr("L’autre fenêtre est fermée\u00a0: vous pouvez écrire dans ce numéro."))

        self._writer.ask(lambda: letter.desk.hold(name), held, lambda _: None)

    def _bring_to_journal(self) -> None:
        letter, section = self._letter, self._section
        if letter is None or letter.desk.read_only or not letter.has_text(section):
            return
        desk, text = letter.desk, self._editor.text()
        self._writer.put(f"{desk.path} journal {section}", lambda: desk.journal(section, text))
