"""How sure is it that a candidate was meant? A small network over the evidence, calibrated to a probability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranker:
    """``layers`` are weights and biases, one pair a layer; features are centred on ``mean`` and divided by ``spread``
    first. ``slope`` and ``offset`` turn the last layer's answer into the log odds of an error."""

    mean: Floats
    spread: Floats
    layers: tuple[tuple[Floats, Floats], ...]
    slope: float
    offset: float

    def log_odds(self, features: Floats) -> Floats:
        """The log odds, one a row, that the candidate was meant and the typed word is wrong."""
        values: Floats = ((features - self.mean) / self.spread).astype(np.float32)
        for weights, bias in self.layers[:-1]:
            values = np.maximum(values @ weights + bias, np.float32(0))
        weights, bias = self.layers[-1]
        answer: Floats = (values @ weights + bias)[:, 0]
        return answer * np.float32(self.slope) + np.float32(self.offset)

    def to_json(self) -> dict[str, Any]:
        """As JSON numbers, rounded to five digits."""

        def rounded(array: Floats) -> Any:
            return np.array([float(f"{value:.5g}") for value in array.ravel()]).reshape(array.shape).tolist()

        return {
            "mean": rounded(self.mean),
            "spread": rounded(self.spread),
            "layers": [[rounded(weights), rounded(bias)] for weights, bias in self.layers],
            "slope": self.slope,
            "offset": self.offset,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Ranker:
        """The ranker written by :meth:`to_json`."""

        def array(values: Any) -> Floats:
            return np.array(values, np.float32)

        layers = tuple((array(weights), array(bias)) for weights, bias in data["layers"])
        return cls(array(data["mean"]), array(data["spread"]), layers, float(data["slope"]), float(data["offset"]))
