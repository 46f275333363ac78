"""The packed model of French: a folder of arrays, mapped into memory when it is opened.

``words.txt`` has the vocabulary in the order of its numbers; ``model.json`` names the format and holds what is no
array; ``*.npy`` are the arrays. MODEL.md beside them tells where it all comes from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from editor_app.assets import asset
from editor_app.errors import LettrineError
from editor_app.proofing.context.cloze import Cloze, Embedding
from editor_app.proofing.context.lexicon import CLASS_BITS, Lexicon
from editor_app.proofing.context.ngrams import Trigrams
from editor_app.proofing.context.ranker import Ranker
from editor_app.proofing.context.tables import Table

FORMAT = 1
_COMMON = slice(4, 604)
_EMBEDDINGS = ("own", "lemma", "kind_read", "kind_answer")
_ARRAYS = (
    "forms", "form_lemmas", "word_lemma", "word_kind", "log_count", "proposable", "first", "candidates", "slips",
    "kind_number", "kind_gender", "kind_persons",
    "triples", "pairs", "pair_backoff", "single", "single_backoff", "bias", "input_weights", "input_bias",
    "state_weights", "state_bias", "mixer_1", "mixer_1_bias", "mixer_2", "mixer_2_bias",
    *(f"{name}_{part}" for name in _EMBEDDINGS for part in ("rows", "scale")),
)  # fmt: skip


class ModelError(LettrineError):
    """The model's folder is missing, damaged or of another format."""


@dataclass(frozen=True, slots=True)
class Model:
    """All that is needed to judge words in their context. ``ranker`` is None while it is being trained."""

    lexicon: Lexicon
    network: Cloze
    trigrams: Trigrams
    ranker: Ranker | None


def open_model(folder: Path) -> Model:
    """The model in ``folder``. Raises ModelError with what is wrong with it."""
    damaged = f"Le modèle de langue du dossier « {folder} » est illisible ou incomplet ; réinstallez Lettrine."
    try:
        settings = json.loads((folder / "model.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(damaged) from error
    if settings.get("format") != FORMAT:
        raise ModelError(
            f"Le modèle de langue du dossier « {folder} » est d’un autre format que celui de cette version "
            f"({settings.get('format')} au lieu de {FORMAT}) ; réinstallez Lettrine."
        )
    try:
        words = (folder / "words.txt").read_text("utf-8").split("\n")
        arrays = {name: _mapped(folder / f"{name}.npy") for name in _ARRAYS}
    except (OSError, ValueError) as error:
        raise ModelError(damaged) from error
    ranker = Ranker.from_json(settings["ranker"]) if settings.get("ranker") else None
    return Model(_lexicon(arrays, words), _network(arrays), _trigrams(arrays), ranker)


@cache
def french() -> Model | None:
    """The model that ships with the program; None where it is missing or damaged."""
    try:
        return open_model(Path(str(asset("model-fr"))))
    except ModelError:
        return None


def save_arrays(folder: Path, arrays: dict[str, NDArray[Any]], settings: dict[str, Any], words: list[str]) -> None:
    """Write a model's folder; ``arrays`` are those the format names."""
    if set(arrays) != set(_ARRAYS):
        raise ValueError(f"arrays missing or too many: {set(arrays) ^ set(_ARRAYS)}")
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    (folder / "words.txt").write_text("\n".join(words), "utf-8")
    write_settings(folder, settings)


def write_settings(folder: Path, settings: dict[str, Any]) -> None:
    """Write ``model.json``."""
    text = json.dumps({"format": FORMAT, **settings}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "model.json").write_text(text + "\n", "utf-8")


def _mapped(path: Path) -> NDArray[Any]:
    """The file's array; a plain view, since numpy's own class for mapped files is slow in small operations."""
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False)).view(np.ndarray)


def _lexicon(arrays: dict[str, NDArray[Any]], words: list[str]) -> Lexicon:
    names = (
        "word_lemma",
        "word_kind",
        "log_count",
        "proposable",
        "first",
        "candidates",
        "slips",
        "kind_number",
        "kind_gender",
        "kind_persons",
    )
    return Lexicon(
        forms=Table(arrays["forms"], CLASS_BITS),
        lemmas=arrays["form_lemmas"],
        words=words,
        ligatures={word.replace("œ", "oe"): word for word in words if "œ" in word},
        **{name: arrays[name] for name in names},
    )


def _network(arrays: dict[str, NDArray[Any]]) -> Cloze:
    def floats(name: str) -> NDArray[np.float32]:
        return np.ascontiguousarray(arrays[name], np.float32)

    tables = {name: Embedding(arrays[f"{name}_rows"], arrays[f"{name}_scale"]) for name in _EMBEDDINGS}
    numbers = np.arange(_COMMON.start, _COMMON.stop)
    common = (
        tables["own"][numbers]
        + tables["lemma"][arrays["word_lemma"][numbers].astype(np.int64)]
        + tables["kind_answer"][arrays["word_kind"][numbers].astype(np.int64)]
    )
    return Cloze(
        **tables,
        bias=arrays["bias"],
        input_weights=floats("input_weights"),
        input_bias=floats("input_bias"),
        state_weights=floats("state_weights"),
        state_bias=floats("state_bias"),
        mixer=(floats("mixer_1"), floats("mixer_1_bias"), floats("mixer_2"), floats("mixer_2_bias")),
        common=common,
        common_bias=arrays["bias"][numbers].astype(np.float32),
    )


def _trigrams(arrays: dict[str, NDArray[Any]]) -> Trigrams:
    return Trigrams(
        triples=Table(arrays["triples"], 8),
        pairs=Table(arrays["pairs"], 8),
        pair_backoff=arrays["pair_backoff"],
        single=arrays["single"].astype(np.float32),
        single_backoff=arrays["single_backoff"].astype(np.float32),
    )
