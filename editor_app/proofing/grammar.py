"""Agreement, conjugation and confusions as Grammalecte sees them, less what the language model finds unlikely.

Grammalecte's rules do not weigh what they find; where it proposes words, the network that reads sentences is asked
which it expects, and a remark it does not believe in becomes advice.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from editor_app.proofing.context.edits import Slip, slip
from editor_app.proofing.context.evidence import NAMES, gather
from editor_app.proofing.context.layer import french
from editor_app.proofing.context.lexicon import Candidates
from editor_app.proofing.context.model import Model
from editor_app.proofing.context.tokens import Token, tokens
from editor_app.proofing.diagnostic import Category, Diagnostic, Severity
from editor_app.proofing.grammalecte import Grammalecte, Remark, is_installed
from editor_app.proofing.layer import MASK, Prose

_RULES = {
    "gn": "agreement", "conj": "conjugation", "ppas": "participle", "infi": "infinitive", "imp": "imperative",
    "inte": "question", "vmode": "mood", "conf": "confusion", "eleu": "elision", "loc": "phrase",
}  # fmt: skip
_UNBELIEVED = {"gn": 0.0}
"""Least gain in log score that the network must see in a proposal, by kind; agreement errs most (16 of 46 flags on
90,000 words of clean prose)."""
_UNBELIEVED_BY_DEFAULT = -3.0
_CONFIDENCE = 0.9
_ADVICE_CONFIDENCE = 0.4
_OFFERED = 5
_MISSING = (
    "Les accords et les conjugaisons ne sont pas vérifiés : Grammalecte est introuvable ; installez le paquet "
    "« python3-grammalecte », puis relancez Lettrine."
)


def missing() -> str | None:
    """One French sentence for the window when grammar cannot be checked; None when it can."""
    return None if is_installed() else _MISSING


class Grammar:
    """The layer of Grammalecte's remarks (``grammar/agreement``, ``grammar/conjugation``…). Where Grammalecte is
    missing it flags nothing."""

    missing = staticmethod(missing)

    def __init__(self, model: Model | None = None, process: Grammalecte | None = None) -> None:
        self._model = model or french()
        self._process = process or (Grammalecte() if is_installed() else None)

    def close(self) -> None:
        """End Grammalecte's process."""
        if self._process is not None:
            self._process.close()

    def check(self, prose: Prose) -> Iterator[Diagnostic]:
        if self._process is None:
            return
        text = prose.text.replace(MASK, " ").replace("\n", " ")
        remarks = [remark for remark in self._process.remarks(text) if _is_ours(remark, text)]
        believed = self._believed(prose.text, remarks)
        for remark, belief in zip(remarks, believed, strict=True):
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
        model = self._model
        if model is None or not remarks:
            return [True] * len(remarks)
        found = tokens(text, model.lexicon.exists)
        at = {(token.start, token.end): index for index, token in enumerate(found)}
        verdicts = []
        for remark in remarks:
            index = at.get((remark.start, remark.end))
            gain = None if index is None else _gain(found, index, remark.suggestions, model)
            verdicts.append(gain is None or gain > _UNBELIEVED.get(remark.kind, _UNBELIEVED_BY_DEFAULT))
        return verdicts


def _is_ours(remark: Remark, text: str) -> bool:
    """Of a kind that belongs to this layer; a capital without its accent belongs to typography."""
    return remark.kind in _RULES and text[remark.start : remark.end] != "A"


def _gain(found: list[Token], index: int, suggestions: tuple[str, ...], model: Model) -> float | None:
    """How much more the network expects the best suggestion than what is written; None when it cannot tell."""
    lexicon, typed = model.lexicon, found[index].form
    forms = (suggestion.lower().replace("’", "'") for suggestion in suggestions)
    numbers = [lexicon.number[form] for form in forms if form in lexicon.number and form != typed]
    if not numbers:
        return None
    slips = [_slip(typed, lexicon.words[number]) for number in numbers]
    asked = {index: Candidates(np.array(numbers, np.int64), np.array(slips, np.int64))}
    evidence = gather(found, lexicon, model.network, model.trigrams, asked)
    return None if evidence is None else float(evidence.features[:, NAMES.index("network")].max())


def _slip(typed: str, meant: str) -> int:
    found = slip(typed, meant)
    return int(Slip.SAME_LEMMA if found is None else found)


def _sentence(message: str) -> str:
    """Grammalecte's message as one sentence with its full stop."""
    first = message.strip().split("\n")[0].strip()
    return first if first.endswith((".", "!", "?", "…")) else first + "."
