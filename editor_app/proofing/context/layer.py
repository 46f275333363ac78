"""The layer that reads words in their context: is this the word the author meant?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from editor_app.proofing.accepted import accepts, issue_forms, public_names, read_list
from editor_app.proofing.context.cloze import Ids
from editor_app.proofing.context.evidence import Evidence, gather
from editor_app.proofing.context.joins import Rewriting, gain_of, rewritings
from editor_app.proofing.context.lexicon import PARAGRAPH, Form
from editor_app.proofing.context.model import Model, french
from editor_app.proofing.context.tokens import Token, tokens
from editor_app.proofing.diagnostic import Category, Diagnostic, Severity
from editor_app.proofing.layer import Prose
from editor_app.proofing.misspelling import is_slip
from editor_app.proofing.spelling import unknown_word
from editor_app.proofing.vocabulary import Judged, Verdict, vocabulary

SURE = 0.9
"""Confidence from which a word is an error, which stops an export: 11 words of 90,000 of published prose, rightly."""
UNDERLINED = 0.22
"""Confidence from which a word is underlined: 0.6 flags in 1,000 words of published prose, over half of them real
errors (MODEL.md has the curve)."""
WORTH_A_LOOK = 0.15
"""Confidence from which a word is listed as advice."""
_JOIN_UNDERLINED, _JOIN_WORTH_A_LOOK, _JOIN_OF_NO_WORD = 6.5, 4.0, -3.0
"""Gains in log probability from which words run together or torn apart are underlined or listed, and from which a
word that does not exist is parted in two. In 91,000 words of clean text the first marks 12 places, 9 of them errors."""
_JOIN_SURE_CONFIDENCE, _JOIN_CONFIDENCE = 0.75, 0.3
MISSPELT = 0.5
"""Confidence from which a word that the dictionary lacks is a misspelling, whatever it looks like."""

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

    def foresee(self, proses: Iterable[Prose]) -> None:
        """Have the network read these blocks together, which costs much less than one after the other."""
        model = self._model
        if model is not None:
            pieces = dict.fromkeys(piece for prose in proses for _, piece in _pieces(prose.text))
            model.network.foresee([_read(tokens(piece, model.lexicon.exists), model) for piece in pieces])

    def check(self, prose: Prose) -> Iterator[Diagnostic]:
        model = self._model
        if model is None:
            return
        accepted = issue_forms(prose.words)
        for start, piece in _pieces(prose.text):
            found = tokens(piece, model.lexicon.exists)
            doubted = [one for one in doubts(found, model) if one.confidence >= self._worth_a_look]
            mended = _rewritten(found, doubted, model)
            boundaries = [_boundary(found, one).shifted(start) for one in mended]
            yield from _as_known(prose, boundaries)
            for doubt in doubted:
                token = found[doubt.index]
                if _is_accepted(token, accepted) or _is_abbreviation(found, doubt.index):
                    continue
                if any(one.first <= doubt.index < one.end for one in mended):
                    continue
                diagnostic = _diagnostic(found, doubt).shifted(start)
                judged = _judged(prose, diagnostic)
                if judged is None:
                    # A form that the dictionary has and the lexicon lacks is a rare word, and looks like a misspelling.
                    if model.lexicon.exists(token.form):
                        yield diagnostic
                elif judged.verdict is Verdict.MISSPELT:
                    slip = doubt.confidence >= MISSPELT or is_slip(prose, judged, vocabulary())
                    found_unknown = unknown_word(prose.text, diagnostic.start, diagnostic.end, slip)
                    yield replace(found_unknown, suggestions=diagnostic.suggestions)


def _read(found: list[Token], model: Model) -> tuple[Ids, Ids, Ids]:
    """What the network reads of a text, between the edges of its paragraph: rows of forms, of lemmas, of classes."""
    edge = Form(PARAGRAPH, 0, PARAGRAPH, False)
    forms = [edge, *(model.lexicon.form(token.form, token.surface[0].isupper()) for token in found), edge]
    number, lemma, kind = (
        np.array([getattr(form, name) for form in forms], np.int64) for name in ("number", "lemma", "kind")
    )
    return np.where(number < len(model.network.own.rows), number, 0), lemma, kind


def _rewritten(found: list[Token], doubted: list[Doubt], model: Model) -> list[Rewriting]:
    """Words run together or torn apart, in the order of the text. Of two ways to mend one place the likelier
    counts: a word of one's neighbour may be torn off, or the two run together."""
    kept: list[Rewriting] = []
    for one in rewritings(found, model.lexicon, model.trigrams):
        if one.gain < (_JOIN_WORTH_A_LOOK if one.known else _JOIN_OF_NO_WORD):
            continue
        others = [
            gain_of(found, doubt.index, doubt.meant[0], model.lexicon, model.trigrams)
            for doubt in doubted
            if one.end - one.first > 1 and one.first <= doubt.index < one.end
        ]
        if kept and kept[-1].end > one.first:
            if kept[-1].gain >= one.gain:
                continue
            kept.pop()
        if one.gain > max(others, default=one.gain - 1):
            kept.append(one)
    return kept


def _boundary(found: list[Token], one: Rewriting) -> Diagnostic:
    sure = not one.known or one.gain >= _JOIN_UNDERLINED
    first, last = found[one.first], found[one.end - 1]
    written = _as_typed(first, one.written)
    text = _joined(found[one.first : one.end])
    number = "un mot" if len(one.forms) == 1 else "deux mots"
    return Diagnostic(
        rule="context/word-boundary",
        category=Category.CONTEXT,
        severity=Severity.WARNING if sure else Severity.ADVICE,
        start=first.start,
        end=last.end,
        text=text,
        message=f"« {text} » s’écrit ici en {number} : « {written} ».",
        suggestions=(written,),
        confidence=_JOIN_SURE_CONFIDENCE if sure else _JOIN_CONFIDENCE,
    )


def _as_known(prose: Prose, boundaries: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Diagnostics of word boundaries; that of a word the dictionary lacks is one of spelling."""
    for one in boundaries:
        text = prose.text[one.start : one.end]
        judged = _judged(prose, one)
        if judged is None:
            if "\n" not in text:
                yield replace(one, text=text)
        elif judged.verdict in (Verdict.MISSPELT, Verdict.NAME):
            yield replace(unknown_word(prose.text, one.start, one.end, slip=True), suggestions=one.suggestions)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """``text`` in pieces of bounded length, cut between words, with where each starts."""
    start = 0
    while start < len(text):
        end = start + _LONGEST_BLOCK
        if end < len(text):
            end = max(text.rfind(" ", start + 1, end), text.rfind("\n", start + 1, end)) + 1 or end
        yield start, text[start:end]
        start = end


def _judged(prose: Prose, diagnostic: Diagnostic) -> Judged | None:
    """What the dictionary thinks of the doubted word; None when it has it."""
    places = {(one.word.start, one.word.end): one for one in vocabulary().unknown(prose)}
    return places.get((diagnostic.start, diagnostic.end))


def _is_accepted(token: Token, accepted: frozenset[str]) -> bool:
    return len(token.surface) > 1 and (token.surface in public_names() or accepts(accepted, token.surface))


def _is_abbreviation(found: list[Token], index: int) -> bool:
    """Whether the token is abbreviated: « av. J.-C. »."""
    stop = found[index + 1] if index + 1 < len(found) else None
    return (
        stop is not None
        and stop.surface == "."
        and stop.start == found[index].end
        and found[index].form in _abbreviations()
    )


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(read_list("abbreviations.txt"))


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
