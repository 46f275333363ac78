"""Follows words from an earlier text into a later one, and gives a place only where no other is likely."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from editor_app.review.likelihood import KEPT, Likelihood
from editor_app.review.offset_map import OffsetMap

SURE: Final = 0.97
"""Probability that words have one place, below which they have none."""
SURER: Final = 0.995
"""That of words whose surroundings occur nearly alike elsewhere in the earlier text."""
TELLING: Final = 12
"""Several words of this many code points together that are met once before and once now are the same."""
MOVED: Final = math.log(1e-4)
"""Few paragraphs move."""
EXPLAINED: Final = 0.3
MORE_EXPLAINED: Final = 0.45
"""How much of the passage must be there, from 0 to 1, rare words counting most: the words may have been removed."""
RIVAL: Final = 0.5
TWIN: Final = 0.9
"""How alike surroundings are that may be mistaken for each other, and that cannot be told apart."""


def remap(start: int, end: int, moved: OffsetMap) -> tuple[int, int] | None:
    """Where the words ``[start, end)`` (code points) of the earlier text are in the later one.

    Words of which some were replaced are where those that stayed are, when these are half of them or more. None when
    they are gone, when they may be in several places, and for spaces alone.
    """
    tokens = moved.base.touching(start, end)
    if not tokens or not moved.current.words:
        return None
    wanted = moved.base.words[tokens.start : tokens.stop]
    if sum(map(len, wanted)) >= TELLING and sum(word.isalnum() for word in wanted) > 1:
        found = moved.current.occurrences(wanted)
        if len(found) == len(moved.base.occurrences(wanted)) == 1:
            return _whole(start, end, tokens, found[0], moved)
    twins = moved.twins(tokens)
    rival = max((alike for alike, _ in twins), default=0.0)
    if rival >= TWIN:
        first = _by_rank(tokens, [at for alike, at in twins if alike >= TWIN], moved)
        return None if first is None else _whole(start, end, tokens, first, moved)
    weighed, share, explained, in_order = _weigh(tokens, moved)
    if explained < (EXPLAINED if rival < RIVAL else MORE_EXPLAINED) or (rival >= RIVAL and not in_order):
        return None
    places = _sure(weighed, share, SURE if rival < RIVAL else SURER)
    firsts = {to - at for at, to in places.items()}
    whole = [at for at in firsts if at >= 0 and moved.current.words[at : at + len(wanted)] == wanted]
    if len(whole) == 1:
        return _whole(start, end, tokens, whole[0], moved)
    if explained < MORE_EXPLAINED or not in_order:
        return None
    return _partly(tokens, places, moved)


def _by_rank(tokens: range, twins: list[int], moved: OffsetMap) -> int | None:
    """Of passages that are the same, the one of the same rank, while there are as many of them."""
    wanted = moved.base.words[tokens.start : tokens.stop]
    now = [at for at in moved.current.occurrences(wanted) if moved.likeness(tokens, moved.current, at) >= TWIN]
    ranked = sorted((*twins, tokens.start))
    return now[ranked.index(tokens.start)] if len(now) == len(ranked) else None


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A window of the later text and the weights of the passage in it."""

    window: range
    likelihood: Likelihood


def _weigh(tokens: range, moved: OffsetMap) -> tuple[_Weighed, float, float, bool]:
    """The likeliest window, its share of the likelihood of all, how much of the passage is in it, and whether it is
    where the words are if nothing moved."""
    context = moved.context(tokens)
    passage = moved.base.words[context.start : context.stop]
    count = len(moved.current.words)
    frequency = [max(1, moved.current.count(word)) / count for word in passage]
    first, stop = tokens.start - context.start, tokens.stop - context.start
    tried: list[tuple[float, _Weighed]] = []
    for window in moved.windows(tokens):
        words = moved.current.words[window.start : window.stop]
        likelihood = Likelihood(passage, first, stop, words, frequency)
        tried.append((likelihood.log_total + (MOVED if tried else 0.0), _Weighed(window, likelihood)))
    log, best = max(tried, key=lambda each: each[0])
    share = 1 / sum(math.exp(other - log) for other, _ in tried)
    whole = sum(math.log(KEPT / each) for each in frequency)
    return best, share, log / whole if whole > 0 else 0.0, best is tried[0][1]


def _sure(weighed: _Weighed, share: float, least: float) -> dict[int, int]:
    """The index in the later text of each token looked for (from 0) that surely was kept."""
    sure = {}
    for at, places in enumerate(weighed.likelihood.placed()):
        for to, probability in places.items():
            if probability * share >= least:
                sure[at] = weighed.window.start + to
    return sure


def _partly(tokens: range, places: dict[int, int], moved: OffsetMap) -> tuple[int, int] | None:
    """From the first to the last of the words that were kept, when they are half of them or more and nothing like them
    stood elsewhere."""
    words = moved.base.words
    asked = sum(words[token].isalnum() for token in tokens)
    kept = {tokens.start + at: to for at, to in places.items() if words[tokens.start + at].isalnum()}
    if not kept or 2 * len(kept) < asked:
        return None
    first, last = min(kept.values()), max(kept.values())
    if last - first > 2 * len(tokens) + 4:
        return None
    for token in kept:
        if any(alike >= RIVAL for alike, at in moved.twins(range(token, token + 1)) if abs(at - token) > len(tokens)):
            return None
    return moved.current.starts[first], moved.current.ends[last]


def _whole(start: int, end: int, tokens: range, first: int, moved: OffsetMap) -> tuple[int, int]:
    """The code points of as many tokens from ``first`` on, less what was left out of the first and the last word."""
    base, current = moved.base, moved.current
    before = max(0, start - base.starts[tokens[0]])
    after = max(0, base.ends[tokens[-1]] - end)
    return current.starts[first] + before, current.ends[first + len(tokens) - 1] - after
