"""Findings that a person wants left alone, told by what surrounds them so that they survive edits elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_LONGEST_NEIGHBOUR = 40
_LAST_WORD = re.compile(r"\S+\s*$")
_FIRST_WORD = re.compile(r"^\s*\S+")
_READING = re.compile(r"context/real-word|grammar/[a-z-]+")


@dataclass(frozen=True, slots=True)
class Ignored:
    """The finding of ``rule`` on the words ``text`` of a section, between the words ``before`` and ``after`` it on its
    line (empty at either end of the line). The same words elsewhere are found all the same. With an empty ``section``,
    every finding of the rule on these words, wherever they stand in the letter."""

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


def ignored_everywhere(rule: str, text: str) -> Ignored:
    """What to keep to leave alone every finding of ``rule`` on the words ``text`` in the letter."""
    return Ignored("", rule, text)


def comparable(entry: Ignored) -> Ignored:
    """``entry`` as it is compared with others. A word doubted for its context and for its grammar is one doubt: which
    of the two speaks may change with a word elsewhere in the sentence, and what was left alone stays so."""
    return replace(entry, rule="reading") if _READING.fullmatch(entry.rule) else entry
