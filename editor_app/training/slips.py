"""Errors such as people make, put into text that is right: what the ranker learns from."""

from __future__ import annotations

import random
from dataclasses import dataclass

from editor_app.proofing.context.edits import one_edit
from editor_app.proofing.context.phonetics import sound
from editor_app.proofing.context.tokens import Token
from editor_app.training.lexicon import Lexicon

_APART = 10
"""Tokens from one error to the next: far enough that each is read in a context that is right."""
_NO_WORD = 0.08
"""Share of slips that make no word at all: they show how a misspelling differs from a foreign word or a name."""


@dataclass(frozen=True, slots=True)
class Slipped:
    """``text`` with wrong words in it; ``meant`` tells by where each starts what form stood there."""

    text: str
    meant: dict[int, str]


class SlipMaker:
    """Replaces a word by another of the lexicon: one edit away, another form of its lemma, or a homophone; now and then
    by what is no word."""

    def __init__(self, lexicon: Lexicon, counts: dict[str, int], seed: int) -> None:
        self._lexicon = lexicon
        self._random = random.Random(seed)  # noqa: S311 - errors are drawn, no secrets
        self._typed: dict[str, list[list[str]]] = {}
        self._homophones: dict[str, list[str]] = {}
        for form in sorted(lexicon.tags):
            if counts.get(form, 0) >= 30:
                self._homophones.setdefault(sound(form), []).append(form)

    def slipped(self, text: str, tokens: list[Token], places: list[int]) -> Slipped:
        """``text`` with errors at some of ``places`` (indices of tokens)."""
        draw = self._random
        pieces, meant, copied, length, after = [], {}, 0, 0, draw.randrange(_APART)
        for place in places:
            if place < after or draw.random() < 0.7:
                continue
            token = tokens[place]
            wrong = self._wrong(token.form)
            if not wrong:
                continue
            written = wrong.replace("'", "’")
            if token.surface[0].isupper():
                written = written[0].upper() + written[1:]
            pieces += [text[copied : token.start], written]
            length += token.start - copied
            meant[length] = token.form
            length += len(written)
            copied, after = token.end, place + _APART
        return Slipped("".join(pieces) + text[copied:], meant)

    def _wrong(self, form: str) -> str | None:
        draw, kind = self._random, self._random.random()
        if draw.random() < _NO_WORD and len(form) > 2:
            options = sorted({s for s in one_edit(form) if s not in self._lexicon.tags and len(s) > 1})
        elif kind < 0.5:
            if form not in self._typed:
                self._typed[form] = self._by_movement(form)
            options = draw.choice(self._typed[form]) if self._typed[form] else []
        elif kind < 0.9:
            lemmas = sorted(self._lexicon.lemmas.get(form, ()))
            options = sorted({f for lemma in lemmas for f in self._lexicon.forms[lemma]} - {form})
        else:
            options = [f for f in self._homophones.get(sound(form), ()) if f != form]
        return draw.choice(options) if options else None

    def _by_movement(self, form: str) -> list[list[str]]:
        """The words one edit away, by what the hand did: a letter too many, one missing, two swapped, one for another.
        Each happens about as often, though there are far more ways to do the first and the last."""
        groups: dict[tuple[int, bool], set[str]] = {}
        for written in one_edit(form):
            if written and written != form and written in self._lexicon.tags:
                swapped = sorted(written) == sorted(form)
                groups.setdefault((len(written) - len(form), swapped), set()).add(written)
        return [sorted(groups[key]) for key in sorted(groups)]
