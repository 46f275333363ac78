"""What a version of a letter is, for whoever shows one; how they are kept is in ``versions``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

MAX_NAME: Final = 200
"""Characters of a version's name."""


class Kind(StrEnum):
    """Why a version was made."""

    SAVED = "saved"
    NAMED = "named"
    BEFORE = "before"
    """What stood before something took its place."""
    RESTORED = "restored"
    SYNCED = "synced"


@dataclass(frozen=True, slots=True)
class Version:
    """One version: ``id`` is what a person types to restore it; ``number`` is its order; ``when`` is UTC by the clock
    of the time; ``name`` is empty for one that was made by itself."""

    id: str
    number: int
    when: datetime
    kind: Kind
    name: str = ""
