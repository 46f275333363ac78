"""Warnings that a person signed for before the letter goes out, each known by the words that it was about."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Waiver:
    """The signature of ``by`` under a warning, on the day ``on``. ``mark`` names the warning, ``rule`` is for whoever
    reads ``issue.yaml``; when the words that the warning is about change, its mark does, and nobody has signed."""

    mark: str
    rule: str
    by: str
    on: datetime.date


def mark_of(*about: str) -> str:
    """The mark of a warning: of its rule, where it stands, what it says, and the words that it is about."""
    total = hashlib.sha256()
    for words in about:
        data = words.encode("utf-8", "surrogatepass")
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()[:_LENGTH]
