"""Lets one window at a time write to a letter, and says who that is and since when.

The lock is the operating system's, so that it goes with the program that held it, killed or not; a file beside it
names the holder by the name the person chose, never by the account's or the machine's.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Final

from filelock import FileLock, Timeout

from editor_app.errors import LettrineError, RefusedError
from editor_app.storage.atomic import make_folder, write_atomically
from editor_app.storage.safe_paths import leads_out, read_bounded

LOCK_FILE: Final = ".lettrine/lock"
HOLDER_FILE: Final = ".lettrine/holder.json"
MAX_BYTES: Final = 4096
MAX_NAME: Final = 120
BRIEF_WAIT: Final = 2.0
"""Seconds that a single save waits for another single save."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes to a letter: the name they chose (may be empty), since when (UTC, None where unknown), the process."""

    name: str
    since: datetime | None
    pid: int | None = None

    def __str__(self) -> str:
        who = self.name or "une autre fenêtre de Lettrine"
        return who if self.since is None else f"{who}, depuis le {self.since.astimezone():%d/%m/%Y à %H:%M}"


class HeldElsewhereError(RefusedError):
    """Another window writes to this letter: ``holder``."""

    def __init__(self, folder: Path, holder: Holder) -> None:
        super().__init__(
            f"{folder.name} : cette lettre est ouverte en écriture par {holder} ; fermez-la là-bas, puis recommencez."
        )
        self.holder = holder


class IssueLock:
    """The lock of one folder. ``problem`` is a French sentence when the folder cannot hold one, "" otherwise;
    ``after_crash`` names whoever held it last and did not let go of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: FileLock | None = None
        self._brief: FileLock | None = None
        self._turn = RLock()
        self.problem = ""
        self.after_crash: Holder | None = None

    @property
    def held(self) -> bool:
        """Whether this session is the writer."""
        return self._lock is not None

    def holder(self) -> Holder:
        """Who holds it, as far as the file beside the lock tells."""
        return _read_holder(self._folder) or Holder("", None)

    def take(self, name: str, wait: float = 0) -> bool:
        """Become the writer under that name, within ``wait`` seconds. False when another holds it, and where the
        folder cannot hold a lock: ``problem`` then says so."""
        if self._lock is not None:
            return True
        try:
            self._lock = self._acquire(wait)
        except Timeout:
            return False
        if self._lock is None:
            return False
        self.after_crash = _read_holder(self._folder)
        values = {"name": name[:MAX_NAME], "since": datetime.now(UTC).isoformat(timespec="seconds"), "pid": os.getpid()}
        # The lock holds without the file that explains it.
        with suppress(LettrineError):
            write_atomically(self._folder / HOLDER_FILE, json.dumps(values, ensure_ascii=False).encode())
        return True

    def release(self) -> None:
        """Let others write."""
        if self._lock is not None:
            with suppress(OSError):
                (self._folder / HOLDER_FILE).unlink(missing_ok=True)
            self._lock.release()
            self._lock = None

    def move(self, folder: Path) -> None:
        """The folder has another name; the lock goes with it."""
        self._folder = folder

    @contextmanager
    def briefly(self) -> Iterator[None]:
        """Be the writer for the time of one save; nothing more to do for who is already, or where there are no locks.
        Raises HeldElsewhereError."""
        with self._turn:
            if self._lock is not None or self._brief is not None:
                yield
                return
            known = _read_holder(self._folder)
            try:
                self._brief = self._acquire(0 if known else BRIEF_WAIT)
            except Timeout as error:
                raise HeldElsewhereError(self._folder, self.holder()) from error
            try:
                yield
            finally:
                if self._brief is not None:
                    self._brief.release()
                    self._brief = None

    def _acquire(self, wait: float) -> FileLock | None:
        path = self._folder / LOCK_FILE
        lock = FileLock(path, thread_local=False, fallback_to_soft=False)
        try:
            if not self._folder.is_dir():
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
            if leads_out(path, self._folder):
                raise OSError(errno.ELOOP, "un lien mène hors du dossier")
            make_folder(path.parent, self._folder)
            lock.acquire(timeout=wait, poll_interval=0.02)
        except Timeout:
            raise
        except (OSError, NotImplementedError) as error:
            reason = error.strerror if isinstance(error, OSError) else ""
            self.problem = (
                f"{self._folder.name} : ce dossier ne peut pas porter de verrou"
                f"{f' ({reason})' if reason else ''} ; veillez à ne l’ouvrir que dans une fenêtre."
            )
            return None
        self.problem = ""
        return lock


def _read_holder(folder: Path) -> Holder | None:
    try:
        values = json.loads(read_bounded(folder / HOLDER_FILE, MAX_BYTES))
    except (OSError, LettrineError, ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    name, since, pid = values.get("name"), values.get("since"), values.get("pid")
    when: datetime | None = None
    if isinstance(since, str):
        with suppress(ValueError):
            when = datetime.fromisoformat(since)
    clean = "".join(letter for letter in name if letter.isprintable())[:MAX_NAME] if isinstance(name, str) else ""
    aware = when if when is not None and when.tzinfo is not None else None
    return Holder(clean, aware, pid if isinstance(pid, int) else None)
