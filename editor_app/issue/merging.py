"""Merges two changes of one text word by word, and shows where both changed the same words instead of guessing.

Texts are compared by lines first, then by words inside the lines that differ (Hunt and McIlroy's differences, anchored
on unique lines and words as in Cohen's patience diff). Changes that neither overlap nor touch are both applied.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum, auto
from typing import Final

_MARKS: Final = "\u0300-\u036f\u200c\u200d\ufe0e\ufe0f"
_TOKEN: Final = re.compile(rf"\w(?:[\w{_MARKS}]|[’'\-](?=\w))*|.[{_MARKS}]*", re.DOTALL)
"""A word with its accents, apostrophes and hyphens, so that an elision is never torn; any other character alone."""
_MAX_COMPARED: Final = 250_000
"""Pairs of tokens that are compared where no unique one anchors them; beyond, all of them count as changed."""


@dataclass(frozen=True, slots=True)
class Edit:
    """``text`` in the place of [start, end), code points of the text before."""

    start: int
    end: int
    text: str


class Side(Enum):
    """Whose text holds, where one of the two is taken as a whole."""

    MINE = auto()
    THEIRS = auto()


@dataclass(frozen=True, slots=True)
class Clash:
    """Both changed the same place: what stood there, and what each made of it."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merge:
    """The merged text, in order: texts where it is clear, a Clash where it is not."""

    pieces: tuple[str | Clash, ...]

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """The places to decide on; none when the merge is clean."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Clash))

    @property
    def text(self) -> str | None:
        """The merged text; None while there is a clash."""
        return None if self.clashes else self.resolved(())

    def resolved(self, chosen: Sequence[str]) -> str:
        """The text with ``chosen`` in the place of the clashes, in order. Raises ValueError unless there is one for
        each."""
        if len(chosen) != len(self.clashes):
            raise ValueError("one text for each clash")
        rest = iter(chosen)
        return "".join(next(rest) if isinstance(piece, Clash) else piece for piece in self.pieces)


_Group = tuple[list[Edit], list[Edit]]
"""Edits of the two sides that concern one place, each side's in order."""


def merge(base: str, mine: str, theirs: str) -> Merge:
    """``mine`` and ``theirs``, two changes of ``base``, as one text (LF line ends)."""
    if mine in (base, theirs):
        return Merge((theirs,))
    if theirs == base:
        return Merge((mine,))
    pieces: list[str | Clash] = []
    kept = 0
    groups = list(_groups(base, edits(base, mine), edits(base, theirs)))
    for group in _with_neighbours(base, groups):
        start, end = _extent(group)
        pieces.append(base[kept:start])
        pieces.append(_decided(base, group))
        kept = end
    pieces.append(base[kept:])
    return Merge(tuple(piece for piece in pieces if piece))


def edits(before: str, after: str) -> tuple[Edit, ...]:
    """What was changed from ``before`` to ``after``, in order, by words; no two edits touch."""
    found: list[Edit] = []
    old, new = _lines(before), _lines(after)
    for i1, i2, j1, j2, start in _changes(old, new):
        words, others = _tokens("".join(old[i1:i2])), _tokens("".join(new[j1:j2]))
        found.extend(
            Edit(start + at, start + at + len("".join(words[k1:k2])), "".join(others[l1:l2]))
            for k1, k2, l1, l2, at in _changes(words, others)
        )
    return tuple(found)


def _decided(base: str, group: _Group) -> str | Clash:
    """What stands where the edits of a group were made."""
    own, other = group
    start, end = _extent(group)
    mine, theirs = _applied(base, start, end, own), _applied(base, start, end, other)
    if not other or mine == theirs:
        return mine
    return Clash(base[start:end], mine, theirs) if own else theirs


def _extent(group: _Group) -> tuple[int, int]:
    return min(edit.start for side in group for edit in side), max(edit.end for side in group for edit in side)


def _with_neighbours(base: str, groups: Sequence[_Group]) -> Iterator[_Group]:
    """Groups that clash take in those of the words next to them: who keeps a side's words keeps its whole phrase."""
    phrase: list[_Group] = []
    for group in groups:
        between = base[_extent(phrase[-1])[1] : _extent(group)[0]] if phrase else ""
        if "\n" in between or any(map(str.isalnum, between)):
            yield from _phrase(base, phrase)
            phrase = []
        phrase.append(group)
    yield from _phrase(base, phrase)


def _phrase(base: str, groups: Sequence[_Group]) -> Iterator[_Group]:
    if any(isinstance(_decided(base, group), Clash) for group in groups):
        yield [edit for own, _ in groups for edit in own], [edit for _, other in groups for edit in other]
    else:
        yield from groups


