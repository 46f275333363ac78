"""Findings that a person wants left alone, told by what surrounds them so that they survive edits elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST_NEIGHBOUR = 40
_LAST_WORD = re.compile(r"\S+\s*$")
_FIRST_WORD = re.compile(r"^\s*\S+")


@dataclass(frozen=True, slots=True)
class Ignored:
    """The finding of ``rule`` on the words ``text`` of a section, between the words ``before`` and ``after`` it on its
    line (empty at either end of the line). The same words elsewhere are found all the same."""

    section: str
    rule: str
    text: str
    before: str = ""
    after: str = ""


def ignored(section: str, rule: str, text: str, start: int, end: int) -> Ignored:
    """What to keep to leave alone the finding of ``rule`` on ``[start, end)`` of ``text`` (code points; the section's
    text, or one line of it)."""
    left = text[max(0, start - _LONGEST_NEIGHBOUR) : start].rpartition("\n")[2]
    right = text[end : end + _LONGEST_NEIGHBOUR].partition("\n")[0]
    before, after = _LAST_WORD.search(left), _FIRST_WORD.search(right)
    return Ignored(
        section, rule, text[start:end], before[0].strip() if before else "", after[0].strip() if after else ""
    )
