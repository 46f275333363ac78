"""Which word stands here? The trained cloze network, run with numpy (trained by ``training/cloze.py``)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Embedding:
    """Rows of 8-bit numbers, each with its scale."""

    rows: NDArray[np.int8]
    scale: NDArray[np.float16]

    def __getitem__(self, ids: Ids) -> Floats:
        return self.rows[ids] * self.scale[ids].astype(np.float32)[..., None]


@dataclass(frozen=True, slots=True)
class Cloze:
    """Two gated recurrent units (Cho et al. 2014), one from each end of the text, and a mixer of their states.

    ``own`` has rows for the commonest forms only; row 0 stands for the others. Arrays of the recurrent network have a
    first axis of two, for left to right and right to left.
    """

    own: Embedding
    lemma: Embedding
    kind_read: Embedding
    kind_answer: Embedding
    bias: NDArray[np.float16]
    input_weights: Floats
    input_bias: Floats
    state_weights: Floats
    state_bias: Floats
    mixer: tuple[Floats, Floats, Floats, Floats]
    common: Floats
    common_bias: Floats

    def contexts(self, own: Ids, lemma: Ids, kind: Ids) -> Floats:
        """One vector a position of the text, from what stands around it and never from the form itself."""
        read = self.own[own] + self.lemma[lemma] + self.kind_read[kind]
        left, right = self._states(read)
        nothing = np.zeros((1, left.shape[1]), np.float32)
        around = np.concatenate([np.concatenate([nothing, left[:-1]]), np.concatenate([right[1:], nothing])], 1)
        weights_1, bias_1, weights_2, bias_2 = self.mixer
        mixed: Floats = np.maximum(around @ weights_1 + bias_1, 0) @ weights_2 + bias_2
        return mixed

    def answers(self, own: Ids, lemma: Ids, kind: Ids) -> Floats:
        """The vectors of forms that might stand somewhere: their score is the dot product with a context."""
        return self.own[own] + self.lemma[lemma] + self.kind_answer[kind]

    def _states(self, read: Floats) -> tuple[Floats, Floats]:
        length, size = len(read), self.state_weights.shape[1]
        inputs = np.stack([read, read[::-1]]) @ self.input_weights + self.input_bias
        state = np.zeros((2, 1, size), np.float32)
        states = np.empty((length, 2, size), np.float32)
        for step in range(length):
            given = inputs[:, step]
            carried = (state @ self.state_weights)[:, 0] + self.state_bias
            gates = given[:, : 2 * size] + carried[:, : 2 * size]
            np.negative(gates, out=gates)
            np.exp(gates, out=gates)
            gates += 1
            np.reciprocal(gates, out=gates)
            reset, update = gates[:, :size], gates[:, size:]
            new = np.tanh(given[:, 2 * size :] + reset * carried[:, 2 * size :])
            new += update * (state[:, 0] - new)
            states[step] = new
            state = new[:, None]
        return states[:, 0], states[::-1, 1]
