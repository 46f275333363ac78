"""Words run together and words torn apart: « dune » for *d’une*, « quelque fois » for *quelquefois*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from editor_app.proofing.context.evidence import questionable
from editor_app.proofing.context.lexicon import PARAGRAPH, Lexicon
from editor_app.proofing.context.ngrams import Trigrams
from editor_app.proofing.context.tokens import Token

_ELIDED = re.compile(r"(?P<article>qu|[cdjlmnst])(?P<rest>[aeéèêiîoôuûyœh].*)")
_COMMON = 6.5
"""Natural logarithm of how often both halves of a word run together were seen, at least."""
_SHORTEST, _LONGEST = 2, 24
_AFTER_APOSTROPHE = 4
"""Letters of a word that an elided one may be joined to: « d’avantage », never « l’a »."""


_Way = tuple[int, int, tuple[str, ...]]
"""The tokens ``[first, end)`` and the forms to write instead."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The tokens ``[first, end)`` written as ``forms`` instead (lower case, straight apostrophe), and by how much the
    logarithm of the text's probability rises with that. ``known``: whether all that is typed is French."""

    first: int
    end: int
    forms: tuple[str, ...]
    gain: float
    known: bool

    @property
    def written(self) -> str:
        """The forms as a text."""
        return "".join(form if form.endswith("'") else form + " " for form in self.forms).rstrip()


def rewritings(tokens: list[Token], lexicon: Lexicon, trigrams: Trigrams) -> list[Rewriting]:
    """Every way to part a token in two or to join two tokens into one word, in the order of the text."""
    ways: list[_Way] = []
    for index, token in enumerate(tokens):
        capitals = token.surface[1:] != token.surface[1:].lower()
        if capitals or len(token.form) > _LONGEST or not questionable(tokens, index):
            continue
        ways += [(index, index + 1, forms) for forms in _parted(token.form, lexicon)]
        if index + 1 < len(tokens) and _may_join(token, tokens[index + 1]):
            ways += [(index, index + 2, (whole,)) for whole in _joined(token.form, tokens[index + 1].form, lexicon)]
    return _weighed(tokens, ways, lexicon, trigrams)


def gain_of(tokens: list[Token], index: int, form: str, lexicon: Lexicon, trigrams: Trigrams) -> float:
    """By how much the logarithm of the text's probability rises when the token at ``index`` is ``form`` instead: what
    a rewriting is weighed against."""
    return _weighed(tokens, [(index, index + 1, (form,))], lexicon, trigrams)[0].gain


def _numbers(tokens: list[Token], lexicon: Lexicon) -> list[int]:
    """The tokens' numbers in the vocabulary, between two edges of the text on either side."""
    numbers = [lexicon.form(token.form, token.surface[0].isupper()).number for token in tokens]
    return [PARAGRAPH, PARAGRAPH, *numbers, PARAGRAPH, PARAGRAPH]


def _parted(form: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    elided = _ELIDED.fullmatch(form)
    if elided and _is_common(elided["rest"], lexicon):
        yield elided["article"] + "'", elided["rest"]
    if not lexicon.form(form).exists:
        for at in range(1, len(form)):
            head, tail = form[:at], form[at:]
            if _is_common(head, lexicon) and _is_common(tail, lexicon):
                yield head, tail


def _is_common(form: str, lexicon: Lexicon) -> bool:
    number = lexicon.number.get(form)
    return number is not None and bool(lexicon.proposable[number]) and float(lexicon.log_count[number]) >= _COMMON


def _may_join(first: Token, second: Token) -> bool:
    if first.form.endswith("'") and len(second.form) < _AFTER_APOSTROPHE:
        return False
    if min(len(first.form), len(second.form)) < _SHORTEST or not second.surface.islower():
        return False
    return second.is_word and second.start - first.end <= 1


def _joined(first: str, second: str, lexicon: Lexicon) -> Iterator[str]:
    """*surtout*, *au-dessus*, *aujourd’hui*."""
    stem = first.rstrip("'")
    for whole in (stem + second, f"{stem}-{second}", f"{stem}'{second}"):
        number = lexicon.number.get(whole)
        if number is not None and lexicon.proposable[number]:
            yield whole


def _weighed(tokens: list[Token], ways: list[_Way], lexicon: Lexicon, trigrams: Trigrams) -> list[Rewriting]:
    if not ways:
        return []
    ids = _numbers(tokens, lexicon)
    texts = []
    for first, end, forms in ways:
        before, after = ids[first : first + 2], ids[end + 2 : end + 4]
        texts.append([*before, *(lexicon.number[form] for form in forms), *after])
        texts.append([*before, *ids[first + 2 : end + 2], *after])
    scores = _log_probabilities(texts, trigrams)
    return [
        Rewriting(
            first,
            end,
            forms,
            scores[2 * place] - scores[2 * place + 1],
            all(lexicon.form(token.form).exists for token in tokens[first:end] if not token.form.endswith("'")),
        )
        for place, (first, end, forms) in enumerate(ways)
    ]


def _log_probabilities(texts: list[list[int]], trigrams: Trigrams) -> list[float]:
    """The logarithm of the probability of each text, its first two numbers given."""
    triples = np.array([triple for ids in texts for triple in zip(ids, ids[1:], ids[2:], strict=False)], np.int64)
    logs = trigrams.log_probability(triples[:, 0], triples[:, 1], triples[:, 2])
    starts = np.cumsum([0, *(len(ids) - 2 for ids in texts[:-1])])
    totals: list[float] = np.add.reduceat(logs.astype(np.float64), starts).tolist()
    return totals
