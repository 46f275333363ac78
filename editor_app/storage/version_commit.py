"""How a version stands in Git: the name of its reference, and what its commit says."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

import pygit2

from editor_app.storage.version import MAX_NAME, Kind

PREFIX: Final = "refs/versions/"
_REFERENCE: Final = re.compile(re.escape(PREFIX) + r"([0-9]{8})-([0-9a-f]{10})")


def references(repository: pygit2.Repository) -> list[str]:
    """The names of all references to versions."""
    return [name for name in repository.references if _REFERENCE.fullmatch(name)]


def reference(number: int, oid: pygit2.Oid | str) -> str:
    """The name of the reference to a version."""
    return f"{PREFIX}{number:08}-{str(oid)[:10]}"


def number(reference: str) -> int:
    """The number in a reference's name, 0 for another reference."""
    found = _REFERENCE.fullmatch(reference)
    return int(found[1]) if found else 0


def message(kind: Kind, name: str, began: datetime) -> str:
    """What a version's commit says; ``began`` is when its sitting did."""
    return f"{name or kind}\n\nKind: {kind}\nBegan: {int(began.timestamp())}\n"


def read_message(message: str) -> tuple[Kind, str]:
    """The kind and the name of a version, from what its commit says."""
    found = re.search(r"(?m)^Kind: ([a-z]+)$", message)
    kind = Kind(found[1]) if found else Kind.SAVED
    title = "".join(letter for letter in message.partition("\n")[0] if letter.isprintable())[:MAX_NAME]
    return kind, "" if title == kind else title


def began(commit: pygit2.Commit) -> datetime:
    """When the sitting of a version began (UTC)."""
    found = re.search(r"(?m)^Began: (-?[0-9]{1,12})$", commit.message)
    return moment(int(found[1]) if found else commit.commit_time)


def moment(seconds: int) -> datetime:
    """Seconds of Unix time as UTC; the beginning of time for what is none."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)
