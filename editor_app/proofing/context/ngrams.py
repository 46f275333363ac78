"""How usual three words in a row are: a pruned Kneser-Ney trigram model, packed in hash tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from editor_app.proofing.context.tables import Table, mix

STEP = 0.075
"""Log probabilities are kept in steps of this size, as bytes (0 is certain)."""

Ids = NDArray[np.int64]
Logs = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Trigrams:
    """``pairs`` and ``triples`` hold quantised log probabilities; ``pair_backoff`` runs beside ``pairs``' slots;
    ``single`` and ``single_backoff`` have one value a vocabulary form. All natural logarithms."""

    triples: Table
    pairs: Table
    pair_backoff: NDArray[np.uint8]
    single: Logs
    single_backoff: Logs

    def log_probability(self, first: Ids, second: Ids, third: Ids) -> Logs:
        """log p(third | first second), element by element."""
        first, second, third = np.broadcast_arrays(first, second, third)
        result = self.single_backoff[second] + self.single[third]
        pair = self.pairs.find(mix(second, third))
        result = np.where(pair >= 0, -STEP * self.pairs.values(pair), result)
        before = self.pairs.find(mix(first, second))
        result = result - np.where(before >= 0, STEP * self.pair_backoff[before], 0)
        triple = self.triples.find(mix(first, second, third))
        return np.where(triple >= 0, -STEP * self.triples.values(triple), result).astype(np.float32)


def quantised(logs: Logs) -> NDArray[np.int64]:
    """Natural log probabilities as bytes."""
    steps: NDArray[np.int64] = np.clip(np.rint(-logs / STEP), 0, 255).astype(np.int64)
    return steps
