"""Reads sentences with all it has, context and grammar together, so that one place gets one diagnostic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from editor_app.proofing.context.layer import Context
from editor_app.proofing.diagnostic import Diagnostic, Severity
from editor_app.proofing.grammar import Grammar
from editor_app.proofing.layer import Prose
from editor_app.proofing.pipeline import overlap

_OFFERED = 5
_NEAR = 2


class Reading:
    """The layer of words in their sentence. Where context and grammar doubt one word, context's diagnostic remains,
    as grave as the graver of the two; a remark of grammar right beside a word that context finds wrong is not made."""

    def __init__(self, context: Context | None = None, grammar: Grammar | None = None) -> None:
        self._context = context or Context()
        self._grammar = grammar or Grammar()

    def foresee(self, proses: Iterable[Prose]) -> None:
        """Let grammar read these blocks, in this order, while context reads them all at once."""
        read = list(proses)
        self._grammar.foresee(read)
        self._context.foresee(read)

    def check(self, prose: Prose) -> Iterator[Diagnostic]:
        doubts = list(self._context.check(prose))
        remarks = list(self._grammar.check(prose))
        for doubt in doubts:
            yield _together(doubt, [remark for remark in remarks if overlap(doubt, remark)])
        for remark in remarks:
            if not any(overlap(remark, doubt) or _misled(remark, doubt) for doubt in doubts):
                yield remark


def _misled(remark: Diagnostic, doubt: Diagnostic) -> bool:
    """Whether the remark stands so close to a word that is wrong that it reads the sentence with that error."""
    if doubt.severity is Severity.ADVICE and remark.rule != "grammar/elision":
        return False
    return overlap(replace(remark, start=remark.start - _NEAR, end=remark.end + _NEAR), doubt)


def _together(doubt: Diagnostic, remarks: list[Diagnostic]) -> Diagnostic:
    grave = [remark for remark in remarks if remark.severity is not Severity.ADVICE]
    if not grave:
        return doubt
    suggestions = dict.fromkeys(
        (*doubt.suggestions, *(s for r in grave if _same_place(r, doubt) for s in r.suggestions))
    )
    return replace(
        doubt,
        severity=Severity.ERROR if doubt.severity is Severity.ERROR else Severity.WARNING,
        suggestions=tuple(suggestions)[:_OFFERED],
        confidence=max(doubt.confidence, *(remark.confidence for remark in grave)),
    )


def _same_place(one: Diagnostic, other: Diagnostic) -> bool:
    return (one.start, one.end) == (other.start, other.end)
