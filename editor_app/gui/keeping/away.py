"""A letter whose folder cannot be written (renamed, moved, unplugged, full, refused): the text stays, ways out open."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from editor_app.desk import Desk, library_folder
from editor_app.errors import LettrineError
from editor_app.gui.keeping.saving import Progress, SaveState, Writer
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.settings import Settings
from editor_app.storage.outside import FolderMovedError

QUESTION = "away"
LOOK_AGAIN_MS = 2000


class FolderAway(QObject):
    """Follows a folder that has another name, waits for one that is gone, and saves elsewhere when asked to."""

    found_again = Signal()
    """The letter's folder is there again, perhaps under another name."""
    look_again = Signal()
    """Somebody should look whether the folder is back."""

    def __init__(
        self,
        notice: Notice,
        writer: Writer,
        settings: Settings,
        open_desk: Callable[[Desk], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._notice, self._writer, self._settings = notice, writer, settings
        self._open_desk, self._window = open_desk, window
        self._letter: Letter | None = None
        self.gone = False
        """Whether the folder is away."""
        self._look_again = QTimer(self, interval=LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self.look_again)
        writer.state_changed.connect(self._say_failed)

    def show_letter(self, letter: Letter) -> None:
        """Look after this letter from now on."""
        self.close()
        self._letter = letter

    def close(self) -> None:
        """Look after none."""
        self._letter, self.gone = None, False
        self._look_again.stop()
        self._notice.withdraw(QUESTION)

    def note_gone(self, letter: Letter, error: FolderMovedError) -> None:
        """The folder is not where it was: follow it when it only has another name, else say that it is gone."""
        if letter is not self._letter:
            return
        if error.found is not None:
            self.move_to(error.found)
            return
        if not self.gone:
            self.gone = True
            self._look_again.start()
            letter.texts_changing.emit()  # what was typed goes to the journal, among the person's own files
        self._notice.ask(
            QUESTION,
            self.tr(
                "Le dossier «\u00a0{}\u00a0» n’est plus là (disque débranché, dossier déplacé\u00a0?). "
                "Votre texte reste ici et dans le journal de cette machine\u202f; "
                "il sera enregistré dès que le dossier revient."
            ).format(letter.desk.path.name),
            (self.tr("Indiquer le dossier…"), self._ask_folder),
            (self.tr("Enregistrer ailleurs…"), self.ask_elsewhere),
        )

    def note_here(self, letter: Letter) -> None:
        """The folder is where it should be; when it was gone, take the letter up again."""
        if letter is self._letter and self.gone:
            self._take_up(letter, self.tr("Le dossier de la lettre est revenu\u00a0; tout y est enregistré."))

    def move_to(self, path: Path) -> None:
        """Go on in ``path``, where the letter's folder is now."""
        letter = self._letter
        if letter is None:
            return
        name = self._settings.author

        def move() -> None:
            letter.desk.move(path)
            letter.desk.regain(name)

        def moved(_: None) -> None:
            self._settings.last_letter = path
            self._take_up(
                letter,
                self.tr(
                    "Le dossier de la lettre s’appelle maintenant «\u00a0{}\u00a0»\u00a0; tout continue là."
                ).format(path.name),
            )

        self._writer.ask(move, moved, self._say)

    def ask_elsewhere(self) -> None:
        """Ask for another place, and save the whole letter there."""
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(
            self._window, self.tr("Dans quel dossier enregistrer la lettre\u00a0?"), str(library_folder())
        )
        if chosen:
            self.save_in(Path(chosen))

    def save_in(self, parent: Path) -> None:
        """Save the whole letter, as it is in the window, in a new folder of ``parent``, and go on there."""
        letter = self._letter
        if letter is None:
            return
        letter.texts_changing.emit()
        desk, texts, issue, remarks = letter.desk, dict(letter.texts), letter.issue, tuple(letter.annotations.values())
        name = desk.path.name

        def save() -> Desk:
            names = itertools.chain([name], (f"{name}-{copy}" for copy in itertools.count(2)))
            path = next(path for path in map(parent.joinpath, names) if not path.exists())
            desk.save_elsewhere(path, texts, issue, remarks)
            return Desk.open(path)

        def saved(made: Desk) -> None:
            self._writer.forget(letter.disk.key)
            self._open_desk(made)
            self._notice.say(
                self.tr("La lettre est enregistrée dans «\u00a0{}\u00a0», et vous continuez là.").format(made.path)
            )

        self._writer.ask(save, saved, self._say)

    def may_close(self) -> bool:
        """Ask whether to close although something could not be written."""
        letter = self._letter
        kept = letter is not None and _in_journal(letter)
        from PySide6.QtWidgets import QMessageBox

        answer = QMessageBox(
            QMessageBox.Icon.Warning,
            self.tr("Texte non enregistré"),
            self._writer.state.sentence,
            parent=self._window,
        )
        answer.setInformativeText(
            self.tr("Votre texte est dans le journal de cette machine\u00a0: il vous sera proposé à la réouverture.")
            if kept
            else self.tr("Fermer perdrait ce qui n’est pas enregistré.")
        )
        stay = answer.addButton(self.tr("Rester"), QMessageBox.ButtonRole.RejectRole)
        elsewhere = answer.addButton(self.tr("Enregistrer ailleurs…"), QMessageBox.ButtonRole.ActionRole)
        answer.addButton(self.tr("Fermer sans enregistrer"), QMessageBox.ButtonRole.DestructiveRole)
        answer.setDefaultButton(stay)
        answer.exec()
        if answer.clickedButton() is elsewhere:
            self.ask_elsewhere()
        return answer.clickedButton() not in (stay, elsewhere)

    def _ask_folder(self) -> None:
        letter = self._letter
        if letter is None:
            return
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(
            self._window, self.tr("Où est le dossier de la lettre\u00a0?"), str(letter.desk.path.parent)
        )
        if chosen:
            self.move_to(Path(chosen))
        else:
            self.note_gone(letter, FolderMovedError(letter.desk.path, None))

    def _take_up(self, letter: Letter, sentence: str) -> None:
        """Be the letter's writer again, and write what waits."""
        was_gone, self.gone = self.gone, False
        self._look_again.stop()
        self._notice.withdraw(QUESTION)
        name = self._settings.author

        def said(_: bool) -> None:
            self._writer.retry()
            self._notice.say(sentence)
            self.found_again.emit()

        if was_gone:
            self._writer.ask(lambda: letter.desk.regain(name), said, self._say)
        else:
            said(True)

    def _say_failed(self, state: SaveState) -> None:
        if state.progress is not Progress.FAILED or self._letter is None:
            return
        self.look_again.emit()
        if not self._notice.asking:
            self._notice.say(
                self.tr("{} Votre texte reste dans la fenêtre.").format(state.sentence),
                (self.tr("Réessayer"), self._writer.retry),
                (self.tr("Enregistrer ailleurs…"), self.ask_elsewhere),
                warning=True,
            )

    def _say(self, error: LettrineError) -> None:
        self._notice.say(str(error), warning=True)


def _in_journal(letter: Letter) -> bool:
    """Whether the journal has all that is not saved."""
    unsaved = {name for name, text in letter.texts.items() if letter.desk.texts.get(name) != text}
    return unsaved <= set(letter.desk.unsaved) and letter.issue == letter.desk.issue
