"""Writes the letter to disk beside the typing: one thread, one writer, the last text wins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from PySide6.QtCore import QObject, QTimer, Signal

from editor_app.errors import LettrineError

RETRY_SECONDS = 5


class Progress(Enum):
    """Where the last change stands."""

    CHANGED = auto()
    WRITING = auto()
    SAVED = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class SaveState:
    """What the window says of saving; ``sentence`` tells why it failed, ``at`` when it last succeeded."""

    progress: Progress
    at: datetime | None = None
    sentence: str = ""


class Writer(QObject):
    """Takes jobs by name and does them in order; a job put again before it ran replaces the one that waits.

    A job that raises LettrineError is kept and tried again every few seconds until it succeeds or is replaced.
    """

    state_changed = Signal(object)
    _done = Signal(str)
    _failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[str, Callable[[], None]] = {}
        self._wake = threading.Condition()
        self._writing = self._stopping = self._held = False
        self.state = SaveState(Progress.SAVED)
        self._retry = QTimer(self, interval=RETRY_SECONDS * 1000, singleShot=True)
        self._retry.timeout.connect(self.retry)
        self._done.connect(self._say_done)
        self._failed.connect(self._say_failed)
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def note_change(self) -> None:
        """Something was typed that no job holds yet."""
        if self.state.progress is not Progress.FAILED:
            self._say(SaveState(Progress.CHANGED, self.state.at))

    def put(self, name: str, job: Callable[[], None]) -> None:
        """Have ``job`` done in the writer's thread, after those that wait."""
        with self._wake:
            self._jobs.pop(name, None)
            self._jobs[name] = job
            self._held = False
            self._wake.notify_all()
        if self.state.progress is not Progress.FAILED:
            self._say(SaveState(Progress.WRITING, self.state.at))

    def retry(self) -> None:
        """Try again now what failed."""
        with self._wake:
            self._held = False
            self._wake.notify_all()

    def flush(self, seconds: float = 10.0) -> bool:
        """Wait until everything is written; False when something failed or the time is over."""
        with self._wake:
            self._held = False
            self._wake.notify_all()
            self._wake.wait_for(lambda: self._held or not (self._jobs or self._writing), seconds)
            return not (self._jobs or self._writing)

    def stop(self) -> bool:
        """Write what waits and end the thread; False when something could not be written."""
        written = self.flush()
        self._retry.stop()
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        self._thread.join(5)
        return written

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._stopping or (self._jobs and not self._held))
                if self._stopping:
                    return
                name = next(iter(self._jobs))
                job = self._jobs.pop(name)
                self._writing = True
            sentence = ""
            try:
                job()
            except LettrineError as error:
                sentence = str(error)
            with self._wake:
                self._writing = False
                if sentence:
                    self._jobs = {name: job, **self._jobs} if name not in self._jobs else self._jobs
                    self._held = True
                last = not self._jobs
                self._wake.notify_all()
            if sentence:
                self._failed.emit(sentence)
            elif last:
                self._done.emit(name)

    def _say_done(self, _name: str) -> None:
        with self._wake:
            waiting = bool(self._jobs or self._writing)
        if not waiting:
            self._retry.stop()
            self._say(SaveState(Progress.SAVED, datetime.now().astimezone()))

    def _say_failed(self, sentence: str) -> None:
        self._retry.start()
        self._say(SaveState(Progress.FAILED, self.state.at, sentence))

    def _say(self, state: SaveState) -> None:
        self.state = state
        self.state_changed.emit(state)
