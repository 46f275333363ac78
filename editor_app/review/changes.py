"""Turns a text in which people wrote and struck out words into suggestions on the words that it had before.

Word's tracked changes, CriticMarkup and a text that was simply edited all come here as cells, one a code point: kept,
written or struck out, and by whom.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from rapidfuzz.distance import LCSseq

from editor_app.review.narrowing import narrowed, on_words

MAX_TOKENS: Final = 6_000
"""Of the part of a text that is compared with what became of it."""
PARAGRAPH: Final = "\u2029"
"""Ends a paragraph where the cells are what is shown, and not the source itself."""
BREAK: Final = "\v"
"""A forced line break within such a paragraph."""
OBJECT: Final = "\ufffc"
"""What is no word: a picture, a call for a note."""

_TOKEN: Final = re.compile(r"\w+|\s|[^\w\s]")
_ENTRY: Final = re.compile(r"[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+|>[ \t]?)")
_EMPTY_LINK: Final = re.compile(r"\]\([^()\n]*\)|\]\[[^\[\]\n]*\]")
_PAIRS: Final = ("**", "__", "~~", "*", "_", "`")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Change:
    """Who wrote or struck something out, and when (with a time zone)."""

    author: str
    when: datetime.datetime


@dataclass(slots=True)
class Cell:
    """One code point. ``source`` is the range that it stands for in the base text: none for what was written, and for
    what is shown without being in the source. ``own`` says whether the base had it."""

    text: str
    source: tuple[int, int] | None
    own: bool = True
    inserted: Change | None = None
    deleted: Change | None = None

    @property
    def changed(self) -> bool:
        """Whether anyone wrote or struck it out."""
        return self.inserted is not None or self.deleted is not None


@dataclass(frozen=True, slots=True)
class Suggested:
    """``author`` would write ``replacement`` for the words ``[start, end)`` (code points) of the base text."""

    start: int
    end: int
    replacement: str
    author: str
    when: datetime.datetime


@dataclass(frozen=True, slots=True)
class Unplaced:
    """``author`` changed ``before`` into ``after`` in words that are shown but not in the base text; ``at`` is the
    index of the first changed cell."""

    at: int
    before: str
    after: str
    author: str
    when: datetime.datetime


def suggested(cells: Sequence[Cell], base: str) -> Iterator[Suggested | Unplaced]:
    """What the people who changed the ``cells`` of one text suggest, in whole words, in reading order."""
    for start, stop in _groups(cells):
        group = cells[start:stop]
        around = _neighbour(cells, start - 1, -1), _neighbour(cells, stop, 1)
        latest: dict[str, datetime.datetime] = {}
        for cell in group:
            for change in (cell.inserted, cell.deleted):
                if change is not None:
                    latest[change.author] = max(latest.get(change.author, change.when), change.when)
        for author, when in latest.items():
            yield from _by(author, when, group, start, base, around)


def edited(before: str, after: str, change: Change, offset: int = 0) -> list[Cell]:
    """The cells of a text ``before`` that ``change`` made ``after``; ``before`` begins at ``offset`` in the base text.
    Raises ValueError when too much of it changed to be compared."""
    cells: list[Cell] = []
    for old, new, equal, at in differences(before, after):
        if equal:
            cells += [Cell(letter, (offset + at + n, offset + at + n + 1)) for n, letter in enumerate(old)]
        else:
            cells += [
                Cell(letter, (offset + at + n, offset + at + n + 1), deleted=change) for n, letter in enumerate(old)
            ]
            cells += [Cell(letter, None, own=False, inserted=change) for letter in new]
    return cells


def differences(before: str, after: str) -> Iterator[tuple[str, str, bool, int]]:
    """``before`` and ``after`` laid over each other by words: (words before, words after, whether they are the same,
    offset before). Raises ValueError when too much changed to be compared."""
    one, other = _TOKEN.findall(before), _TOKEN.findall(after)
    first = 0
    shortest = min(len(one), len(other))
    while first < shortest and one[first] == other[first]:
        first += 1
    last = 0
    while last < shortest - first and one[-1 - last] == other[-1 - last]:
        last += 1
    middle, changed = one[first : len(one) - last], other[first : len(other) - last]
    if len(middle) * len(changed) > MAX_TOKENS**2:
        raise ValueError("too much changed")
    at = 0
    if first:
        same = "".join(one[:first])
        yield same, same, True, 0
        at = len(same)
    for each in LCSseq.opcodes(middle, changed):
        old, new = "".join(middle[each.src_start : each.src_end]), "".join(changed[each.dest_start : each.dest_end])
        yield old, new, each.tag == "equal", at
        at += len(old)
    if last:
        same = "".join(one[len(one) - last :])
        yield same, same, True, at


def _groups(cells: Sequence[Cell]) -> list[tuple[int, int]]:
    """The stretches of cells that were changed, grown to whole words; each holds at least one of the base's own."""
    found: list[list[int]] = []
    at = 0
    while at < len(cells):
        if not cells[at].changed:
            at += 1
            continue
        stop = at
        while stop < len(cells) and cells[stop].changed:
            stop += 1
        start, stop = _grown(cells, at, stop)
        while found and start <= found[-1][1]:
            start = min(start, found.pop()[0])
        found.append([start, stop])
        at = stop
    return [(start, stop) for start, stop in found]


