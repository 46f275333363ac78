"""Keeps on disk what was typed and is not saved yet, one readable file a section, so that a crash loses nothing.

A file holds the section's whole text and nothing else, so that anyone can rescue it by hand. Its name is the section's
id; one that an earlier session left, and that this one must not replace, has the moment it was put aside before the id.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Final

import platformdirs

from editor_app.errors import LettrineError
from editor_app.issue.naming import section_id_is_plain
from editor_app.storage.atomic import make_folder, write_atomically
from editor_app.storage.safe_paths import leads_out, read_bounded
from editor_app.storage.system_errors import unwritable

JOURNAL: Final = ".lettrine/journal"
MAX_BYTES: Final = 64 * 1024**2
MAX_FILES: Final = 2000
_NAME: Final = re.compile(r"(?:[^/]*\.)?([A-Za-z0-9][A-Za-z0-9_-]{0,79})\.md")


@dataclass(frozen=True, slots=True)
class JournalPlace:
    """A folder for the journal. ``path`` is made when it is needed, below ``root``, which must exist (None: made too),
    so that a letter's folder that was moved is not made again where it was."""

    path: Path
    root: Path | None = None


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """The text of a section as an earlier session left it; ``when`` (UTC) is the moment it was last written down."""

    section: str
    text: str
    when: datetime
    path: Path


def journal_places(folder: Path, issue_id: str) -> tuple[JournalPlace, ...]:
    """Where the journal of the letter in ``folder`` goes: there, and where that cannot be written, among the person's
    own files of this machine."""
    own = Path(platformdirs.user_state_dir("Lettrine", appauthor=False))
    return JournalPlace(folder / JOURNAL, folder), JournalPlace(own / "journal" / issue_id)


class Journal:
    """The journal of one open letter. Methods may be called from any thread."""

    def __init__(self, places: Sequence[JournalPlace]) -> None:
        self._places = tuple(places)
        self._own: dict[str, tuple[Path, str]] = {}
        self._writing = Lock()

    def move(self, places: Sequence[JournalPlace]) -> None:
        """Write to these places from now on: the letter's folder has another name."""
        with self._writing:
            self._places = tuple(places)

    def write(self, section_id: str, text: str, *, inside: bool = True) -> None:
        """Bring the section's whole text to the disk, unless it is there already; ``inside`` False leaves the letter's
        folder alone. What an earlier session left of the section is put aside, never replaced. Raises LettrineError
        when no place takes it."""
        with self._writing:
            before = self._own.get(section_id)
            if before is not None and before[1] == text and before[0].exists():
                return
            data = text.encode("utf-8", "surrogatepass")  # the journal takes what a saved text must not hold
            if len(data) > MAX_BYTES:
                raise LettrineError(
                    f"{section_id} : ce texte dépasse {MAX_BYTES // 1024**2} Mio ; partagez la rubrique en deux."
                )
            path = self._put(section_id, data, inside)
            if before is not None and before[0] != path:
                _remove(before[0])
            self._own[section_id] = (path, text)

    def saved(self, section_id: str, text: str) -> None:
        """The section's file holds ``text`` now: what the journal has of it goes, unless that is newer."""
        with self._writing:
            own = self._own.get(section_id)
            if own is not None and own[1] == text:
                del self._own[section_id]
                _remove(own[0])
                self._tidy()

    def discard(self, section_id: str) -> None:
        """Forget what this session wrote of the section, at the person's word."""
        with self._writing:
            own = self._own.pop(section_id, None)
            if own is not None:
                _remove(own[0])
                self._tidy()

    def unsaved(self) -> tuple[str, ...]:
        """The sections of which this session's journal holds a text that was not saved."""
        with self._writing:
            return tuple(self._own)

    def found(self) -> tuple[tuple[JournalEntry, ...], tuple[str, ...]]:
        """What earlier sessions left, oldest first, and French sentences about files that cannot be read."""
        with self._writing:
            own = {path for path, _ in self._own.values()}
            entries: list[JournalEntry] = []
            problems: list[str] = []
            for place in self._places:
                try:
                    files = sorted(place.path.glob("*.md"))[:MAX_FILES] if place.path.is_dir() else []
                except OSError:
                    continue
                for file in files:
                    name = _NAME.fullmatch(file.name)
                    if name is None or file in own:
                        continue
                    try:
                        entries.append(_entry(file, name[1]))
                    except FileNotFoundError:
                        continue
                    except LettrineError as error:
                        problems.append(str(error))
            return tuple(sorted(entries, key=lambda entry: entry.when)), tuple(problems)

    def drop(self, entry: JournalEntry) -> None:
        """Remove what an earlier session left, once the person has it or wants it gone. Raises LettrineError."""
        with self._writing:
            try:
                entry.path.unlink(missing_ok=True)
            except OSError as error:
                raise unwritable(entry.path, error) from error
            self._tidy()

    def _put(self, section_id: str, data: bytes, inside: bool) -> Path:
        refusal: LettrineError | None = None
        for place in self._places:
            if place.root is not None and not inside:
                continue
            path = place.path / _file_name(section_id)
            try:
                if place.root is not None and leads_out(place.path, place.root):
                    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
                make_folder(place.path, place.root)
                if path.exists() and path != self._own.get(section_id, (None, ""))[0]:
                    path.rename(_aside(path, section_id))
                write_atomically(path, data)
                return path
            except OSError as error:
                refusal = refusal or unwritable(path, error)
            except LettrineError as error:
                refusal = refusal or error
        raise refusal or LettrineError(f"{section_id} : le journal n’a pas de place ; enregistrez une copie ailleurs.")

    def _tidy(self) -> None:
        for place in self._places:
            try:
                place.path.rmdir()
            except OSError:  # it holds other entries, or is not there
                continue


def _file_name(section_id: str) -> str:
    """The section's id; behind a mark of its own where a disk would take it for another name."""
    if section_id_is_plain(section_id):
        return f"{section_id}.md"
    return f"_{hashlib.sha256(section_id.encode()).hexdigest()[:8]}.{section_id}.md"


def _aside(path: Path, section_id: str) -> Path:
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    return path.with_name(f"{moment}.{section_id}.md")


def _entry(path: Path, section_id: str) -> JournalEntry:
    data = read_bounded(path, MAX_BYTES)
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise LettrineError(f"{path} : ce journal n’est pas en UTF-8 ; ouvrez-le dans un éditeur de texte.") from error
    try:
        when = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        when = datetime.fromtimestamp(0, UTC)
    return JournalEntry(section_id, text, when, path)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # it is found again at the next opening, and there equals the saved text
        return
