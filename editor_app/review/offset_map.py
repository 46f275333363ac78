"""Says where the words of an earlier text stand in a later one.

All tokens are placed together, once, for however many remarks: a passage's place tells that of the next. What stands
word for word in both texts, and once in each, needs no weighing; the rest is weighed as a whole when it is short, else
in pieces, each where its surroundings have led and wherever else rare words of it are met.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from editor_app.review import likelihood
from editor_app.review.likelihood import Floats, Integers, Side, Truths, pairs
from editor_app.review.tokens import Tokens

SURE: Final = 0.98
"""Share of a pair of tokens in the likelihood of all pairs with either of them, below which neither has a place."""
LIKELY: Final = 0.5
"""How likely it is in itself. (Of 2,400 remarks on repetitive text, 0.02 there put five on other words.)"""
WITHIN: Final = likelihood.KEPT
"""The frequency that counts for tokens without a space between them, but for the rarest: they come and go together, and
that they all did says nothing more, however long an address is."""
PASSAGE: Final = 24
MIN_UNITS: Final = 10
"""Tokens that follow one another once in each text, with spaces between so many or more, are the same passage (an
address is one word, which may have been written again elsewhere)."""
EDGE: Final = 6
"""Of its tokens at either end, weighed with what is beyond."""
MAX_CELLS: Final = 1_500_000
"""Of the table of both texts, weighed at once; beyond, in pieces."""
MAX_TOKENS: Final = 30_000
"""Of either text, apart from what needs no weighing; beyond, nothing else has a place."""
PIECE: Final = 256
MARGIN: Final = 64
"""Tokens that are weighed together, and around them."""
FARTHEST: Final = 1_024
BIN: Final = 64
MAX_ELSEWHERE: Final = 3
MIN_SHARED: Final = 4
"""How many places elsewhere in the later text are looked at, and how often they must share words met once with a
piece."""


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
        rows, columns = len(self._one.indices), len(self._other.indices)
        self._piece = PIECE if rows * columns > MAX_CELLS else max(1, rows)
        self._weighed: set[int] = set()

    def places(self, tokens: range) -> list[int]:
        """For each of these tokens of the earlier text, the index in the later one of what it became; -1 where none is
        sure."""
        rows = self._row_of[tokens.start : tokens.stop]
        for piece in np.unique(rows[rows >= 0] // self._piece).tolist():
            self._weigh(piece)
        found: list[int] = self._places[tokens.start : tokens.stop].tolist()
        return found

    def _weigh(self, piece: int) -> None:
        rows, columns = np.arange(len(self._one.indices)), np.arange(len(self._other.indices))
        if piece in self._weighed or max(len(rows), len(columns)) > MAX_TOKENS:
            return
        self._weighed.add(piece)
        first, stop = piece * self._piece, min((piece + 1) * self._piece, len(rows))
        if stop - first < len(rows):
            rows, columns = self._windows(first, stop)
        found = pairs(self._one.side(rows), self._other.side(columns))
        sure = (found.share >= SURE) & (found.likelihood >= LIKELY) & (first <= rows) & (rows < stop)
        tokens = self._one.indices[rows[sure]]
        places = self._other.indices[columns[found.place[sure]]]
        fresh = self._places[tokens] < 0
        self._places[tokens[fresh]] = places[fresh]

    # Where to look for a piece of a long text.

    def _windows(self, first: int, stop: int) -> tuple[Integers, Integers]:
        """The rows and columns to weigh for the rows from ``first`` to ``stop``: these and those around them, the
        columns where they are if nothing moved, others that share rare words, and the rows that those were."""
        end = len(self._other.indices)
        rows = np.zeros(len(self._one.indices), np.bool_)
        columns = np.zeros(end, np.bool_)
        first, stop = max(0, first - MARGIN), min(len(rows), stop + MARGIN)
        rows[first:stop] = True
        here, there = int(self._path[first]) - MARGIN, int(self._path[stop - 1]) + MARGIN
        if there - here > FARTHEST:
            columns[max(0, here) : here + FARTHEST // 2] = True
            columns[there - FARTHEST // 2 : there] = True
        else:
            columns[max(0, here) : there] = True
        seeds = self._seeds[(self._seeds[:, 0] >= first) & (self._seeds[:, 0] < stop), 1]
        bins, votes = np.unique(seeds[~columns[seeds]] // BIN, return_counts=True)
        for at in np.argsort(-votes, kind="stable")[:MAX_ELSEWHERE]:
            if votes[at] >= MIN_SHARED:
                low, high = max(0, (int(bins[at]) - 1) * BIN), (int(bins[at]) + 2) * BIN
                columns[low:high] = True
                rows[np.searchsorted(self._path, low) : np.searchsorted(self._path, high)] = True
        return np.flatnonzero(rows), np.flatnonzero(columns)

    @cached_property
    def _path(self) -> Floats:
        """The column of each row, if nothing moved."""
        one, other = self._one.numbers.tolist(), self._other.numbers.tolist()
        known_rows, known_columns = [-1], [-1]
        for change in LCSseq.opcodes(one, other):
            if change.tag == "equal":
                known_rows += range(change.src_start, change.src_end)
                known_columns += range(change.dest_start, change.dest_end)
        return np.interp(np.arange(len(one)), [*known_rows, len(one)], [*known_columns, len(other)])

    @cached_property
    def _seeds(self) -> Integers:
        """Row and column of every three tokens that are met once in each text."""
        return _met_once(self._one.numbers, self._other.numbers, 3)


@dataclass(frozen=True, slots=True)
class _Text:
    """The tokens of a text that are weighed: their indices, numbers, frequencies, and which start a paragraph."""

    indices: Integers
    numbers: Integers
    frequency: Floats
    starts: Truths

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
        starts[list(tokens.paragraphs)] = True
        return cls(np.flatnonzero(weighed), numbers[weighed], counting[weighed], starts[:-1][weighed])

    def side(self, chosen: Integers) -> Side:
        """Some of them; where something between two was left out, the text may well go on elsewhere."""
        starts = np.ones(len(chosen) + 1, np.bool_)
        starts[:-1] = self.starts[chosen]
        starts[1:-1] |= np.diff(chosen) > 1
        return Side(self.numbers[chosen], self.frequency[chosen], starts)


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
    if min(len(one), len(other)) < length:
        return np.empty((0, 2), np.int64)
    # Sums of products with odd numbers drawn by chance, modulo 2**64; what is found is compared.
    factors = np.random.default_rng(length).integers(0, 2**63, length, np.uint64) * np.uint64(2) + np.uint64(1)
    windows = [sliding_window_view(each, length) for each in (one, other)]
    once = []
    for window in windows:
        hashes = (_scattered(window) * factors).sum(axis=1, dtype=np.uint64)
        values, firsts, counts = np.unique(hashes, return_index=True, return_counts=True)
        once.append((values[counts == 1], firsts[counts == 1]))
    _, first, second = np.intersect1d(once[0][0], once[1][0], assume_unique=True, return_indices=True)
    found = np.stack([once[0][1][first], once[1][1][second]], axis=1)
    same: Truths = (windows[0][found[:, 0]] == windows[1][found[:, 1]]).all(axis=1)
    return found[same][np.argsort(found[same][:, 0])]


def _scattered(window: Integers) -> NDArray[np.uint64]:
    mixed = window.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
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