def _grown(cells: Sequence[Cell], start: int, stop: int) -> tuple[int, int]:
    while start and _in_word(cells[start - 1]) and _in_word(cells[start]):
        start -= 1
    while stop < len(cells) and (cells[stop].changed or (_in_word(cells[stop]) and _in_word(cells[stop - 1]))):
        stop += 1
    if any(cell.source for cell in cells[start:stop]):
        return start, stop
    # What was only added needs a word of the base to stand on: the one before, else the one after.
    before = start
    while before and _stands(cells[before - 1]):
        before -= 1
        if cells[before].source and not (before and _in_word(cells[before]) and _in_word(cells[before - 1])):
            return before, stop
    after = stop
    while after < len(cells) and _stands(cells[after]):
        after += 1
        if cells[after - 1].source and not (
            after < len(cells) and _in_word(cells[after]) and _in_word(cells[after - 1])
        ):
            return start, after
    while before and not cells[before].source:
        before -= 1
    return (before, stop) if cells[before].source else (start, stop)


def _stands(cell: Cell) -> bool:
    return cell.text not in ("\n", PARAGRAPH) and not cell.changed


def _in_word(cell: Cell) -> bool:
    return cell.text.isalnum() or cell.text == "_"


def _by(
    author: str, when: datetime.datetime, group: Sequence[Cell], at: int, base: str, around: _Around
) -> Iterator[Suggested | Unplaced]:
    placed = [cell.source for cell in group if cell.source]
    in_order = all(one[1] <= other[0] for one, other in pairwise(placed))
    if not placed or not in_order:
        yield from _unplaced(author, when, group, at)
        return
    start, end = placed[0][0], placed[-1][1]
    found = _written(author, group, start, base, around)
    if found is None:
        yield from _unplaced(author, when, group, at)
        return
    start, end, written = _without_empty_marks(base, start, end, found)
    change = narrowed(base, start, end, written)
    if change is None:
        yield from _unplaced(author, when, group, at)
        return
    if not _is_blank_line(base, *change):
        yield Suggested(*on_words(base, *change), author, when)


def _is_blank_line(base: str, start: int, end: int, written: str) -> bool:
    """Whether the change only adds or takes out room at the edge of a paragraph."""
    edge = start == 0 or base[start - 1] == "\n" or end == len(base) or base[end] == "\n"
    return edge and not base[start:end].strip() and not written.strip()


def _written(author: str, group: Sequence[Cell], start: int, base: str, around: _Around) -> list[_Part] | None:
    """The base text of the group as the author would have it; None when they change what is shown there and stands
    elsewhere."""
    own = [cell for cell in group if cell.own]
    parts: list[_Part] = []
    position = start
    for old, new, equal, at in differences("".join(cell.text for cell in own), _as_read(author, group)):
        struck = () if equal else own[at : at + len(old)]
        if any(_is_elsewhere(cell, base) for cell in struck):
            return None
        if not equal and not struck and _is_within_elsewhere(own, at, around):
            return None
        if not equal:  # before what it stands for, so that it takes the place of its first words
            parts += [_Part(_as_source(letter, base, position)) for letter in new]
        for cell in own[at : at + len(old)]:
            if cell.source:
                first, last = cell.source
                parts.append(_Part(base[position:first], mark=True))
                parts.append(_Part(base[first:last] if equal else ""))
                position = last
    return _without_empty_pairs(parts)


_Around: TypeAlias = tuple[Cell | None, Cell | None]
"""The base's own words before and after a group."""


