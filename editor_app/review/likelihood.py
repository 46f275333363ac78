"""Weighs every way in which a passage may have become another, so that a place is taken only when it is sure.

The passage and a window of the later text are laid over each other in all ways at once (a pair hidden Markov model with
one state: Durbin, Eddy, Krogh, Mitchison, *Biological Sequence Analysis*, 4.4). A token is kept, replaced, removed, or
another is put before it; that a rare token was kept says more than that a common one was. Either may reach beyond the
other at both ends.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

KEPT: Final = 0.7
REPLACED: Final = 0.1
REMOVED: Final = 0.12
ADDED: Final = 0.12


class Likelihood:
    """The weights of all ways in which ``words`` became ``window``. ``first`` and ``stop`` delimit the tokens of
    ``words`` that are looked for; ``frequency`` is that of each token of ``words`` in the later text."""

    def __init__(
        self, words: Sequence[str], first: int, stop: int, window: Sequence[str], frequency: Sequence[float]
    ) -> None:
        self._words, self._window = words, window
        self._first, self._stop = first, stop
        self._kept = [KEPT / each for each in frequency]
        self._forward = self._rows(range(stop), first)
        self._backward = self._rows(range(len(words) - 1, first - 1, -1), len(words) - stop, backwards=True)
        self.log_total = self._all()

    def placed(self) -> list[dict[int, float]]:
        """For each token looked for: the probability that it was kept at each index of the window."""
        found: list[dict[int, float]] = []
        for at in range(self._first, self._stop):
            before, log_before = self._forward[at - self._first]
            after, log_after = self._backward[self._stop - at - 1]
            scale = log_before + log_after - self.log_total
            word, kept = self._words[at], self._kept[at]
            found.append(
                {
                    to: min(1.0, math.exp(min(0.0, math.log(weight) + scale)))
                    for to, other in enumerate(self._window)
                    if other == word and (weight := before[to] * kept * after[to + 1]) > 0.0
                }
            )
        return found

    def _all(self) -> float:
        before, log_before = self._forward[-1]
        after, log_after = self._backward[0]
        # A way that adds tokens here crosses this row at several columns; it counts where it comes in.
        entered = (one - ADDED * left for one, left in zip(before, (0.0, *before), strict=False))
        return math.log(sum(one * other for one, other in zip(entered, after, strict=True))) + log_before + log_after

    def _rows(self, order: range, keep_from: int, *, backwards: bool = False) -> list[tuple[list[float], float]]:
        """The rows of the table from ``keep_from`` on, each with the logarithm of what it was divided by."""
        window = self._window[::-1] if backwards else self._window
        row, log = [1.0] * (len(window) + 1), 0.0
        kept_rows = [(row[::-1] if backwards else row, log)] if keep_from == 0 else []
        for count, at in enumerate(order, start=1):
            word, kept = self._words[at], self._kept[at]
            left = row[0] * REMOVED
            after = [left]
            diagonal = row[0]
            for other, above in zip(window, row[1:], strict=True):
                left = diagonal * (kept if other == word else REPLACED) + above * REMOVED + left * ADDED
                after.append(left)
                diagonal = above
            largest = max(after)
            row = [weight / largest for weight in after]
            log += math.log(largest)
            if count >= keep_from:
                kept_rows.append((row[::-1] if backwards else row, log))
        return kept_rows
