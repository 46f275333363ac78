"""Says where the words of an earlier text stand in a later one.

All tokens are placed together, once, for however many remarks: a passage's place tells that of the next. What stands
word for word in both texts, and once in each, needs no weighing; the rest is weighed as a whole when it is short, else
in pieces, each where its surroundings have led and wherever else rare words of it are met.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from editor_app.review import likelihood
from editor_app.review.likelihood import Floats, Integers, Side, Truths, Window, pairs, same_tokens
from editor_app.review.tokens import Tokens

SURE: Final = 0.98
"""Share of a pair of tokens in the likelihood of all pairs with either of them, below which neither has a place."""
LIKELY: Final = 0.5
"""How likely it is in itself: where two readings are as good as each other, neither is.

Of 10,020 remarks on repetitive text, 0.9 and 0.2 put four on other words, these none."""
WITHIN: Final = likelihood.KEPT
"""The frequency that counts for tokens without a space between them, but for the rarest: they come and go together, and
that they all did says nothing more, however long an address is."""
PASSAGE: Final = 24
MIN_UNITS: Final = 10
"""Tokens that follow one another once in each text, with spaces between so many or more, are the same passage (an
address is one word, which may have been written again elsewhere)."""
EDGE: Final = 6
"""Of its tokens at either end, weighed with what is beyond."""
MAX_CELLS: Final = 8_000_000
"""Of the table of both texts, weighed at once; beyond, in pieces."""
MAX_TOKENS: Final = 30_000
"""Of either text, apart from what needs no weighing; beyond, nothing else has a place."""
PIECE: Final = 256
MARGIN: Final = 64
"""Tokens that are weighed together, and around them."""
FARTHEST: Final = 1_024
BIN: Final = 32
MOST_ALIKE: Final = 3
RIVAL: Final = 2
MIN_SHARED: Final = 3
"""Tokens of which so many passages of as many are looked at elsewhere in the later text, if they share so many rare
words with them, and half as many as the one that shares most."""
RARE: Final = 3
RARE_LENGTHS: Final = (1, 2, 3)
"""How often words are met, at most, that are rare; and how many together."""


class OffsetMap:
    """The tokens of ``base`` and of ``current``, and which became which."""

    def __init__(self, base: str, current: str) -> None:
        self.base = Tokens.of(base)
        self.current = Tokens.of(current)
        numbers: dict[str, int] = {}
        one, other = (
            np.array([numbers.setdefault(word, len(numbers)) for word in tokens.words], np.int64)
            for tokens in (self.base, self.current)
        )
        counts = np.maximum(*(np.bincount(each, minlength=len(numbers)) for each in (one, other)))
        frequency: Floats = counts / max(1, len(one), len(other))
        self._places = _same_passages(one, other, self.base.units)
        known = np.flatnonzero(self._places >= 0)
        tied_one, tied_other = one.copy(), other.copy()
        tied_one[known] = tied_other[self._places[known]] = len(numbers) + np.arange(len(known))
        inside = _inside(self._places)
        weighed_columns = np.ones(len(other), np.bool_)
        weighed_columns[self._places[inside]] = False
        self._one = _Text.of(self.base, tied_one, frequency[one], ~inside)
        self._other = _Text.of(self.current, tied_other, frequency[other], weighed_columns)
        self._row_of = np.full(len(one), -1, np.int64)
        self._row_of[self._one.indices] = np.arange(len(self._one.indices))
        self._row_of[self._places >= 0] = -1
        self._weighed = False

    def places(self, tokens: range) -> list[int]:
        """For each of these tokens of the earlier text, the index in the later one of what it became; -1 where none is
        sure."""
        if not self._weighed and (self._row_of[tokens.start : tokens.stop] >= 0).any():
            self._weigh()
        found: list[int] = self._places[tokens.start : tokens.stop].tolist()
        return found

    def _weigh(self) -> None:
        self._weighed = True
        one, other = self._one, self._other
        if not len(other.indices) or max(len(one.indices), len(other.indices)) > MAX_TOKENS:
            return
        found = pairs(one.side, other.side, list(self._windows()))
        sure = (found.share >= SURE) & (found.likelihood >= LIKELY)
        tokens = one.indices[sure]
        fresh = self._places[tokens] < 0
        self._places[tokens[fresh]] = other.indices[found.place[sure][fresh]]

    # Where to look in long texts.

    def _windows(self) -> Iterator[Window]:
        """All at once, if they are short; else piece by piece, each with what surrounds it, where it is if nothing
        moved and where most rare words of it are met."""
        count, end = len(self._one.indices), len(self._other.indices)
        piece = PIECE if count * end > MAX_CELLS else count
        for start in range(0, count, piece):
            first, stop = max(0, start - MARGIN), min(count, start + piece + MARGIN)
            rows = np.arange(first, stop)
            columns = np.ones(end, np.bool_)
            if piece < count:
                columns[:] = False
                here, there = int(self._path[first]) - MARGIN, int(self._path[stop - 1]) + MARGIN
                if there - here > FARTHEST:
                    columns[max(0, here) : here + FARTHEST // 2] = True
                    columns[there - FARTHEST // 2 : there] = True
                else:
                    columns[max(0, here) : there] = True
                for own in range(first // BIN, (stop - 1) // BIN + 1):
                    for at in self._alike.get(own, ()):
                        columns[max(0, at * BIN - BIN // 2) : (at + 1) * BIN + BIN // 2] = True
            yield Window(rows, np.flatnonzero(columns), (start <= rows) & (rows < start + piece))

    @cached_property
    def _path(self) -> Floats:
        """The column of each row, if nothing moved."""
        one, other = self._one.side.tokens.tolist(), self._other.side.tokens.tolist()
        known_rows, known_columns = [-1], [-1]
        for change in LCSseq.opcodes(one, other):
            if change.tag == "equal":
                known_rows += range(change.src_start, change.src_end)
                known_columns += range(change.dest_start, change.dest_end)
        return np.interp(np.arange(len(one)), [*known_rows, len(one)], [*known_columns, len(other)])

    @cached_property
    def _alike(self) -> dict[int, list[int]]:
        """For each ``BIN`` rows, by their rank, the ranks of the ``BIN`` columns that share most rare words with
        them."""
        one, other = self._one.side.tokens, self._other.side.tokens
        bins = len(other) // BIN + 1
        shared = [rows // BIN * bins + columns // BIN for rows, columns in (_rare(one, other, n) for n in RARE_LENGTHS)]
        both, votes = np.unique(np.concatenate(shared), return_counts=True)
        found: dict[int, list[int]] = {}
        most: dict[int, int] = {}
        for at in np.argsort(-votes, kind="stable").tolist():
            if votes[at] < MIN_SHARED:
                break
            row, column = divmod(int(both[at]), bins)
            known = found.setdefault(row, [])
            if len(known) < MOST_ALIKE and RIVAL * int(votes[at]) >= most.setdefault(row, int(votes[at])):
                known.append(column)
        return found


@dataclass(frozen=True, slots=True)
class _Text:
    """The tokens of a text that are weighed, and their indices in it."""

    indices: Integers
    side: Side

    @classmethod
    def of(cls, tokens: Tokens, numbers: Integers, frequency: Floats, weighed: Truths) -> _Text:
        counting = frequency.copy()
        for unit in tokens.units:
            if len(unit) > 1:
                rarest = unit.start + int(counting[unit.start : unit.stop].argmin())
                least = counting[rarest]
                counting[unit.start : unit.stop] = np.maximum(WITHIN, counting[unit.start : unit.stop])
                counting[rarest] = least
        starts = np.zeros(len(numbers) + 1, np.bool_)
        starts[[*tokens.paragraphs, len(numbers)]] = True
        chosen = np.flatnonzero(weighed)
        return cls(chosen, Side(numbers, counting, starts).only(chosen))


def _same_passages(one: Integers, other: Integers, units: tuple[range, ...]) -> Integers:
    """For each token of ``one``, whose ``units`` these are: its index in ``other`` when it is in a passage that is met
    once in each; else -1."""
    places = np.full(len(one), -1, np.int64)
    doubtful = np.zeros(len(one), np.bool_)
    owner = np.full(len(other), -1, np.int64)
    found = _met_once(one, other, PASSAGE)
    unit = np.repeat(np.arange(len(units)), [len(each) for each in units])
    found = found[unit[found[:, 0] + PASSAGE - 1] - unit[found[:, 0]] + 1 >= MIN_UNITS]
    for offset in range(PASSAGE):
        at, to = found[:, 0] + offset, found[:, 1] + offset
        doubtful[at[(places[at] >= 0) & (places[at] != to)]] = True
        doubtful[at[(owner[to] >= 0) & (owner[to] != at)]] = True
        places[at], owner[to] = to, at
    places[doubtful] = -1
    return places


def _met_once(one: Integers, other: Integers, length: int) -> Integers:
    """Where so many tokens stand that follow one another once in each text: two columns, the index in each."""
    rows, columns = _rare(one, other, length, 1)
    return np.stack([rows, columns], axis=1)


def _rare(one: Integers, other: Integers, length: int, most: int = RARE) -> tuple[Integers, Integers]:
    """Where so many tokens that follow one another stand in both texts, if they do ``most`` times at most in either:
    the index in each, by the first."""
    if min(len(one), len(other)) < length:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    # Sums of products with odd numbers drawn by chance, modulo 2**64; what is found is compared.
    factors = np.random.default_rng(length).integers(0, 2**63, length, np.uint64) * np.uint64(2) + np.uint64(1)
    windows = [sliding_window_view(each, length) for each in (one, other)]
    hashes = [
        sum((_scattered(window[:, at]) * factor for at, factor in enumerate(factors)), np.zeros(len(window), np.uint64))
        for window in windows
    ]
    _, found = np.unique(np.concatenate(hashes), return_inverse=True)
    texts = np.split(found.astype(np.int64), [len(windows[0])])
    counts = [np.bincount(each, minlength=len(found)) for each in texts]
    rare = (np.maximum(*counts) <= most) & (np.minimum(*counts) > 0)
    places = [np.flatnonzero(rare[each]) for each in texts]
    at, to = same_tokens(*(each[place] for each, place in zip(texts, places, strict=True)))
    rows, columns = places[0][at], places[1][to]
    same = (windows[0][rows] == windows[1][columns]).all(axis=1)
    return rows[same], columns[same]


def _scattered(tokens: Integers) -> NDArray[np.uint64]:
    mixed = tokens.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return mixed ^ (mixed >> np.uint64(29))


def _inside(places: Integers) -> Truths:
    """The tokens that stand ``EDGE`` tokens or more from both ends of a passage that is the same."""
    begins = np.ones(len(places), np.bool_)
    begins[1:] = (np.diff(places) != 1) | (places[:-1] < 0)
    bounds = [*np.flatnonzero(begins).tolist(), len(places)]
    inside = np.zeros(len(places), np.bool_)
    for first, stop in pairwise(bounds):
        if places[first] >= 0:
            inside[first + EDGE : max(first, stop - EDGE)] = True
    return inside
