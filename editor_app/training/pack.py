"""Turn what was trained into the packed model's folder: 8-bit embeddings, hash tables, 16-bit weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from editor_app.proofing.context.lexicon import CLASS_BITS
from editor_app.proofing.context.model import save_arrays
from editor_app.proofing.context.ngrams import Trigrams
from editor_app.proofing.context.tables import build, key_of


def _bytes(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    scale = (np.abs(table).max(1) / 127 + 1e-8).astype(np.float16)
    scale = np.maximum(scale, np.float16(1e-6))
    return np.clip(np.rint(table / scale[:, None].astype(np.float32)), -127, 127).astype(np.int8), scale


def pack(
    folder: Path,
    words: list[str],
    form_class: dict[str, int],
    form_lemma: dict[str, int],
    vocabulary: dict[str, NDArray[Any]],
    trigrams: Trigrams,
    weights: dict[str, NDArray[np.float32]],
) -> None:
    """Write the model. ``vocabulary`` has the arrays of the lexicon that have one row a vocabulary form (and the lists
    of candidates); ``weights`` are the cloze network's by their names in training."""
    forms = sorted(form_class)
    keys = np.array([key_of(form) for form in forms], np.uint64)
    table, slots = build(keys, np.array([form_class[form] for form in forms]), CLASS_BITS)
    form_lemmas = np.zeros(table.slots.size, np.uint16)
    form_lemmas[slots] = [form_lemma.get(form, 0) for form in forms]
    half = np.float16

    def both(name: str) -> NDArray[np.float32]:
        return np.stack([weights[f"recurrent.{name}_l0"], weights[f"recurrent.{name}_l0_reverse"]])

    arrays: dict[str, NDArray[Any]] = {
        **vocabulary,
        "forms": table.slots, "form_lemmas": form_lemmas,
        "triples": trigrams.triples.slots, "pairs": trigrams.pairs.slots, "pair_backoff": trigrams.pair_backoff,
        "single": trigrams.single.astype(half), "single_backoff": trigrams.single_backoff.astype(half),
        "bias": weights["bias"].astype(half),
        "input_weights": both("weight_ih").transpose(0, 2, 1).astype(half),
        "input_bias": both("bias_ih")[:, None].astype(half),
        "state_weights": both("weight_hh").transpose(0, 2, 1).astype(half),
        "state_bias": both("bias_hh").astype(half),
        "mixer_1": weights["mixer.0.weight"].T.astype(half), "mixer_1_bias": weights["mixer.0.bias"].astype(half),
        "mixer_2": weights["mixer.2.weight"].T.astype(half), "mixer_2_bias": weights["mixer.2.bias"].astype(half),
    }  # fmt: skip
    for name in ("own", "lemma", "kind_read", "kind_answer"):
        arrays[f"{name}_rows"], arrays[f"{name}_scale"] = _bytes(weights[f"{name}.weight"])
    save_arrays(folder, arrays, {}, words)
