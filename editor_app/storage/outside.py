"""What other programs did to an open letter, as values and errors that a window can ask about."""

from __future__ import annotations

import stat
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from editor_app.errors import LettrineError
from editor_app.storage.issue_yaml import MAX_BYTES, parse_issue
from editor_app.storage.safe_paths import read_bounded

MAX_LOOKED_AT: Final = 2000


@dataclass(frozen=True, slots=True)
class OutsideChange:
    """One file that another program changed. ``section`` is None for ``issue.yaml`` and the remarks.

    ``base`` is the text as last read or written here; ``theirs`` the file's text now (LF line ends), None when the file
    is gone or, ``problem`` saying why, is not a text. ``found_as`` names the file that has the text of a lost one.
    """

    file: str
    section: str | None
    base: str
    theirs: str | None
    data: bytes | None
    path: Path
    problem: str = ""
    found_as: str | None = None


class ChangedOutsideError(LettrineError):
    """A save would have covered what another program wrote; nothing was written."""

    def __init__(self, change: OutsideChange) -> None:
        what = "retiré" if change.data is None else "changé"
        super().__init__(
            f"{change.path} : un autre programme a {what} ce fichier ; rien n’est perdu, choisissez le texte qui vaut."
        )
        self.change = change


class FolderMovedError(LettrineError):
    """The letter's folder is not where it was opened; ``found`` is where it seems to be now."""

    def __init__(self, path: Path, found: Path | None) -> None:
        where = (
            f"il s’appelle maintenant « {found.name} »" if found else "le disque est débranché ou le dossier déplacé"
        )
        super().__init__(
            f"{path} : le dossier de la lettre n’est plus là, {where} ; remettez-le en place ou enregistrez ailleurs."
        )
        self.found = found


def stamp_of(path: Path) -> tuple[int, int, int] | None:
    """What changes with a file's content, as far as the system tells."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def identity_of(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from every other one of this machine, None when there is no such folder."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISDIR(found.st_mode) else None


def issue_id_of(folder: Path) -> str | None:
    """The id of the letter in a folder, None when there is no letter that can be read."""
    try:
        return parse_issue(read_bounded(folder / "issue.yaml", MAX_BYTES), folder / "issue.yaml").id
    except (LettrineError, FileNotFoundError):
        return None


def same_text_in(folder: Path, data: bytes, used: Collection[str]) -> str | None:
    """The file of ``sections/`` that is not in ``used`` and holds ``data``: one that was renamed."""
    try:
        for path in sorted((folder / "sections").glob("*.md"))[:MAX_LOOKED_AT]:
            relative = f"sections/{path.name}"
            if data and relative not in used and path.stat().st_size == len(data) and path.read_bytes() == data:
                return relative
    except OSError:
        return None
    return None


def moved_to(path: Path, identity: tuple[int, int] | None) -> Path | None:
    """The folder of that identity beside ``path``, where it was."""
    try:
        return next((other for other in path.parent.iterdir() if identity and identity_of(other) == identity), None)
    except OSError:
        return None
