"""Makes the bundle in a process of its own, so that typing goes on, and says in one line how it went."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from editor_app.errors import ExitCode
from editor_app.gui.findings.model import FindingsModel
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.settings import Settings

CANCEL_PATIENCE_MS = 10_000


class ExportAction(QObject):
    """Runs ``lettrine export --progress`` on the open letter; one at a time."""

    finished = Signal(str)
    """The path of the bundle, empty when none was made."""

    def __init__(self, notice: Notice, findings: FindingsModel, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._window, self._notice, self._findings, self._settings = parent, notice, findings, settings
        self._process: QProcess | None = None
        self._cancelled = False
        self._said: list[str] = []

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

    def export(self, letter: Letter, to: Path, *, force: bool = False) -> None:
        """Make the letter's bundle, one zip file, in the folder ``to``. The letter must have been written."""
        if self._process is not None:
            return
        errors = self._findings.errors()
        if errors and not force:
            self._refuse(letter, to, errors)
            return
        self._said, self._cancelled = [], False
        process = QProcess(self)
        process.readyReadStandardError.connect(self._read)
        process.finished.connect(lambda code: self._finish(letter, to, code))
        self._process = process
        arguments = ["export", str(letter.desk.path), "--to", str(to), "--zip", "--progress"]
        process.start(sys.executable, ["-P", "-m", "editor_app", *arguments, *(["--force"] if force else [])])
        self._notice.progress(self.tr("Le lot se prépare…"), 0, 0, self.cancel)

    def cancel(self) -> None:
        """Stop: the child sees its input close and leaves nothing behind."""
        process = self._process
        if process is not None:
            self._cancelled = True
            process.closeWriteChannel()
            QTimer.singleShot(CANCEL_PATIENCE_MS, process, process.kill)

    def stop(self) -> None:
        """Stop and wait, because the window closes."""
        process = self._process
        if process is not None:
            self.cancel()
            process.waitForFinished(CANCEL_PATIENCE_MS)

    def _read(self) -> None:
        if self._process is None:
            return
        for line in bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace").splitlines():
            steps, _, what = line.partition(" ")
            done, slash, total = steps.partition("/")
            if slash and done.isdecimal() and total.isdecimal():
                self._notice.progress(
                    self.tr("Le lot se prépare : {}…").format(what), int(done), int(total), self.cancel
                )
            else:
                self._said.append(line)

    def _finish(self, letter: Letter, to: Path, code: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        made = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace").strip()
        process.deleteLater()
        if code == ExitCode.DONE and made and not self._cancelled:
            self._notice.say(
                self.tr("Le lot est prêt : {}").format(Path(made).name),
                (self.tr("Ouvrir le dossier"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(to)))),
                (self.tr("Exporter ailleurs…"), lambda: self._elsewhere(letter)),
            )
            self.finished.emit(made)
            return
        if self._cancelled:
            self._notice.say(self.tr("L’export est annulé ; rien n’a été écrit."))
        elif code == ExitCode.FOUND:  # a fault that the list does not hold: ignored here, or not checked yet
            self._offer_force(" ".join(self._said), letter, to)
        else:
            self._notice.say(" ".join(self._said) or self.tr("L’export s’est arrêté ; relancez-le."), warning=True)
        self.finished.emit("")

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
