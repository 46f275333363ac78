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

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]
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
STEPS: Final = (1, 2)
PASSES: Final = 2
CERTAIN: Final = 0.999
EVIDENT: Final = 0.5
"""Share and likelihood of the pairs that are taken for granted when all is weighed again."""
DOUBT: Final = 0.01
WORTH: Final = 0.2
"""How likely a token must be to remain for its place to be in doubt, and of how many it must be a part of a long
text to be worth weighing again."""
SCALED: Final = 4
"""Rows after which the weights are divided by the largest."""
SINGLE_WIDTH: Final = 2_000
"""Columns up to which single precision holds what runs of tokens weigh."""
TOGETHER: Final = 16_000
"""Weights that are worked out in one go: more no longer fit the processor's nearest memory."""


@dataclass(frozen=True, slots=True)
class Side:
    """One text: its tokens as numbers, how often each is met (from 0 to 1), and, for each
    token and the end, whether a paragraph starts there."""

    tokens: Integers
    frequency: Floats
    starts: Truths

    def only(self, chosen: Integers) -> Side:
        """Some of its tokens; where something between two was left out, the text may well go on elsewhere."""
        if len(chosen) == len(self.tokens):
            return self
        starts = np.ones(len(chosen) + 1, np.bool_)
        starts[:-1] = self.starts[chosen]
        starts[1:-1] |= np.diff(chosen) > 1
        return Side(self.tokens[chosen], self.frequency[chosen], starts)


@dataclass(frozen=True, slots=True)
class Pairs:
    """For each token of the first text: the token of the second that it most likely became; the share of that pair in
    the likelihood of all pairs with either of them; how likely it is in itself, by the view that doubts it more; and
    how likely it is that it became any. All from 0 to 1."""

    place: Integers
    share: Floats
    likelihood: Floats
    kept: Floats


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens of two texts that are weighed together (their indices, in order), and which of the first text's are to get
    their places by it: the others are there for what surrounds these."""

    rows: Integers
    columns: Integers
    own: Truths


def pairs(one: Side, other: Side, windows: Sequence[Window]) -> Pairs:
    """Lay each text over the other, in these windows. Time grows with the product of the lengths of each.

    Passages of different windows may lay claim to the same one: then it is neither's. What is certain once is taken for
    granted the second time, so that no other passage lays claim to it.
    """
    cells = [_NO_CELLS] * len(windows)
    waiting = [at for at, window in enumerate(windows) if len(window.rows) and len(window.columns)]
    found = _chosen(cells, len(one.tokens), len(other.tokens))
    for weighing in range(PASSES):
        for batch in _batches(waiting, windows):
            jobs = [(one.only(windows[at].rows), other.only(windows[at].columns)) for at in batch]
            for at, weighed in zip(batch, _views(jobs), strict=True):
                cells[at] = weighed.of(windows[at])
        found = _chosen(cells, len(one.tokens), len(other.tokens))
        certain = (found.share >= CERTAIN) & (found.likelihood >= EVIDENT)
        doubtful = ~certain & (found.kept >= DOUBT)
        worth = WORTH if len(windows) > 1 else 0
        waiting = [at for at in waiting if doubtful[windows[at].rows[windows[at].own]].mean() > worth]
        if weighing < PASSES - 1:
            one, other = _tied(one, other, np.flatnonzero(certain), found.place[certain])
    return found


@dataclass(frozen=True, slots=True)
class _Cells:
    """Where a token of the first text is a token of the second, and the probability of each of these pairs as either
    text sees it."""

    rows: Integers
    columns: Integers
    there: Floats
    back: Floats

    def of(self, window: Window) -> _Cells:
        """Those of the window's own rows, by the indices of the texts."""
        own = window.own[self.rows]
        return _Cells(window.rows[self.rows[own]], window.columns[self.columns[own]], self.there[own], self.back[own])


_NO_CELLS: Final = _Cells(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0))


def _batches(waiting: Sequence[int], windows: Sequence[Window]) -> list[list[int]]:
    """Those of about one size together."""
    sizes = {at: max(len(windows[at].rows), len(windows[at].columns)) + 1 for at in waiting}
    batches: list[list[int]] = []
    widest = 0
    for at in sorted(waiting, key=lambda at: -sizes[at]):
        if not batches or 2 * widest * (len(batches[-1]) + 1) > TOGETHER or 4 * sizes[at] < 3 * widest:
            batches.append([])
            widest = sizes[at]
        batches[-1].append(at)
    return batches


