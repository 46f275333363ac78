"""The window's end of the conversation with the worker process: starts it, restarts it, sends and receives."""

from __future__ import annotations

import sys
import time
from collections import deque
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from editor_app.worker import protocol
from editor_app.worker.protocol import Message

DEATHS_ALLOWED = 3
DEATHS_WITHIN_SECONDS = 60.0
PATIENCE_MS = 1000
TOGETHER_MS = 12
"""Edits that follow one another faster than a person types go to the worker together."""


class WorkerClient(QObject):
    """Speaks to ``python -m editor_app.worker``. After a death the worker is started again and ``started`` tells that
    it knows nothing of the letter; after too many deaths ``gave_up`` says so once and typing goes on without it."""

    started = Signal()
    answered = Signal(dict)
    gave_up = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._rest = bytearray()
        self._deaths: deque[float] = deque(maxlen=DEATHS_ALLOWED)
        self._stopping = False
        self._held: list[Message] = []
        self._together = QTimer(self, interval=TOGETHER_MS, singleShot=True)
        self._together.timeout.connect(self._send_held)

    def start(self) -> None:
        """Start the worker; messages sent from now on reach it once it is up."""
        process = QProcess(self)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._ended)
        self._process, self._rest = process, bytearray()
        self._held.clear()
        # -P: a file in the folder one happens to stand in must never be taken for one of our modules
        process.start(sys.executable, ["-P", "-m", "editor_app.worker"])
        self.started.emit()

    @property
    def running(self) -> bool:
        """Whether there is a worker to speak to."""
        return self._process is not None

    @property
    def process_id(self) -> int:
        """The worker's process, 0 when there is none."""
        return self._process.processId() if self._process is not None else 0

    def send(self, message: Message) -> None:
        """Send one message; it is dropped when there is no worker, since the whole letter is sent to the next one."""
        if self._held:
            self._send_held()
        if self._process is not None:
            self._process.write(protocol.encode(message))

    def send_edit(self, message: Message) -> None:
        """``send`` for one of many: the first goes at once, those on its heels a moment later, in their order."""
        if self._together.isActive():
            self._held.append(message)
        else:
            self.send(message)
            self._together.start()

    def _send_held(self) -> None:
        held, self._held = self._held, []
        if held and self._process is not None:
            self._process.write(b"".join(map(protocol.encode, held)))
            self._together.start()

    def stop(self) -> None:
        """Close the pipe, which ends the worker."""
        self._stopping = True
        process, self._process = self._process, None
        if process is None:
            return
        process.closeWriteChannel()
        if not process.waitForFinished(PATIENCE_MS):
            process.kill()
            process.waitForFinished(PATIENCE_MS)

    def _read(self) -> None:
        if self._process is None:
            return
        self._rest += bytes(self._process.readAllStandardOutput().data())
        *lines, rest = self._rest.split(b"\n")
        self._rest = bytearray(rest)
        for line in lines:
            answer: dict[str, Any] = protocol.decode(bytes(line))
            self.answered.emit(answer)

    def _ended(self) -> None:
        if self._stopping:
            return
        if self._process is not None:
            self._process.deleteLater()
        self._process = None
        self._deaths.append(time.monotonic())
        if len(self._deaths) == DEATHS_ALLOWED and self._deaths[-1] - self._deaths[0] < DEATHS_WITHIN_SECONDS:
            self.gave_up.emit()
        else:
            QTimer.singleShot(0, self, self.start)
