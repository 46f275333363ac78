"""Keep to the characters that the PDF's fonts can draw: PDF/A forbids a page on which one would be missing."""

from __future__ import annotations

import re
from functools import cache
from re import Match

from editor_app.assets import asset

_LONG_WORD = re.compile(r"\S{41,}")
_PIECE = 20
_ZERO_WIDTH_SPACE = "\u200b"


def printable(text: str, *, code: bool = False) -> str:
    """``text`` with each run of characters that no font has written as their numbers, « [U+1F600] »: nothing is lost
    without a trace. Words longer than a line may break, save in ``code``, where each character counts."""
    pattern = _unprintable()
    shown = pattern.sub(_numbers, text)
    return shown if code else _LONG_WORD.sub(_breakable, shown)


def _numbers(found: Match[str]) -> str:
    return f"[{' '.join(f'U+{ord(character):04X}' for character in found[0])}]"


def _breakable(found: Match[str]) -> str:
    word = found[0]
    return _ZERO_WIDTH_SPACE.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))


@cache
def _unprintable() -> re.Pattern[str]:
    return re.compile("[^" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in _ranges()) + "\n]+")


@cache
def _ranges() -> tuple[tuple[int, int], ...]:
    lines = asset("pdf", "characters.txt").read_text(encoding="ascii").split("\n")
    ranges = [line.partition("-") for line in lines if line and not line.startswith("#")]
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in ranges)
