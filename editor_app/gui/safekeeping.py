"""Keeps what is typed from being lost: one writer a letter, a journal at each pause, what a crash left offered back."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from editor_app.gui.comparing.clash_sheet import ClashSheet, Contested
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.recovery import Recovery
from editor_app.gui.saving import Progress, SaveState, Writer
from editor_app.gui.settings import Settings
from editor_app.gui.theme import Theme
from editor_app.storage.outside import OutsideChange

JOURNAL_AFTER_MS = 1500
"""At most this long after a key its text is on its way to the disk, however steadily one types."""


class Safekeeping(QObject):
    """Joins the open letter, the editor and the writer's thread; says what happened in the notice."""

    def __init__(
        self,
        editor: MarkdownEditor,
        notice: Notice,
        writer: Writer,
        settings: Settings,
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self._recovery = Recovery(notice, writer, theme, window)
        self._editor, self._notice, self._writer, self._settings = editor, notice, writer, settings
        self._letter: Letter | None = None
        self._section = ""
        self._soon = QTimer(self, interval=JOURNAL_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self._bring_to_journal)
        editor.spliced.connect(lambda _splice: self._soon.isActive() or self._soon.start())
        writer.state_changed.connect(self._say_failed)

    def show_letter(self, letter: Letter) -> None:
        """Become this letter's writer, let go of the one before, and say what is to be known of it."""
        self.close()
        self._letter = letter
        letter.clashed.connect(self._offer_choice)
        letter.desk.hold(self._settings.author)
        if letter.desk.read_only:
            self._notice.say(
                self.tr(
                    "Ce numéro est ouvert ailleurs\u00a0: {}. Vous pouvez le lire\u202f; "
                    "fermez l’autre fenêtre pour écrire."
                ).format(letter.desk.holder),
                warning=True,
            )
            return
        self._recovery.show_letter(letter)

    def show_section(self, section_id: str) -> None:
        """The editor now shows this section."""
        self._soon.stop()
        self._section = section_id

    def close(self) -> None:
        """Let go of the letter; everything must have been written."""
        self._soon.stop()
        self._recovery.close()
        if self._letter is not None:
            self._letter.desk.close()
            self._letter = None

    def _say_failed(self, state: SaveState) -> None:
        if state.progress is Progress.FAILED and not self._notice.asking:
            self._notice.say(
                self.tr("{} Votre texte reste dans la fenêtre.").format(state.sentence),
                (self.tr("Réessayer"), self._writer.retry),
                warning=True,
            )

    def _bring_to_journal(self) -> None:
        letter, section = self._letter, self._section
        if letter is None or letter.desk.read_only or not letter.has_text(section):
            return
        desk, text = letter.desk, self._editor.text()
        self._writer.put(f"{desk.path} journal {section}", lambda: desk.journal(section, text))

    def _offer_choice(self, section: str, change: OutsideChange) -> None:
        """The same words were changed here and by another program: the person says which hold."""
        letter = self._letter
        if letter is not None and letter is self.sender():
            self._ask_about(letter, section, change)

    def _ask_about(self, letter: Letter, section: str, change: OutsideChange) -> None:
        title = letter.issue.outline.heading(section)
        if change.theirs is None:
            self._notice.ask(
                f"clash {section}",
                self.tr("Un autre programme a retiré le texte de «\u00a0{}\u00a0» ({}).").format(title, change.file),
                (self.tr("Le remettre"), lambda: letter.settle(section, change, letter.texts[section])),
            )
            return
        self._notice.ask(
            f"clash {section}",
            self.tr("Un autre programme a changé les mêmes mots de «\u00a0{}\u00a0» ({}).").format(title, change.file),
            (self.tr("Comparer et choisir…"), lambda: self._compare(letter, section, change)),
        )

    def _compare(self, letter: Letter, section: str, change: OutsideChange) -> None:
        letter.texts_changing.emit()
        title = letter.issue.outline.heading(section)
        merged = letter.desk.merge_outside(change, letter.texts[section])
        if merged is None:
            return
        sheet = ClashSheet(
            self.tr("«\u00a0{}\u00a0» a changé ici et dans un autre programme. Dites quels mots valent.").format(title),
            [Contested(change.file, title, merged)],
            self.tr("L’autre texte"),
            self._theme.tokens,
            self._window,
        )
        sheet.accepted.connect(lambda: letter.settle(section, change, str(sheet.decisions()[change.file])))
        sheet.rejected.connect(lambda: self._ask_about(letter, section, change))
        sheet.open()