def _tied(one: Side, other: Side, rows: Integers, places: Integers) -> tuple[Side, Side]:
    """The texts with a number of their own for each two tokens that became one another."""
    first, second = one.tokens.copy(), other.tokens.copy()
    first[rows] = second[places] = max(first.max(), second.max()) + 1 + np.arange(len(rows))
    return replace(one, tokens=first), replace(other, tokens=second)


def _chosen(cells: Sequence[_Cells], count: int, width: int) -> Pairs:
    """The likeliest pair of each of ``count`` rows, by all that is known of it and of the ``width`` columns."""
    rows, columns = (np.concatenate([getattr(each, name) for each in cells]) for name in ("rows", "columns"))
    there, back = (np.concatenate([getattr(each, name) for each in cells]) for name in ("there", "back"))
    both = there * back
    kept, claimed = np.bincount(rows, both, count), np.bincount(columns, both, width)
    ordered = np.lexsort((columns, -both, rows))  # of equal ones, the first
    best = ordered[np.flatnonzero(np.diff(rows[ordered], prepend=-1))]
    at = rows[best]
    place, share, likelihood = np.zeros(count, np.int64), np.zeros(count), np.zeros(count)
    seen = np.bincount(rows, there, count).astype(np.float64)
    place[at] = columns[best]
    rivals = kept[at] + claimed[place[at]] - both[best]
    share[at] = np.divide(both[best], rivals, out=np.zeros(len(at)), where=rivals > 0)
    likelihood[at] = np.minimum(there[best], back[best])
    return Pairs(place, share, likelihood, seen)


def _views(jobs: Sequence[tuple[Side, Side]]) -> list[_Cells]:
    """Each two texts laid over each other, either way."""
    cells = [same_tokens(one.tokens, other.tokens) for one, other in jobs]
    turned = [np.lexsort(each) for each in cells]
    there = _laid_over(jobs, cells)
    back = _laid_over(
        [(other, one) for one, other in jobs],
        [(columns[order], rows[order]) for (rows, columns), order in zip(cells, turned, strict=True)],
    )
    views = []
    for (rows, columns), seen, order, returned in zip(cells, there, turned, back, strict=True):
        in_order = np.empty(len(rows))
        in_order[order] = returned
        views.append(_Cells(rows, columns, seen, in_order))
    return views


def _laid_over(jobs: Sequence[tuple[Side, Side]], cells: Sequence[tuple[Integers, Integers]]) -> list[Floats]:
    """The probability of each cell's pair, as the first text of each job sees itself laid over the second."""
    # Two tables each, from the front and from the back, all in step.
    lanes = [lane for one, other in jobs for lane in ((one, other), (_reversed(one), _reversed(other)))]
    places = []
    for (one, other), (rows, columns) in zip(jobs, cells, strict=True):
        places += [(rows, columns), (len(one.tokens) - 1 - rows[::-1], len(other.tokens) - 1 - columns[::-1])]
    weights, wholes = _tables(lanes, places)
    return [
        np.exp(weights[2 * at] + weights[2 * at + 1][::-1] - wholes[2 * at]) * KEPT / one.frequency[rows]
        for at, ((one, _), (rows, _)) in enumerate(zip(jobs, cells, strict=True))
    ]


def same_tokens(one: Integers, other: Integers) -> tuple[Integers, Integers]:
    """Where a token of the one is a token of the other: the index in each, row by row."""
    order = np.argsort(other, kind="stable")
    ordered = other[order]
    first, stop = np.searchsorted(ordered, one, "left"), np.searchsorted(ordered, one, "right")
    counts = stop - first
    rows = np.repeat(np.arange(len(one)), counts)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    return rows, order[np.repeat(first, counts) + within]


