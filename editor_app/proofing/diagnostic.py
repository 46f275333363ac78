"""One flagged place in a text; the terms are those of the Language Server Protocol."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What kind of fault it is (values are part of the command line's contract)."""

    SPELLING = "spelling"
    CONTEXT = "context"
    GRAMMAR = "grammar"
    TYPOGRAPHY = "typography"
    NAMES = "names"
    STRUCTURE = "structure"
    ACCESSIBILITY = "accessibility"


class Severity(StrEnum):
    """ERROR stops an export and is underlined; WARNING is underlined; ADVICE stands in the list only."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A range of a text, what is wrong with it, and what may stand there instead.

    ``start`` and ``end`` are code points in the text that was checked; they cover the wrong word or mark and nothing
    else, and each suggestion replaces exactly that range. ``rule`` is ``category/kebab-name``. ``message`` is one
    French sentence. ``confidence`` is a probability between 0 and 1.
    """

    rule: str
    category: Category
    severity: Severity
    start: int
    end: int
    text: str
    message: str
    suggestions: tuple[str, ...] = ()
    confidence: float = 1.0

    def shifted(self, offset: int) -> Diagnostic:
        """The same diagnostic ``offset`` code points further on."""
        if not offset:
            return self
        return Diagnostic(  # by hand: this is on the path of every key, and `replace` costs five times as much
            self.rule,
            self.category,
            self.severity,
            self.start + offset,
            self.end + offset,
            self.text,
            self.message,
            self.suggestions,
            self.confidence,
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic and where it stands: in the text of ``section``, or, when ``field`` is given, in that value of the
    issue itself (``("title",)``, ``("outline", 3, "title")``: keys and child indices as in ``issue.yaml``)."""

    diagnostic: Diagnostic
    section: str | None = None
    field: tuple[str | int, ...] = ()
