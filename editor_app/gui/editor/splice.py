"""Says which lines of a text an edit replaced, so that others can keep their copy in step without reading the whole."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LineSplice:
    """Lines ``first`` to ``first + removed`` (excluded) became ``lines``; the text is now at ``revision``.

    Lines are what LF separates, counted from 0; a text always has at least one.
    """

    revision: int
    first: int
    removed: int
    lines: tuple[str, ...]

    def replay(self, text: list[str]) -> None:
        """Do to ``text``, one string a line, what was done to the text."""
        text[self.first : self.first + self.removed] = self.lines


class SpliceHistory:
    """The last edits, enough to carry an answer about an older revision to the lines as they stand now."""

    def __init__(self, kept: int = 500) -> None:
        self._steps: deque[tuple[int, int, int]] = deque(maxlen=kept)
        self._last = 0

    def restart(self, revision: int) -> None:
        """The text was replaced as a whole: answers about earlier revisions mean nothing any more."""
        self._steps.clear()
        self._last = revision

    def add(self, revision: int, first: int, removed: int, added: int) -> None:
        """Record one edit; revisions follow one another without a gap."""
        self._steps.append((first, removed, added))
        self._last = revision

    def knows(self, revision: int) -> bool:
        """Whether lines of ``revision`` can still be found in the text."""
        return self._last - len(self._steps) <= revision <= self._last

    def since(self, revision: int, lines: Iterable[int]) -> dict[int, int]:
        """Where each of these lines of ``revision`` is now; lines edited since are left out."""
        steps = list(self._steps)[len(self._steps) - (self._last - revision) :]
        now = {line: line for line in lines}
        for first, removed, added in steps:
            now = {
                line: place if place < first else place - removed + added
                for line, place in now.items()
                if not first <= place < first + removed
            }
        return now
