"""Checks that the entries of the *sommaire* begin alike: with or without a capital after « Priorité N : »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from editor_app.proofing.diagnostic import Category, Diagnostic, Severity
from editor_app.proofing.vocabulary import Vocabulary
from editor_app.proofing.words import normal_form

RULE = "structure/summary-style"

_FIRST_WORD = re.compile(r"\s*([^\W\d_][^\W\d_\u0300-\u036f]*[\u0300-\u036f\w]*)")
_LABEL = re.compile(
    r"(?im)^[^\w\n]{0,8}(?:priorité|axe|objectif|action|mesure)[ \u00a0\u202f]\d{1,2}[ \u00a0\u202f]?:[ \u00a0\u202f]*"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """The first word of an entry: ``[start, end)`` in its text, and whether its capital is a choice of style; a name or
    an acronym has its capital anyway and says nothing."""

    start: int
    end: int
    text: str
    capital: bool


def opening(title: str, vocabulary: Vocabulary, start: int = 0) -> Opening | None:
    """How the title that begins at ``start`` opens; None where that says nothing of the style."""
    found = _FIRST_WORD.match(title, start)
    if found is None:
        return None
    form = normal_form(found[1])
    if form.islower():
        return Opening(*found.span(1), found[1], False)
    if form[1:].isupper() or not (form[1:].islower() or len(form) == 1) or not vocabulary.is_common(form):
        return None
    return Opening(*found.span(1), found[1], True)


def entries(text: str, vocabulary: Vocabulary) -> Iterator[Opening]:
    """The openings of the entries « Priorité N : … » written in a text, one a line."""
    for label in _LABEL.finditer(text):
        found = opening(text, vocabulary, label.end())
        if found and "\n" not in text[label.end() : found.start]:
            yield found


def minority(openings: Sequence[Opening]) -> bool | None:
    """Which style is to be changed: those with a capital (True), without (False), or none (None). With as many of
    both, a colon is followed by no capital (IN, « Majuscules »)."""
    capitals = sum(one.capital for one in openings)
    if capitals in (0, len(openings)):
        return None
    return capitals <= len(openings) - capitals


def style_diagnostic(one: Opening) -> Diagnostic:
    """The advice to write the word ``one`` as most entries begin."""
    changed = one.text[0].lower() + one.text[1:] if one.capital else one.text[0].upper() + one.text[1:]
    most = "sans capitale" if one.capital else "avec une capitale"
    return Diagnostic(
        RULE,
        Category.STRUCTURE,
        Severity.ADVICE,
        one.start,
        one.end,
        one.text,
        f"Dans le sommaire, les autres intitulés commencent {most} : « {changed} ».",
        (changed,),
    )
