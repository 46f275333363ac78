"""The *sommaire*, derived from the outline so that it is always in step with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from editor_app.issue.outline import Kind, Outline


@dataclass(frozen=True, slots=True)
class SummaryEntry:
    """One line of the *sommaire*: the section it leads to, its heading as readers see it, and its depth from 0."""

    section_id: str
    heading: str
    depth: int


def summary(outline: Outline) -> Iterator[SummaryEntry]:
    """The entries in reading order: every section but the editorial and the summary itself, articles one level in."""
    for section in outline.sections:
        if section.kind in (Kind.EDITORIAL, Kind.SUMMARY):
            continue
        yield SummaryEntry(section.id, outline.heading(section.id), 0)
        for child in section.children:
            yield SummaryEntry(child.id, outline.heading(child.id), 1)