def _groups(base: str, mine: Sequence[Edit], theirs: Sequence[Edit]) -> Iterator[_Group]:
    """Edits of the two sides in order, those that meet in one group."""
    waiting = sorted(
        [(edit, 0) for edit in mine] + [(edit, 1) for edit in theirs],
        key=lambda pair: (pair[0].start, pair[0].end, pair[1]),
    )
    group: tuple[list[Edit], list[Edit]] = ([], [])
    for edit, side in waiting:
        if any(_meet(base, other, edit) for other in group[1 - side]):
            group[side].append(edit)
            continue
        if group[0] or group[1]:
            yield group
        group = ([], [])
        group[side].append(edit)
    if group[0] or group[1]:
        yield group


def _meet(base: str, first: Edit, second: Edit) -> bool:
    """Whether two sides' edits, ``first`` not after ``second``, concern the same place. Whole lines put in before or
    after a line do not concern that line."""
    if second.start != first.end:
        return second.start < first.end
    if first.start == first.end and second.start == second.end:
        return True
    return not (_whole_lines(base, first) or _whole_lines(base, second))


def _whole_lines(base: str, edit: Edit) -> bool:
    if edit.start != edit.end:
        return False
    before, after = base[max(0, edit.start - 1) : edit.start], base[edit.start : edit.start + 1]
    return (edit.text.endswith("\n") and before in ("", "\n")) or (edit.text.startswith("\n") and after in ("", "\n"))


def _applied(base: str, start: int, end: int, side: Sequence[Edit]) -> str:
    pieces = []
    for edit in side:
        pieces += [base[start : edit.start], edit.text]
        start = edit.end
    return "".join([*pieces, base[start:end]])


def _lines(text: str) -> list[str]:
    """Lines, each with the blank ones after it: a blank line says nothing of where in the text it stands."""
    return re.findall(r"[^\n]*\n+|[^\n]+", text)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int, int]]:
    """What does not match: indices in ``old`` and ``new``, and the length of ``old`` before it in code points."""
    i = j = length = 0
    for a, b, size in [*_matches(old, new), (len(old), len(new), 0)]:
        if i < a or j < b:
            yield i, a, j, b, length
        length += sum(len(token) for token in old[i : a + size])
        i, j = a + size, b + size


def _matches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Where the two agree, in order: index in each, and how many tokens."""
    waiting: list[tuple[int, int, int, int] | tuple[int, int, int]] = [(0, len(old), 0, len(new))]
    while waiting:
        item = waiting.pop()
        if len(item) == 3:
            yield item
            continue
        i1, i2, j1, j2 = item
        head = 0
        while i1 + head < i2 and j1 + head < j2 and old[i1 + head] == new[j1 + head]:
            head += 1
        tail = 0
        while i2 - tail > i1 + head and j2 - tail > j1 + head and old[i2 - tail - 1] == new[j2 - tail - 1]:
            tail += 1
        if head:
            yield i1, j1, head
        if tail:
            waiting.append((i2 - tail, j2 - tail, tail))
        i1, i2, j1, j2 = i1 + head, i2 - tail, j1 + head, j2 - tail
        if i1 == i2 or j1 == j2:
            continue
        anchors = _anchors(old[i1:i2], new[j1:j2])
        if anchors:
            at = (i2, j2)
            for a, b in reversed(anchors):
                waiting.append((i1 + a + 1, at[0], j1 + b + 1, at[1]))
                waiting.append((i1 + a, j1 + b, 1))
                at = (i1 + a, j1 + b)
            waiting.append((i1, at[0], j1, at[1]))
        elif (i2 - i1) * (j2 - j1) <= _MAX_COMPARED:
            matcher = SequenceMatcher(None, old[i1:i2], new[j1:j2], autojunk=False)
            yield from ((i1 + m.a, j1 + m.b, m.size) for m in matcher.get_matching_blocks() if m.size)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The longest run, in order on both sides, of words that each side has once."""
    once_old, once_new = Counter(old), Counter(new)
    places = {t: index for index, t in enumerate(new) if once_new[t] == 1 and any(map(str.isalnum, t))}
    pairs = [(i, places[token]) for i, token in enumerate(old) if once_old[token] == 1 and token in places]
    ends: list[int] = []  # the smallest last place of a run of each length
    heads: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(heads[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            heads.append(number)
        else:
            ends[length], heads[length] = place, number
    run: list[tuple[int, int]] = []
    at = heads[-1] if heads else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]
