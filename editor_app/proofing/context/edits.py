"""What slip of the hand turns one word into another: the kinds of error a candidate may undo."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache

LETTERS = "abcdefghijklmnopqrstuvwxyzàâäçèéêëîïôöùûüœæ"
"""The letters of French words, in lower case."""

_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_ROW_SHIFT = 0.4
_KEYS = {
    letter: (row, column + _ROW_SHIFT * row) for row, keys in enumerate(_ROWS) for column, letter in enumerate(keys)
}


class Slip(IntEnum):
    """How the typed word came out of the intended one (the values are stored in the packed model)."""

    TRANSPOSITION = 0
    ACCENT = 1
    NEIGHBOUR_KEY = 2
    OTHER_KEY = 3
    EXTRA_LETTER = 4
    EXTRA_FINAL_LETTER = 5
    MISSING_LETTER = 6
    MISSING_FINAL_LETTER = 7
    DOUBLED_LETTER = 8
    SAME_LEMMA = 9
    HOMOPHONE = 10


@lru_cache(maxsize=65536)
def bare(word: str) -> str:
    """``word`` without its accents and cedillas."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")


@lru_cache(maxsize=4096)
def neighbouring_keys(one: str, other: str) -> bool:
    """Whether two letters lie side by side on a French (AZERTY) keyboard."""
    a, b = _KEYS.get(bare(one)), _KEYS.get(bare(other))
    return a is not None and b is not None and abs(a[0] - b[0]) <= 1 and abs(a[1] - b[1]) <= 1.2


def slip(typed: str, intended: str) -> Slip | None:
    """The single slip that turns ``intended`` into ``typed``; None when it takes more than one or they are equal."""
    if typed == intended:
        return None
    if len(typed) == len(intended) and bare(typed) == bare(intended):
        return Slip.ACCENT
    if abs(len(typed) - len(intended)) > 1:
        return None
    same = 0
    while same < min(len(typed), len(intended)) and typed[same] == intended[same]:
        same += 1
    if len(typed) == len(intended):
        if typed[same + 1 :] == intended[same + 1 :]:
            return Slip.NEIGHBOUR_KEY if neighbouring_keys(typed[same], intended[same]) else Slip.OTHER_KEY
        swapped = typed[same : same + 2] == intended[same : same + 2][::-1]
        return Slip.TRANSPOSITION if swapped and typed[same + 2 :] == intended[same + 2 :] else None
    longer, shorter = (typed, intended) if len(typed) > len(intended) else (intended, typed)
    if longer[same + 1 :] != shorter[same:]:
        return None
    if same and longer[same] == longer[same - 1]:
        return Slip.DOUBLED_LETTER
    final = same == len(shorter)
    if longer is typed:
        return Slip.EXTRA_FINAL_LETTER if final else Slip.EXTRA_LETTER
    return Slip.MISSING_FINAL_LETTER if final else Slip.MISSING_LETTER


def two_spellings(one: str, other: str) -> bool:
    """Whether two words of one class look like two right spellings of one word: with and without the circumflex of i
    and u (Rectifications de l’orthographe, 1990), or with *ay* and *ai* (verbs in -ayer, Académie française)."""
    return any(one.replace(a, b) == other.replace(a, b) for a, b in (("î", "i"), ("û", "u"), ("ay", "ai")))


def one_edit(word: str) -> Iterator[str]:
    """Every string one insertion, deletion, substitution or transposition away from ``word``; some more than once."""
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        for letter in LETTERS:
            yield head + letter + tail
        if tail:
            yield head + tail[1:]
            for letter in LETTERS:
                yield head + letter + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
