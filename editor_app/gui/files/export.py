"""Makes the bundle in a process of its own, so that typing goes on, and says in one line how it went."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from editor_app.errors import ExitCode
from editor_app.gui.findings.model import FindingsModel
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.preflight.command import Command
from editor_app.gui.settings import Settings


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an export ended: the bundle's path (None when none was made), whether a fault stopped it or the person did,
    and what was said beside."""

    path: Path | None
    refused: bool
    cancelled: bool
    said: tuple[str, ...]


class ExportAction(QObject):
    """Runs ``lettrine export --progress`` on the open letter; one at a time."""

    finished = Signal(str)
    """The path of the bundle, empty when none was made."""
    progressed = Signal(str, int, int)
    """What is being made, steps done, steps in all."""
    ended = Signal(object)
    """The Outcome."""

    def __init__(self, notice: Notice, findings: FindingsModel, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._window, self._notice, self._findings, self._settings = parent, notice, findings, settings
        self._command = Command(self)
        self._command.progressed.connect(self._progress)
        self._command.ended.connect(self._finish)
        self._letter: Letter | None = None
        self._to = Path()
        self._aloud = True

    @property
    def running(self) -> bool:
        """Whether a bundle is being made."""
        return self._command.running

    def ask_folder(self) -> Path | None:
        """Ask where bundles go; None when the person gives up."""
        start = self._settings.export_folder
        chosen = QFileDialog.getExistingDirectory(
            self._window, self.tr("Où mettre le lot ?"), str(start) if start is not None else ""
        )
        if not chosen:
            return None
        self._settings.export_folder = Path(chosen)
        return Path(chosen)

    def export(
        self, letter: Letter, to: Path, *, force: bool = False, only: Collection[str] = (), aloud: bool = True
    ) -> None:
        """Make the letter's bundle, one zip file, in the folder ``to``. The letter must have been written. ``only``
        names formats (none: all). What happens is said in the message line, or, when not ``aloud``, by signals."""
        if self.running:
            return
        errors = self._findings.errors()
        if aloud and errors and not force:
            self._refuse(letter, to, errors)
            return
        self._letter, self._to, self._aloud = letter, to, aloud
        wanted = ["--only", ",".join(only)] if only else []
        arguments = ["export", str(letter.desk.path), "--to", str(to), "--zip", "--progress", *wanted]
        self._command.run(*arguments, *(["--force"] if force else []))
        if aloud:
            self._notice.progress(self.tr("Le lot se prépare…"), 0, 0, self.cancel)

    def be_heard(self) -> None:
        """From now on, say in the message line what becomes of the export that runs."""
        self._aloud = True

    def cancel(self) -> None:
        """Stop: the child sees its input close and leaves nothing behind."""
        self._command.cancel()

    def stop(self) -> None:
        """Stop and wait, because the window closes."""
        self._command.stop()

    def _progress(self, what: str, done: int, total: int) -> None:
        self.progressed.emit(what, done, total)
        if self._aloud:
            self._notice.progress(self.tr("Le lot se prépare : {}…").format(what), done, total, self.cancel)

    def _finish(self, code: int, made: str, said: list[str]) -> None:
        path = Path(made) if code == ExitCode.DONE and made else None
        outcome = Outcome(path, code == ExitCode.FOUND, code < 0, tuple(said))
        if self._aloud:
            self._say(outcome)
        self.ended.emit(outcome)
        self.finished.emit(str(path) if path is not None else "")

    def _say(self, outcome: Outcome) -> None:
        letter, to = self._letter, self._to
        assert letter is not None
        if outcome.path is not None:
            self._notice.say(
                "\n".join([self.tr("Le lot est prêt : {}").format(outcome.path.name), *outcome.said]),
                (self.tr("Ouvrir le dossier"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(to)))),
                (self.tr("Exporter ailleurs…"), lambda: self._elsewhere(letter)),
            )
        elif outcome.cancelled:
            self._notice.say(self.tr("L’export est annulé ; rien n’a été écrit."))
        elif outcome.refused:  # a fault that the list does not hold: ignored here, or not checked yet
            self._offer_force(" ".join(outcome.said), letter, to)
        else:
            self._notice.say(" ".join(outcome.said) or self.tr("L’export s’est arrêté ; relancez-le."), warning=True)

    def _refuse(self, letter: Letter, to: Path, errors: int) -> None:
        sentence = (
            self.tr("1 faute arrête l’export.")
            if errors == 1
            else self.tr("{} fautes arrêtent l’export.").format(errors)
        )
        self._offer_force(sentence, letter, to)
        self.finished.emit("")

    def _offer_force(self, sentence: str, letter: Letter, to: Path) -> None:
        self._notice.say(
            sentence,
            (self.tr("Exporter tout de même"), lambda: self.export(letter, to, force=True)),
            warning=True,
        )

    def _elsewhere(self, letter: Letter) -> None:
        folder = self.ask_folder()
        if folder is not None:
            self.export(letter, folder)
