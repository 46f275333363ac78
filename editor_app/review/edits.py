"""Makes of an edited text what its writer suggests for the text they were given, place by place, and carries what they
remarked upon back to that text."""

from __future__ import annotations

import datetime
import json
import re
import uuid
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from editor_app.issue.comparing import Difference, differences
from editor_app.review.annotation import Annotation, Motivation, State, Target, quote, text_digest
from editor_app.review.suggestions import in_one_shape, proposals

NAMESPACE: Final = uuid.UUID("6b1e6f3a-0f0e-5d0c-9a51-2f6b8f7a4c1d")
"""Of the ids that follow from what is suggested, so that what is sent twice is the same suggestion."""


def suggested_by(base: str, edited: str, *, issue: str, section: str, author: str) -> tuple[Annotation, ...]:
    """A suggestion for each place where ``edited`` differs from ``base``, in order; all of them accepted make it."""
    places = list(differences(base, edited))
    made = [_suggestion(base, place, issue, section, author) for place in places]
    at = 1
    while at < len(made):
        # Where two can no longer be told apart once each stands on whole words, they are one.
        if _touch(made[at - 1], made[at], base):
            places[at - 1 : at + 1] = [_joined(places[at - 1], places[at], base)]
            made[at - 1 : at + 1] = [_suggestion(base, places[at - 1], issue, section, author)]
            at = max(1, at - 1)
        else:
            at += 1
    return tuple(made)


def sent_again(edits: Iterable[Annotation], before: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """What a return says of ``edits`` when the last one said ``before``: the same suggestions as they were, others as
    they are, those meant again taken up, those no longer meant withdrawn."""
    edits, known = tuple(edits), {edit.id: edit for edit in before}
    meant = {edit.id for edit in edits}
    withdrawn = (
        edit if edit.state is State.DELETED else replace(edit, state=State.DELETED, revision=edit.revision + 1)
        for edit in known.values()
        if edit.id not in meant
    )
    return (
        *(
            replace(edit, revision=known[edit.id].revision + (known[edit.id].state is State.DELETED))
            if edit.id in known
            else edit
            for edit in edits
        ),
        *withdrawn,
    )


def _suggestion(base: str, place: Difference, issue: str, section: str, author: str) -> Annotation:
    now, digest = datetime.datetime.now(datetime.UTC).replace(microsecond=0), text_digest(base)
    start, end = place.start, place.start + len(place.before)
    name = json.dumps([issue, section, digest, start, end, place.after, author], ensure_ascii=False)
    remark = Annotation(
        id=uuid.uuid5(NAMESPACE, name).urn,
        motivation=Motivation.EDITING,
        target=Target(issue, section, start, end, quote(base, start, end), digest),
        author=author,
        created=now,
        modified=now,
        replacement=place.after,
    )
    return in_one_shape(remark, base)


def _touch(one: Annotation, other: Annotation, base: str) -> bool:
    section = one.target.section
    first, second = proposals([one], section, base), proposals([other], section, base)
    return bool(first and second and first[0].touches(second[0])) or other.target.start < one.target.end


def _joined(one: Difference, other: Difference, base: str) -> Difference:
    between = base[one.start + len(one.before) : other.start]
    return Difference(one.start, one.before + between + other.before, one.now, one.after + between + other.after)


_WORD: Final = re.compile(r"\S+")


class WayBack:
    """Finds in a text what became of it: the places of ``edited`` in ``base``."""

    def __init__(self, base: str, edited: str) -> None:
        self._base = base
        self._places: tuple[Difference, ...] = differences(base, edited)
        self._starts = [place.now for place in self._places]

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Where the words ``[start, end)`` (code points) of the edited text stand in the text before; what was written
        anew counts as what it replaced, and where it replaced nothing, as the word before it or after it."""
        first, last = self._offset(start, after=False), self._offset(end, after=True)
        if first < last:
            return first, last
        at, head = min(first, last), self._base[: min(first, last)].rstrip()
        if head:
            start = max(head.rfind(" "), head.rfind("\n"), head.rfind("\t")) + 1
            return start, len(head)
        found = _WORD.search(self._base, at)
        return found.span() if found is not None else (at, at)

    def _offset(self, at: int, *, after: bool) -> int:
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return at
        place = self._places[index]
        within = at - place.now
        if within >= len(place.after):
            return place.start + len(place.before) + within - len(place.after)
        return place.start + (len(place.before) if after and within > 0 else 0)
