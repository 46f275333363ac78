"""Makes of an edited text what its writer suggests for the text they were given, place by place, and carries what they
remarked upon back to that text."""

from __future__ import annotations

import datetime
import json
import uuid
from bisect import bisect_right
from typing import Final

from editor_app.issue.comparing import Difference, differences
from editor_app.review.annotation import Annotation, Motivation, Target, quote, text_digest
from editor_app.review.suggestions import in_one_shape

NAMESPACE: Final = uuid.UUID("6b1e6f3a-0f0e-5d0c-9a51-2f6b8f7a4c1d")
"""Of the ids that follow from what is suggested, so that what is sent twice is the same suggestion."""


def suggested_by(base: str, edited: str, *, issue: str, section: str, author: str) -> tuple[Annotation, ...]:
    """A suggestion for each place where ``edited`` differs from ``base``, in order; all of them accepted make it."""
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    digest = text_digest(base)
    made = []
    for place in differences(base, edited):
        start, end = place.start, place.start + len(place.before)
        target = Target(issue, section, start, end, quote(base, start, end), digest)
        name = json.dumps([issue, section, digest, start, end, place.after, author], ensure_ascii=False)
        remark = Annotation(
            id=uuid.uuid5(NAMESPACE, name).urn,
            motivation=Motivation.EDITING,
            target=target,
            author=author,
            created=now,
            modified=now,
            replacement=place.after,
        )
        made.append(in_one_shape(remark, base))
    return tuple(made)


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
        at = min(first, last)
        before = at
        while before > 0 and not self._base[before - 1].isspace():
            before -= 1
        if before < at:
            return before, at
        after = at
        while after < len(self._base) and self._base[after].isspace():
            after += 1
        stop = after
        while stop < len(self._base) and not self._base[stop].isspace():
            stop += 1
        return after, stop

    def _offset(self, at: int, *, after: bool) -> int:
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return at
        place = self._places[index]
        within = at - place.now
        if within >= len(place.after):
            return place.start + len(place.before) + within - len(place.after)
        return place.start + (len(place.before) if after and within > 0 else 0)
