"""Tells a slip of the hand from a foreign word, a name or a rare term, among the words that no dictionary has."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from editor_app.proofing.context.edits import LETTERS, bare, one_edit
from editor_app.proofing.context.model import french
from editor_app.proofing.layer import MASK, Prose
from editor_app.proofing.vocabulary import Judged, Verdict, Vocabulary
from editor_app.proofing.words import Word

_LONG_ENOUGH = 6
"""Letters from which a word is rarely close to another by chance."""
_LONGER = 8
"""Letters from which two slips in one word are looked for."""
_COMMON = 8.0
"""Natural logarithm of how often the training text has a word, at least, to call it common: 3,000 times."""
_REMEMBERED = 5_000
_FRENCH = frozenset(LETTERS + "’-")
_DOUBLED = re.compile(r"(.)\1")
_NAME = re.compile(r"(?<=[\w,;]) (?:\w{1,2}[’'])?[A-ZÀ-ÖØ-Þ][^\W\d_]*[a-zà-öø-ÿ]")
"""A word with a capital inside a sentence; acronyms are none."""
_BETWEEN = re.compile("[ \u00a0'’-]{1,2}")
_QUOTED = re.compile('«[ \u00a0\u202f]?[^«»]{1,40}?[ \u00a0\u202f]?»|“[^“”]{1,40}”|"[^"\n]{1,40}"')
_ITALIC = re.compile(r"(?<![*\w])\*(?![*\s])[^*\n]{1,80}(?<!\s)\*(?!\*)|(?<![_\w])_(?![_\s])[^_\n]{1,80}(?<!\s)_(?!\w)")


def is_slip(prose: Prose, judged: Judged, vocabulary: Vocabulary) -> bool:
    """Whether a word that the dictionary lacks is likely a misspelling: it is close to a word of French, or no other
    unknown word and no name stands in its block, and nothing around it says that it is cited or foreign (italics,
    quotation marks, another unknown word beside it, a letter that French lacks). A word with a capital may be a name
    that opens its sentence, unless it is a common word with two letters swapped. Short words are close to something by
    chance; only their sentence can tell."""
    word = judged.word
    if not word.form.islower():
        return _is_swapped(word.form)
    if not _FRENCH.issuperset(word.form):
        return False
    if not (_resembles(word.form, vocabulary) or _is_lonely(prose, word, vocabulary)):
        return False
    return not (
        _beside_unknown(prose, word, vocabulary)
        or any(found.start() < word.start < found.end() for found in _ITALIC.finditer(prose.source))
        or any(found.start() < word.start < found.end() for found in _QUOTED.finditer(prose.text))
    )


@lru_cache(_REMEMBERED)
def _is_swapped(form: str) -> bool:
    """Whether swapping two neighbouring letters of ``form``, a word with a capital, makes a common word."""
    low, model = form.lower(), french()
    if model is None or form[1:] != low[1:]:
        return False
    swapped = (low[:at] + low[at + 1] + low[at] + low[at + 2 :] for at in range(len(low) - 1))
    numbers = (model.lexicon.number.get(word) for word in swapped)
    return any(number is not None and model.lexicon.log_count[number] >= _COMMON for number in numbers)


def _resembles(form: str, vocabulary: Vocabulary) -> bool:
    if len(form) < _LONG_ENOUGH:
        return False
    return vocabulary.resembles(form) or (len(form) >= _LONGER and _resembles_loosely(form))


def _is_lonely(prose: Prose, word: Word, vocabulary: Vocabulary) -> bool:
    """Whether the word is the only one that is not plain French in a block that names nobody and nothing. A word that
    stands there twice was meant."""
    unknown = [one.word.form for one in vocabulary.unknown(prose) if one.verdict in (Verdict.NAME, Verdict.MISSPELT)]
    return unknown == [word.form] and _NAME.search(prose.text) is None


def _beside_unknown(prose: Prose, word: Word, vocabulary: Vocabulary) -> bool:
    for other in vocabulary.unknown(prose):
        if other.word == word or other.verdict not in (Verdict.NAME, Verdict.MISSPELT):
            continue
        first, second = sorted((word, other.word), key=lambda one: one.start)
        between = prose.text[first.end : second.start].replace(MASK, "")
        if second.start - first.end <= 4 and (not between or _BETWEEN.fullmatch(between)):
            return True
    return False


@lru_cache(_REMEMBERED)
def _resembles_loosely(form: str) -> bool:
    """Whether a word of the model is one slip away once accents and doubled letters are left out of both."""
    known, key = _keys(), _key(form)
    return key in known or any(string in known for string in one_edit(key))


@cache
def _keys() -> frozenset[str]:
    model = french()
    return frozenset(_key(word) for word in model.lexicon.words if len(word) >= _LONGER - 1) if model else frozenset()


def _key(form: str) -> str:
    return _DOUBLED.sub(r"\1", bare(form))