def _neighbour(cells: Sequence[Cell], at: int, step: int) -> Cell | None:
    """The next of the base's own cells that is no space, in that direction."""
    while 0 <= at < len(cells):
        if cells[at].own and not cells[at].text.isspace():
            return cells[at]
        at += step
    return None


def _is_within_elsewhere(own: Sequence[Cell], at: int, around: _Around) -> bool:
    """Whether what is written before the group's own cell ``at`` stands within what is in another place of the
    source."""
    before = _neighbour(own, at - 1, -1) or around[0]
    after = _neighbour(own, at, 1) or around[1]
    return all(cell is not None and cell.source is None for cell in (before, after))


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of source; a ``mark`` is not shown, and stays when words around it go."""

    text: str
    mark: bool = False


def _without_empty_pairs(parts: Iterable[_Part]) -> list[_Part]:
    """Drop the marks that have nothing left between them."""
    found: list[_Part] = []
    for part in parts:
        if not part.text:
            continue
        last = found[-1] if found and found[-1].mark and part.mark else None
        if last and (
            (last.text in _PAIRS and part.text == last.text) or (last.text == "[" and _EMPTY_LINK.fullmatch(part.text))
        ):
            found.pop()
        else:
            found.append(part)
    return found


def _as_read(author: str, group: Sequence[Cell]) -> str:
    """What the group shows as the author would have it."""
    theirs = _takes_part(author, group)
    return "".join(
        cell.text
        for cell in group
        if not _struck_by(author, cell)
        and (cell.own or theirs or (cell.inserted is not None and cell.inserted.author == author))
    )


def _struck_by(author: str, cell: Cell) -> bool:
    return cell.deleted is not None and cell.deleted.author == author


def _is_elsewhere(cell: Cell, base: str) -> bool:
    """Whether what is shown cannot be taken out of the source where it is shown: a picture, an acronym written out."""
    if cell.source is None:
        return cell.own and not cell.text.isspace()
    return cell.text == OBJECT and base.startswith("!", cell.source[0])


def _takes_part(author: str, group: Iterable[Cell]) -> bool:
    """Whether the author struck out some of what another wrote, and so lets the rest of it stand."""
    return any(
        cell.inserted is not None
        and cell.inserted.author != author
        and cell.deleted is not None
        and cell.deleted.author == author
        for cell in group
    )


def _as_source(text: str, base: str, position: int) -> str:
    """What was written, as it is written in the source at that position."""
    if text == PARAGRAPH:
        line = base.rfind("\n", 0, position) + 1
        entry = _ENTRY.match(base, line)
        if entry is None:
            return "\n\n"
        return f"\n{entry[0]}\n{entry[0]}" if ">" in entry[0] else f"\n{entry[0]}"
    if text == BREAK:
        return "  \n"
    if text == "\t":
        return " "
    return "" if text == OBJECT or _UNPRINTABLE.match(text) else text


def _without_empty_marks(base: str, start: int, end: int, parts: Sequence[_Part]) -> tuple[int, int, str]:
    """What ``parts`` say for the range, without the marks of emphasis or of a link that would stand around nothing; the
    range is larger by those of them that are outside."""
    written = "".join(part.text for part in parts)
    closes, opens = bool(parts) and parts[0].mark, bool(parts) and parts[-1].mark
    found = True
    while found:
        found = False
        for mark in _PAIRS:
            before, after = base.endswith(mark, 0, start), base.startswith(mark, end)
            if closes and before and written.startswith(mark):
                start, written, found = start - len(mark), written[len(mark) :], True
            elif opens and after and written.endswith(mark):
                end, written, found = end + len(mark), written[: -len(mark)], True
            elif before and after and not written:
                start, end, found = start - len(mark), end + len(mark), True
            if found:
                break
        inner, outer = _EMPTY_LINK.match(written), _EMPTY_LINK.match(base, end)
        if closes and inner and base.endswith("[", 0, start):
            start, written, found = start - 1, written[inner.end() :], True
        elif opens and outer and written.endswith("["):
            end, written, found = outer.end(), written[:-1], True
        elif not written and outer and base.endswith("[", 0, start):
            start, end, found = start - 1, outer.end(), True
    return start, end, written


def _unplaced(author: str, when: datetime.datetime, group: Sequence[Cell], at: int) -> Iterator[Unplaced]:
    before, after = "".join(cell.text for cell in group if cell.own), _as_read(author, group)
    if before.strip() != after.strip():
        yield Unplaced(at, before, after, author, when)