def _tables(
    lanes: Sequence[tuple[Side, Side]], cells: Sequence[tuple[Integers, Integers]]
) -> tuple[list[Floats], Floats]:
    """For each lane: the logarithm of the weight of all ways to be before each of its cells, ready to read on, and that
    of all ways to the end."""
    depth = [len(row.tokens) for row, _ in lanes]
    rows, width = max(depth), max(len(column.tokens) for _, column in lanes) + 1
    kind: type[np.floating[Any]] = np.float32 if width <= SINGLE_WIDTH else np.float64
    leaves = np.zeros((rows + 1, len(lanes)), kind)
    ease = np.zeros((len(lanes), width), kind)
    for lane, (one, other) in enumerate(lanes):
        leaves[: depth[lane] + 1, lane] = np.where(one.starts, LEAVES_PARAGRAPH, LEAVES)
        ease[lane, : len(other.starts)] = np.where(other.starts, AT_PARAGRAPH, 1.0)
    row = (ease > 0).astype(kind)
    ease /= ease.sum(axis=1, keepdims=True)
    leaving = ease * row.sum(axis=1, keepdims=True)
    # The cells of all lanes, row by row, as places in the flat table of one row.
    at_row = np.concatenate([here for here, _ in cells])
    order = np.argsort(at_row, kind="stable")
    flat = np.concatenate([lane * width + there for lane, (_, there) in enumerate(cells)])[order]
    kept = [KEPT / one.frequency[here] - REPLACED for (one, _), (here, _) in zip(lanes, cells, strict=True)]
    gains = np.concatenate(kept)[order].astype(kind)
    bounds = np.searchsorted(at_row[order], np.arange(rows + 1)).tolist()

    add = _Adding(width, kind)
    removed, ready, more = (np.zeros_like(row) for _ in range(3))
    log, wholes, logs = np.zeros(len(lanes)), np.empty(len(lanes)), np.empty((rows + 1, len(lanes)))
    found = np.empty(len(flat), kind)
    for at in range(rows + 1):
        left = np.einsum("lw,lw->l", row, leaving) * leaves[at]
        add(row, ready, more)
        np.multiply(ease, left[:, None], out=more)
        ready += more
        logs[at] = log
        # The end is where nothing more is read: the table has weighed going on from there already.
        for lane in (lane for lane, count in enumerate(depth) if count == at):
            wholes[lane] = np.log(ready[lane, : len(lanes[lane][1].starts)].sum(dtype=np.float64)) + log[lane]
        if at == rows:
            break
        here = slice(bounds[at], bounds[at + 1])
        read = ready.ravel()[flat[here]]
        found[here] = read
        np.multiply(ready, RUN, out=more)
        removed *= RUN_GOES_ON
        removed += more
        np.multiply(ready, REMOVED, out=row)
        np.multiply(removed, RUN_ENDS, out=more)
        row += more
        np.multiply(ready[:, :-1], REPLACED, out=more[:, 1:])
        row[:, 1:] += more[:, 1:]
        row.ravel()[flat[here] + 1] += read * gains[here]
        if at % SCALED == SCALED - 1:
            largest = row.max(axis=1, keepdims=True)
            row /= largest
            removed /= largest
            log = log + np.log(largest[:, 0])
    weights = np.empty(len(flat))
    with np.errstate(divide="ignore"):
        weights[order] = np.log(found) + logs[at_row[order], flat // width]
    return np.split(weights, np.cumsum([len(here) for here, _ in cells])[:-1]), wholes


class _Adding:
    """Weighs the tokens of the columns that are put before the next of the row: a few, or a run of them."""

    def __init__(self, width: int, kind: type[np.floating[Any]]) -> None:
        self._decay = (RUN_GOES_ON ** np.arange(width)).astype(kind)
        self._growth = (RUN / self._decay).astype(kind)

    def __call__(self, row: Floats, ready: Floats, more: Floats) -> None:
        """Write into ``ready`` what ``row`` comes to, by way of ``more``."""
        np.multiply(row, self._growth, out=more)
        np.cumsum(more, axis=1, out=ready)
        ready *= self._decay
        few, share = row, ADDED
        for step in STEPS:
            np.multiply(few[:, :-step], share, out=more[:, step:])
            more[:, :step] = 0
            few = few + more
            share *= share
        ready += few


def _reversed(side: Side) -> Side:
    return Side(side.tokens[::-1], side.frequency[::-1], side.starts[::-1])
