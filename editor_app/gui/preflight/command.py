"""Runs a command of ``lettrine`` in a process of its own, so that typing goes on, and tells how far it is."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

CANCEL_PATIENCE_MS = 10_000


class Command(QObject):
    """One at a time."""

    progressed = Signal(str, int, int)
    """What is being made, steps done, steps in all."""
    ended = Signal(int, str, list)
    """The exit code (-1 when it was stopped), what it answered, and the sentences that it said beside."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._stopped = False
        self._said: list[str] = []
        self._rest = b""

    @property
    def running(self) -> bool:
        """Whether a command is at work."""
        return self._process is not None

    def run(self, *arguments: str) -> None:
        """Start ``lettrine`` with these arguments; nothing when a command is at work."""
        if self._process is not None:
            return
        self._said, self._rest, self._stopped = [], b"", False
        process = QProcess(self)
        process.readyReadStandardError.connect(self._read)
        process.finished.connect(self._finish)
        self._process = process
        # -P: a file in the folder one happens to stand in must never be taken for one of our modules
        process.start(sys.executable, ["-P", "-X", "utf8", "-m", "editor_app", *arguments])

    def cancel(self) -> None:
        """Stop: the child sees its input close and leaves nothing behind."""
        process = self._process
        if process is not None:
            self._stopped = True
            process.closeWriteChannel()
            QTimer.singleShot(CANCEL_PATIENCE_MS, process, process.kill)

    def drop(self) -> None:
        """Stop at once a command that writes nothing, and forget its answer."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(CANCEL_PATIENCE_MS)
            process.deleteLater()

    def stop(self) -> None:
        """Stop and wait, because the window closes."""
        process = self._process
        if process is not None:
            self.cancel()
            process.waitForFinished(CANCEL_PATIENCE_MS)

    def _read(self) -> None:
        if self._process is None:
            return
        *lines, self._rest = (self._rest + bytes(self._process.readAllStandardError().data())).split(b"\n")
        for line in (each.decode("utf-8", "replace").strip() for each in lines):
            steps, _, what = line.partition(" ")
            done, slash, total = steps.partition("/")
            if slash and done.isdecimal() and total.isdecimal():
                self.progressed.emit(what, int(done), int(total))
            elif line:
                self._said.append(line)

    def _finish(self, code: int) -> None:
        self._read()
        process, self._process = self._process, None
        if process is None:
            return
        answer = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace").strip()
        process.deleteLater()
        self.ended.emit(-1 if self._stopped else code, answer, self._said)
