"""Checks that a *sommaire* written by hand says what the letter holds; one that is derived cannot be out of step."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from editor_app.issue.outline import Kind, Outline, Section
from editor_app.issue.summary import summary
from editor_app.proofing.words import normal_form

_NOTHING = re.compile(r"[\W_]+")


def out_of_step(section: Section, text: str, outline: Outline) -> Iterator[str]:
    """A French sentence for each way in which the ``text`` of the summary ``section`` differs from the outline: a
    section that it does not announce, sections announced in another order. Articles need not be announced."""
    if section.kind is not Kind.SUMMARY or section.file is None or not text.strip():
        return
    said = _bare(text)
    places: list[tuple[int, str]] = []
    for entry in summary(outline):
        title = outline.find(entry.section_id).title
        if entry.depth or not _bare(title):
            continue
        at = said.find(_bare(title))
        if at < 0:
            yield f"Le sommaire n’annonce pas « {title} »."
        else:
            places.append((at, title))
    for (at, title), (following, after) in pairwise(places):
        if following < at:
            yield f"Le sommaire annonce « {after} » avant « {title} », qui vient d’abord dans la lettre."


def _bare(text: str) -> str:
    """``text`` in letters and digits alone, capitals and accents aside."""
    folded = unicodedata.normalize("NFD", normal_form(text).casefold())
    return _NOTHING.sub("", "".join(letter for letter in folded if not unicodedata.combining(letter)))
