"""Finds the words of a block, with exact offsets, whatever way their apostrophes and accents are written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from editor_app.proofing.layer import MASK

_REMEMBERED = 16
"""Blocks: each is looked at by several in turn."""
SOFT_HYPHEN = "\u00ad"
_TOKEN = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f\u00ad]|['’ʼ´`‘\\-\u2010\u2011](?=[^\\W_]))*")
_ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu|entr)’", re.IGNORECASE)
_PART = re.compile("[^'’ʼ´`‘\\-\u2010\u2011]+")
_NORMAL = str.maketrans(
    {"'": "’", "ʼ": "’", "´": "’", "`": "’", "‘": "’", "\u2010": "-", "\u2011": "-", SOFT_HYPHEN: None}
)
_ABBREVIATED = re.compile(r"(?<!\w)(?:MM|Dr|Pr|St|[^\W\d_a-z])\.$")
_SENTENCE_END = frozenset(".!?…:")
_TRANSPARENT = frozenset(" \t\u00a0\u202f«\"“‘'’([–—-" + MASK)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written: ``[start, end)`` in code points of the block. ``form`` is composed (NFC), with ’ for every
    apostrophe, - for every hyphen and no soft hyphen."""

    start: int
    end: int
    form: str


def normal_form(written: str) -> str:
    """``written`` as dictionaries have it: composed, ’ for every apostrophe, no soft hyphen."""
    return written if written.isascii() and "'" not in written else _normal(written)


def _normal(written: str) -> str:
    return unicodedata.normalize("NFC", written.translate(_NORMAL))


@lru_cache(_REMEMBERED)
def tokens(text: str) -> tuple[re.Match[str], ...]:
    """What lies between two separators, elided articles and compounds whole: « l’avant-projet », « 14e »."""
    found = tuple(_TOKEN.finditer(text))
    return tuple(one for one in found if not _cut_by_mark(text, *one.span())) if MASK in text else found


def _cut_by_mark(text: str, start: int, end: int) -> bool:
    """Whether a mark in the middle of a word (``**M**inistère``) leaves only a piece of it to see."""
    if start and text[start - 1] == MASK:
        before = start - 1
        while before and text[before] == MASK:
            before -= 1
        if text[before].isalnum():
            return True
    if end < len(text) and text[end] == MASK:
        after = end
        while after + 1 < len(text) and text[after] == MASK:
            after += 1
        return text[after].isalnum()
    return False


def without_elision(token: str, start: int = 0) -> Word:
    """The word itself of a token that stands at ``start``: « ONU » in « l’ONU », the token where nothing is elided."""
    form = normal_form(token)
    elision = _ELISION.match(form)
    if elision and len(form) > elision.end():
        cut = elision.end()
        if len(form) != len(token):
            # Combining accents and soft hyphens make the token longer than its form; cut after its first apostrophe.
            cut = min(position for position, letter in enumerate(token) if letter in "'’ʼ´`‘") + 1
        return Word(start + cut, start + len(token), form[elision.end() :])
    return Word(start, start + len(token), form)


def parts(text: str, word: Word) -> list[Word]:
    """The words a compound of ``text`` is made of: « vice » and « président »; the word alone where it is none."""
    return [
        Word(word.start + found.start(), word.start + found.end(), normal_form(found.group()))
        for found in _PART.finditer(text[word.start : word.end])
    ]


def starts_sentence(text: str, start: int) -> bool:
    """Whether the word at ``start`` opens a sentence, a list item or a quotation: its capital proves nothing."""
    position = start - 1
    seen_mask = False
    while position >= 0 and text[position] in _TRANSPARENT:
        if text[position] in '«"“':
            return True
        seen_mask = seen_mask or text[position] == MASK
        position -= 1
    if position < 0:
        return True
    if text[position] in _SENTENCE_END:
        return text[position] != "." or _ABBREVIATED.search(text, max(0, position - 4), position + 1) is None
    return text[position] == "\n" and (seen_mask or _ends_line(text, position))


def _ends_line(text: str, newline: int) -> bool:
    """Whether the line that ends at ``newline`` ends a thought; otherwise the next one goes on with its sentence."""
    before = text[:newline].rstrip()
    return not before or before[-1] in ".!?…:;,"
