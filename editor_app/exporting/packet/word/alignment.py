"""Lays a Word file that came back over what it was when it went out, so that each of its words is a word of the base,
or was written by someone, also where changes were not tracked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from rapidfuzz.distance import LCSseq

from editor_app.exporting.packet.source_map import OBJECT, object_end
from editor_app.exporting.packet.word.base import BOOKMARK, WordBase
from editor_app.exporting.packet.word.revisions import MARK, Revised
from editor_app.review.changes import Cell, Change, differences

_NUMBER: Final = len(str(10**6))


@dataclass(frozen=True, slots=True)
class Aligned:
    """The ``cells`` of the whole document, for each the index of the base's paragraph that it belongs to
    (``owners``), and for each code point of the document as it came back its cell (``places``, one more for the
    end)."""

    cells: list[Cell]
    owners: list[int]
    places: list[int]


def align(base: WordBase, revised: Revised, untracked: Change) -> Aligned:
    """``untracked`` is to whom changes are put down that were not tracked. Raises ValueError when too much changed for
    the file to be compared."""
    return _Alignment(base, revised, untracked).made()


class _Alignment:
    def __init__(self, base: WordBase, revised: Revised, untracked: Change) -> None:
        self._base, self._untracked = base, untracked
        self._pieces = [(letter, piece.inserted, piece.deleted) for piece in revised.pieces for letter in piece.text]
        self._bookmarks = revised.bookmarks
        self._own = [at for at, (_, inserted, _) in enumerate(self._pieces) if inserted is None]
        self._source = _sources(base)
        self._expected = [paragraph.text + MARK for paragraph in base.paragraphs]
        self._starts = [0, *accumulate(map(len, self._expected))]
        self._cells: list[Cell] = []
        self._owners: list[int | None] = []
        self._places = [0] * (len(self._pieces) + 1)
        self._next = 0

    def made(self) -> Aligned:
        words = "".join(self._pieces[at][0] for at in self._own)
        before = "".join(self._expected)
        if words == before:
            self._same(0, len(before), 0)
        else:
            for first, last, start, stop in self._segments(words):
                at = start
                for old, new, equal, offset in differences(before[first:last], words[start:stop]):
                    if equal:
                        self._same(first + offset, first + offset + len(old), at)
                    else:
                        self._struck(first + offset, first + offset + len(old))
                        self._added(at, at + len(new))
                    at += len(new)
        self._written_until(len(self._pieces))
        self._places[len(self._pieces)] = len(self._cells)
        return Aligned(self._cells, self._owned(), self._places)

    def _segments(self, words: str) -> list[tuple[int, int, int, int]]:
        """Stretches (base from, to, document from, to) that belong together: those of paragraphs whose bookmark was
        kept, or that read the same."""
        paragraphs = [line + MARK for line in words.split(MARK)]
        paragraphs = paragraphs[:-1] if words.endswith(MARK) else [*paragraphs[:-1], paragraphs[-1][:-1]]
        starts = [0, *accumulate(map(len, paragraphs))]
        marked = self._bookmarked(starts, len(paragraphs))
        pairs: list[tuple[int, int]] = []
        left = right = 0
        for to_left, to_right in [*marked, (len(self._expected), len(paragraphs))]:
            same = LCSseq.opcodes(self._expected[left:to_left], paragraphs[right:to_right])
            for each in same:
                if each.tag == "equal":
                    pairs += [
                        (left + each.src_start + n, right + each.dest_start + n)
                        for n in range(each.src_end - each.src_start)
                    ]
            if to_left < len(self._expected):
                pairs.append((to_left, to_right))
            left, right = to_left + 1, to_right + 1
        bounds = [(0, 0)] if not pairs or pairs[0] != (0, 0) else []
        bounds = [*bounds, *pairs, (len(self._expected), len(paragraphs))]
        return [
            (self._starts[one[0]], self._starts[two[0]], starts[one[1]], starts[two[1]])
            for one, two in pairwise(bounds)
        ]

    def _bookmarked(self, starts: Sequence[int], count: int) -> list[tuple[int, int]]:
        """The paragraphs (base, document) that carry the bookmark they went out with, as far as they kept their
        order."""
        found: list[tuple[int, int]] = []
        for name, start in self._bookmarks.items():
            number = name.removeprefix(BOOKMARK)
            if not name.startswith(BOOKMARK) or not number.isdecimal() or len(number) > _NUMBER:
                continue
            paragraph = bisect_right(starts, bisect_left(self._own, start)) - 1
            if 0 < int(number) <= len(self._expected) and paragraph < count:
                found.append((int(number) - 1, paragraph))
        return _rising(sorted(found))

    # Each cell in the order of the document

    def _same(self, first: int, last: int, own: int) -> None:
        """The base's words ``[first, last)``, which are the document's own from ``own`` on."""
        for at in range(first, last):
            place = self._own[own + at - first]
            self._written_until(place)
            letter, _, deleted = self._pieces[place]
            self._put(place, Cell(letter, self._source[at], deleted=deleted), self._paragraph(at))

    def _struck(self, first: int, last: int) -> None:
        """The base's words ``[first, last)``, which are gone without a trace."""
        for at in range(first, last):
            letter = self._base_letter(at)
            self._cells.append(Cell(letter, self._source[at], deleted=self._untracked))
            self._owners.append(self._paragraph(at))

    def _added(self, first: int, last: int) -> None:
        """The document's own words ``[first, last)``, which the base does not have."""
        for own in range(first, last):
            place = self._own[own]
            self._written_until(place)
            letter, _, deleted = self._pieces[place]
            self._put(place, Cell(letter, None, own=False, inserted=self._untracked, deleted=deleted), None)

    def _written_until(self, place: int) -> None:
        """What was written, and tracked, before that code point of the document."""
        while self._next < place:
            letter, inserted, deleted = self._pieces[self._next]
            self._put(self._next, Cell(letter, None, own=False, inserted=inserted, deleted=deleted), None)

    def _put(self, place: int, cell: Cell, owner: int | None) -> None:
        self._places[place] = len(self._cells)
        self._cells.append(cell)
        self._owners.append(owner)
        self._next = place + 1

    def _owned(self) -> list[int]:
        """What was written belongs to the paragraph that it continues, or that it was put before."""
        owners = list(self._owners)
        count, at, known = len(owners), 0, -1
        while at < count:
            owner = owners[at]
            if owner is not None:
                known, at = owner, at + 1
                continue
            stop = at
            while stop < count and owners[stop] is None:
                stop += 1
            following = owners[stop] if stop < count else None
            if known < 0 or (self._cells[at - 1].text == MARK and self._is_before(known, following)):
                known = known if following is None else following
            elif self._cells[at - 1].text == self._cells[stop - 1].text == MARK:
                # A paragraph after this one is a mark and its words, before the mark that was there.
                self._cells[at - 1], self._cells[stop - 1] = self._cells[stop - 1], self._cells[at - 1]
            owners[at:stop] = [max(known, 0)] * (stop - at)
            at = stop
        return [owner or 0 for owner in owners]

    def _is_before(self, previous: int, following: int | None) -> bool:
        """Whether what was written between two paragraphs is rather put before the second than after the first."""
        if following is None:
            return False
        before, after = self._base.paragraphs[previous], self._base.paragraphs[following]
        return bool(after.same) and before.note == after.note and (not before.same or before.section == after.section)

    def _paragraph(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    def _base_letter(self, at: int) -> str:
        paragraph = self._paragraph(at)
        return self._expected[paragraph][at - self._starts[paragraph]]


def _sources(base: WordBase) -> list[tuple[int, int] | None]:
    """For each code point of the base's paragraphs and their marks, what it stands for in its section's text."""
    found: list[tuple[int, int] | None] = []
    for index, paragraph in enumerate(base.paragraphs):
        own: list[tuple[int, int] | None] = [None] * (len(paragraph.text) + 1)
        source = base.texts.get(paragraph.section, "")
        for same in paragraph.same:
            for n in range(same.length):
                at = same.source + n
                letter = paragraph.text[same.shown + n]
                own[same.shown + n] = (at, object_end(source, at) if letter == OBJECT else at + 1)
        following = base.paragraphs[index + 1] if index + 1 < len(base.paragraphs) else None
        if paragraph.same and following and following.same and following.section == paragraph.section:
            last, first = paragraph.same[-1], following.same[0].source
            start = source.find("\n", last.source + last.length, first)
            if start >= 0:
                own[-1] = (start, _after_break(source, start, first))
        found += own
    return found


def _after_break(source: str, start: int, stop: int) -> int:
    """Where what parts two paragraphs in the source ends: blank lines, and the mark of an entry or a quotation."""
    at = start
    while at < stop and (source[at].isspace() or source[at] in ">-+" or source[at : at + 2] in ("* ", "# ")):
        at += 1
    digits = at
    while digits < stop and source[digits].isdecimal():
        digits += 1
    if digits > at and source[digits : digits + 2] in (". ", ") ") and digits + 2 <= stop:
        at = digits + 2
    return at


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of ``pairs`` (first members rising) whose second members rise too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, second) in enumerate(pairs):
        rank = bisect_left(ends, second)
        before.append(last[rank - 1] if rank else -1)
        ends[rank : rank + 1] = [second]
        last[rank : rank + 1] = [at]
    found = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]
