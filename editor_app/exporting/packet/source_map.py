"""Says which stretch of a section's source every stretch of the words shown came from.

What is never shown (addresses, names of notes, attributes) is left out of the comparison, so that words of the text are
not taken for the same words of an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq

OBJECT: Final = "\ufffc"
"""Stands for what is shown and is not a word: a picture, a call for a note."""
MAX_LETTERS: Final = 2_000
"""Between words that are the same, at most so many code points are compared one by one."""

_SPACES: Final = str.maketrans("\u00a0\u202f", "  ")
"""One code point for one: captions get the no-break spaces that their source may lack."""
_TOKEN: Final = re.compile(r"\w+|\s|[^\w\s]")
_OBJECTS: Final = re.compile(
    r"!\[[^\[\]\n]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|(?<!^)\[\^[^\]\n]+\](?!:)", re.MULTILINE
)
_TITLE: Final = re.compile(r"""\s["'](.*)["']\s*\)$""")
_HIDDEN: Final = re.compile(
    r"(?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"  # the address of a link
    r"|(?<=\])\[[^\[\]\n]*\]"
    r"|\{[:#.][^{}\n]*\}"  # attributes
    r"|^ {0,3}\[[^\]\n]+\]:(?: *<?https?:\S+)?"  # where a note or an address is defined
    r"|^\*\[[^\]\n]+\]:.*$",
    re.MULTILINE,
)


class Same(NamedTuple):
    """``length`` code points that are the same from ``shown`` on in what is shown and from ``source`` on in the
    source."""

    shown: int
    source: int
    length: int


def trace(shown: str, source: str) -> list[Same]:
    """The stretches of ``shown`` (with ``OBJECT`` for what is no word) found in ``source``, in order in both."""
    shown, visible = shown.translate(_SPACES), _visible(source).translate(_SPACES)
    before, after = _TOKEN.findall(shown), _TOKEN.findall(visible)
    shown_at, source_at = _starts(before), _starts(after)
    found: list[Same] = []
    for change in LCSseq.opcodes(before, after):
        first, last = shown_at[change.src_start], shown_at[change.src_end]
        start, stop = source_at[change.dest_start], source_at[change.dest_end]
        if change.tag == "equal":
            found.append(Same(first, start, last - first))
        elif last > first and stop > start and max(last - first, stop - start) <= MAX_LETTERS:
            found += [
                Same(first + letters.src_start, start + letters.dest_start, letters.src_end - letters.src_start)
                for letters in LCSseq.opcodes(shown[first:last], visible[start:stop])
                if letters.tag == "equal"
            ]
    return list(_joined(found))


def object_end(source: str, start: int) -> int:
    """Where the picture or the call for a note that starts there in the source ends."""
    found = _OBJECTS.match(source, start)
    return found.end() if found else start + 1


def _visible(source: str) -> str:
    """``source`` as long as it was, with what is never shown made something that no text holds."""
    marked = _OBJECTS.sub(_as_object, source)
    return _HIDDEN.sub(lambda found: "\0" * len(found[0]), marked)


def _as_object(found: re.Match[str]) -> str:
    """The picture as one object, what its title says still readable: it is shown as the caption."""
    title = _TITLE.search(found[0])
    if title is None:
        return OBJECT + "\0" * (len(found[0]) - 1)
    before, after = title.start(1) - 1, len(found[0]) - title.end(1)
    return OBJECT + "\0" * before + title[1] + "\0" * after


def _starts(tokens: list[str]) -> list[int]:
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts


def _joined(found: list[Same]) -> Iterator[Same]:
    last: Same | None = None
    for each in found:
        if last and (last.shown + last.length, last.source + last.length) == (each.shown, each.source):
            last = Same(last.shown, last.source, last.length + each.length)
            continue
        if last:
            yield last
        last = each
    if last:
        yield last
