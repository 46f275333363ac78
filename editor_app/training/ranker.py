"""Train the ranker on held-out text with errors put into it, and calibrate it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from editor_app.proofing.context.evidence import AROUND, NAMES, Evidence, gather, questionable
from editor_app.proofing.context.model import Model
from editor_app.proofing.context.ranker import Ranker
from editor_app.proofing.context.tokens import Token, tokens
from editor_app.training.slips import SlipMaker

_EPOCHS, _BATCH, _RATE = 12, 512, 2e-3
_LAYERS = (64, 32)
_HALF = np.float32(0.5)
_SURELY_WRONG = 2.0
ERROR_RATE = 1 / 150
"""Wrong words a word that confidence is calibrated for: about what the letter that started Lettrine went out with."""


Layers = tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]


@dataclass(frozen=True, slots=True)
class Examples:
    """Rows of evidence: ``features``, the example each belongs to, and 1 in ``meant`` for the candidate that was meant
    (no row of an example has it when the typed word is right). ``slip_rate``: slips for each questionable word."""

    features: NDArray[np.float32]
    example: NDArray[np.int64]
    meant: NDArray[np.float32]
    slip_rate: float


def examples(model: Model, paragraphs: Iterable[str], slips: SlipMaker, copies: int) -> Examples:
    """Every questionable word of clean text, and the wrong word of ``copies`` slipped copies of each paragraph."""
    features: list[NDArray[np.float32]] = []
    example: list[NDArray[np.int64]] = []
    meant: list[NDArray[np.float32]] = []
    number = right = wrong = 0

    def gathered(text: str) -> tuple[list[Token], Evidence | None]:
        found = tokens(text, model.lexicon.exists)
        return found, gather(found, model.lexicon, model.network, model.trigrams)

    for text in paragraphs:
        found, clean = gathered(text)
        places = [index for index in range(len(found)) if questionable(found, index)]
        right += len(places)
        if clean is not None:
            _, row = np.unique(clean.place, return_inverse=True)
            features.append(clean.features)
            example.append(row + number)
            meant.append(np.zeros(len(row), np.float32))
            number += int(row[-1]) + 1
        for _ in range(copies):
            slipped = slips.slipped(text, found, places)
            typed, evidence = gathered(slipped.text)
            if evidence is None:
                continue
            for index, token in enumerate(typed):
                form = model.lexicon.number.get(slipped.meant.get(token.start, ""), -1)
                chosen = evidence.place == index
                is_meant = evidence.number[chosen] == form
                if is_meant.any():
                    features.append(evidence.features[chosen])
                    example.append(np.full(int(chosen.sum()), number))
                    meant.append(is_meant.astype(np.float32))
                    number += 1
                    wrong += 1
    return Examples(np.concatenate(features), np.concatenate(example), np.concatenate(meant), wrong / right)


def train(data: Examples) -> Ranker:
    """Fit two networks, one that sees all evidence and one blind to what stands around (``AROUND``), and average them:
    each is surer where the other is not. Their log odds are then moved from the rate of slips in ``data`` to
    ``ERROR_RATE``. Before that, a first network looks for the errors that the published text has of its own."""
    mean, spread = data.features.mean(0), data.features.std(0) + 1e-3
    offset = float(np.log(ERROR_RATE / data.slip_rate))
    everything = np.ones(len(NAMES), np.bool_)
    data = _without_errors(data, Ranker(mean, spread, _fit(data, mean, spread, everything), 1.0, offset))
    narrow = np.array([name not in AROUND for name in NAMES])
    one, other = _fit(data, mean, spread, everything), _fit(data, mean, spread, narrow)
    return Ranker(mean, spread, _averaged(one, other), 1.0, offset)


def _without_errors(data: Examples, ranker: Ranker) -> Examples:
    """``data`` without the words of clean text that ``ranker`` is sure are wrong (odds over ``_SURELY_WRONG``): they
    would teach caution just where it is out of place (Northcutt et al. 2021, confident learning)."""
    starts = np.flatnonzero(np.append(True, data.example[1:] != data.example[:-1]))
    odds = np.add.reduceat(np.exp(np.minimum(ranker.log_odds(data.features), 30)), starts)
    slipped = np.maximum.reduceat(data.meant, starts) > 0
    kept = np.repeat(slipped | (odds <= _SURELY_WRONG), np.diff(np.append(starts, len(data.example))))
    return Examples(data.features[kept], data.example[kept], data.meant[kept], data.slip_rate)


def _averaged(one: Layers, other: Layers) -> Layers:
    """The network that answers the mean of two networks of three layers."""
    (a1, b1), (a2, b2), (a3, b3) = one
    (c1, d1), (c2, d2), (c3, d3) = other
    side_by_side = np.block([[a2, np.zeros((len(a2), c2.shape[1]))], [np.zeros((len(c2), a2.shape[1])), c2]])
    return (
        (np.concatenate([a1, c1], 1), np.concatenate([b1, d1])),
        (side_by_side.astype(np.float32), np.concatenate([b2, d2])),
        (np.concatenate([a3, c3]) * _HALF, (b3 + d3) * _HALF),
    )


def _fit(data: Examples, mean: NDArray[np.float32], spread: NDArray[np.float32], seen: NDArray[np.bool_]) -> Layers:
    """For each example, the typed word (log odds 0) against all its candidates at once; features that are not ``seen``
    get weights of nothing."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    x, y = torch.from_numpy(((data.features - mean) / spread)[:, seen]), torch.from_numpy(data.meant)
    bounds = np.append(np.flatnonzero(np.append(True, data.example[1:] != data.example[:-1])), len(data.example))
    sizes = (x.shape[1], *_LAYERS, 1)
    layers: list[nn.Module] = []
    for before, after in itertools.pairwise(sizes):
        layers += [nn.Linear(before, after), nn.ReLU()]
    net = nn.Sequential(*layers[:-1])
    with torch.no_grad():
        last = net[-1]
        assert isinstance(last, nn.Linear)  # noqa: S101 - tells the type checker
        last.bias.fill_(-5)
    optimiser = torch.optim.Adam(net.parameters(), _RATE, weight_decay=1e-5)
    rng = np.random.default_rng(0)
    for epoch in range(_EPOCHS):
        for group in optimiser.param_groups:
            group["lr"] = _RATE * (1 - epoch / (_EPOCHS + 0.5))
        order, total = rng.permutation(len(bounds) - 1), 0.0
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            lengths = bounds[chosen + 1] - bounds[chosen]
            rows = torch.from_numpy(
                np.repeat(bounds[chosen] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
            )
            owner = torch.from_numpy(np.repeat(np.arange(len(chosen)), lengths))
            odds = net(x[rows])[:, 0].clamp(-30, 30)
            everything = torch.ones(len(chosen)).index_add(0, owner, odds.exp())
            loss = (everything.log().sum() - (odds * y[rows]).sum()) / len(chosen)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(chosen)
        print(f"ranker epoch {epoch + 1} loss {total / len(order):.5f}", flush=True)
    linear = [layer for layer in net if isinstance(layer, nn.Linear)]
    first = np.zeros((len(seen), _LAYERS[0]), np.float32)
    first[seen] = linear[0].weight.detach().numpy().T
    matrices = [first, *(layer.weight.detach().numpy().T.copy() for layer in linear[1:])]
    return tuple((matrix, layer.bias.detach().numpy().copy()) for matrix, layer in zip(matrices, linear, strict=True))
