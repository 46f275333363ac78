"""Keep to the characters that the PDF's fonts can draw: PDF/A forbids a page on which one would be missing."""

from __future__ import annotations

import re
from functools import cache
from re import Match

from editor_app.assets import asset

_LONG_WORD = re.compile(r"\S{41,}")
_LONG_CODE = re.compile(r"\S{61,}")
_PIECE = 20
_ZERO_WIDTH_SPACE = "\u200b"


def printable(text: str, *, code: bool = False) -> str:
    """``text`` with each run of characters that no font has written as their numbers, « [U+1F600] »: nothing is lost
    without a trace. Words longer than a line may break; in ``code``, where each character counts, only those that
    would leave the page."""
    shown = _pattern(upright=False).sub(_numbers, text)
    return (_LONG_CODE if code else _LONG_WORD).sub(_breakable, shown)


def upright(text: str) -> str | None:
    """A regular expression for the characters of ``text`` that the fonts have upright only, to be set so wherever they
    stand; None when there is none."""
    found = sorted({character for character in text if _pattern(upright=True).match(character)})
    return f"[{''.join(found)}]+" if found else None  # none of them means anything in an expression


def _numbers(found: Match[str]) -> str:
    return f"[{' '.join(f'U+{ord(character):04X}' for character in found[0])}]"


def _breakable(found: Match[str]) -> str:
    word = found[0]
    return _ZERO_WIDTH_SPACE.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))


@cache
def _pattern(*, upright: bool) -> re.Pattern[str]:
    """One or more characters that no font has; ``upright``: that the fonts have upright only."""
    lines = asset("pdf", "characters.txt").read_text(encoding="ascii").split("\n")
    ranges = [line.split(" ")[0].partition("-") for line in lines if line[:1] not in ("", "#")]
    if upright:
        ranges = [line.removesuffix(" upright").partition("-") for line in lines if line.endswith(" upright")]
    listed = "".join(f"\\U{int(first, 16):08x}-\\U{int(last or first, 16):08x}" for first, _, last in ranges)
    return re.compile(f"[{listed}]" if upright else f"[^{listed}\n]+")
