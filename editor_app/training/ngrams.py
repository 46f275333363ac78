"""Count words in threes and keep what tells most: the trigram tables of the model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from editor_app.proofing.context.ngrams import Trigrams, quantised
from editor_app.proofing.context.tables import build, mix

_UNKNOWN = 1


def _counted(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    keys.sort()
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    return keys[first], np.diff(np.append(first, len(keys)))


def _discount(counts: NDArray[np.int64]) -> float:
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    return once / (once + 2 * twice)


def _largest(gains: NDArray[np.float64], most: int) -> NDArray[np.int64]:
    """The places of the ``most`` largest gains, in their order; of all of them where there are fewer."""
    return np.sort(np.argpartition(-gains, min(most, len(gains) - 1))[:most])


def train(stream: NDArray[np.int32], vocabulary: int, keep_triples: int, keep_pairs: int) -> Trigrams:
    """Interpolated Kneser-Ney (Chen and Goodman 1998) over ``stream``, in which 0 ends a paragraph; then the
    ``keep_triples`` and ``keep_pairs`` that lower the text's entropy most (Stolcke 1998, without renormalising)."""
    words = np.where(stream < vocabulary, stream, _UNKNOWN).astype(np.int64)
    size = np.int64(vocabulary)
    second = np.append(0, words[:-1])
    first = np.where(second == 0, 0, np.append([0, 0], words[:-2]))
    triple, count = _counted((first * size + second) * size + words)
    del first, second
    discount = _discount(count)
    context = triple // size
    starts = np.flatnonzero(np.append(True, context[1:] != context[:-1]))
    context_key = context[starts]
    followers = np.diff(np.append(starts, len(triple)))
    total = np.add.reduceat(count, starts)
    lower = triple % (size * size)
    pair, pair_count = _counted(lower.copy())
    pair_discount = _discount(pair_count)
    pair_context = pair // size
    pair_starts = np.flatnonzero(np.append(True, pair_context[1:] != pair_context[:-1]))
    pair_total = np.ones(vocabulary, np.int64)
    pair_followers = np.ones(vocabulary, np.int64)
    pair_total[pair_context[pair_starts]] = np.add.reduceat(pair_count, pair_starts)
    pair_followers[pair_context[pair_starts]] = np.diff(np.append(pair_starts, len(pair)))
    single_count = np.bincount(pair % size, minlength=vocabulary)
    single = (single_count + 0.5) / (single_count.sum() + 0.5 * vocabulary)
    single_backoff = np.minimum(1.0, pair_discount * pair_followers / pair_total)
    backed = single_backoff[pair_context] * single[pair % size]
    pair_p = np.maximum(pair_count - pair_discount, 0) / pair_total[pair_context] + backed
    triple_context = np.repeat(np.arange(len(starts)), followers)
    triple_backoff = np.minimum(1.0, discount * followers / total)
    pair_of_triple = np.searchsorted(pair, lower)
    shorter = triple_backoff[triple_context] * pair_p[pair_of_triple]
    triple_p = (count - discount) / total[triple_context] + shorter
    gain = np.where(count > 1, (count - discount) * np.log(triple_p / shorter), 0)
    chosen = _largest(gain, keep_triples)
    needed_contexts = np.unique(context[chosen])
    real_count = np.bincount(pair_of_triple, weights=count, minlength=len(pair))
    pair_gain = real_count * np.log(pair_p / backed)
    pair_gain[np.isin(pair, needed_contexts)] *= 4
    pairs = _largest(pair_gain, keep_pairs)
    backoff_at = np.searchsorted(context_key, pair[pairs])
    known = (backoff_at < len(context_key)) & (context_key[np.minimum(backoff_at, len(context_key) - 1)] == pair[pairs])
    backoff = np.where(known, triple_backoff[np.minimum(backoff_at, len(context_key) - 1)], 1.0)
    pair_table, slots = build(
        mix(pair[pairs] // size, pair[pairs] % size), quantised(np.log(pair_p[pairs]).astype(np.float32)), 8
    )
    pair_backoff = np.zeros(pair_table.slots.size, np.uint8)
    pair_backoff[slots] = quantised(np.log(backoff).astype(np.float32))
    t = triple[chosen]
    triple_table, _ = build(
        mix(t // (size * size), t // size % size, t % size), quantised(np.log(triple_p[chosen]).astype(np.float32)), 8
    )
    print(
        f"triples {len(triple)} pairs {len(pair)} least gain kept {gain[chosen].min():.2f} {pair_gain[pairs].min():.2f}"
    )
    return Trigrams(
        triple_table,
        pair_table,
        pair_backoff,
        np.log(single).astype(np.float32),
        np.log(single_backoff).astype(np.float32),
    )
