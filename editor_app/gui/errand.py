"""One piece of work that may take long, such as the network's, in a thread of its own."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

from editor_app.errors import LettrineError

TELL_EVERY = 0.1
"""Seconds between two words of progress: the network has thousands of steps, the window's thread has better to do."""
_T = TypeVar("_T")


class CancelledError(LettrineError):
    """The person stopped the work."""


class Errand(QObject, Generic[_T]):
    """Started once; what comes of it is told in the window's thread, and so is how far it is."""

    progressed = Signal(object, int, int)
    """(What is being done, steps done, steps in all), as the work tells it."""
    _ended = Signal(object)

    def __init__(self, work: Callable[[Errand[_T]], _T]) -> None:
        super().__init__()  # no parent: a window that closes does not wait for the network
        self._work = work
        self._cancelled = threading.Event()
        self._told: object = None
        self._when = 0.0
        self._ended.connect(self._act)

    def start(self, done: Callable[[_T], object], refused: Callable[[LettrineError], object]) -> None:
        """Do the work, then call one of the two."""
        threading.Thread(target=self._run, args=(done, refused), name="errand", daemon=True).start()

    def cancel(self) -> None:
        """Have the work stop the next time it tells how far it is."""
        self._cancelled.set()

    def tell(self, what: object, done: int, total: int) -> None:
        """For the work, in its thread: tell how far it is. Raises CancelledError."""
        if self._cancelled.is_set():
            raise CancelledError(QCoreApplication.translate("errand", "C’est annulé."))
        now = time.monotonic()
        if what != self._told or now - self._when >= TELL_EVERY:
            self._told, self._when = what, now
            self.progressed.emit(what, done, total)

    def _act(self, act: Callable[[], object]) -> None:
        act()

    def _run(self, done: Callable[[_T], object], refused: Callable[[LettrineError], object]) -> None:
        try:
            value = self._work(self)
        except LettrineError as error:
            refusal = error
        except Exception:  # noqa: BLE001  (the window must hear of the end, whatever it was)
            sys.excepthook(*sys.exc_info())
            refusal = LettrineError(QCoreApplication.translate("errand", "Un défaut du programme a tout arrêté."))
        else:
            self._ended.emit(lambda: done(value))
            return
        self._ended.emit(lambda: refused(refusal))
