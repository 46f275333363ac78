"""Converts offsets between code points (everywhere outside the window) and UTF-16 positions (Qt's texts).

The one place where the two meet. In a text without characters beyond U+FFFF both counts are the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_CODEC = "utf-16-le"
_BEYOND = re.compile("[\U00010000-\U0010ffff]")


def _encoded(text: str) -> bytes:
    return text.encode(_CODEC, "surrogatepass")


def length_utf16(text: str) -> int:
    """How many UTF-16 units ``text`` takes."""
    return len(text) if text.isascii() else len(_encoded(text)) // 2


def to_utf16(text: str, offset: int) -> int:
    """The UTF-16 position in ``text`` of the code point ``offset``; an offset past the end counts as the end."""
    return length_utf16(text[:offset])


def to_code_points(text: str, position: int) -> int:
    """The code point offset in ``text`` of the UTF-16 ``position``.

    A position past the end counts as the end; one inside a surrogate pair counts as the character's start.
    """
    if text.isascii():
        return min(position, len(text))
    encoded = _encoded(text)
    if len(encoded) == 2 * len(text):
        return min(position, len(text))
    head = encoded[: 2 * position]
    last = head[-1] if head else 0
    if 0xD8 <= last <= 0xDB:
        head = head[:-2]
    return len(head.decode(_CODEC, "surrogatepass"))


class Offsets:
    """Both counts of one text, for many offsets at a time."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._beyond = [found.start() for found in _BEYOND.finditer(text)] if not text.isascii() else []
        self._units = [at + before for before, at in enumerate(self._beyond)]

    def to_utf16(self, offset: int) -> int:
        """As the function of that name."""
        offset = min(offset, self._length)
        return offset + bisect_left(self._beyond, offset)

    def to_code_points(self, position: int) -> int:
        """As the function of that name."""
        return min(self._length, position - bisect_left(self._units, position))
