"""Writes the letter to disk beside the typing: one thread, one writer, the last text wins."""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Final, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from editor_app.errors import LettrineError

RETRY_SECONDS = 5
_QUESTION: Final = "question "
_T = TypeVar("_T")


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
    """Takes jobs by name and does them in order; a job put again before it ran takes the place of the one that waits.

    A job that raises LettrineError is kept, in its place, and tried again every few seconds until it succeeds or is
    replaced; the others do not wait for it.
    """

    state_changed = Signal(object)
    _rested = Signal()
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[str, Callable[[], None]] = {}
        self._failures: dict[str, str] = {}
        self._wake = threading.Condition()
        self._writing = self._stopping = False
        self._typed = self._wrote = False
        self.state = SaveState(Progress.SAVED)
        self._retry = QTimer(self, interval=RETRY_SECONDS * 1000, singleShot=True)
        self._retry.timeout.connect(self._retry_quietly)
        self._rested.connect(self._after_round)
        self._answered.connect(self._answer)
        self._asked = itertools.count()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def note_change(self) -> None:
        """Something was typed that no job holds yet."""
        self._typed = True
        self._tell_unless_failed()

    def note_taken(self) -> None:
        """What was typed is held by a job, or is what was written already."""
        self._typed = False
        self._tell_unless_failed()

    def put(self, name: str, job: Callable[[], None]) -> None:
        """Have ``job`` done in the writer's thread, after those that wait."""
        with self._wake:
            self._jobs[name] = job
            self._try_again()
        self._tell_unless_failed()

    def ask(
        self, question: Callable[[], _T], answered: Callable[[_T], object], refused: Callable[[LettrineError], object]
    ) -> None:
        """Have ``question`` answered in the writer's thread, after the jobs that wait, once: whatever comes of it is
        given to ``answered`` or ``refused`` in the window's thread, and no state tells of it."""

        def job() -> None:
            try:
                value = question()
            except LettrineError as error:
                refusal = error  # the name that ``except`` binds is gone when the window's thread asks for it
            except Exception:  # noqa: BLE001  (who asked must hear of it, or would wait for ever)
                sys.excepthook(*sys.exc_info())
                refusal = LettrineError(QCoreApplication.translate("saving", "Un défaut du programme a tout arrêté."))
            else:
                self._answered.emit(lambda: answered(value))
                return
            self._answered.emit(lambda: refused(refusal))

        with self._wake:
            self._jobs[f"{_QUESTION}{next(self._asked)}"] = job
            self._wake.notify_all()

    def run(self, job: Callable[[], _T]) -> _T:
        """Have ``job`` done in the writer's thread, after those that wait, and wait for it, from a thread that is
        neither the writer's nor the window's. Raises what the job raises, and LettrineError when the writer stops."""
        future: Future[_T] = Future()

        def once() -> None:
            try:
                future.set_result(job())
            except BaseException as error:  # noqa: BLE001  (it is raised where the job was asked for)
                future.set_exception(error)

        with self._wake:
            if self._stopping:
                raise LettrineError("L’enregistrement est arrêté ; rouvrez la lettre.")
            self._jobs[f"{_QUESTION}{next(self._asked)}"] = once
            self._wake.notify_all()
        return future.result()

    def retry(self) -> None:
        """Try again now what failed, and say so: before the writer may fail again, else that would be no news."""
        if self.state.progress is Progress.FAILED:
            self._show(SaveState(Progress.WRITING, self.state.at))
        with self._wake:
            self._try_again()
        self._tell()

    def forget(self, name: str) -> None:
        """Drop the job of that name, and those whose names go on from it after a space: nobody needs them any more."""
        with self._wake:
            for job in [job for job in self._jobs if job == name or job.startswith(f"{name} ")]:
                del self._jobs[job]
                self._failures.pop(job, None)
            self._wake.notify_all()
        self._tell()

    def flush(self, seconds: float = 10.0) -> bool:
        """Wait until everything is written; False when something failed or the time is over."""
        with self._wake:
            self._try_again()
            self._wake.wait_for(lambda: not self._writing and self._next() is None, seconds)
            return not (self._jobs or self._writing)

    def stop(self, seconds: float = 10.0) -> bool:
        """Write what waits, for that long at most, and end the thread; False when something could not be written."""
        written = self.flush(seconds)
        self._retry.stop()
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        self._thread.join(seconds / 2)
        return written

    def _answer(self, answer: Callable[[], object]) -> None:
        answer()

    def _next(self) -> str | None:
        return next((name for name in self._jobs if name not in self._failures), None)

    def _retry_quietly(self) -> None:
        with self._wake:
            self._try_again()

    def _try_again(self) -> None:
        self._failures.clear()
        self._wake.notify_all()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._stopping or self._next() is not None)
                name = self._next()
                if self._stopping or name is None:
                    return
                job = self._jobs[name]
                self._writing = True
            sentence = ""
            try:
                job()
            except LettrineError as error:
                sentence = str(error)
            except Exception:  # noqa: BLE001  (a defect in one job must not keep the other texts from the disk)
                sys.excepthook(*sys.exc_info())
                sentence = QCoreApplication.translate("saving", "Un défaut du programme a empêché l’enregistrement.")
            with self._wake:
                self._writing = False
                if self._jobs.get(name) is job:
                    if sentence:
                        self._failures[name] = sentence
                    else:
                        del self._jobs[name]
                        self._wrote = self._wrote or not name.startswith(_QUESTION)
                rested = self._next() is None
                self._wake.notify_all()
            if rested:
                self._rested.emit()

    def _after_round(self) -> None:
        """Every job was tried: say how it went, and see to what failed."""
        with self._wake:
            failed, written = bool(self._failures), not self._jobs and self._wrote
            self._wrote = self._wrote and not written
        if failed:
            self._retry.start()
        else:
            self._retry.stop()
        self._tell(datetime.now().astimezone() if written else None)

    def _tell_unless_failed(self) -> None:
        """A failure stands until everything was tried again."""
        if self.state.progress is not Progress.FAILED:
            self._tell()

    def _tell(self, at: datetime | None = None) -> None:
        with self._wake:
            sentence = next(iter(self._failures.values()), "")
            waiting = any(not name.startswith(_QUESTION) for name in self._jobs)
        if sentence:
            progress = Progress.FAILED
        elif self._typed:
            progress = Progress.CHANGED
        else:
            progress = Progress.WRITING if waiting else Progress.SAVED
        self._show(SaveState(progress, at or self.state.at, sentence))

    def _show(self, state: SaveState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
