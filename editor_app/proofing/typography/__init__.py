"""Typography after the Imprimerie nationale's rules, each with a correction that leaves nothing more to correct."""

from __future__ import annotations

from collections.abc import Iterator

from editor_app.proofing.diagnostic import Diagnostic
from editor_app.proofing.layer import Prose
from editor_app.proofing.typography import abbreviations, characters, quotation, spacing
from editor_app.proofing.typography.capitals import Capitals
from editor_app.proofing.vocabulary import Vocabulary

__all__ = ["Typography"]


class Typography:
    """The layer of typography; ``resources/proofing/typography.yaml`` has its rules, their gravity and their sources.

    Applying the corrections of a text (``corrections.apply``) gives a text in which it finds nothing to correct.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._capitals = Capitals(vocabulary)

    def check(self, prose: Prose) -> Iterator[Diagnostic]:
        marks = quotation.quotation_marks(prose)
        yield from abbreviations.check(prose)
        yield from quotation.check(prose, marks)
        yield from characters.check(prose)
        yield from self._capitals.check(prose)
        yield from spacing.check(prose, marks)
