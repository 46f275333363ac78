"""Gives a suggestion the one shape that all have who mean the same: whole words, and only those that change."""

from __future__ import annotations

import re
from typing import Final

REACH: Final = 200
"""Code points on either side of a change that are looked at."""
_TOKEN: Final = re.compile(r"\w+|\s+|[^\w\s]")


def narrowed(text: str, start: int, end: int, replacement: str) -> tuple[int, int, str] | None:
    """The change of the words ``[start, end)`` (code points) of ``text`` without those at either end that stay as they
    are; of words that could be added or taken out in several places with the same result, in the last. None when
    nothing changes."""
    start, end, replacement = _on_tokens(text, start, end, replacement)
    if text[start:end] == replacement:
        return None
    before, after = _TOKEN.findall(text[start:end]), _TOKEN.findall(replacement)
    # What follows is compared too, so that an addition moves to its last place.
    following = _TOKEN.findall(text[end : end + REACH])[: max(2, abs(len(before) - len(after)) + 1)]
    before, after = before + following, after + following
    first = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and before[-1 - last] == after[-1 - last]:
        last += 1
    end = start + sum(map(len, before[: len(before) - last]))
    start += sum(map(len, before[:first]))
    return start, end, "".join(after[first : len(after) - last])


def on_words(text: str, start: int, end: int, replacement: str) -> tuple[int, int, str]:
    """A change that only adds, as one of the word next to it, so that it has words to stand on: the one that it is
    written against, else the one before, else the one after. Other changes come back as they are."""
    if start < end or not replacement:
        return start, end, replacement
    tokens = list(_TOKEN.finditer(text, max(0, start - REACH), start))
    before = tokens[-1] if tokens and not tokens[-1][0].isspace() else None
    following = _TOKEN.match(text, end)
    after = following if following and not following[0].isspace() else None
    if before and after and _in_word(before[0]) != _in_word(after[0]):
        before, after = (before, None) if _in_word(before[0]) else (None, after)
    elif before and after:  # written against a word, it belongs to that word
        before, after = (None, after) if replacement[0].isspace() and _in_word(after[0]) else (before, None)
    if before is None and after is None:
        before = next((token for token in reversed(tokens) if not token[0].isspace()), None)
    if before is not None:
        return before.start(), end, text[before.start() : start] + replacement
    return (start, after.end(), replacement + after[0]) if after is not None else (start, end, replacement)


def _on_tokens(text: str, start: int, end: int, replacement: str) -> tuple[int, int, str]:
    """Grown to where words begin and end, when the change begins or ends within one."""
    first, last = start, end
    if _in_word(text[start] if start < end else replacement):
        while first and _in_word(text[first - 1]):
            first -= 1
    if _in_word(text[end - 1] if start < end else replacement[-1:]):
        while last < len(text) and _in_word(text[last]):
            last += 1
    return first, last, text[first:start] + replacement + text[end:last]


def _in_word(text: str) -> bool:
    """Whether ``text`` begins with a letter, a figure or a low line."""
    return text[:1].isalnum() or text[:1] == "_"
