"""Checks that the headings within a section follow one another without a missing level (RGAA 4.1, criterion 9.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from editor_app.proofing.diagnostic import Category, Diagnostic, Severity

SKIPPED = "structure/skipped-heading"

_HASHES = re.compile(r"^(?P<marks>#{1,6})[ \t]+(?P<words>\S.*?)[ \t]*#*[ \t]*(?:\{[^{}\n]*\})?[ \t]*$", re.MULTILINE)
_UNDERLINED = re.compile(r"(?P<words>\S.*)\n {0,3}(?P<marks>=+|-+)[ \t]*(?:\n|$)")
_NO_HEADING = re.compile(r" {0,3}(?:```|~~~|[-+*>|#]|\d{1,9}\. )")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading written in a text: its marks are ``[start, end)`` (code points), ``depth`` is 1 to 6."""

    start: int
    end: int
    depth: int
    marks: str
    words: str


def headings_in(source: str) -> tuple[Heading, ...]:
    """The headings of one block of Markdown, in order; fenced code has none."""
    if source.lstrip().startswith(("```", "~~~")):
        return ()
    found = [
        Heading(*one.span("marks"), len(one["marks"]), one["marks"], one["words"]) for one in _HASHES.finditer(source)
    ]
    underlined = None if found or _NO_HEADING.match(source) else _UNDERLINED.match(source)
    if underlined is not None:
        depth = 1 if underlined["marks"].startswith("=") else 2
        found = [Heading(*underlined.span("marks"), depth, underlined["marks"], underlined["words"])]
    return tuple(found)


def skipped(headings: Iterable[tuple[int, Heading]]) -> Iterator[tuple[int, Diagnostic]]:
    """Of the headings of a section, each with the start of its block, those more than one level below the one before;
    diagnostics count from the start of the block. The first may have any level: a section's text begins at its own."""
    before: int | None = None
    for start, heading in headings:
        if before is not None and heading.depth > before + 1:
            right = "#" * (before + 1)
            yield (
                start,
                Diagnostic(
                    SKIPPED,
                    Category.STRUCTURE,
                    Severity.ERROR,
                    heading.start,
                    heading.end,
                    heading.marks,
                    f"L’intertitre « {heading.words} » saute un niveau : remontez-le d’un cran, ou ajoutez celui qui "
                    "manque au-dessus.",
                    (right,),
                ),
            )
        before = heading.depth
