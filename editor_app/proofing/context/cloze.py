"""Which word stands here? The trained cloze network, run with numpy (trained by ``training/cloze.py``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.integer[Any]]

_TEXTS_AT_ONCE = 100
"""While it reads, the network needs 5 kB a word."""


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
    read_ahead: dict[bytes, Floats] = field(init=False, default_factory=dict, compare=False, repr=False)
    """The contexts of texts that were foreseen, by what was read."""

    def contexts(self, own: Ids, lemma: Ids, kind: Ids) -> Floats:
        """One vector a position of the text, from what stands around it and never from the form itself."""
        foreseen = self.read_ahead.pop(_key(own, lemma, kind), None)
        return self._contexts([(own, lemma, kind)])[0] if foreseen is None else foreseen

    def foresee(self, texts: Sequence[tuple[Ids, Ids, Ids]]) -> None:
        """Read the texts that `contexts` will be asked about, once each: together they cost much less."""
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            together = texts[start : start + _TEXTS_AT_ONCE]
            self.read_ahead.update(zip((_key(*text) for text in together), self._contexts(together), strict=True))

    def _contexts(self, texts: Sequence[tuple[Ids, Ids, Ids]]) -> list[Floats]:
        own, lemma, kind = (np.concatenate(part) for part in zip(*texts, strict=True))
        ends = np.cumsum([len(text[0]) for text in texts])
        starts = np.concatenate([[0], ends[:-1]])
        states = self._states(self.own[own] + self.lemma[lemma] + self.kind_read[kind], starts, ends)
        around = np.zeros((len(own), 2, states.shape[2]), np.float32)
        around[1:, 0], around[:-1, 1] = states[0, :-1], states[1, 1:]
        around[starts, 0] = around[ends - 1, 1] = 0
        weights_1, bias_1, weights_2, bias_2 = self.mixer
        mixed: Floats = np.maximum(around.reshape(len(own), -1) @ weights_1 + bias_1, 0) @ weights_2 + bias_2
        return np.split(mixed, ends[:-1])

    def answers(self, own: Ids, lemma: Ids, kind: Ids) -> Floats:
        """The vectors of forms that might stand somewhere: their score is the dot product with a context."""
        return self.own[own] + self.lemma[lemma] + self.kind_answer[kind]

    def _states(self, read: Floats, starts: Ids, ends: Ids) -> Floats:
        """The states of both units at each row of ``read``, in which texts lie one behind the other. All texts are read
        at once, a form of each at a time, longest first, so that those that have ended are left out."""
        size = self.state_weights.shape[1]
        inputs = read @ self.input_weights + self.input_bias
        order = np.argsort(starts - ends, kind="stable")
        first, last = starts[order], ends[order] - 1
        lengths = last - first + 1
        state = np.zeros((2, len(order), size), np.float32)
        states = np.empty((2, len(read), size), np.float32)
        readings = np.searchsorted(-lengths, -np.arange(int(lengths[0])), "left").tolist()
        for step, reading in enumerate(readings):
            forward, backward = _rows(first, step, reading), _rows(last, -step, reading)
            given = np.concatenate([inputs[0, forward], inputs[1, backward]]).reshape(2, reading, -1)
            state = state[:, :reading]
            carried = state @ self.state_weights + self.state_bias[:, None]
            gates = given[..., : 2 * size] + carried[..., : 2 * size]
            np.negative(gates, out=gates)
            np.exp(gates, out=gates)
            gates += 1
            np.reciprocal(gates, out=gates)
            reset, update = gates[..., :size], gates[..., size:]
            new = np.tanh(given[..., 2 * size :] + reset * carried[..., 2 * size :])
            new += update * (state - new)
            states[0, forward], states[1, backward] = new
            state = new
        return states


def _rows(ends: Ids, step: int, reading: int) -> Ids | slice:
    """The rows ``step`` away from the ends of the first texts; a slice, which costs less, where it is one text."""
    return slice(ends[0] + step, ends[0] + step + 1) if reading == 1 else ends[:reading] + step


def _key(*rows: Ids) -> bytes:
    return b"".join(part.tobytes() for part in rows)
