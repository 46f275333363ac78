"""Says where the words of an earlier text stand in a later one.

Both texts are read as tokens: words and marks, without the spaces between them and with kinds of quotation marks made
one, so that cleaned typography, and paragraphs split or merged, change nothing. Of all the ways to lay one sequence of
tokens over the other, those that keep the most are looked for from the front and from the back; a token has a place in
the later text only where both agree.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz.distance import LCSseq

MAX_TOKENS: Final = 40_000
"""Of one text (20,000 words make some 24,000); beyond, nothing is laid over anything."""
MAX_OCCURRENCES: Final = 200
MAX_WINDOWS: Final = 5
CONTEXT: Final = 45
"""Tokens on either side that tell where some are."""
BEYOND: Final = 12
"""Of those, outside the paragraph, which may have moved away from its neighbours."""
REACH: Final = 60
"""Tokens on either side of a place in which the context is looked for."""
SIZES: Final = (5, 15, 45)
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")
_TOKEN: Final = re.compile(r"\w+|\.{3}|[^\w\s]")
_FOLDED: Final = {
    **dict.fromkeys("’‘ʼ′", "'"),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("–—‑‐−", "-"),
    "...": "…",
}


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text: what each says, and where it starts and ends (code points)."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Tokens:
        """Read ``text`` as tokens."""
        found = list(_TOKEN.finditer(text))
        return cls(
            tuple(_FOLDED.get(match[0], match[0]) for match in found),
            tuple(match.start() for match in found),
            tuple(match.end() for match in found),
        )

    def touching(self, start: int, end: int) -> range:
        """The indices of the tokens that share a code point with ``[start, end)``."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    @cached_property
    def _where(self) -> dict[str, list[int]]:
        where: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.words):
            where[word].append(index)
        return where

    def occurrences(self, wanted: tuple[str, ...]) -> list[int]:
        """Where (index of the first) these tokens follow one another; none when they do so too often to tell."""
        found = [at for at in self._where.get(wanted[0], ()) if self.words[at : at + len(wanted)] == wanted]
        return found if len(found) <= MAX_OCCURRENCES else []

    def count(self, word: str) -> int:
        """How often the text has this token."""
        return len(self._where.get(word, ()))


class OffsetMap:
    """The tokens of ``base`` and of ``current``, and which became which."""

    def __init__(self, base: str, current: str) -> None:
        self.base = Tokens.of(base)
        self.current = Tokens.of(current)
        self._breaks = [bisect_left(self.base.starts, match.end()) for match in _BLANK_LINE.finditer(base)]

    @cached_property
    def places(self) -> dict[int, int]:
        """The index in the later text of every token of the earlier one that is surely still there."""
        one, other = self.base.words, self.current.words
        if max(len(one), len(other)) > MAX_TOKENS:
            return {}
        forward = _laid_over(one, other)
        last, end = len(one) - 1, len(other) - 1
        backward = {last - at: end - to for at, to in _laid_over(one[::-1], other[::-1]).items()}
        return {at: to for at, to in forward.items() if backward.get(at) == to}

    @cached_property
    def _kept(self) -> list[int]:
        return sorted(self.places)

    def context(self, tokens: range) -> range:
        """The tokens that tell where these are: those around them in their paragraph, and a few beyond it."""
        before, after = bisect_right(self._breaks, tokens.start), bisect_left(self._breaks, tokens.stop)
        first = self._breaks[before - 1] if before else 0
        stop = self._breaks[after] if after < len(self._breaks) else len(self.base.words)
        return range(
            max(0, tokens.start - CONTEXT, first - BEYOND),
            min(len(self.base.words), tokens.stop + CONTEXT, stop + BEYOND),
        )

    def windows(self, tokens: range) -> list[range]:
        """Where to look in the later text: first between what became of the tokens before and of those after, then
        around the same tokens elsewhere, those in the likest surroundings first."""
        end = len(self.current.words)
        before, after = bisect_left(self._kept, tokens.start), bisect_left(self._kept, tokens.stop)
        first = self.places[self._kept[before - 1]] + 1 if before else 0
        stop = self.places[self._kept[after]] if after < len(self._kept) else end
        if stop - first > 5 * REACH:
            first = stop = min(stop, first + 2 * REACH)
        here = range(max(0, first - REACH), min(end, stop + REACH))
        found = [here]
        middles: list[int] = []
        wanted = self.base.words[tokens.start : tokens.stop]
        for _, at in sorted(
            ((self.likeness(tokens, self.current, at), at) for at in self.current.occurrences(wanted)), reverse=True
        ):
            if not here.start + REACH // 3 <= at <= here.stop - REACH // 3 and all(
                abs(at - middle) >= REACH // 2 for middle in middles
            ):
                middles.append(at)
                found.append(range(max(0, at - REACH), min(end, at + len(tokens) + REACH)))
                if len(found) == MAX_WINDOWS:
                    break
        return found

    def likeness(self, tokens: range, text: Tokens, first: int) -> float:
        """How much of what surrounds ``tokens`` in the earlier text surrounds as many tokens from ``first`` on in
        ``text``, from 0 to 1, the nearest tokens counting most."""
        total, stop = 0.0, first + len(tokens)
        for size in SIZES:
            before = self.base.words[max(0, tokens.start - size) : tokens.start]
            after = self.base.words[tokens.stop : tokens.stop + size]
            now_before = text.words[max(0, first - size - size // 4) : first]
            now_after = text.words[stop : stop + size + size // 4]
            same = LCSseq.similarity(before, now_before) + LCSseq.similarity(after, now_after)
            total += same / max(1, len(before) + len(after))
        return total / len(SIZES)

    def twins(self, tokens: range) -> list[tuple[float, int]]:
        """Where else in the earlier text the same tokens stand, and how alike the surroundings are."""
        wanted = self.base.words[tokens.start : tokens.stop]
        return [
            (self.likeness(tokens, self.base, at), at) for at in self.base.occurrences(wanted) if at != tokens.start
        ]


def _laid_over(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """The index in ``other`` of each token of ``one`` in one longest common subsequence."""
    places: dict[int, int] = {}
    for change in LCSseq.opcodes(one, other):
        if change.tag == "equal":
            places.update(
                zip(range(change.src_start, change.src_end), range(change.dest_start, change.dest_end), strict=True)
            )
    return places
