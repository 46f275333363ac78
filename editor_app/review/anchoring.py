"""Finds the words of a remark again in a text that may have changed; where it cannot be sure, it says so.

A remark on the wrong words is worse than one without a place, so an ambiguous quote has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Opcode

from editor_app.review.annotation import Annotation, Quote, text_digest

if TYPE_CHECKING:  # the window needs numpy only when a remark comes from another text
    from editor_app.review.offset_map import OffsetMap

MAX_CANDIDATES: Final = 2000
"""Places where a quote is compared with its surroundings; a quote met more often is ambiguous."""
TELLING: Final = 12
"""A quote this long (code points) that occurs once needs nothing in common around it; a shorter one needs as much."""
ALIKE: Final = 88.0
"""How alike (0 to 100) a changed quote must be to its words, and its surroundings with it; the next likest place must
be ``APART`` less so."""
APART: Final = 10.0
MAX_PASSAGE: Final = 2_000
MAX_SEARCHED: Final = 200_000
# One code point for one, so that positions stay.
_FOLDED: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "\n": " "})


def locate(annotation: Annotation, text: str, base: str | None = None) -> tuple[int, int] | None:
    """The range (code points) of the remark's words in ``text``, the section's text as it stands.

    In the text it was made on, its position. Elsewhere, given ``base``, the text it was made on, what became of those
    very words. Without it, its exact quote where that occurs once, or where its surroundings tell one occurrence from
    all others (kinds of spaces and quotation marks aside), then what is nearly the quote in nearly its surroundings. An
    orphan's words count as found only with all that stood around them. None where they are not, and for a remark on a
    whole section.
    """
    target = annotation.target
    words = target.quote
    if words is None or not words.exact:
        return None
    if target.orphan:
        return _by_quote(words, text, len(words.prefix) + len(words.suffix))
    if target.digest == text_digest(text):
        return (target.start, target.end) if target.end <= len(text) else None
    if base is not None and target.digest == text_digest(base) and target.end <= len(base):
        return _remapped(annotation, _offset_map(base, text))
    around = 0 if len(words.exact) >= TELLING else min(TELLING, len(words.prefix) + len(words.suffix))
    return _by_quote(words, text, around) or _by_likeness(words, text)


def place(
    annotations: Iterable[Annotation], section: str, text: str, bases: Iterable[str] = ()
) -> tuple[Annotation, ...]:
    """The remarks with those of ``section`` set on their words in ``text``, as after the file was changed elsewhere;
    orphans get an empty range at the place they had, or at the end of a shorter text. ``bases`` are earlier texts of
    the section, such as those that packets carry."""
    digest = text_digest(text)
    earlier = {text_digest(base): base for base in bases}
    return tuple(
        _placed(annotation, text, digest, earlier.get(annotation.target.digest))
        if annotation.target.section == section and annotation.target.quote is not None
        else annotation
        for annotation in annotations
    )


def _placed(annotation: Annotation, text: str, digest: str, base: str | None) -> Annotation:
    target = annotation.target
    if base is None or target.orphan or target.digest == digest or target.end > len(base):
        found = locate(annotation, text)
    else:
        found = _remapped(annotation, _offset_map(base, text))
    start, end = found or (min(target.start, len(text)),) * 2
    if (start, end, digest) == (target.start, target.end, target.digest):
        return annotation
    return replace(annotation, target=replace(target, start=start, end=end, digest=digest))


@lru_cache(maxsize=64)
def _offset_map(base: str, text: str) -> OffsetMap:
    """Kept for the other returns that were made on the same texts."""
    from editor_app.review.offset_map import OffsetMap

    return OffsetMap(base, text)


def _remapped(annotation: Annotation, moved: OffsetMap) -> tuple[int, int] | None:
    from editor_app.review.remapping import remap

    return remap(annotation.target.start, annotation.target.end, moved)


@lru_cache(maxsize=8)
def _folded(text: str) -> str:
    return text.translate(_FOLDED)


def _by_quote(words: Quote, text: str, around: int) -> tuple[int, int] | None:
    """The one best place of the quote, with at least ``around`` code points next to it as they were."""
    folded, exact = _folded(text), words.exact.translate(_FOLDED)
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


def _by_likeness(words: Quote, text: str) -> tuple[int, int] | None:
    """What is nearly the quote, in nearly its surroundings, in one place only."""
    folded, exact = _folded(text), words.exact.translate(_FOLDED)
    prefix = words.prefix.translate(_FOLDED)
    passage = prefix + exact + words.suffix.translate(_FOLDED)
    if len(exact) < TELLING or len(passage) > min(len(folded), MAX_PASSAGE) or len(folded) > MAX_SEARCHED:
        return None
    found = fuzz.partial_ratio_alignment(passage, folded, score_cutoff=ALIKE)
    if found is None:
        return None
    rest = folded[: found.dest_start] + folded[found.dest_end :]
    if fuzz.partial_ratio(passage, rest, score_cutoff=found.score - APART):
        return None
    changes = Indel.opcodes(passage, folded[found.dest_start : found.dest_end])
    start = found.dest_start + _carried(changes, len(prefix))
    end = found.dest_start + _carried(changes, len(prefix) + len(exact))
    return (start, end) if fuzz.ratio(exact, folded[start:end]) >= ALIKE else None


def _carried(changes: Iterable[Opcode], offset: int) -> int:
    """Where an offset of the first text is in the second."""
    for change in changes:
        if change.src_start <= offset < change.src_end:
            return change.dest_start + (offset - change.src_start if change.tag == "equal" else 0)
    return change.dest_end


def _alike(text: str, start: int, exact: str, prefix: str, suffix: str) -> int:
    """How many code points next to the place are those that stood around the quote."""
    end = start + len(exact)
    before, after = text[max(0, start - len(prefix)) : start], text[end : end + len(suffix)]
    return _common(prefix[::-1], before[::-1]) + _common(suffix, after)


def _common(one: str, other: str) -> int:
    if one[:1] != other[:1]:  # nearly always, and asked for each place of each quote
        return 0
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
