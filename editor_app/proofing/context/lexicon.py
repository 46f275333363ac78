"""What the model knows of French forms: which exist, their lemma, their class, and what each may stand for.

Every form of the lexicon is in a hash table with its class and lemma. The *vocabulary* is the part seen often enough in
the training text to be proposed as a correction; its forms have numbers, strings and a ready list of candidates.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from editor_app.proofing.context.edits import Slip, one_edit, slip, two_spellings
from editor_app.proofing.context.tables import Table, key_of
from editor_app.proofing.context.tokens import NUMBER

CLASS_BITS = 11
PARAGRAPH, UNKNOWN, NUMERAL, NAME = range(4)
"""Numbers of what is no word: the edge of a paragraph, an unknown form, a number, an unknown form with a capital."""

_LONGEST = 30
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Form:
    """``number`` in the vocabulary (``UNKNOWN`` or ``NAME`` outside it), ``lemma`` and ``kind`` (class) as rows of the
    network's tables, 0 for none; ``exists`` tells whether the lexicon has it."""

    number: int
    lemma: int
    kind: int
    exists: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a typed form may stand for: numbers in the vocabulary, and the slip that leads from each to it."""

    numbers: NDArray[np.int64]
    slips: NDArray[np.int64]


@dataclass(frozen=True)
class Lexicon:
    """``forms`` maps keys to classes, ``lemmas`` runs beside its slots. One row a vocabulary form: ``words``,
    ``word_lemma``, ``word_kind``, ``log_count`` (natural, of the training text), ``proposable`` (stands in the
    lexicon); its candidates are ``candidates[first[i]:first[i + 1]]`` with ``slips`` beside them.
    ``kind_number`` tells of a class -1 for singular, 1 for plural, 0 for neither or
    both; ``kind_gender`` likewise -1 for masculine, 1 for feminine; ``kind_persons`` has a bit for each person in
    which it is a conjugated verb."""

    forms: Table
    lemmas: NDArray[np.uint16]
    words: list[str]
    word_lemma: NDArray[np.uint16]
    word_kind: NDArray[np.uint16]
    log_count: NDArray[np.float16]
    proposable: NDArray[np.bool_]
    first: NDArray[np.uint32]
    candidates: NDArray[np.uint16]
    slips: NDArray[np.uint8]
    kind_number: NDArray[np.int8]
    kind_gender: NDArray[np.int8]
    kind_persons: NDArray[np.uint8]
    ligatures: dict[str, str]

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each vocabulary form."""
        return {word: number for number, word in enumerate(self.words)}

    def exists(self, form: str) -> bool:
        """Whether the lexicon has ``form`` (lower case, straight apostrophe)."""
        return self.forms.find_one(key_of(form)) >= 0

    @cached_property
    def form(self) -> _Lookup:
        return _Lookup(self)

    def candidates_of(self, form: str) -> Candidates:
        """What the author may have meant by ``form``."""
        number = self.number.get(form)
        if number is not None and self.proposable[number]:
            span = slice(int(self.first[number]), int(self.first[number + 1]))
            return Candidates(self.candidates[span].astype(np.int64), self.slips[span].astype(np.int64))
        return self._rare_candidates(form)

    @cached_property
    def _rare_candidates(self) -> _RareCandidates:
        return _RareCandidates(self)


class _Lookup:
    """The forms looked up lately."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._cached = lru_cache(_REMEMBERED)(self._find)

    def __call__(self, form: str, capital: bool = False) -> Form:
        found = self._cached(form)
        return Form(NAME, 0, NAME, False) if capital and found.number == UNKNOWN and not found.exists else found

    def _find(self, form: str) -> Form:
        lexicon = self._lexicon
        if form == NUMBER:
            return Form(NUMERAL, 0, NUMERAL, False)
        form = lexicon.ligatures.get(form, form)
        number = lexicon.number.get(form)
        if number is not None:
            return Form(
                number,
                int(lexicon.word_lemma[number]),
                int(lexicon.word_kind[number]),
                bool(lexicon.proposable[number]),
            )
        slot = lexicon.forms.find_one(key_of(form)) if len(form) <= _LONGEST else -1
        if slot < 0:
            return Form(UNKNOWN, 0, UNKNOWN, False)
        kind = int(lexicon.forms.values(np.array([slot]))[0])
        return Form(UNKNOWN, int(lexicon.lemmas[slot]), kind, True)


class _RareCandidates:
    """Candidates of forms outside the vocabulary, made when they are met."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._cached = lru_cache(_REMEMBERED)(self._make)

    def __call__(self, form: str) -> Candidates:
        return self._cached(form)

    def _make(self, form: str) -> Candidates:
        lexicon = self._lexicon
        found: dict[int, Slip] = {}
        typed = lexicon.form(form)
        if len(form) <= _LONGEST:
            for string in one_edit(form):
                number = lexicon.number.get(string)
                if number is not None and lexicon.proposable[number] and string != form:
                    kind = slip(form, string)
                    if kind is not None:
                        found[number] = kind
        if typed.lemma:
            for number in np.flatnonzero(lexicon.word_lemma == typed.lemma).tolist():
                if lexicon.words[number] != form:
                    found.setdefault(number, Slip.SAME_LEMMA)
        for number in list(found):
            if lexicon.word_kind[number] == typed.kind and two_spellings(form, lexicon.words[number]):
                del found[number]
        return Candidates(np.fromiter(found, np.int64, len(found)), np.fromiter(found.values(), np.int64, len(found)))
