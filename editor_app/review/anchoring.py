"""Finds the words of a remark again in a text that may have changed; where it cannot be sure, it says so.

A remark on the wrong words is worse than one without a place, so an ambiguous quote has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from editor_app.review.annotation import Annotation, Quote, text_digest

MAX_CANDIDATES: Final = 2000
"""Places where a quote is compared with its surroundings; a quote met more often is ambiguous."""
TELLING: Final = 12
"""A quote this long (code points) that occurs once needs nothing in common around it; a shorter one needs as much."""
# One code point for one, so that positions stay.
_FOLDED: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "\n": " "})


def locate(annotation: Annotation, text: str) -> tuple[int, int] | None:
    """The range (code points) of the remark's words in ``text``, the section's text as it stands.

    In the text it was made on, its position; elsewhere its exact quote where that occurs once, or where its
    surroundings tell one occurrence from all others (kinds of spaces and quotation marks aside). An orphan's words
    count as found only with all that stood around them. None where they are not, and for a remark on a whole section.
    """
    target = annotation.target
    words = target.quote
    if words is None or not words.exact:
        return None
    if target.orphan:
        return _by_quote(words, text, len(words.prefix) + len(words.suffix))
    if target.digest == text_digest(text):
        return (target.start, target.end) if target.end <= len(text) else None
    around = 0 if len(words.exact) >= TELLING else min(TELLING, len(words.prefix) + len(words.suffix))
    return _by_quote(words, text, around)


def place(annotations: Iterable[Annotation], section: str, text: str) -> tuple[Annotation, ...]:
    """The remarks with those of ``section`` set on their words in ``text``, as after the file was changed elsewhere;
    orphans get an empty range at the place they had, or at the end of a shorter text."""
    digest = text_digest(text)
    return tuple(
        _placed(annotation, text, digest)
        if annotation.target.section == section and annotation.target.quote is not None
        else annotation
        for annotation in annotations
    )


def _placed(annotation: Annotation, text: str, digest: str) -> Annotation:
    target = annotation.target
    start, end = locate(annotation, text) or (min(target.start, len(text)),) * 2
    if (start, end, digest) == (target.start, target.end, target.digest):
        return annotation
    return replace(annotation, target=replace(target, start=start, end=end, digest=digest))


def _by_quote(words: Quote, text: str, around: int) -> tuple[int, int] | None:
    """The one best place of the quote, with at least ``around`` code points next to it as they were."""
    folded, exact = text.translate(_FOLDED), words.exact.translate(_FOLDED)
    starts: list[int] = []
    at = folded.find(exact)
    while at >= 0:
        starts.append(at)
        if len(starts) > MAX_CANDIDATES:
            return None
        at = folded.find(exact, at + 1)
    if not starts:
        return None
    prefix, suffix = words.prefix.translate(_FOLDED), words.suffix.translate(_FOLDED)
    ranked = sorted(((_alike(folded, start, exact, prefix, suffix), start) for start in starts), reverse=True)
    best, start = ranked[0]
    if best < around:
        return None
    # Of several places, one must have kept half of what stood around it, and twice as much as any other.
    if len(ranked) > 1 and (2 * best < len(prefix) + len(suffix) or best <= 2 * ranked[1][0]):
        return None
    return start, start + len(exact)


def _alike(text: str, start: int, exact: str, prefix: str, suffix: str) -> int:
    """How many code points next to the place are those that stood around the quote."""
    before, after = text[max(0, start - len(prefix)) : start], text[start + len(exact) :][: len(suffix)]
    return _common(reversed(prefix), reversed(before)) + _common(suffix, after)


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
