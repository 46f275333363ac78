"""What other programs did to an open letter, as values and errors that a window can ask about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from editor_app.errors import LettrineError


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
            f"{change.path} : un autre programme a {what} ce fichier ; rien n’est perdu, choisissez le texte qui vaut."
        )
        self.change = change


class FolderMovedError(LettrineError):
    """The letter's folder is not where it was opened; ``found`` is where it seems to be now."""

    def __init__(self, path: Path, found: Path | None) -> None:
        where = (
            f"il s’appelle maintenant « {found.name} »" if found else "le disque est débranché ou le dossier déplacé"
        )
        super().__init__(
            f"{path} : le dossier de la lettre n’est plus là, {where} ; remettez-le en place ou enregistrez ailleurs."
        )
        self.found = found
