"""Notices that something in a letter's folder may have changed, in a thread of its own: disks may be far and slow."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QThread, QTimer, Signal

SETTLE_MS = 200
"""Several files written by one program within this time are told of once."""
LOOK_EVERY_MS = 10_000
"""Network folders tell nothing of what other machines do: somebody has to look."""


END_MS = 2000
"""How long a disk that does not answer is waited for at the end."""
_running: set[QThread] = set()


class FolderWatch(QObject):
    """Says when to look, not at what. After a file was replaced, which makes Qt forget it, it is watched again."""

    touched = Signal()
    _wanted = Signal(list)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = QThread()  # no parent: it must have ended before it is freed
        self.destroyed.connect(self._thread.quit)
        self._watcher = _Watcher()
        self._watcher.moveToThread(self._thread)
        self._wanted.connect(self._watcher.watch)
        self._watcher.touched.connect(self._settle)
        self._settled = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settled.timeout.connect(self.touched)
        self._regularly = QTimer(self, interval=LOOK_EVERY_MS)
        self._regularly.timeout.connect(self.touched)

    def watch(self, folder: Path, files: Sequence[str]) -> None:
        """Watch this folder, its files by their paths in it, and the folders these are in, and nothing else."""
        if not self._thread.isRunning():
            _running.add(self._thread)
            self._thread.start(QThread.Priority.LowPriority)
        folders = {folder.parent, folder, *((folder / file).parent for file in files)}
        self._wanted.emit([*map(str, sorted(folders)), *(str(folder / file) for file in files)])
        self._regularly.start()

    def stop(self) -> None:
        """Watch nothing any more."""
        self._settled.stop()
        self._regularly.stop()
        if self._thread.isRunning():
            self._wanted.emit([])
            _end(self._thread)

    def _settle(self) -> None:
        if not self._settled.isActive():
            self._settled.start()


def _end(thread: QThread) -> None:
    thread.quit()
    if thread.wait(END_MS):
        _running.discard(thread)


@atexit.register
def _end_all() -> None:
    """A program that ends without closing its window must not be aborted for a thread that still runs."""
    for thread in list(_running):
        _end(thread)


class _Watcher(QObject):
    """Lives in the watch's thread."""

    touched = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._paths: list[str] = []
        self._watcher: QFileSystemWatcher | None = None

    def watch(self, paths: list[str]) -> None:
        if self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.fileChanged.connect(self._noticed, Qt.ConnectionType.DirectConnection)
            self._watcher.directoryChanged.connect(self._noticed, Qt.ConnectionType.DirectConnection)
        watched = [*self._watcher.files(), *self._watcher.directories()]
        gone = [path for path in watched if path not in set(paths)]
        if gone:
            self._watcher.removePaths(gone)
        self._paths = paths
        self._watch_again()

    def _noticed(self, _path: str) -> None:
        self._watch_again()
        self.touched.emit()

    def _watch_again(self) -> None:
        assert self._watcher is not None
        watched = {*self._watcher.files(), *self._watcher.directories()}
        lost = [path for path in self._paths if path not in watched and Path(path).exists()]
        if lost:
            self._watcher.addPaths(lost)
