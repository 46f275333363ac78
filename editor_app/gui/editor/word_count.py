"""Counts the words of a section line by line, so that a key costs one line and not the whole text."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w[\w'’‑.\-]*")
_TARGET = re.compile(r"\]\([^)]*\)|\{:?[^}]*\}|<[^>]*>")


def words_in(line: str) -> int:
    """How many words a reader sees in a line of Markdown; ``l’appel`` and ``vice-président`` are one each."""
    if "](" in line or "{" in line or "<" in line:
        line = _TARGET.sub("]", line)
    return len(_WORD.findall(line))


class WordCount:
    """The number of words of a text whose lines are counted when somebody asks, and only those that changed."""

    def __init__(self) -> None:
        self._counts: list[int] = [0]
        self._uncounted = 0
        self._total = 0

    def reset(self, lines: int) -> None:
        """The text was replaced; none of its lines is counted."""
        self._counts = [-1] * lines
        self._uncounted, self._total = lines, 0

    def splice(self, first: int, removed: int, added: int) -> None:
        """Lines were replaced; the new ones are not counted yet."""
        for count in self._counts[first : first + removed]:
            if count < 0:
                self._uncounted -= 1
            else:
                self._total -= count
        self._counts[first : first + removed] = [-1] * added
        self._uncounted += added

    def stale(self) -> list[int]:
        """The lines to be counted."""
        found, line = [], -1
        for _ in range(self._uncounted):
            line = self._counts.index(-1, line + 1)
            found.append(line)
        return found

    def count(self, lines: Sequence[int], texts: Sequence[str]) -> None:
        """Count these stale lines, whose texts are given."""
        for line, text in zip(lines, texts, strict=True):
            self._counts[line] = words_in(text)
            self._total += self._counts[line]
        self._uncounted -= len(lines)

    @property
    def total(self) -> int:
        """The words of the lines counted so far."""
        return self._total
