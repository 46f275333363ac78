"""What is said of an exchange with other machines, for whoever shows it; how it is done is in ``sync``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from editor_app.errors import LettrineError, RefusedError
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


@dataclass(frozen=True, slots=True)
class Login:
    """A name and a password, or the token that forges give in its place."""

    name: str
    secret: str = field(repr=False)


class AccessRefusedError(LettrineError):
    """The remote at ``address`` lets nobody in so. ``asks_login``: a name and a password would do."""

    def __init__(self, address: str, *, asks_login: bool) -> None:
        way = (
            "donnez votre nom et votre mot de passe, ou le jeton que donne la forge"
            if asks_login
            else "vérifiez vos droits et votre clé SSH (un agent SSH ouvre celles qui ont une phrase secrète)"
        )
        super().__init__(f"{without_secret(address)}\u00a0: l’accès est refusé\u00a0; {way}.")
        self.address, self.asks_login = address, asks_login


def without_secret(address: str) -> str:
    """The address as it may be shown and kept: a password in it is left out."""
    return re.sub(r"(?<=//)([^/@:]*):[^/@]*@", r"\1@", address)
