"""Agreement, conjugation and confusions as Grammalecte sees them, less what the language model finds unlikely.

Grammalecte's rules do not weigh what they find; where it proposes words, the network that reads sentences is asked
which it expects, and a remark it does not believe in becomes advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from editor_app.proofing.context.edits import Slip, slip
from editor_app.proofing.context.evidence import NAMES, gather
from editor_app.proofing.context.lexicon import Candidates
from editor_app.proofing.context.model import Model, french
from editor_app.proofing.context.tokens import Token, tokens
from editor_app.proofing.diagnostic import Category, Diagnostic, Severity
from editor_app.proofing.grammalecte import Grammalecte, Remark, is_installed
from editor_app.proofing.layer import MASK, Prose
from editor_app.proofing.words import starts_sentence

_RULES = {
    "gn": "agreement", "conj": "conjugation", "ppas": "participle", "infi": "infinitive", "imp": "imperative",
    "inte": "question", "vmode": "mood", "conf": "confusion", "eleu": "elision", "loc": "phrase",
}  # fmt: skip
_LEAST_ODDS = {"gn": -4.0, "ppas": -4.5, "conj": -7.0}
"""Log odds that the contextual ranker must give the best proposal, by kind; agreement is wrong most often."""
_LEAST_ODDS_OTHERWISE = -10.0
_SHORT = 12
"""Words of a sentence in which the ranker is wary for want of context, and Grammalecte rarely takes one word for the
neighbour of another: there it is enough that the network sees these gains in log score in a proposal."""
_LEAST_GAIN = {"gn": 1.5, "conj": -1.0}
_LEAST_GAIN_OTHERWISE = -3.0
_SENTENCE_MARKS = ".!?;"
_LONG_ENOUGH = 7
"""Letters from which a word that Grammalecte's dictionary has and the network lacks is no loan such as rand."""
_CONFIDENCE = 0.9
_ADVICE_CONFIDENCE = 0.4
_OFFERED = 5
_NEAR = 3
"""Code points between two words that one remark may be about."""
_MISSING = (
    "Les accords et les conjugaisons ne sont pas vérifiés : Grammalecte est introuvable ; installez le paquet "
    "« python3-grammalecte », puis relancez Lettrine."
)


def missing() -> str | None:
    """One French sentence for the window when grammar cannot be checked; None when it can."""
    return None if is_installed() else _MISSING


