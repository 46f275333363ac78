"""Weighs every way in which an earlier text may have become a later one, and says which token surely became which.

The texts are laid over each other in all ways at once (a pair hidden Markov model: Durbin, Eddy, Krogh, Mitchison,
*Biological Sequence Analysis*, 4.4). A token is kept, replaced, removed, or others are put before it; that a rare token
was kept says more than that a common one was. Whole runs of tokens may be removed or added, and the rest may go on
anywhere else, most easily from one paragraph's end to another's start: that is how paragraphs move.

In such a model a later token may serve several earlier ones. So the later text is laid over the earlier one as well,
and a pair counts as much as the one view of it times the other: of two passages that could both have become a third,
the one that the third says it came from has it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Truths: TypeAlias = NDArray[np.bool_]

KEPT: Final = 0.7
REPLACED: Final = 0.1
REMOVED: Final = 0.12
ADDED: Final = 0.12
RUN: Final = 1e-3
"""That many tokens are removed, or added, together."""
RUN_GOES_ON: Final = 0.97
RUN_ENDS: Final = 0.5
LEAVES: Final = 1e-11
LEAVES_PARAGRAPH: Final = 1e-4
"""That the text goes on elsewhere, within a paragraph and between two."""
AT_PARAGRAPH: Final = 30.0
"""How much likelier than others the place between two paragraphs is to go on from, and to go on at."""
STEPS: Final = (1, 2, 4, 8)
PASSES: Final = 2
CERTAIN: Final = 0.999
EVIDENT: Final = 0.5
"""Share and likelihood of the pairs that are taken for granted when all is weighed again."""
DOUBT: Final = 0.01
"""How likely a token must be to remain for its place to be worth weighing again."""


@dataclass(frozen=True, slots=True)
class Side:
    """One text: its tokens as numbers, how often each is met (from 0 to 1), and, for each token and the end, whether a
    paragraph starts there."""

    tokens: Integers
    frequency: Floats
    starts: Truths


@dataclass(frozen=True, slots=True)
class Pairs:
    """For each token of the first text: the token of the second that it most likely became; the share of that pair in
    the likelihood of all pairs with either of them; how likely it is in itself, by the view that doubts it more; and
    how likely it is that it became any. All from 0 to 1."""

    place: Integers
    share: Floats
    likelihood: Floats
    kept: Floats


def pairs(one: Side, other: Side) -> Pairs:
    """Lay each text over the other. Time and memory grow with the product of their lengths.

    What is certain once is taken for granted the second time, so that no other passage lays claim to it.
    """
    if not len(one.tokens) or not len(other.tokens):
        none = np.zeros(len(one.tokens))
        return Pairs(none.astype(np.int64), none, none, none)
    found = _weighed(one, other)
    for _ in range(PASSES - 1):
        certain = (found.share >= CERTAIN) & (found.likelihood >= EVIDENT)
        if not (~certain & (found.kept >= DOUBT)).any():
            break
        one, other = _tied(one, other, np.flatnonzero(certain), found.place[certain])
        found = _weighed(one, other)
    return found


def _weighed(one: Side, other: Side) -> Pairs:
    there, back = _views(one, other)
    both = there * back
    place = both.argmax(axis=1)
    rows = np.arange(len(place))
    best = both[rows, place]
    rivals = both.sum(axis=1) + both.sum(axis=0)[place] - best
    share = np.divide(best, rivals, out=np.zeros(len(place)), where=rivals > 0)
    return Pairs(place, share, np.minimum(there[rows, place], back[rows, place]), there.sum(axis=1))


def _tied(one: Side, other: Side, rows: Integers, places: Integers) -> tuple[Side, Side]:
    """The texts with a number of their own for each two tokens that became one another."""
    first, second = one.tokens.copy(), other.tokens.copy()
    first[rows] = second[places] = max(first.max(), second.max()) + 1 + np.arange(len(rows))
    return replace(one, tokens=first), replace(other, tokens=second)


def _views(one: Side, other: Side) -> tuple[Floats, Floats]:
    """The probability of each pair, as each text sees it laid over the other; both of shape (one, other)."""
    # Four tables in step: each text's tokens as rows over the other's as columns, from the front and from the back.
    lanes = [(one, other), (_reversed(one), _reversed(other)), (other, one), (_reversed(other), _reversed(one))]
    rows = max(len(one.tokens), len(other.tokens))
    tokens = np.full((rows, 4), -1, np.int64)
    gain = np.zeros((rows, 4))
    leaves = np.zeros((rows + 1, 4))
    columns = np.full((4, rows), -2, np.int64)
    ease = np.zeros((4, rows + 1))
    for lane, (row, column) in enumerate(lanes):
        count, width = len(row.tokens), len(column.tokens)
        tokens[:count, lane] = row.tokens
        gain[:count, lane] = KEPT / row.frequency - REPLACED
        leaves[: count + 1, lane] = np.where(row.starts, LEAVES_PARAGRAPH, LEAVES)
        columns[lane, :width] = column.tokens
        ease[lane, : width + 1] = np.where(column.starts, AT_PARAGRAPH, 1.0)
    ease /= ease.sum(axis=1, keepdims=True)
    weights, logs = _tables(tokens, gain, leaves, columns, ease)
    same = one.tokens[:, None] == other.tokens[None, :]
    return (
        _joined(weights[:, 0], weights[:, 1], logs[:, 0], logs[:, 1], one, other, same),
        _joined(weights[:, 2], weights[:, 3], logs[:, 2], logs[:, 3], other, one, same.T).T,
    )


def _tables(
    tokens: Integers, gain: Floats, leaves: Floats, columns: Integers, ease: Floats
) -> tuple[NDArray[np.float32], Floats]:
    """For each number of tokens read, and lane: the weight of all ways to be before each column, ready to read on, and
    the logarithm of what the row was divided by."""
    rows, width = len(tokens), ease.shape[1]
    decay = RUN_GOES_ON ** np.arange(width)
    growth = RUN / decay
    kept_rows = np.empty((rows + 1, 4, width), np.float32)
    logs = np.empty((rows + 1, 4))
    row = (ease > 0).astype(np.float64)
    leaving = ease * row.sum(axis=1, keepdims=True)
    removed = np.zeros_like(row)
    log = np.zeros(4)
    matched = np.empty((4, width - 1))
    for at in range(rows + 1):
        left = (row * leaving).sum(axis=1) * leaves[at]
        ready = row.copy()
        share = ADDED
        for step in STEPS:
            ready[:, step:] += share * ready[:, :-step]
            share *= share
        ready += np.cumsum(row * growth, axis=1) * decay
        ready += left[:, None] * ease
        kept_rows[at], logs[at] = ready, log
        if at == rows:
            break
        np.equal(columns, tokens[at][:, None], out=matched)
        matched *= gain[at][:, None]
        matched += REPLACED
        matched *= ready[:, :-1]
        removed = removed * RUN_GOES_ON + RUN * ready
        row = REMOVED * ready + RUN_ENDS * removed
        row[:, 1:] += matched
        largest = row.max(axis=1)
        row /= largest[:, None]
        removed /= largest[:, None]
        log = log + np.log(largest)
    return kept_rows, logs


def _joined(
    front: NDArray[np.float32],
    back: NDArray[np.float32],
    front_logs: Floats,
    back_logs: Floats,
    row: Side,
    column: Side,
    same: Truths,
) -> Floats:
    """The probability that each token of ``row`` was kept as each of ``column``."""
    count, width = len(row.tokens), len(column.tokens)
    before = front[:count, :width].astype(np.float64)
    after = back[:count, :width][::-1, ::-1]
    # The end is where nothing more is read: its row in the table has weighed going on from there already.
    whole = np.log(front[count, : width + 1].sum(dtype=np.float64)) + front_logs[count]
    scale = np.exp(front_logs[:count] + back_logs[:count][::-1] - whole) * KEPT / row.frequency
    before *= after
    before *= scale[:, None]
    before *= same
    return before


def _reversed(side: Side) -> Side:
    return Side(side.tokens[::-1], side.frequency[::-1], side.starts[::-1])
