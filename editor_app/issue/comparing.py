"""Tells what changed from one text to another as people read it: places where words came, went or were replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from editor_app.issue.merging import edits


@dataclass(frozen=True, slots=True)
class Difference:
    """``before``, at ``start`` of the text before, became ``after``, at ``now`` of the text after (code points). One of
    the two texts may be empty, not both."""

    start: int
    before: str
    now: int
    after: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of both texts laid over each other: what both have (``before == after``), or a difference."""

    before: str
    after: str

    @property
    def same(self) -> bool:
        """Whether both texts have it."""
        return self.before == self.after


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """Every place where the two texts (LF line ends) differ, in order. Words that were replaced one after the other in
    the same line are one place."""
    found: list[Difference] = []
    shift = 0
    for edit in edits(before, after):
        now, removed = edit.start + shift, before[edit.start : edit.end]
        shift += len(edit.text) - len(removed)
        last = found[-1] if found else None
        if last is not None:
            between = before[last.start + len(last.before) : edit.start]
            if "\n" not in between and not any(map(str.isalnum, between)):
                found[-1] = Difference(
                    last.start, last.before + between + removed, last.now, last.after + between + edit.text
                )
                continue
        found.append(Difference(edit.start, removed, now, edit.text))
    return tuple(found)


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts in one, in order: joining each piece's ``before`` gives the text before, ``after`` the text after."""
    return tuple(piece for piece in _pieces(before, after) if piece.before or piece.after)


def _pieces(before: str, after: str) -> Iterator[Piece]:
    done = 0
    for place in differences(before, after):
        kept = before[done : place.start]
        yield Piece(kept, kept)
        yield Piece(place.before, place.after)
        done = place.start + len(place.before)
    yield Piece(before[done:], before[done:])
