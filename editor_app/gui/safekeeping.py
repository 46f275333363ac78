"""Keeps what is typed from being lost: one writer a letter, a journal at each pause, what a crash left offered back."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from editor_app.errors import LettrineError
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.saving import Progress, SaveState, Writer
from editor_app.gui.settings import Settings
from editor_app.storage.kept_letter import Recovered
from editor_app.storage.outside import OutsideChange

JOURNAL_AFTER_MS = 1500
"""At most this long after a key its text is on its way to the disk, however steadily one types."""


class Safekeeping(QObject):
    """Joins the open letter, the editor and the writer's thread; says what happened in the notice."""

    def __init__(
        self, editor: MarkdownEditor, notice: Notice, writer: Writer, settings: Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._editor, self._notice, self._writer, self._settings = editor, notice, writer, settings
        self._letter: Letter | None = None
        self._section = ""
        self.asking = False
        """Whether the person has to say which of two texts holds: no failure may be said over that."""
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
        recovered = letter.desk.recovered()
        if recovered:
            self._offer(recovered[0])

    def show_section(self, section_id: str) -> None:
        """The editor now shows this section."""
        self._soon.stop()
        self._section = section_id

    def close(self) -> None:
        """Let go of the letter; everything must have been written."""
        self._soon.stop()
        self.asking = False
        if self._letter is not None:
            self._letter.desk.close()
            self._letter = None

    def _say_failed(self, state: SaveState) -> None:
        if state.progress is Progress.FAILED and not self.asking:
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

    def _offer(self, recovered: Recovered) -> None:
        """Say what a crash left of a section, and let the person take it or leave it."""
        letter = self._letter
        if letter is None:
            return
        known = recovered.section in letter.issue.outline
        title = letter.issue.outline.heading(recovered.section) if known else recovered.section
        when = recovered.when.astimezone()
        self._notice.say(
            self.tr(
                "Un texte non enregistré de «\u00a0{}\u00a0» a été retrouvé "
                "({:%d/%m} à {} h {:02}, {} mots au lieu de {})."
            ).format(
                title,
                when,
                when.hour,
                when.minute,
                len(recovered.text.split()),
                len((recovered.saved or "").split()),
            ),
            (self.tr("Le reprendre"), lambda: self._answer(letter, recovered, take=True)),
            (self.tr("L’écarter"), lambda: self._answer(letter, recovered, take=False)),
            warning=True,
        )

    def _answer(self, letter: Letter, recovered: Recovered, *, take: bool) -> None:
        self._writer.flush()
        try:
            if take:
                letter.desk.take_recovered(recovered)
                letter.show_text(recovered.section, recovered.text)
            else:
                letter.desk.drop_recovered(recovered)
        except LettrineError as error:
            self._notice.say(str(error), warning=True)
            return
        rest = letter.desk.recovered()
        if rest:
            self._offer(rest[0])

    def _settle(self, letter: Letter, section: str, change: OutsideChange, text: str) -> None:
        self.asking = False
        letter.settle(section, change, text)

    def _offer_choice(self, section: str, change: OutsideChange) -> None:
        """The same words were changed here and by another program: the person says which text holds."""
        letter = self._letter
        if letter is None or letter is not self.sender() or (self.asking and self._notice.sentence):
            return
        self.asking = True
        title = letter.issue.outline.heading(section)
        other = change.theirs
        take_theirs = (
            ((self.tr("Prendre l’autre texte"), lambda: self._settle(letter, section, change, other)),)
            if other is not None
            else ()
        )
        self._notice.say(
            self.tr("Un autre programme a changé les mêmes mots de «\u00a0{}\u00a0» ({}).").format(title, change.file),
            (self.tr("Garder mon texte"), lambda: self._settle(letter, section, change, letter.texts[section])),
            *take_theirs,
            warning=True,
        )
