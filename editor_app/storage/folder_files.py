"""The files of an open letter's folder: each is replaced whole, and never over what another program left there."""

from __future__ import annotations

import datetime
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final

from editor_app.errors import LettrineError
from editor_app.issue.model import Issue
from editor_app.storage import annotations as annotations_file
from editor_app.storage import issue_yaml, sections
from editor_app.storage.atomic import is_temporary, make_folder, write_atomically
from editor_app.storage.outside import (
    ChangedOutsideError,
    FolderMovedError,
    OutsideChange,
    identity_of,
    issue_id_of,
    moved_to,
    stamp_of,
)
from editor_app.storage.safe_paths import is_media_file, is_theme_file, leads_out, read_bounded
from editor_app.storage.system_errors import unwritable
from editor_app.storage.themes import theme_limit

ISSUE_FILE: Final = "issue.yaml"
ANNOTATIONS_FILE: Final = "review/annotations.jsonl"
KEPT: Final = ".lettrine/removed"
"""Where text goes that the letter no longer holds: files of removed sections, and others' that a restored letter has in
another form."""
MAX_MEDIA_BYTES: Final = 64 * 1024**2


class FolderFiles:
    """Bytes by path in the folder, as they were read or written last. ``issue`` is the letter that they are."""

    def __init__(self, path: Path, issue: Issue) -> None:
        self.path = path
        self.issue = issue
        self._on_disk: dict[str, bytes] = {}
        self._writing = Lock()
        self._stamps: dict[str, tuple[int, int, int] | None] = {}
        self._place = identity_of(path)

    def clear_stale(self) -> None:
        """Remove the temporary files of a killed run. Only for whoever holds the letter's lock."""
        folders = (".", "sections", "review", "media", ".lettrine", ".lettrine/journal", KEPT)
        with suppress(OSError):
            for folder in (self.path / name for name in folders):
                if not leads_out(folder, self.path):
                    for path in list(folder.glob(".*.tmp")):
                        if is_temporary(path.name):
                            path.unlink()

    def refuse_moved(self) -> None:
        """Raise FolderMovedError when ``path`` is no longer the folder that was opened; another disk's copy of the same
        letter, such as a drive that was unplugged and is back, is taken as the folder."""
        found = identity_of(self.path)
        if found is not None and found == self._place:
            return
        if found is not None and issue_id_of(self.path) == self.issue.id:
            self._place = found
            return
        raise FolderMovedError(self.path, moved_to(self.path, self._place))

    def move(self, path: Path) -> None:
        """Go on in ``path``, where the folder is now. Raises LettrineError unless it holds the same letter."""
        with self._writing:
            if issue_id_of(path) != self.issue.id:
                raise LettrineError(f"{path} : ce n’est pas la même lettre ; choisissez le dossier qui a été déplacé.")
            self.path, self._place = path, identity_of(path)
            self._stamps.clear()

    def keep_aside(self, change: OutsideChange) -> None:
        """Keep what another program left of one file beside the letter. Raises LettrineError."""
        if change.data:
            self._keep(change.file, change.data)

    def put_back(self, change: OutsideChange) -> None:
        """Write one file again as it was last read or written here; what another program left of it is kept aside.
        Raises LettrineError; ChangedOutsideError when it changed once more."""
        with self._writing:
            known = self._on_disk.get(change.file)
            if change.data:
                self._keep(change.file, change.data)
                self._on_disk[change.file] = change.data
            else:
                self._on_disk.pop(change.file, None)
            try:
                self._write(change.file, known or b"")
            except LettrineError:
                if known is not None:
                    self._on_disk[change.file] = known
                raise

    def _outside_change(self, relative: str, found: bytes | None) -> OutsideChange:
        """What another program did to a file, ``found`` being its bytes now."""
        base = sections.decode(self._on_disk.get(relative, b""), self.path / relative).text
        return OutsideChange(relative, None, base, None, found, self.path / relative)

    def _write(self, relative: str, data: bytes) -> None:
        """Write one file of the folder. Raises ChangedOutsideError when another program changed it since it was read,
        FolderMovedError when the folder is not where it was."""
        path = self.path / relative
        self.refuse_moved()
        self._refuse_outside(path)
        self._refuse_changed(relative, data)
        try:
            make_folder(path.parent)
        except OSError as error:
            raise unwritable(path, error) from error
        write_atomically(path, data, lambda: self._refuse_changed(relative, data))
        self._on_disk[relative] = data
        self._stamps[relative] = stamp_of(path)

    def _refuse_changed(self, relative: str, data: bytes) -> None:
        path = self.path / relative
        try:
            found: bytes | None = read_bounded(path, byte_limit(relative), self.path)
        except FileNotFoundError:
            found = None
        known = self._on_disk.get(relative)
        if found not in (known, data) and not (known is None and found == b""):
            raise ChangedOutsideError(self._outside_change(relative, found))

    def _drop(self, file: str) -> None:
        self._on_disk.pop(file, None)
        try:
            (self.path / file).unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(self.path / file, error) from error

    def _keep(self, relative: str, data: bytes) -> None:
        """Put ``data`` aside under a name of its own."""
        folder = self.path / KEPT
        try:
            make_folder(folder)
        except OSError as error:
            raise unwritable(folder, error) from error
        moment = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        write_atomically(folder / f"{moment} {Path(relative).name}", data)

    def _refuse_outside(self, path: Path) -> None:
        if not path.parent.resolve().is_relative_to(self.path.resolve()):
            raise LettrineError(
                f"{path.parent} : c’est un lien qui mène hors du dossier de la lettre ; remplacez-le par un dossier."
            )


def byte_limit(relative: str) -> int:
    """How many bytes a file of that path may have."""
    if is_media_file(relative):
        return MAX_MEDIA_BYTES
    if is_theme_file(relative):
        return theme_limit(relative)
    limits = {ISSUE_FILE: issue_yaml.MAX_BYTES, ANNOTATIONS_FILE: annotations_file.MAX_BYTES}
    return limits.get(relative, sections.MAX_BYTES)
