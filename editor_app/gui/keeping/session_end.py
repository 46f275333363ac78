"""Ends the program when the system or the session says so: the text goes to the disk first, and nobody is asked."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtGui import QGuiApplication, QSessionManager

SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name))


class SessionEnd(QObject):
    """``save`` brings everything to the disk, within seconds; ``end`` does so and leaves.

    Python runs a signal's handler between two of its own steps only, which may be never while Qt waits for events: a
    signal is written into a socket that Qt waits on instead. One object a process, in its main thread.
    """

    def __init__(
        self, application: QGuiApplication, save: Callable[[], object], end: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._save, self._end = save, end
        self._here, self._there = socket.socketpair()
        for each in (self._here, self._there):
            each.setblocking(False)
        self._notifier = QSocketNotifier(self._here.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._told)
        signal.set_wakeup_fd(self._there.fileno(), warn_on_full_buffer=False)
        for number in SIGNALS:
            signal.signal(number, _leave_to_qt)
        application.commitDataRequest.connect(self._commit)
        application.saveStateRequest.connect(self._keep_state)

    def _told(self) -> None:
        try:
            numbers = self._here.recv(64)
        except BlockingIOError:
            return
        if any(number in SIGNALS for number in numbers):
            self._end()

    def _commit(self) -> None:
        """The session may end: everything is written, without a question, and the window stays in case it does not."""
        self._save()

    def _keep_state(self, session: QSessionManager) -> None:
        """Started again by the session, the program opens the letter that was open."""
        session.setRestartCommand([sys.executable, "-m", "editor_app"])


def _leave_to_qt(_number: int, _frame: object) -> None:
    return
