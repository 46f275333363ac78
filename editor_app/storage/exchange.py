"""What is said of an exchange with other machines, for whoever shows it; how it is done is in ``sync``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from editor_app.errors import RefusedError
from editor_app.storage.letter_merging import FileClash


class Stage(Enum):
    """What an exchange is busy with."""

    RECEIVING = auto()
    MERGING = auto()
    SENDING = auto()


Progress = Callable[[Stage, int, int], None]
"""Told (stage, objects done, objects in all; 0 of 0 where that is not known); stops the exchange by raising."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What an exchange did: the files that others' work changed here, and whether ours was sent."""

    address: str
    changed: tuple[str, ...]
    sent: bool


class SyncClashError(RefusedError):
    """Both sides changed the same places: ``clashes``. Nothing was changed here nor sent."""

    def __init__(self, folder: Path, clashes: tuple[FileClash, ...]) -> None:
        names = ", ".join(clash.file for clash in clashes)
        super().__init__(
            f"{folder.name} : les mêmes passages ont changé ici et ailleurs ({names}) ; choisissez un texte, "
            "puis synchronisez de nouveau."
        )
        self.clashes = clashes
