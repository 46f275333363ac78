"""Keeps what is wrong with each line while the text moves under it: never a squiggle on the wrong word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from editor_app.gui.utf16 import length_utf16, to_code_points, to_utf16
from editor_app.proofing.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Mark:
    """A diagnostic and the UTF-16 positions, within its line, where it stands now."""

    start: int
    end: int
    diagnostic: Diagnostic


Marks = tuple[Mark, ...]
_NONE: Marks = ()
_INSIDE_WORDS = "'’-‑_"


def _in_word(character: str) -> bool:
    return character.isalnum() or character in _INSIDE_WORDS


class LineMarks:
    """The marks of every line of a text, in the order of the text."""

    def __init__(self) -> None:
        self._lines: list[Marks] = [_NONE]

    def __len__(self) -> int:
        return len(self._lines)

    def reset(self, lines: int) -> None:
        """Forget everything; the text now has that many lines."""
        self._lines = [_NONE] * lines

    def of(self, line: int) -> Marks:
        """The marks of a line, from left to right."""
        return self._lines[line]

    def splice(self, first: int, removed: int, added: int) -> None:
        """Lines were replaced: theirs are gone, the others' marks go with them."""
        self._lines[first : first + removed] = [_NONE] * added

    def show(self, line: int, text: str, diagnostics: Sequence[Diagnostic]) -> bool:
        """Put these diagnostics of a line, whose text is given, in place of the former; whether that changed them."""
        marks = tuple(
            sorted(
                (Mark(to_utf16(text, found.start), to_utf16(text, found.end), found) for found in diagnostics),
                key=lambda mark: (mark.start, mark.end),
            )
        )
        if marks == self._lines[line]:
            return False
        self._lines[line] = marks
        return True

    def edit(self, line: int, at: int, removed: int, added: int, text: str) -> None:
        """Within a line, ``removed`` UTF-16 units at ``at`` became ``added`` ones; ``text`` is the line as it is now.

        Marks after the edit move with their words; a mark is dropped when the edit touches its word.
        """
        marks = self._lines[line]
        if not marks:
            return
        if length_utf16(text) != len(text):
            before, after = to_code_points(text, at), to_code_points(text, at + added)
        else:
            before, after = at, at + added
        joined_before = before < len(text) and _in_word(text[before])
        joined_after = after > 0 and _in_word(text[after - 1])
        kept = []
        for mark in marks:
            if mark.end < at or (mark.end == at and not joined_before):
                kept.append(mark)
            elif mark.start > at + removed or (mark.start == at + removed and not joined_after):
                move = added - removed
                kept.append(Mark(mark.start + move, mark.end + move, mark.diagnostic))
        self._lines[line] = tuple(kept)

    def drop(self, line: int, mark: Mark) -> None:
        """Show this one no more."""
        self._lines[line] = tuple(other for other in self._lines[line] if other is not mark)

    def at(self, line: int, position: int) -> Mark | None:
        """The mark at a UTF-16 position of a line, its two ends included; the first begun after ``position`` wins."""
        found = None
        for mark in self._lines[line]:
            if mark.start <= position <= mark.end:
                found = mark
        return found

    def flagged(self) -> Iterator[tuple[int, Mark]]:
        """Every mark with the number of its line, in the order of the text."""
        for number, marks in enumerate(self._lines):
            for mark in marks:
                yield number, mark

    @staticmethod
    def diagnostic(mark: Mark, text: str) -> Diagnostic:
        """The mark's diagnostic as it stands now in its line, in code points of that line's text."""
        start, end = to_code_points(text, mark.start), to_code_points(text, mark.end)
        found = mark.diagnostic
        return found if (found.start, found.end) == (start, end) else replace(found, start=start, end=end)
