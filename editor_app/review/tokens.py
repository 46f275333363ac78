"""Reads a text as words and marks, so that two versions of it can be compared."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")
_TOKEN: Final = re.compile(r"\w+(?:[-‐‑]\w+)*|\.{3}|[^\w\s]")
_FOLDED: Final = {
    **dict.fromkeys("’‘ʼ′", "'"),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("–—‑‐−", "-"),
    "...": "…",
}
_HYPHENS: Final = str.maketrans("‐‑", "--")


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text, without the spaces between them, with kinds of quotation marks and of hyphens made one: so
    cleaned typography, and paragraphs split or merged, change none. What each says, and where it starts and ends (code
    points)."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Tokens:
        """Read ``text`` as tokens."""
        found = list(_TOKEN.finditer(text))
        return cls(
            text,
            tuple(_FOLDED.get(match[0], match[0].translate(_HYPHENS)) for match in found),
            tuple(match.start() for match in found),
            tuple(match.end() for match in found),
        )

    def touching(self, start: int, end: int) -> range:
        """The indices of the tokens that share a code point with ``[start, end)``."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    @cached_property
    def paragraphs(self) -> tuple[int, ...]:
        """The index of the first token of each paragraph, in order."""
        breaks = (bisect_left(self.starts, match.end()) for match in _BLANK_LINE.finditer(self.text))
        return tuple(dict.fromkeys([0, *breaks]))

    @cached_property
    def units(self) -> tuple[range, ...]:
        """The tokens between spaces, such as an address and its dots: they came and go together."""
        bounds = [0, *(at for at in range(1, len(self.words)) if self.starts[at] > self.ends[at - 1]), len(self.words)]
        return tuple(range(first, stop) for first, stop in pairwise(bounds) if first < stop)
