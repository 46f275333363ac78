"""Raise the letters of French ordinals: 1er, 2e, XXIe.

Source: Imprimerie nationale, *Lexique des règles typographiques*, « Abréviations » (adjectifs numéraux ordinaux).
Civilities (Mme, Mlle) stay on the line: both forms are accepted, and screen readers say « Madame » only for this one.
"""

from __future__ import annotations

import re
from html import escape

ORDINAL = (
    r"(?<![\w/.\-@#])"
    r"(?:1(?=ers?\b|res?\b)|2(?=ds?\b|des?\b)|I(?=ers?\b|res?\b)|\d{1,4}(?=es?\b)|(?:[VX]|[IVXLC]{2,9})(?=es?\b))"
    r"(?:ers?|res?|ds?|des?|es?)(?![\w@/])"
)
"""A number in figures or Roman capitals with its ordinal ending; not inside an address or a longer word."""

_PARTS = re.compile(rf"({ORDINAL})")
_ENDING = re.compile(r"[a-z]+$")


def split_ordinal(word: str) -> tuple[str, str]:
    """The number and the ending of a word that ORDINAL matched: ``("14", "e")``."""
    ending = _ENDING.search(word)
    cut = ending.start() if ending else len(word)
    return word[:cut], word[cut:]


def raised(text: str) -> str:
    """``text`` as HTML: escaped, its ordinals raised in ``<sup>``."""
    pieces = _PARTS.split(text)
    for index in range(1, len(pieces), 2):
        number, ending = split_ordinal(pieces[index])
        pieces[index] = f"{number}<sup>{ending}</sup>"
    pieces[::2] = [escape(piece) for piece in pieces[::2]]
    return "".join(pieces)