class Grammar:
    """The layer of Grammalecte's remarks (``grammar/agreement``, ``grammar/conjugation``…). Where Grammalecte is
    missing it flags nothing."""

    def __init__(self, model: Model | None = None, process: Grammalecte | None = None) -> None:
        self._model = model or french()
        self._process = process or (Grammalecte() if is_installed() else None)

    def close(self) -> None:
        """End Grammalecte's process."""
        if self._process is not None:
            self._process.close()

    def foresee(self, proses: Iterable[Prose]) -> None:
        """Have Grammalecte read these blocks, in this order, while other work is done."""
        if self._process is not None:
            self._process.foresee(map(_as_read, proses))

    def check(self, prose: Prose) -> Iterator[Diagnostic]:
        if self._process is None:
            return
        text = _as_read(prose)
        remarks = [remark for remark in self._process.remarks(text) if _is_ours(remark, text)]
        for remark, belief in zip(remarks, self._believed(prose.text, remarks), strict=True):
            yield Diagnostic(
                rule=f"grammar/{_RULES[remark.kind]}",
                category=Category.GRAMMAR,
                severity=Severity.WARNING if belief else Severity.ADVICE,
                start=remark.start,
                end=remark.end,
                text=prose.text[remark.start : remark.end],
                message=_sentence(remark.message),
                suggestions=tuple(dict.fromkeys(remark.suggestions))[:_OFFERED],
                confidence=_CONFIDENCE if belief else _ADVICE_CONFIDENCE,
            )

    def _believed(self, text: str, remarks: list[Remark]) -> list[bool]:
        """Whether each remark deserves a warning. Of those that one rule makes about neighbouring words, which are two
        ways to mend one fault, only the likeliest does."""
        views = self._views(text, remarks)
        trusted = [
            (remark.kind != "gn" or _is_of_number(remark, text) if view is None else view.supports(remark, text))
            and not _is_name(remark, text)
            for remark, view in zip(remarks, views, strict=True)
        ]
        return [
            trust
            and not any(
                trust_other and _same_fault(remark, other) and _order(others, other) > _order(view, remark)
                for other, others, trust_other in zip(remarks, views, trusted, strict=True)
                if other is not remark
            )
            for remark, view, trust in zip(remarks, views, trusted, strict=True)
        ]

    def _views(self, text: str, remarks: list[Remark]) -> list[_View | None]:
        model = self._model
        if model is None or not remarks:
            return [None] * len(remarks)
        found = tokens(text, model.lexicon.exists)
        at = {(token.start, token.end): index for index, token in enumerate(found)}
        indices = [at.get((remark.start, remark.end)) for remark in remarks]
        return [
            None if index is None else _view(found, index, remark.suggestions, model)
            for remark, index in zip(remarks, indices, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class _View:
    """What the contextual layer thinks of the best proposal of a remark: by how much the network expects it more than
    what is written, and the ranker's log odds."""

    gain: float
    odds: float

    def supports(self, remark: Remark, text: str) -> bool:
        if _is_short(text, remark):
            return self.gain > _LEAST_GAIN.get(remark.kind, _LEAST_GAIN_OTHERWISE)
        return self.odds > _LEAST_ODDS.get(remark.kind, _LEAST_ODDS_OTHERWISE)


def _is_of_number(remark: Remark, text: str) -> bool:
    """Whether the word, in lower case, and the first proposal differ by the *s* of the plural alone, in a word too long
    to be taken for another: what is left to believe where both are too rare for the network."""
    written, proposed = text[remark.start : remark.end], remark.suggestions[:1]
    forms = {written.removesuffix("s"), *(one.removesuffix("s") for one in proposed)}
    return bool(proposed) and written.islower() and len(forms) == 1 and len(written) >= _LONG_ENOUGH


def _is_short(text: str, remark: Remark) -> bool:
    """Whether the remark's sentence has at most ``_SHORT`` words."""
    start = max(text.rfind(mark, 0, remark.start) for mark in _SENTENCE_MARKS) + 1
    ends = [end for mark in _SENTENCE_MARKS if (end := text.find(mark, remark.end)) >= 0]
    return len(text[start : min(ends, default=len(text))].split()) <= _SHORT


def _as_read(prose: Prose) -> str:
    return prose.text.replace(MASK, " ").replace("\n", " ")


def _is_name(remark: Remark, text: str) -> bool:
    """Whether the word stands in the middle of a sentence with a capital."""
    return text[remark.start].isupper() and not starts_sentence(text, remark.start)


def _same_fault(one: Remark, other: Remark) -> bool:
    near = one.start <= other.end + _NEAR and other.start <= one.end + _NEAR
    return near and one.rule.split("__")[:2] == other.rule.split("__")[:2]


def _order(view: _View | None, remark: Remark) -> tuple[float, int]:
    return (float("-inf") if view is None else view.gain, -remark.start)


def _is_ours(remark: Remark, text: str) -> bool:
    """Of a kind that belongs to this layer; a capital without its accent belongs to typography."""
    return remark.kind in _RULES and text[remark.start : remark.end] != "A"


def _view(found: list[Token], index: int, suggestions: tuple[str, ...], model: Model) -> _View | None:
    """What the contextual layer thinks of the best suggestion; None when it cannot tell."""
    lexicon, typed = model.lexicon, found[index].form
    forms = (suggestion.lower().replace("’", "'") for suggestion in suggestions)
    numbers = [lexicon.number[form] for form in forms if form in lexicon.number and form != typed]
    if not numbers:
        return None
    slips = [_slip(typed, lexicon.words[number]) for number in numbers]
    asked = {index: Candidates(np.array(numbers, np.int64), np.array(slips, np.int64))}
    evidence = gather(found, lexicon, model.network, model.trigrams, asked)
    if evidence is None or model.ranker is None:
        return None
    gain = evidence.features[:, NAMES.index("network")].max()
    return _View(float(gain), float(model.ranker.log_odds(evidence.features).max()))


def _slip(typed: str, meant: str) -> int:
    found = slip(typed, meant)
    return int(Slip.SAME_LEMMA if found is None else found)


def _sentence(message: str) -> str:
    """Grammalecte's message as one sentence with its full stop."""
    first = message.strip().split("\n")[0].strip()
    return first if first.endswith((".", "!", "?", "…")) else first + "."
