"""Tells what changed from one text to another as people read it: places where words came, went or were replaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from editor_app.issue.merging import edits

MAX_MOVED: Final = 400
"""Code points that a place is moved at most to where it reads best."""


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
    return tuple(_settled(before, found))


def _settled(before: str, found: Sequence[Difference]) -> Iterator[Difference]:
    """What came or went whole can often be said to stand in several places (« .·Une phrase » before a full stop, or
    « Une phrase.· » after one): the place is taken where it begins with a line, else with a sentence or a word."""
    done = 0
    for place, following in zip(found, [*found[1:], None], strict=False):
        one = place
        if not place.before or not place.after:
            text = place.before or place.after
            left = before[max(done, place.start - MAX_MOVED) : place.start]
            end = place.start + len(place.before)
            right = before[end : min(following.start if following else len(before), end + MAX_MOVED)]
            by, text = _moved(text, left, right)
            one = Difference(
                place.start + by, text if place.before else "", place.now + by, text if place.after else ""
            )
        done = one.start + len(one.before)
        yield one


def _moved(text: str, left: str, right: str) -> tuple[int, str]:
    """How far a text between ``left`` and ``right`` is best moved, and what it reads there."""
    places = [(0, text)]
    for moved in range(1, len(left) + 1):
        last = places[-1][1]
        if last[-1] != left[-moved]:
            break
        places.append((-moved, last[-1] + last[:-1]))
    here = text
    for moved in range(1, len(right) + 1):
        if here[0] != right[moved - 1]:
            break
        here = here[1:] + here[0]
        places.append((moved, here))
    around = left + right

    def worth(place: tuple[int, str]) -> tuple[int, int]:
        by, words = place
        at = len(left) + by
        before = around[at - 1 : at] if at else ""
        if before in ("", "\n") and words.endswith("\n"):
            rank = 4
        elif words.startswith("\n"):
            rank = 3
        elif (before.isspace() and words[-1].isspace()) or (words[0].isspace() and not words[-1].isspace()):
            rank = 2
        else:
            rank = 1
        return rank, -abs(by)

    return max(places, key=worth)


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
