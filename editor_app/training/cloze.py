"""Train the cloze network: which word stands here, judging by everything to its left and to its right?

Two recurrent networks read the text, one from each end; at every position their states *around* the word, never the
word itself, become a vector whose dot product with a word's embedding is that word's score. The loss sets each word
against the very words it is mistaken for, and against random words of the language.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

WIDTH = 96
HIDDEN = 192
MIXER = 256
ROWS, SPAN = 192, 48
RIVALS = 8
RANDOM_WORDS = 256
RANDOM_WEIGHT = 0.3
CORRUPTED = 0.02
PEAK_RATE = 2.5e-3
WARM_UP = 300


@dataclass(frozen=True, slots=True)
class Words:
    """What the network knows of each form: rows of its embedding tables (0 for none), and its rivals.

    ``rivals`` has one row a vocabulary form: forms it is mistaken for, repeated to fill the row; ``rival_count`` how
    many differ.
    """

    own: NDArray[np.int64]
    lemma: NDArray[np.int64]
    kind: NDArray[np.int64]
    rivals: NDArray[np.int32]
    rival_count: NDArray[np.int32]


class Cloze(nn.Module):
    """Embeddings shared by reading and answering; a form is the sum of its own, its lemma's and its class's."""

    def __init__(self, own: int, lemmas: int, kinds: int, vocabulary: int) -> None:
        super().__init__()
        self.own, self.lemma = nn.Embedding(own, WIDTH), nn.Embedding(lemmas, WIDTH)
        self.kind_read, self.kind_answer = nn.Embedding(kinds, WIDTH), nn.Embedding(kinds, WIDTH)
        for table in (self.own, self.lemma, self.kind_read, self.kind_answer):
            nn.init.normal_(table.weight, 0, 0.15)
        self.bias = nn.Parameter(torch.zeros(vocabulary))
        self.recurrent = nn.GRU(WIDTH, HIDDEN, bidirectional=True, batch_first=True)
        self.mixer = nn.Sequential(nn.Linear(2 * HIDDEN, MIXER), nn.ReLU(), nn.Linear(MIXER, WIDTH))

    def contexts(self, own: torch.Tensor, lemma: torch.Tensor, kind: torch.Tensor) -> torch.Tensor:
        """One vector a position, blind to the word that stands there."""
        states, _ = self.recurrent(self.own(own) + self.lemma(lemma) + self.kind_read(kind))
        nothing = torch.zeros_like(states[:, :1, :HIDDEN])
        left = torch.cat([nothing, states[:, :-1, :HIDDEN]], 1)
        right = torch.cat([states[:, 1:, HIDDEN:], nothing], 1)
        answer: torch.Tensor = self.mixer(torch.cat([left, right], -1))
        return answer


@dataclass(frozen=True, slots=True)
class _Task:
    """What stays the same from step to step: rows of the tables by form number, and the random words' odds."""

    words: Words
    own: torch.Tensor
    lemma: torch.Tensor
    kind: torch.Tensor
    unigram: NDArray[np.float64]


