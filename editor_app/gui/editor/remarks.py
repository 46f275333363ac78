"""What proofreaders' remarks are to the editor: ranges of words, and changes proposed for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """The words a proofreader's remark is about: code points of the section's text outside the editor."""

    id: str
    start: int
    end: int
    closed: bool = False
    proposes: bool = False
    """Whether it proposes other words: these are shown by a ``ProposedChange``."""


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """``options``, by one or several proofreaders, for the words ``[start, end)`` (code points of the section's text):
    with more than one, they cannot stand together. ``id`` is that of the first remark."""

    id: str
    start: int
    end: int
    options: tuple[str, ...]
