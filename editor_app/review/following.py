"""Keeps remarks on their words while the text around them is typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from editor_app.review.annotation import Annotation, Target


@dataclass(frozen=True, slots=True)
class TextEdit:
    """``removed`` code points from ``start`` on gave way to ``inserted`` code points."""

    start: int
    removed: int
    inserted: int


def edit_between(before: str, after: str) -> TextEdit:
    """The one replacement that turns ``before`` into ``after``, as small as it can be."""
    shortest = min(len(before), len(after))
    start = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    rest = shortest - start
    tail = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest)
    return TextEdit(start, len(before) - start - tail, len(after) - start - tail)


def follow_range(start: int, end: int, edit: TextEdit) -> tuple[int, int]:
    """Where the words ``[start, end)`` stand after ``edit``.

    What is typed at either edge stays outside; what is typed or replaced within belongs to them. Words that were wholly
    removed leave an empty range in their place, also when others were typed there: those are not the words remarked
    upon.
    """
    first, last = edit.start, edit.start + edit.removed
    shift = edit.inserted - edit.removed
    if last <= start:
        return start + shift, end + shift
    if first >= end:
        return start, end
    if first <= start and end <= last:
        return first, first
    return (
        start if start <= first else first + edit.inserted,
        end + shift if end >= last else first,
    )


def follow(annotations: Iterable[Annotation], section: str, edit: TextEdit, digest: str) -> tuple[Annotation, ...]:
    """The remarks after ``edit`` of the text of ``section``; ``digest`` is that of the text it gave.

    Those on other sections, on a section as a whole, and orphans' quotes stay as they are. Only the place moves: the
    quote keeps the words as they were remarked upon, and the revision stays, since nobody changed the remark.
    """
    return tuple(
        replace(annotation, target=_followed(annotation.target, edit, digest))
        if annotation.target.section == section and annotation.target.quote is not None
        else annotation
        for annotation in annotations
    )


def _followed(target: Target, edit: TextEdit, digest: str) -> Target:
    start, end = follow_range(target.start, target.end, edit)
    return replace(target, start=start, end=end, digest=digest)
