"""The layer that reads words in their context: is this the word the author meant?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from editor_app.assets import asset
from editor_app.proofing.accepted import accepts, issue_forms, public_names
from editor_app.proofing.context.evidence import Evidence, gather
from editor_app.proofing.context.model import Model, ModelError, open_model
from editor_app.proofing.context.tokens import Token, tokens
from editor_app.proofing.diagnostic import Category, Diagnostic, Severity
from editor_app.proofing.layer import Prose
from editor_app.proofing.spelling import unknown_word
from editor_app.proofing.vocabulary import Verdict, vocabulary

SURE = 0.9
"""Confidence from which a word is an error, which stops an export: 11 words of 90,000 of published prose, 8 rightly."""
UNDERLINED = 0.45
"""Confidence from which a word is underlined: 0.5 flags in 1,000 words of published prose, half of them real errors
(MODEL.md has the curve)."""
WORTH_A_LOOK = 0.15
"""Confidence from which a word is listed as advice."""

_OFFERED = 5
_WORTH_OFFERING = -6.0
_NEIGHBOURS = 2
_LONGEST_BLOCK = 4000


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word that may be another: the token, what may have been meant instead, best first, and how sure that is."""

    index: int
    meant: tuple[str, ...]
    confidence: float


def doubts(found: list[Token], model: Model) -> Iterator[Doubt]:
    """Every questionable token with its best candidates, however unlikely, in the order of the text."""
    evidence = gather(found, model.lexicon, model.network, model.trigrams)
    if evidence is None or model.ranker is None:
        return
    log_odds = model.ranker.log_odds(evidence.features)
    starts = np.flatnonzero(np.append(True, evidence.place[1:] != evidence.place[:-1]))
    best = np.maximum.reduceat(log_odds, starts)
    for start, end, top in zip(starts, np.append(starts[1:], len(log_odds)), best, strict=True):
        if top < _WORTH_OFFERING:
            continue
        order = start + np.argsort(-log_odds[start:end], kind="stable")
        offered = [row for row in order[:_OFFERED] if log_odds[row] > max(_WORTH_OFFERING, top - 6)]
        odds = float(np.exp(np.minimum(log_odds[start:end], 30)).sum())
        yield Doubt(
            int(evidence.place[start]), tuple(_written(evidence, row, model) for row in offered), odds / (1 + odds)
        )


def _written(evidence: Evidence, row: int, model: Model) -> str:
    return model.lexicon.words[int(evidence.number[row])]


@cache
def french() -> Model | None:
    """The model that ships with the program; None where it is missing or damaged (``missing`` then says so)."""
    try:
        return open_model(Path(str(asset("model-fr"))))
    except ModelError:
        return None


def missing() -> str | None:
    """One French sentence for the window when words cannot be read in their context; None when all is well."""
    if french() is not None:
        return None
    return (
        "Les mots justes mais mal employés ne sont pas repérés : le modèle de langue est absent ou abîmé ; "
        "réinstallez Lettrine."
    )


class Context:
    """Flags the words that the dictionary knows and the sentence does not expect (``context/real-word``): errors when
    sure, warnings and advice below. A word that the dictionary lacks stays a spelling error; here
    it only gets the corrections that its sentence suggests."""

    def __init__(self, model: Model | None = None, worth_a_look: float = WORTH_A_LOOK) -> None:
        self._model = model or french()
        self._worth_a_look = worth_a_look

    def check(self, prose: Prose) -> Iterator[Diagnostic]:
        model = self._model
        if model is None:
            return
        accepted = issue_forms(prose.words)
        for start, piece in _pieces(prose.text):
            found = tokens(piece, model.lexicon.exists)
            for doubt in doubts(found, model):
                token = found[doubt.index]
                if doubt.confidence < self._worth_a_look or _is_accepted(token, accepted):
                    continue
                diagnostic = _diagnostic(found, doubt).shifted(start)
                verdict = _verdict(prose, diagnostic)
                if verdict is Verdict.KNOWN:
                    yield diagnostic
                elif verdict is Verdict.MISSPELT:
                    yield replace(
                        unknown_word(prose.text, diagnostic.start, diagnostic.end), suggestions=diagnostic.suggestions
                    )


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """``text`` in pieces of bounded length, cut between words, with where each starts."""
    start = 0
    while start < len(text):
        end = start + _LONGEST_BLOCK
        if end < len(text):
            end = max(text.rfind(" ", start + 1, end), text.rfind("\n", start + 1, end)) + 1 or end
        yield start, text[start:end]
        start = end


def _verdict(prose: Prose, diagnostic: Diagnostic) -> Verdict:
    """What the dictionary thinks of the doubted word."""
    for judged in vocabulary().unknown(prose):
        if (judged.word.start, judged.word.end) == (diagnostic.start, diagnostic.end):
            return judged.verdict
    return Verdict.KNOWN


def _is_accepted(token: Token, accepted: frozenset[str]) -> bool:
    return len(token.surface) > 1 and (token.surface in public_names() or accepts(accepted, token.surface))


def _diagnostic(found: list[Token], doubt: Doubt) -> Diagnostic:
    token = found[doubt.index]
    suggestions = tuple(_as_typed(token, form) for form in doubt.meant)
    return Diagnostic(
        rule="context/real-word",
        category=Category.CONTEXT,
        severity=_severity(doubt.confidence),
        start=token.start,
        end=token.end,
        text=token.surface,
        message=_explanation(found, doubt.index, suggestions[0]),
        suggestions=suggestions,
        confidence=round(doubt.confidence, 4),
    )


def _severity(confidence: float) -> Severity:
    if confidence >= SURE:
        return Severity.ERROR
    return Severity.WARNING if confidence >= UNDERLINED else Severity.ADVICE


def _as_typed(token: Token, form: str) -> str:
    written = form.replace("'", "’" if "'" not in token.surface else "'")
    return written[0].upper() + written[1:] if token.surface[0].isupper() else written


def _explanation(found: list[Token], index: int, suggestion: str) -> str:
    before = _words(found, range(index - 1, -1, -1))[::-1]
    after = _words(found, range(index + 1, len(found)))
    if len(before) >= _NEIGHBOURS or (before and not after):
        return f"Après « {_joined(before)} », on attend « {suggestion} »."
    if before and after:
        return f"Entre « {_joined(before)} » et « {_joined(after[:1])} », on attend « {suggestion} »."
    if after:
        return f"Devant « {_joined(after)} », on attend « {suggestion} »."
    return f"On attend plutôt « {suggestion} »."


def _words(found: list[Token], places: range) -> list[Token]:
    """Up to three words beside a word, stopping at a punctuation mark."""
    beside: list[Token] = []
    for place in places:
        if not (found[place].is_word or found[place].surface[0].isdigit()) or len(beside) == _NEIGHBOURS + 1:
            break
        beside.append(found[place])
    return beside


def _joined(beside: list[Token]) -> str:
    text = ""
    for token in beside:
        text += token.surface if not text or text[-1] in "'’" else " " + token.surface
    return text