def train(
    stream: NDArray[np.int32], spans: list[tuple[int, int, float]], words: Words, out: Path, steps: int, threads: int
) -> None:
    """Learn from ``stream`` (form numbers), drawing windows from ``spans`` (start, end, weight); save to ``out``."""
    torch.manual_seed(0)
    torch.set_num_threads(threads)
    rng = np.random.default_rng(0)
    vocabulary = len(words.rivals)
    net = Cloze(int(words.own.max()) + 1, int(words.lemma.max()) + 1, int(words.kind.max()) + 1, vocabulary)
    optimiser = torch.optim.Adam(net.parameters(), lr=PEAK_RATE, betas=(0.9, 0.99), fused=True)
    counts = np.bincount(stream[stream < vocabulary], minlength=vocabulary).astype(np.float64)
    counts[:2] = 0
    with torch.no_grad():
        net.bias.copy_(torch.from_numpy(0.5 * np.log(counts + 1.0)))
    task = _Task(
        words,
        torch.from_numpy(words.own),
        torch.from_numpy(words.lemma),
        torch.from_numpy(words.kind),
        np.cumsum(counts**0.75) / (counts**0.75).sum(),
    )
    weights = np.array([w for _, _, w in spans]) / sum(w for _, _, w in spans)
    started, shown = time.monotonic(), np.zeros(3)
    for step in range(steps):
        rate = PEAK_RATE * min(1.0, (step + 1) / WARM_UP) * max(0.02, 1 - step / steps)
        for group in optimiser.param_groups:
            group["lr"] = rate
        which = rng.choice(len(spans), ROWS, p=weights)
        starts = np.array([rng.integers(spans[i][0], spans[i][1] - SPAN) for i in which])
        true = stream[starts[:, None] + np.arange(SPAN)].astype(np.int64)
        rivals_loss, random_loss, right = _losses(net, true, task, rng)
        optimiser.zero_grad()
        (rivals_loss + RANDOM_WEIGHT * random_loss).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        shown += (rivals_loss.item(), random_loss.item(), right)
        if (step + 1) % 100 == 0:
            minutes, (rivals, random, share) = (time.monotonic() - started) / 60, shown / 100
            print(f"{step + 1}/{steps} {minutes:.1f} min rivals {rivals:.4f} random {random:.3f} right {share:.4f}")
            shown[:] = 0
    np.savez(out, **{name: value.detach().numpy() for name, value in net.state_dict().items()})


def _losses(
    net: Cloze, true: NDArray[np.int64], task: _Task, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor, float]:
    """Cross-entropies of the true words against their rivals and against random words, and how often they won."""
    words, vocabulary = task.words, len(task.words.rivals)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        seen = torch.from_numpy(_corrupted(true, words, rng))
        context = net.contexts(task.own[seen], task.lemma[seen], task.kind[seen]).reshape(-1, WIDTH)
    rows = slice(0, vocabulary)
    table = net.own(task.own[rows]) + net.lemma(task.lemma[rows]) + net.kind_answer(task.kind[rows])
    flat = true.reshape(-1)
    asked = np.flatnonzero((flat < vocabulary) & (flat > 1))
    target, vectors = torch.from_numpy(flat[asked]), context.float()[torch.from_numpy(asked)]
    right = (vectors * table[target]).sum(1) + net.bias[target]
    random_words = torch.from_numpy(np.searchsorted(task.unigram, rng.random(RANDOM_WORDS)))
    noise = vectors @ table[random_words].T + net.bias[random_words]
    noise = noise.masked_fill(random_words[None, :] == target[:, None], -1e4)
    random_loss = nn.functional.cross_entropy(torch.cat([right[:, None], noise], 1), torch.zeros_like(target))
    counts = words.rival_count[flat[asked]]
    has = np.flatnonzero(counts > 0)
    columns = rng.integers(0, words.rivals.shape[1], (len(has), RIVALS))
    rivals = torch.from_numpy(words.rivals[flat[asked][has][:, None], columns].astype(np.int64))
    share = torch.from_numpy(np.log(counts[has] / RIVALS).astype(np.float32))[:, None]
    chosen = torch.from_numpy(has)
    against = (vectors[chosen, None, :] * table[rivals]).sum(2) + net.bias[rivals]
    scores = torch.cat([right[chosen, None], against + share], 1)
    rivals_loss = nn.functional.cross_entropy(scores, torch.zeros_like(chosen))
    return rivals_loss, random_loss, float((against.max(1).values < right[chosen]).float().mean())


def _corrupted(true: NDArray[np.int64], words: Words, rng: np.random.Generator) -> NDArray[np.int64]:
    """``true`` with a few words replaced by rivals, so that one error does not blind the network to its neighbours."""
    read = true.copy()
    inside = true < len(words.rivals)
    rivals = words.rivals[np.where(inside, true, 0), rng.integers(0, words.rivals.shape[1], true.shape)]
    swap = inside & (rng.random(true.shape) < CORRUPTED) & (rivals > 0)
    read[swap] = rivals[swap]
    return read
