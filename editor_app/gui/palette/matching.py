"""Ranks what the palette offers by what is typed: accents and capitals do not count, a slip of the finger hardly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_BEGINS, _WITHIN, _LEAST_ALIKE = 100.0, 85.0, 75.0
_ASIDE = 0.8  # what a word found in the place or the keys weighs beside one of the label
_SHORTEST_SLIP = 4  # letters under which a word typed wrong is not recognised: too many are like it


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen: ``label``, where it stands (``place``, a menu or « Rubrique »), its ``keys`` as people read
    them, whether it can be had now, and what choosing it does."""

    label: str
    place: str
    keys: str
    enabled: bool
    act: Callable[[], object]


def folded(text: str) -> str:
    """The text without accents, ligatures and capitals."""
    spread = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(character for character in spread if not unicodedata.combining(character))


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def _alike(typed: str, words: Sequence[str]) -> float:
    """How well a typed word is the beginning of one of the words, 0 to 100."""
    if any(word.startswith(typed) for word in words):
        return _BEGINS
    if any(typed in word for word in words):
        return _WITHIN
    if len(typed) < _SHORTEST_SLIP:
        return 0.0
    from rapidfuzz import fuzz, process  # some hundredths of a second, not while the window opens

    starts = [word[: len(typed)] for word in words]
    nearest = process.extractOne(typed, starts, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE)
    return 0.0 if nearest is None else min(nearest[1], _WITHIN)


def _score(typed: Sequence[str], choice: Choice) -> float:
    label, aside = _words(choice.label), _words(f"{choice.place} {choice.keys}")
    total = 0.0
    for word in typed:
        best = max(_alike(word, label), _ASIDE * _alike(word, aside))
        if not best:
            return 0.0
        total += best
    return total / len(typed) + (1.0 if label and label[0].startswith(typed[0]) else 0.0)


def matching(typed: str, choices: Sequence[Choice]) -> list[Choice]:
    """The choices that every typed word speaks of, best first; all of them, as they came, when nothing is typed."""
    words = _words(typed)
    if not words:
        return [] if typed.strip() else list(choices)
    scored = [(score, choice) for choice in choices if (score := _score(words, choice))]
    return [choice for _, choice in sorted(scored, key=lambda pair: -pair[0])]
